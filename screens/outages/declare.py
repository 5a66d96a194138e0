"""What an outage is declared by: its parts as chips, and what people say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from rules.codes import OutageKind
from rules.outages.codes import Part
from screens.outages import ids
from screens.parts import attributes, empty, icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.parts import NamedPart
    from desk.outages.records import OutageRecord
    from desk.search import Hit
    from texts import Texts

KINDS = (OutageKind.FAULT, OutageKind.PLANNED, OutageKind.TEMPORARY)
FORM = "YYYY-MM-DD HH:mm"


def panel(say: Texts, record: OutageRecord | None, zone: ZoneInfo, *, editable: bool) -> Component:
    """Return the form; for a new outage it is empty."""
    return html.Div(
        [
            html.H2(say("outage.parts")),
            _picker(say) if editable else None,
            html.Div(id=ids.CHIPS, className="bm-chips-list"),
            html.H2(say("outage.about")),
            _form(say, record, zone, editable=editable),
            _save(say, record) if editable else None,
        ],
        className="bm-bench__part bm-bench__part--declare",
    )


def _picker(say: Texts) -> Component:
    return html.Div(
        [
            dmc.TextInput(
                id=ids.SEARCH,
                placeholder=say("outage.pick.hint"),
                leftSection=icon("search"),
                debounce=150,
                size="sm",
                **attributes(aria_label=say("outage.pick")),
            ),
            html.Div(id=ids.FOUND_PARTS, className="bm-found", **attributes(aria_live="polite")),
        ]
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


def found(say: Texts, hits: Sequence[Hit]) -> Component:
    """Return the parts of the network that a search finds; a click picks one."""
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
        ]
    )


def _form(say: Texts, record: OutageRecord | None, zone: ZoneInfo, *, editable: bool) -> Component:
    off = not editable
    began = record.began_at.astimezone(zone) if record else None
    until = record.expected_at.astimezone(zone) if record and record.expected_at else None
    kinds = [{"value": kind.value, "label": say(f"code.outage_kind.{kind.value}")} for kind in KINDS]
    return html.Div(
        [
            dmc.SegmentedControl(
                id=ids.KIND,
                data=kinds,
                value=record.kind.value if record else OutageKind.FAULT.value,
                disabled=record is not None,
                fullWidth=True,
                className="bm-form__wide",
            ),
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
            _moment(ids.BEGAN, say("outage.began"), say("outage.began.now"), began, off=off),
            _moment(ids.EXPECTED, say("outage.expected"), say("outage.none_yet"), until, off=off),
        ],
        className="bm-form",
    )


def _moment(name: str, label: str, hint: str, value: object, *, off: bool) -> Component:
    field: Component = dmc.DateTimePicker(
        id=name,
        label=label,
        placeholder=hint,
        value=value.strftime("%Y-%m-%d %H:%M:%S") if hasattr(value, "strftime") else None,
        valueFormat=FORM,
        clearable=True,
        disabled=off,
    )
    return field


def _save(say: Texts, record: OutageRecord | None) -> Component:
    words = say("outage.save" if record else "outage.declare")
    return html.Div(
        [
            dmc.Button(words, id=ids.SAVE, size="md", className="bm-primary"),
            html.Div(id=ids.SAVED, className="bm-said", role="status"),
        ],
        className="bm-form__acts",
    )
