"""Confirmed lists: each as it was frozen, and what the next one changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.parts import empty, icon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.frozen import Difference, FrozenRow, Revision
    from texts import Texts

MOST_NAMED = 12
DIGEST = 12
"""Signs of a digest that are shown; the whole stands in its title."""


def revisions(
    say: Texts,
    known: Sequence[Revision],
    differences: Mapping[int, Difference],
    edit: int,
    zone: ZoneInfo,
    files: Mapping[str, str],
) -> Component:
    """Return the confirmed lists, the newest first; ``edit`` is what the outage is at now.

    ``files`` are addresses by the name of the form in which the newest list is taken away.
    """
    if not known:
        return empty(say("outage.revisions.none"))
    newest = max(known, key=lambda one: one.number)
    stale = html.P(
        [icon("alert"), say("outage.revisions.stale", number=newest.number)],
        className="bm-open-mark",
    )
    rows = [
        _one(say, one, differences.get(one.number), zone, newest=one is newest)
        for one in sorted(known, key=lambda one: -one.number)
    ]
    old = stale if newest.edit != edit else None
    return html.Div([old, html.Ol(rows, className="bm-revs"), _taken_away(say, files)])


def _taken_away(say: Texts, files: Mapping[str, str]) -> Component | None:
    if not files:
        return None
    links = [
        html.A(
            [icon("file"), say(f"outage.file.{name}")],
            href=href,
            target="_blank" if name == "print" else "",
            className="bm-link bm-revs__file",
        )
        for name, href in files.items()
    ]
    return html.P(links, className="bm-revs__files")


def _one(
    say: Texts, one: Revision, difference: Difference | None, zone: ZoneInfo, *, newest: bool
) -> Component:
    head = [
        html.B(say("outage.revision", number=one.number)),
        html.Span(say("outage.revision.touched", n=int(one.counts.get("touched", 0)))),
        html.Small(f"{one.actor} · {say.moment(one.at, zone)}"),
        html.Code(one.digest[:DIGEST], title=one.digest),
    ]
    changed = None
    if difference is not None and (difference.newly or difference.no_longer):
        changed = html.Div(
            [
                _some(say, "newly", difference.newly),
                _some(say, "no_longer", difference.no_longer),
            ],
            className="bm-revs__difference",
        )
    return html.Li(
        [html.Div(head, className="bm-revs__head"), changed],
        className="bm-revs__one" + (" bm-revs__one--newest" if newest else ""),
    )


def _some(say: Texts, name: str, rows: Sequence[FrozenRow]) -> Component | None:
    if not rows:
        return None
    names = "、".join(row.name or row.account for row in rows[:MOST_NAMED])
    more = "…" if len(rows) > MOST_NAMED else ""
    return html.Details(
        [html.Summary(say(f"outage.revision.{name}", n=len(rows))), html.P(names + more)],
        className=f"bm-diff bm-diff--{name}",
    )
