"""What an outage is declared by: its parts as chips, and what people say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from rules.codes import OutageKind
from rules.outages.codes import Part
from rules.outages.life import NOT_BEGUN
from screens.outages import ids
from screens.parts import attributes, empty, icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.parts import NamedPart
    from desk.outages.records import OutageRecord
    from desk.search import Hit
    from texts import Texts

KINDS = (OutageKind.FAULT, OutageKind.PLANNED, OutageKind.TEMPORARY)
FORM = "%Y-%m-%dT%H:%M"
"""Of a time in a field of a page."""


def panel(
    say: Texts,
    record: OutageRecord | None,
    zone: ZoneInfo,
    inputs: Sequence[Component],
    *,
    editable: bool,
) -> Component:
    """Return the form; for a new outage it is empty. ``inputs`` are other ways to fill it."""
    return html.Div(
        [
            html.Div([*inputs], className="bm-inputs" if editable else "bm-hidden"),
            html.H2(say("outage.parts")),
            html.Div(id=ids.CHIPS, className="bm-chips-list"),
            _picker(say, editable=editable),
            html.H2(say("outage.about")),
            _form(say, record, zone, editable=editable),
            _save(say, record, editable=editable),
        ],
        className="bm-bench__part bm-bench__part--declare",
    )


def _picker(say: Texts, *, editable: bool) -> Component:
    return html.Div(
        [
            dmc.TextInput(
                id=ids.SEARCH,
                placeholder=say("outage.pick.hint"),
                leftSection=icon("search"),
                debounce=150,
                size="sm",
                **attributes(
                    aria_label=say("outage.pick"), data_finds=ids.FOUND_PARTS, data_clears=""
                ),
            ),
            html.Div(
                id=ids.FOUND_PARTS,
                className="bm-found bm-found--over",
                **attributes(aria_live="polite"),
            ),
        ],
        className="bm-picker" if editable else "bm-hidden",
    )


def chips(say: Texts, picked: Sequence[NamedPart], *, editable: bool) -> Component:
    """Return the parts that were picked, each with a cross to drop it."""
    if not picked:
        return empty(say("outage.parts.none" if editable else "outage.parts.nothing"))
    return html.Div([_chip(say, one, editable=editable) for one in picked], className="bm-pills")


def _chip(say: Texts, one: NamedPart, *, editable: bool) -> Component:
    part = one.part
    state = ("opened" if part.opened else "closed") if part.noun is Part.SWITCH else "lost"
    words = [
        html.Small(say(f"code.part.{part.noun}")),
        html.B(one.name),
        html.Small(say(f"outage.part.{state}")),
    ]
    cross = html.Button(
        icon("close"),
        type="button",
        title=say("outage.part.drop"),
        **attributes(
            data_part_drop=f"{part.noun}.{part.ref}",
            aria_label=say("outage.part.drop.named", name=one.name),
        ),
    )
    return html.Span([*words, cross if editable else None], className="bm-pill bm-pill--part")


def found(say: Texts, text: str, hits: Sequence[Hit]) -> Component:
    """Return the parts of the network that a text finds; a click, or Enter, picks one."""
    if not hits:
        return html.Div(empty(say("outage.pick.nothing")), className="bm-hit")
    return html.Div(
        [
            html.Button(
                [
                    html.Span(say(f"code.part.{hit.noun}"), className="bm-hit__noun"),
                    html.Span([html.B(hit.name), html.Span(hit.detail)], className="bm-hit__text"),
                ],
                type="button",
                className="bm-hit",
                **attributes(data_part_add=f"{hit.noun}.{hit.id}"),
            )
            for hit in hits
        ],
        **attributes(data_asked=text),
    )


def _form(say: Texts, record: OutageRecord | None, zone: ZoneInfo, *, editable: bool) -> Component:
    off = not editable
    began = record.began_at.astimezone(zone) if record else None
    until = record.expected_at.astimezone(zone) if record and record.expected_at else None
    return html.Div(
        [
            _kinds(say, record),
            dmc.TextInput(
                id=ids.PLACE,
                label=say("outage.place"),
                placeholder=say("outage.place.hint"),
                value=record.place if record else "",
                disabled=off,
            ),
            dmc.TextInput(
                id=ids.CAUSE,
                label=say("outage.cause"),
                placeholder=say("outage.cause.hint"),
                value=record.cause if record else "",
                disabled=off,
            ),
            moment(
                *(ids.BEGAN, say("outage.began"), began),
                disabled=off,
                description=None if record else say("outage.began.now"),
            ),
            _expected(say, record, until, off=off),
        ],
        className="bm-form",
    )


def _expected(
    say: Texts, record: OutageRecord | None, until: datetime | None, *, off: bool
) -> Component:
    """Return the field of the first promise; once people were told, others are given apart."""
    apart = record is not None and until is not None and record.state not in NOT_BEGUN
    hint = say("outage.expected.apart") if apart and not off else None
    return moment(
        *(ids.EXPECTED, say("outage.expected"), until),
        disabled=off or apart,
        description=hint if record else say("outage.expected.first"),
    )


def _kinds(say: Texts, record: OutageRecord | None) -> Component:
    kinds = [{"value": one.value, "label": say(f"code.outage_kind.{one.value}")} for one in KINDS]
    choice: Component = dmc.SegmentedControl(
        id=ids.KIND,
        data=kinds,
        value=record.kind.value if record else OutageKind.FAULT.value,
        disabled=record is not None,
        fullWidth=True,
        className="bm-form__wide",
    )
    return choice


def moment(name: str, label: str, value: datetime | None, **more: object) -> Component:
    """Return a field for a time on the bureau's clock: the browser's own, in its language."""
    field: Component = dmc.TextInput(
        id=name,
        label=label,
        value=value.strftime(FORM) if value else "",
        attributes={"input": {"type": "datetime-local"}},
        **more,
    )
    return field


def _save(say: Texts, record: OutageRecord | None, *, editable: bool) -> Component:
    words = say("outage.save" if record else "outage.declare")
    return html.Div(
        [
            dmc.Button(words, id=ids.SAVE, size="md", className="bm-primary"),
            html.Div(id=ids.SAVED, className="bm-said", role="status"),
        ],
        className="bm-form__acts" if editable else "bm-hidden",
    )
