"""The strip above the map: which outage, where it stands, until when it was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from rules.outages.codes import OutageState
from rules.outages.life import EDITABLE, OVER, RUNNING
from screens.outages.bench import back
from screens.spans import due

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.records import OutageLine, OutageRecord
    from screens.parts import Child
    from texts import Texts


def strip(
    say: Texts,
    record: OutageRecord | None,
    now: datetime,
    zone: ZoneInfo,
    warns: Component | None = None,
) -> Component:
    """Return what an outage is, in one line; a new one has no number yet.

    ``warns`` is what is about to be missed.
    """
    if record is None:
        return html.Div(
            [back(say), html.H1(say("outage.new")), html.P(say("outage.new.lead"))],
            className="bm-bench__title",
        )
    words = " · ".join(part for part in (record.place, record.cause) if part)
    return html.Div(
        [
            back(say),
            html.H1(record.number),
            badge(say, record),
            html.Span(say(f"code.outage_kind.{record.kind.value}"), className="bm-soft"),
            html.P(words),
            warns,
            times(say, record, now, zone),
        ],
        className="bm-bench__title",
    )


def badge(say: Texts, record: OutageRecord | OutageLine) -> Component:
    """Return the state of an outage; those that run stand out."""
    return badge_of(say, record.state)


def badge_of(say: Texts, state: OutageState) -> Component:
    """Return a state; those in which an outage runs stand out, and a fixed one hides what edits."""
    look = "running" if state in RUNNING else "over" if state in OVER else "calm"
    fixed = "" if state in EDITABLE else " bm-state--fixed"
    name = f"bm-state bm-state--{look}{fixed}"
    return html.Span(say(f"code.outage_state.{state}"), className=name)


def times(
    say: Texts, record: OutageRecord | OutageLine, now: datetime, zone: ZoneInfo
) -> Component:
    """Return when it began and until when it is to last, and how much of that is left."""
    if record.state is OutageState.CANCELLED:
        planned = say.moment(record.began_at, zone)
        return html.Div(
            html.Span([html.Small(say("outage.began.cancelled")), planned]), className="bm-times"
        )
    began = html.Span([html.Small(say("outage.began")), say.moment(record.began_at, zone)])
    if record.restored_at is not None:
        restored = say.moment(record.restored_at, zone)
        end = html.Span([html.Small(say("outage.restored")), restored])
    elif record.expected_at is not None:
        late = record.expected_at < now and record.state not in OVER
        left = due(say, record.expected_at, now) if record.state in RUNNING else ""
        told: list[Child] = [
            html.Small(say("outage.expected")),
            say.moment(record.expected_at, zone),
        ]
        end = html.Span(
            [*told, html.Em(left) if left else None], className="bm-late" if late else ""
        )
    else:
        end = html.Span([html.Small(say("outage.expected")), say("outage.none_yet")])
    return html.Div([began, end], className="bm-times")
