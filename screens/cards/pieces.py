"""What several cards have in common: head, reasons, issues, customers counted, outages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from desk.outages.bench import href_of_new
from layers import charts
from rules.access import Share
from rules.masking import MASK
from rules.naming import in_words, text_key
from screens.overview import issue_rows
from screens.parts import Child, Children, attributes, chart, empty, icon, section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.cards.kinds import Crowd, IssueLine
    from rules.outages.codes import Part
    from rules.reasons import Reason
    from texts import Texts


def head(say: Texts, noun: str, name: str, marks: Sequence[Child]) -> Component:
    """Return the head of a card: what it is, its name, its marks, the way out."""
    return html.Header(
        [
            html.Div(say(f"card.noun.{noun}") if noun else "", className="bm-card__noun"),
            html.H2(name),
            html.Button(
                icon("close"),
                type="button",
                className="bm-card__close",
                **attributes(aria_label=say("card.close"), data_open="."),
            ),
            html.Div([mark for mark in marks if mark], className="bm-card__marks"),
        ],
        className="bm-card__head",
    )


def declares(say: Texts, noun: Part, ref: int) -> Component:
    """Return the way from a part of the network to a new outage that begins with it."""
    return html.P(
        dcc.Link(
            [icon("outages"), say(f"card.declare.{noun}")],
            href=href_of_new(noun, ref),
            className="bm-button",
        ),
        className="bm-card__act",
    )


def calls(phones: Sequence[str]) -> Component:
    """Return phone numbers; one that is not masked is a link that a phone dials."""
    return html.Span(
        [icon("phone"), *(_call(phone) for phone in phones)], className="bm-calls", lang="en"
    )


def _call(phone: str) -> Component:
    if MASK in phone:
        return html.Span(phone)
    return html.A(phone, href=f"tel:{phone}", className="bm-link")


def reasons(say: Texts, reasons: Sequence[Reason], zone: ZoneInfo) -> Component:
    """Return why a rule judged so, each reason with where its fact comes from."""
    rows = []
    for why in reasons:
        words = in_words(why.facts, say, lambda moment: say.moment(moment, zone))
        source = say(text_key(why.source))
        rows.append(html.Li([say(why.text_key, **words), html.Small(source)]))
    return html.Ul(rows, className="bm-reasons")


def worst(say: Texts, lines: tuple[IssueLine, ...], now: datetime) -> Component:
    """Return the most urgent open issues of a place."""
    rows: Children = issue_rows(say, lines, now) or empty(say("card.no_issues"))
    return section(say("card.worst"), rows)


def partly(say: Texts, crowd: Crowd) -> Component | None:
    """Return the sentence that says of whom all numbers are, none where they are of everybody."""
    return None if crowd.share is Share.ALL else empty(say(f"scope.{crowd.share}"))


def crowd(say: Texts, crowd: Crowd) -> Component:
    """Return customers counted, as charts."""
    charted: list[Child] = []
    if any(crowd.by_sensitivity[1:]):
        charted.append(chart("sensitivity", charts.by_sensitivity(say, crowd.by_sensitivity)))
    if any(crowd.by_class[1:]):
        charted += [
            html.H3(say("card.by_class")),
            chart("class", charts.by_class(say, crowd.by_class)),
        ]
    return section(say("card.by_sensitivity"), charted, count=say.number(crowd.n))


def outages(say: Texts, counts: dict[str, int]) -> Component:
    """Return how often the power failed in two years, by kind."""
    if not counts:
        return section(say("card.outages"), empty(say("card.no_outages")))
    rows = [
        html.Div(say("card.outage_line", kind=say(f"code.outage_kind.{kind}"), n=n))
        for kind, n in sorted(counts.items())
    ]
    return section(say("card.outages"), rows, count=str(sum(counts.values())))
