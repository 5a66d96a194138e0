"""How often promised restorations were kept: in all, and where it goes wrong most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.parts import attributes, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from desk.outages.kept import KeptRates
    from rules.outages.promises import Rates, Tally
    from texts import Texts

MOST = 6
"""Causes and feeders that are named: those with the most outages."""


def kept(say: Texts, found: KeptRates) -> Component:
    """Return the rates as bars: how far the first promise held, with a mark where the last did."""
    head = html.H2(say("outages.kept"))
    if found.whole.first.rate is None:
        return html.Section([head, empty(say("outages.kept.none"))])
    groups = (("cause", found.by_cause), ("feeder", found.by_feeder))
    return html.Section(
        [
            head,
            html.P(
                [
                    _words(say, found.whole, found.days),
                    html.Small(
                        [
                            html.I(className="bm-kept__key bm-kept__key--first"),
                            say("outages.kept.key.first"),
                            html.I(className="bm-kept__key bm-kept__key--last"),
                            say("outages.kept.key.last"),
                        ]
                    ),
                ],
                className="bm-kept__lead",
            ),
            html.Div([_group(say, *group) for group in groups], className="bm-kept"),
        ]
    )


def _words(say: Texts, whole: Rates, days: int) -> str:
    first, last = (share(say, one) for one in (whole.first, whole.last))
    return say("outages.kept.said", first=first, last=last, days=days)


def _group(say: Texts, name: str, rates: Mapping[str, Rates]) -> Component:
    judged = [(what, one) for what, one in rates.items() if one.first.rate is not None]
    rows = [_row(say, what or say("outages.kept.unknown"), one) for what, one in judged[:MOST]]
    return html.Div(
        [html.H3(say(f"outages.kept.{name}")), html.Ol(rows, className="bm-kept__rows")]
    )


def _row(say: Texts, what: str, one: Rates) -> Component:
    first, last = one.first.rate or 0.0, one.last.rate or 0.0
    told = say("outages.kept.row", first=share(say, one.first), last=share(say, one.last))
    bar = html.I(
        [
            html.I(style={"width": f"{first:.1%}"}, className="bm-kept__first"),
            html.I(style={"left": f"{last:.1%}"}, className="bm-kept__last"),
        ],
        className="bm-kept__bar",
        **attributes(aria_hidden="true"),
    )
    decided = one.first.kept + one.first.broken
    return html.Li(
        [
            html.Span(what, title=what, className="bm-kept__what"),
            bar,
            html.B(share(say, one.first)),
            html.Small(say("outages.kept.n", n=decided)),
        ],
        title=told,
    )


def share(say: Texts, tally: Tally) -> str:
    """Return a rate in whole percent, a dash where nothing was decided."""
    return "–" if tally.rate is None else say("outages.kept.share", n=round(100 * tally.rate))
