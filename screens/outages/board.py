"""The list of outages: those that run as cards, those ahead and those of the past as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from desk.outages.bench import NEW, href
from layers.thumb import thumb
from rules.outages.codes import OutageState
from screens.outages import ids
from screens.outages.kept import kept
from screens.outages.stage import WORST
from screens.outages.strip import badge, times
from screens.parts import icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.board import Board, BoardLine, Touches
    from desk.outages.kept import KeptRates
    from desk.outages.records import OutageLine
    from texts import Texts


def page(say: Texts, content: Component | None, *, declares: bool) -> Component:
    """Return the screen; ``declares`` is whether the reader may declare an outage."""
    button = dcc.Link(
        [icon("outages"), say("outages.declare")], href=NEW, className="bm-button bm-primary bm-big"
    )
    return html.Div(
        [
            html.Div(
                [html.H1(say("outages.title")), button if declares else None],
                className="bm-outages__head",
            ),
            html.Div(content, id=ids.LIST_BODY),
        ],
        className="bm-page bm-outages",
    )


def body(say: Texts, found: Board, rates: KeptRates, now: datetime, zone: ZoneInfo) -> Component:
    """Return the outages, what runs first, and how far promises held."""
    totals = found.totals
    words = (
        say("outages.totals", running=totals.running, out=totals.out)
        if totals.running
        else say("outages.calm")
    )
    return html.Div(
        [
            html.P(words, className="bm-lead"),
            html.Div(
                [_card(say, one, now, zone) for one in found.running], className="bm-outages__cards"
            ),
            _rows(say, "ahead", [_ahead(say, one, now, zone) for one in found.ahead]),
            kept(say, rates),
            _rows(say, "past", [_past(say, one, now, zone) for one in found.past]),
            html.P(say("outages.more", n=found.more_past), className="bm-empty")
            if found.more_past
            else None,
        ]
    )


def _rows(say: Texts, name: str, rows: Sequence[Component]) -> Component:
    shown = html.Div(rows, className="bm-outages__rows") if rows else None
    empty = None if rows else html.P(say(f"outages.{name}.none"), className="bm-empty")
    return html.Section([html.H2(say(f"outages.{name}")), shown, empty])


def _card(say: Texts, one: BoardLine, now: datetime, zone: ZoneInfo) -> Component:
    line, touches = one.line, one.touches
    out = line.out if line.revision else touches.n if touches else 0
    back = line.state is OutageState.RESTORED
    means = "outages.out" if line.revision else "outages.out.guess"
    known = out or line.revision
    number: list[Component] = (
        [html.B(say.number(out)), html.Span(say(means))]
        if known
        else [html.Span(say("outages.out.nobody"))]
    )
    return dcc.Link(
        [
            _shape(touches),
            html.Div([html.B(line.number), badge(say, line)], className="bm-outage__head"),
            html.P([_kind(say, line), _words(say, line)], className="bm-outage__words"),
            html.Div(number, className="bm-outage__n" + (" bm-outage__n--back" if back else "")),
            html.Div(_worst(say, touches), className="bm-outage__rings"),
            _restored(say, line),
            times(say, line, now, zone),
        ],
        href=href(line.id),
        className="bm-outage",
    )


def _restored(say: Texts, line: OutageLine) -> Component | None:
    """Return how far power is back, as a bar; nothing as long as no list is confirmed."""
    if not line.listed:
        return html.P(say("outages.unconfirmed"), className="bm-outage__note")
    back = line.listed - line.out
    share = f"{100 * back / line.listed:.1f}%"
    return html.Div(
        [
            html.I(html.I(style={"width": share}), className="bm-outage__bar"),
            html.Small(say("outages.back", back=back, listed=line.listed)),
        ],
        className="bm-outage__back",
    )


def _ahead(say: Texts, one: BoardLine, now: datetime, zone: ZoneInfo) -> Component:
    line, touches = one.line, one.touches
    n = line.listed or (touches.n if touches else 0)
    return dcc.Link(
        [
            _shape(touches),
            html.Div(
                [html.B(line.number), badge(say, line), _kind(say, line)],
                className="bm-outage__head",
            ),
            html.Span(_words(say, line), className="bm-outage__words"),
            html.Span(
                [html.B(say.number(n)), say("outages.will" if line.revision else "outages.guess")],
                className="bm-outage__n",
            ),
            html.Div(_worst(say, touches), className="bm-outage__rings"),
            times(say, line, now, zone),
        ],
        href=href(line.id),
        className="bm-outage-row",
    )


def _past(say: Texts, line: OutageLine, now: datetime, zone: ZoneInfo) -> Component:
    return dcc.Link(
        [
            html.Div(
                [html.B(line.number), badge(say, line), _kind(say, line)],
                className="bm-outage__head",
            ),
            html.Span(_words(say, line), className="bm-outage__words"),
            html.Span(
                [html.B(say.number(line.listed)), say("outages.were")] if line.listed else "",
                className="bm-outage__n",
            ),
            times(say, line, now, zone),
        ],
        href=href(line.id),
        className="bm-outage-row bm-outage-row--past",
    )


def _kind(say: Texts, line: OutageLine) -> Component:
    return html.Small(say(f"code.outage_kind.{line.kind.value}"))


def _words(say: Texts, line: OutageLine) -> str:
    return " · ".join(p for p in (line.place, line.cause) if p) or say("outages.no_words")


def _worst(say: Texts, touches: Touches | None) -> list[Component]:
    if touches is None:
        return []
    life: list[Component] = (
        [html.Span([html.I(className="bm-life"), say.number(touches.life)])] if touches.life else []
    )
    rings: list[Component] = [
        html.Span(
            [html.I(className=f"bm-ring bm-ring--{one.value}"), say.number(n)],
            title=say(f"code.sensitivity.{one.value}"),
        )
        for one in WORST
        if (n := touches.levels[one.value])
    ]
    return life + rings


def _shape(touches: Touches | None) -> Component:
    shape = thumb(touches.places, touches.area) if touches else ""
    return html.Div(html.I(style={"--bm-shape": shape}) if shape else None, className="bm-thumb")
