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
    from desk.outages.pending import Pending
    from desk.people import Person
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
    again: Pending | None = None,
) -> Component:
    """Return the confirmed lists, the newest first; ``edit`` is what the outage is at now.

    ``files`` are addresses by the name of the form in which the newest list is taken away;
    ``again`` is what confirming again would change.
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
    old = stale if newest.edit != edit or again else None
    return html.Div(
        [old, _pending(say, again), html.Ol(rows, className="bm-revs"), _taken_away(say, files)]
    )


def _pending(say: Texts, again: Pending | None) -> Component | None:
    """Return who would come to the list, leave it, or stand there otherwise, if confirmed now."""
    if again is None:
        return None
    return html.Div(
        [
            _some(say, "pending_newly", again.newly, again.first_newly),
            _some(say, "pending_no_longer", again.no_longer, again.first_no_longer),
            _some(say, "pending_otherwise", again.otherwise, again.first_otherwise),
        ],
        className="bm-revs__difference",
    )


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
    changed = None if difference is None else _changed(say, difference)
    return html.Li(
        [html.Div(head, className="bm-revs__head"), changed],
        className="bm-revs__one" + (" bm-revs__one--newest" if newest else ""),
    )


def _changed(say: Texts, difference: Difference) -> Component:
    """Return what a list says otherwise than the one before; that it is nothing is said as well."""
    found = [
        _some(say, "newly", len(difference.newly), difference.newly),
        _some(say, "no_longer", len(difference.no_longer), difference.no_longer),
        _some(say, "otherwise", difference.otherwise, difference.first_otherwise, difference.by),
    ]
    if not any(found):
        found = [html.P(say("outage.revision.same"), className="bm-note-line")]
    return html.Div(found, className="bm-revs__difference")


def _some(
    say: Texts,
    name: str,
    n: int,
    rows: Sequence[FrozenRow] | Sequence[Person],
    by: Mapping[str, int] | None = None,
) -> Component | None:
    """Return how many there are, ``by`` what is said otherwise of them, and who; none of nobody."""
    if not n:
        return None
    what = " · ".join(say(f"outage.said.{column}", n=k) for column, k in (by or {}).items())
    names = say.listed(row.name or row.account for row in rows[:MOST_NAMED])
    more = "…" if n > MOST_NAMED else ""
    kind = name.removeprefix("pending_")
    return html.Details(
        [
            html.Summary(say(f"outage.revision.{name}", n=n)),
            html.P(what) if what else None,
            html.P(names + more),
        ],
        className=f"bm-diff bm-diff--{kind}",
    )
