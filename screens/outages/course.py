"""The course of an outage: what may be done now, what was promised, confirmed, restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import html

from desk.outages.confirming import AGAIN
from desk.outages.holding import ALIVE, DEAD, REOPENED, UNTICKED
from rules.naming import text_key
from rules.outages.codes import OutageAct
from screens.outages import ids
from screens.outages.declare import moment
from screens.parts import empty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.promising import PromiseRow
    from desk.outages.records import EventRow, OutageRecord
    from texts import Texts

ELSEWHERE = frozenset({OutageAct.RESTORE_PART, OutageAct.STILL_OUT})
"""Acts that say who: they stand where somebody is chosen."""
TAKEN_BACK = (AGAIN, REOPENED, UNTICKED, DEAD, ALIVE)
"""Facts of an act that take back what was restored, or that it was not: a number, or ids."""
LOUD = frozenset({OutageAct.CANCEL, OutageAct.SEND_BACK, OutageAct.POSTPONE})


def panel(say: Texts, *, works: bool) -> Component:
    """Return the places of all that belongs to the course; fields stay when these are renewed."""
    return html.Div(
        [
            html.Div(id=ids.FIRSTS),
            html.Div(id=ids.GUARD),
            _section(say, "acts", [html.Div(id=ids.ACTS), _at(say, works=works)]),
            _section(say, "revisions", [html.Div(id=ids.REVISIONS), _confirm(say, works=works)]),
            _section(say, "promises", [html.Div(id=ids.PROMISES), _promise(say, works=works)]),
            _section(say, "ties", [html.Div(id=ids.TIES)]),
            _section(say, "restoring", [html.Div(id=ids.OUT)]),
            _section(say, "log", [html.Div(id=ids.LOG)]),
        ],
        className="bm-bench__part bm-bench__part--course",
    )


def _section(say: Texts, name: str, children: list[Component | None]) -> Component:
    return html.Section(
        [html.H2(say(f"outage.section.{name}")), *children],
        className=f"bm-course bm-course--{name}",
    )


def _at(say: Texts, *, works: bool) -> Component:
    return html.Div(
        moment(ids.ACT_AT, say("outage.act.at"), None, size="xs", w=220),
        className="bm-course__at" if works else "bm-hidden",
    )


def _confirm(say: Texts, *, works: bool) -> Component:
    button = dmc.Button(
        say("outage.confirm"),
        id=ids.CONFIRM,
        className="bm-primary",
    )
    return html.Div(button, className="bm-form__acts" if works else "bm-hidden")


def _promise(say: Texts, *, works: bool) -> Component:
    return html.Div(
        [
            moment(ids.PROMISE_AT, say("outage.promise.at"), None, size="sm", w=220),
            dmc.Button(say("outage.promise"), id=ids.PROMISE, variant="default", size="sm"),
        ],
        className="bm-form__acts" if works else "bm-hidden",
    )


def acts(say: Texts, record: OutageRecord) -> Component:
    """Return what may be done next, the usual step first and the drastic ones quiet."""
    offered = [act for act in record.acts if act not in ELSEWHERE]
    if not offered:
        return empty(say("outage.acts.none"))
    buttons = [
        html.Button(
            say(text_key(act)),
            id=ids.row(ids.ACT, act=act.value),
            type="button",
            className="bm-do" + (" bm-do--loud" if act in LOUD else ""),
        )
        for act in sorted(offered, key=lambda act: act in LOUD)
    ]
    return html.Div(buttons, className="bm-acts")


def promises(say: Texts, rows: Sequence[PromiseRow], zone: ZoneInfo) -> Component:
    """Return every promise, the newest first and in bold."""
    if not rows:
        return empty(say("outage.promises.none"))
    lines = [
        html.Li(
            [
                html.B(say.moment(row.expected_at, zone)),
                html.Span(row.why or say("outage.promises.first")),
                html.Small(f"{row.actor} · {say.moment(row.at, zone)}"),
            ]
        )
        for row in reversed(rows)
    ]
    return html.Ol(lines, className="bm-promises")


def log(say: Texts, events: Sequence[EventRow], zone: ZoneInfo) -> Component:
    """Return what was done, the newest first."""
    lines = [
        html.Li(
            [
                html.Small(say.moment(event.at, zone)),
                html.B(_act(say, event.act)),
                html.Span(event.why),
                *(html.Span(words) for words in _taken_back(say, event)),
                html.Small(event.actor),
            ]
        )
        for event in reversed(events)
    ]
    return html.Ol(lines, className="bm-log")


def _taken_back(say: Texts, event: EventRow) -> list[str]:
    """Return in words what an act took back of what had been restored: people, switches."""
    words = []
    for name in TAKEN_BACK:
        told = event.facts.get(name)
        n = len(told) if isinstance(told, list) else told
        if n:
            words.append(say(f"outage.log.{name}", n=n))
    return words


def _act(say: Texts, act: str) -> str:
    for scale in ("outage_act", "noted"):
        if say.has(f"code.{scale}.{act}"):
            return say(f"code.{scale}.{act}")
    return act
