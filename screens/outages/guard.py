"""The repeat-outage guard: whom planned work would push over a line, before it is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from desk.outages.bench import href
from screens.outages.strip import badge_of
from screens.parts import attributes, empty, icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.repeats import Guard, LineCount, OtherDate, Repeated, Together
    from texts import Texts

MOST_PEOPLE, BEST = 12, 3
"""Customers that are named, and days that are put into words."""


def guard(say: Texts, found: Guard, zone: ZoneInfo) -> Component:
    """Return what speaks against the outage, and what would speak less against it."""
    return html.Section(
        [
            html.H2(say("outage.guard")),
            _lead(say, found),
            _lines(say, found.lines),
            _people(say, found),
            _days(say, found, zone) if found.needs_reason else None,
            _together(say, found.together, zone),
        ],
        className="bm-course bm-guard",
    )


def _lead(say: Texts, found: Guard) -> Component:
    if not found.needs_reason:
        return html.P(
            [icon("check"), say("outage.guard.nobody", n=found.affected)],
            className="bm-guard__lead",
        )
    counts = {"n": found.customers, "of": found.affected, "sensitive": found.sensitive}
    words = say("outage.guard.somebody", **counts)
    return html.P(
        [icon("alert"), html.B(words), html.Span(say("outage.guard.why"))],
        className="bm-guard__lead bm-guard__lead--warns",
    )


def _lines(say: Texts, lines: Sequence[LineCount]) -> Component | None:
    crossed = [one for one in lines if one.newly or one.beyond]
    if not crossed:
        return None
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(say(f"rule.{one.line.rule}.name")),
                    html.B(say("outage.guard.newly", n=one.newly) if one.newly else ""),
                    html.Small(say("outage.guard.beyond", n=one.beyond) if one.beyond else ""),
                ]
            )
            for one in crossed
        ],
        className="bm-guard__lines",
    )


def _people(say: Texts, found: Guard) -> Component | None:
    if not found.first:
        return None
    shown = found.first[:MOST_PEOPLE]
    more = found.customers - len(shown)
    return html.Div(
        [
            html.Ul([_person(say, one) for one in shown], className="bm-guard__people"),
            empty(say("outage.group.more", n=more)) if more else None,
        ]
    )


def _person(say: Texts, one: Repeated) -> Component:
    who = one.person
    look = "bm-life" if who.life_support else f"bm-ring bm-ring--{who.sensitivity}"
    most: dict[int, int] = {}
    for line, count in one.over:  # of lines over the same days the highest count says it all
        most[line.days] = max(count, most.get(line.days, 0))
    over = " · ".join(say("outage.guard.times", n=n, days=days) for days, n in most.items())
    return html.Li(
        [
            html.I(className=look, title=say(f"code.sensitivity.{who.sensitivity}")),
            html.Span(who.name or who.account),
            html.Small(over),
        ],
        **attributes(data_ring=f"{who.x:.6f},{who.y:.6f}"),
    )


def _days(say: Texts, found: Guard, zone: ZoneInfo) -> Component | None:
    """Return a column a day, as high as the day would hurt, and the best of them in words."""
    if not found.dates:
        return None
    better = found.better
    best = " · ".join(_day(say, one, zone) for one in better[:BEST])
    words = say("outage.guard.better", days=best) if better else say("outage.guard.no_better")
    most = max(found.customers, *(one.customers for one in found.dates))
    columns = [_column(say, one, zone, most, fewer=one in better) for one in found.dates]
    return html.Div(
        [
            html.H3(say("outage.guard.days")),
            html.Div(columns, className="bm-guard__days", role="img", title=words),
            html.Div(
                [html.Small(say.moment(one.at, zone)) for one in (found.dates[0], found.dates[-1])],
                className="bm-guard__span",
            ),
            html.P(words, className="bm-note-line"),
        ]
    )


def _column(say: Texts, one: OtherDate, zone: ZoneInfo, most: int, *, fewer: bool) -> Component:
    share = round(100 * one.customers / most) if most else 0
    return html.Span(
        html.I(style={"height": f"{share}%"}),
        title=_day(say, one, zone),
        className="bm-guard__day" + (" bm-guard__day--fewer" if fewer else ""),
    )


def _day(say: Texts, one: OtherDate, zone: ZoneInfo) -> str:
    when = say.moment(one.at, zone)
    return say("outage.guard.day", time=when, n=one.customers, sensitive=one.sensitive)


def _together(say: Texts, plans: Sequence[Together], zone: ZoneInfo) -> Component | None:
    if not plans:
        return None
    return html.Div(
        [
            html.H3(say("outage.guard.together")),
            html.Ul([_plan(say, one, zone) for one in plans], className="bm-guard__together"),
        ]
    )


def _plan(say: Texts, one: Together, zone: ZoneInfo) -> Component:
    shared = say("outage.guard.shared", n=one.customers, transformers=one.transformers)
    return html.Li(
        [
            dcc.Link(one.number, href=href(one.outage_id), className="bm-link"),
            badge_of(say, one.state),
            html.Span(_when(say, one.began_at, zone, one.place)),
            html.Small(shared if one.transformers else say("outage.guard.same_feeder")),
        ]
    )


def _when(say: Texts, at: datetime, zone: ZoneInfo, place: str) -> str:
    return " · ".join(filter(None, (say.moment(at, zone), place)))
