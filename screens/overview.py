"""The right side while nothing is open: what burns now, where, and what the data lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layers import charts
from rules.access import Share
from rules.codes import Urgency
from screens.parts import chart, empty, icon, opens, section, urgency_badge, warning
from screens.spans import due

if TYPE_CHECKING:
    from datetime import datetime

    from dash.development.base_component import Component

    from desk.cards.kinds import IssueLine
    from desk.overview import Overview
    from texts import Texts


def summary(say: Texts, found: Overview, *, filtered: bool) -> list[Component | str]:
    """Return the line that says how many customers and issues are shown."""
    key = "map.overview.shown" if filtered else "map.overview.all"
    counted = say(key, shown=found.customers, all=found.all_customers)
    return [
        html.B(counted),
        html.Div(say("map.overview.issues", n=found.issues, overdue=found.overdue)),
        *([] if found.share is Share.ALL else [html.Small(say(f"scope.{found.share}"))]),
    ]


def panel(say: Texts, found: Overview, query: str) -> Component:
    """Return what burns among what is filtered; ``query`` is that of the filters."""
    if not found.all_customers and not found.issues:
        return _nothing_yet(say)
    calm = "map.overview.calm_filtered" if query else "map.overview.calm"
    return html.Div(
        [
            html.H2(say("map.overview"), className="bm-panel__title"),
            _stock(say, found),
            html.Div(issue_rows(say, found.worst, found.now)) if found.worst else empty(say(calm)),
            _more(say, found, query),
            _stations(say, found),
            _checks(say, found),
        ]
    )


def issue_rows(say: Texts, lines: tuple[IssueLine, ...], now: datetime) -> list[Component]:
    """Return open issues as rows, each opening its card."""
    return [_issue_row(say, line, now) for line in lines]


def _issue_row(say: Texts, line: IssueLine, now: datetime) -> Component:
    issue = line.issue
    words = " · ".join(
        (say(f"code.channel.{issue.channel}"), say(f"code.demand_type.{issue.demand_type}"))
    )
    late = " bm-row__due--late" if line.overdue else ""
    return opens(
        "issue",
        issue.id,
        [
            urgency_badge(say, line.urgency),
            html.Span(issue.title or issue.number, className="bm-row__title"),
            html.Span(due(say, line.deadline, now), className=f"bm-row__due{late}"),
            html.Span(words, className="bm-row__sub"),
        ],
        line.at,
        "bm-row",
    )


def _stock(say: Texts, found: Overview) -> Component:
    urgencies = [code for code in sorted(Urgency, reverse=True) if code]
    return html.Div(
        [
            html.Div(
                [
                    html.Span(say.number(found.by_urgency[code]), className="bm-stock__n"),
                    html.I(className=f"bm-stock__bar bm-urgency--{code.value}"),
                    html.Span(say(f"code.urgency.{code.value}"), className="bm-stock__name"),
                ],
                className="bm-stock__one",
            )
            for code in urgencies
        ],
        className="bm-stock",
    )


def _stations(say: Texts, found: Overview) -> Component | None:
    if not found.stations:
        return None
    drawn = chart("stations", charts.stations(say, found.stations))
    return section(say("map.overview.by_station"), drawn)


def _checks(say: Texts, found: Overview) -> Component | None:
    if not found.checks:
        return None
    rows = [
        dcc.Link(
            warning(say(f"map.check.{code}", n=n)),
            href=f"/list?tab=faults&fault={code}",
            className="bm-check",
        )
        for code, n in found.checks.items()
    ]
    return section(say("map.overview.checks"), rows)


def _more(say: Texts, found: Overview, query: str) -> Component | None:
    hidden = found.issues - len(found.worst)
    if hidden <= 0:
        return None
    href = f"/list?{query}&tab=issues" if query else "/list?tab=issues"
    return dcc.Link(say("map.overview.more", n=hidden), href=href, className="bm-link")


def _nothing_yet(say: Texts) -> Component:
    return html.Div(
        [
            icon("import"),
            html.H2(say("map.no_data")),
            html.P(say("map.no_data_help")),
            dcc.Link(say("map.no_data_link"), href="/import", className="bm-link"),
        ],
        className="bm-nothing",
    )
