"""The legend is the switchboard: each layer shows its mark, its name, and whether it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from desk.view import LAYERS
from rules.codes import Sensitivity, Urgency
from screens.parts import attributes, sensitivity_badge, urgency_badge

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from texts import Texts


def panel(say: Texts, shown_id: str, shown: list[str], *, life: bool) -> Component:
    """Return the layers with their marks, and what fill, ring and cross mean.

    ``life`` tells whether the map marks life support for this reader.
    """
    switches = html.Div([_switch(say, name) for name in LAYERS], className="bm-layers")
    return html.Section(
        [
            html.H3(say("map.layers")),
            dmc.CheckboxGroup(switches, id=shown_id, value=shown),
            html.H3(say("map.legend")),
            html.P(say("map.legend.fill"), className="bm-legend__what"),
            html.Div(_urgencies(say), className="bm-legend__row"),
            html.P(say("map.legend.ring"), className="bm-legend__what"),
            html.Div(
                [*_sensitivities(say), *([_life(say)] if life else [])], className="bm-legend__row"
            ),
            html.P(say("map.legend.bins"), className="bm-legend__note"),
            html.P(say("map.legend.cells"), className="bm-legend__note"),
        ],
        className="bm-legend",
    )


def _switch(say: Texts, name: str) -> Component:
    mark = html.I(className=f"bm-layer bm-layer--{name}", **attributes(aria_hidden="true"))
    label = html.Span([mark, say(f"map.layer.{name}")], className="bm-layer__label")
    box: Component = dmc.Checkbox(value=name, size="xs", label=label)
    return box


def _urgencies(say: Texts) -> list[Component]:
    return [urgency_badge(say, code.value) for code in sorted(Urgency, reverse=True)]


def _sensitivities(say: Texts) -> list[Component]:
    return [sensitivity_badge(say, code.value) for code in sorted(Sensitivity, reverse=True)]


def _life(say: Texts) -> Component:
    mark = html.I(className="bm-life")
    return html.Span([mark, say("map.life_support")], className="bm-sensitivity")
