"""The first screen: one map, what it shows on its left, what was opened on its right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from desk.view import LAYERS
from rules.codes import Channel, CustomerClass, Sensitivity, Urgency
from screens import legend
from screens.parts import attributes, icon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import Enum, IntEnum

    from dash.development.base_component import Component

    from desk.overview import Choice
    from desk.view import View
    from texts import Texts

CONFIG = "map-config"
CANVAS = "map-canvas"
OPEN = "map-open"
FAILED = "map-failed"
FAILED_NOTE = "map-failed-note"
BOOTED, REFILTERED = "map-booted", "map-refiltered"
RELAYERED = "map-relayered"
FILTERED = "map-filtered"
SHOWN = "map-shown"
SEARCH = "map-search"
FOUND = "map-found"
PANEL = "map-panel"
UNMASKED = "map-unmasked"
SUMMARY = "map-summary"
CLEAR = "map-clear"
SIDE = "map-side"
SIDE_TOGGLE = "map-side-toggle"
FILTER_PREFIX = "map-filter-"
FILTERS = ("station", "cell", "manager", "feeder", "class", "sensitivity", "urgency", "channel")
FILTER_IDS = tuple(FILTER_PREFIX + name for name in FILTERS)


def page(
    say: Texts,
    view: View,
    choices: Mapping[str, Sequence[Choice]],
    config: dict[str, Any],
    *,
    life: bool = True,
) -> Component:
    """Return the map screen for a view; ``life`` is whether its reader may know life support."""
    return html.Div(
        [
            dcc.Store(id=CONFIG, data=config),
            dcc.Store(id=OPEN, data=_opened(view)),
            dcc.Store(id=FAILED),
            dcc.Store(id=FILTERED),
            *[dcc.Store(id=name) for name in (BOOTED, REFILTERED, RELAYERED)],
            _side(say, view, choices, life=life),
            _stage(say),
            html.Aside(
                [
                    html.Div(id=UNMASKED, role="status", className="bm-unmasked"),
                    dcc.Loading(
                        html.Div(id=PANEL), type="dot", delay_show=300, show_initially=False
                    ),
                ],
                className="bm-panel",
                **attributes(aria_label=say("map.panel")),
            ),
        ],
        className="bm-map",
    )


def _opened(view: View) -> dict[str, Any] | None:
    chosen = view.selection
    return {"noun": chosen.noun, "id": chosen.id} if chosen else None


def _stage(say: Texts) -> Component:
    return html.Section(
        [
            html.Div(
                id=CANVAS,
                className="bm-canvas",
                role="region",
                **attributes(aria_label=say("map.map")),
            ),
            html.Div(id=FAILED_NOTE, className="bm-note", role="status"),
        ],
        className="bm-stage",
    )


def _side(
    say: Texts, view: View, choices: Mapping[str, Sequence[Choice]], *, life: bool
) -> Component:
    return html.Aside(
        [
            html.Div(
                [
                    dmc.TextInput(
                        id=SEARCH,
                        placeholder=say("map.search.hint"),
                        leftSection=icon("search"),
                        debounce=120,
                        size="sm",
                        **attributes(aria_label=say("map.search"), data_finds=FOUND),
                    ),
                    dmc.ActionIcon(
                        icon("filter"),
                        id=SIDE_TOGGLE,
                        variant="default",
                        size="lg",
                        className="bm-side__toggle",
                        **attributes(aria_label=say("map.filters")),
                    ),
                ],
                className="bm-search",
            ),
            html.Div(id=FOUND, className="bm-found", **attributes(aria_live="polite")),
            html.Div(id=SUMMARY, className="bm-summary", **attributes(aria_live="polite")),
            html.Div(
                [
                    _filters(say, view, choices),
                    _legend(say, view, life=life),
                ],
                className="bm-side__rest",
            ),
        ],
        id=SIDE,
        className="bm-side",
        **attributes(aria_label=say("map.filters")),
    )


def _legend(say: Texts, view: View, *, life: bool) -> Component:
    return legend.panel(say, SHOWN, [n for n in LAYERS if n not in view.hidden], life=life)


def _filters(say: Texts, view: View, choices: Mapping[str, Sequence[Choice]]) -> Component:
    chosen = view.filters
    return html.Section(
        [
            html.H3(
                [
                    say("map.filters"),
                    html.Button(
                        say("map.filters.clear"), id=CLEAR, type="button", className="bm-quiet"
                    ),
                ]
            ),
            _chips(say, "urgency", Urgency, chosen.urgency),
            _chips(say, "sensitivity", Sensitivity, chosen.sensitivity),
            _many(say, "station", _offered(choices["station"]), chosen.station),
            _many(say, "cell", _offered(choices["cell"]), chosen.cell),
            _many(say, "manager", _offered(choices["manager"]), chosen.manager),
            _many(say, "feeder", _offered(choices["feeder"]), chosen.feeder),
            _many(say, "class", _codes(say, "customer_class", CustomerClass), chosen.class_),
            _many(say, "channel", _codes(say, "channel", Channel), chosen.channel),
        ],
        className="bm-filters",
    )


def _offered(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(choice.value, choice.name) for choice in choices]


def _codes(say: Texts, noun: str, codes: Iterable[Enum]) -> list[tuple[str, str]]:
    return [(str(code.value), say(f"code.{noun}.{code.value}")) for code in codes]


def _chips(say: Texts, name: str, codes: Iterable[IntEnum], chosen: Iterable[int]) -> Component:
    worst_first = sorted(codes, reverse=True)
    chips = [
        dmc.Chip(
            say(f"code.{name}.{code.value}"),
            value=str(code.value),
            size="xs",
            variant="outline",
            className=f"bm-chip bm-chip--{name}-{code.value}",
        )
        for code in worst_first
    ]
    return html.Fieldset(
        [
            html.Legend(say(f"map.filter.{name}")),
            dmc.ChipGroup(
                chips,
                id=FILTER_PREFIX + name,
                multiple=True,
                value=[str(value) for value in chosen],
            ),
        ],
        className="bm-chips",
    )


def _many(
    say: Texts, name: str, options: Sequence[tuple[str, str]], chosen: Sequence[str | int]
) -> Component:
    field: Component = dmc.MultiSelect(
        id=FILTER_PREFIX + name,
        label=say(f"map.filter.{name}"),
        placeholder="" if chosen else say("map.filter.all"),
        data=[{"value": value, "label": label} for value, label in options],
        value=[str(value) for value in chosen],
        searchable=True,
        clearable=True,
        hidePickedOptions=True,
        limit=200,
        size="xs",
        nothingFoundMessage=say("map.filter.nothing"),
    )
    return field
