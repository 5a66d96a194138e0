"""Power comes back: to all, or to a part; and somebody for whom it did not is put back.

Who is restored is told by switches that are closed, by transformers, by customers, or as
everybody. Where nobody is left without power the outage is restored by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.outages import events, parts, taken
from desk.outages.changing import changing, reason
from desk.outages.declared import PartRef
from desk.outages.trace import lost_transformers
from errors import BattlemapError
from rules.access import Right, require
from rules.outages.codes import OutageAct, OutageState, Part
from rules.outages.life import after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from data.snapshot.grid import Grid
    from desk.desk import Desk
    from desk.outages.changing import Changing
    from rules.viewer import Viewer

CLOSED = "closed"
"""The fact of an event that names the switches which were closed again."""


class NobodyRestored(BattlemapError):
    """Nobody who is out by this outage has power again by what was said."""

    code = "outage.nobody_restored"


class NotListed(BattlemapError):
    """Somebody is not on the confirmed list of the outage. Facts: ``n``."""

    code = "outage.not_listed"


def restore(  # noqa: PLR0913 - the ways to say who has power again
    desk: Desk,
    viewer: Viewer,
    outage_id: int,
    *,
    transformers: Sequence[int] = (),
    closed: Sequence[int] = (),
    customers: Sequence[int] = (),
    everybody: bool = False,
    at: datetime | None = None,
) -> OutageState:
    """Note who has power again, all ways together, and return the state that follows.

    ``closed`` are ids of switches: opened ones that close again, or ties that feed back.

    Raises
    ------
    NobodyRestored
        Nobody who is out is among them; nothing was written.
    rules.outages.life.NotNow
        The outage has not begun, or is over.
    desk.outages.changing.AheadOfTime
        It would have happened later than now.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    grid = desk.seen(viewer).grid
    with changing(desk, viewer, outage_id) as change:
        when = change.moment(at)
        after(change.outage.kind, change.outage.state, OutageAct.RESTORE)
        out = taken.out(change.writing.connection, viewer, outage_id)
        back = out if everybody else _back(change, grid, transformers, closed, customers) & out
        if not back and not everybody:
            raise NobodyRestored
        taken.restore(change.writing, outage_id, back, when)
        named = ((CLOSED, closed), ("transformers", transformers))
        facts: dict[str, object] = {name: sorted(refs) for name, refs in named if refs}
        return _told(change, len(back), len(out - back), when, facts)


def still_out(
    desk: Desk, viewer: Viewer, outage_id: int, customer_ids: Sequence[int], why: str
) -> OutageState:
    """Put customers back among those without power; what was restored or closed is reopened.

    Raises
    ------
    NotListed
        One of them is not on the confirmed list, or nobody was named.
    desk.outages.changing.WhyMissing
        There is no reason, or it is too long.
    rules.outages.life.NotNow
        Nobody has been restored yet.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    told = reason(why)
    with changing(desk, viewer, outage_id) as change:
        after(change.outage.kind, change.outage.state, OutageAct.STILL_OUT)
        listed = taken.of(change.writing.connection, viewer, outage_id)
        wanted = set(customer_ids)
        if not wanted or wanted - listed.keys():
            raise NotListed(n=len(wanted - listed.keys()))
        taken.restore(change.writing, outage_id, wanted, None)
        change.set(restored_at=None)
        facts: dict[str, object] = {"customers": len(wanted), "ids": sorted(wanted)}
        return change.move(OutageAct.STILL_OUT, facts, told)


def _told(
    change: Changing, back: int, left: int, when: datetime, facts: dict[str, object]
) -> OutageState:
    if not left:
        change.set(restored_at=when)
    act = OutageAct.RESTORE_PART if left else OutageAct.RESTORE
    return change.move(act, {"customers": back, "left": left} | facts)


def _back(
    change: Changing,
    grid: Grid,
    transformers: Sequence[int],
    closed: Sequence[int],
    customers: Sequence[int],
) -> frozenset[int]:
    """Return everybody to whom power has come back in one of the ways."""
    connection, viewer = change.writing.connection, change.writing.viewer
    with_power = set(transformers)
    if closed:
        with_power |= _supplied_again(change, grid, closed)
    served = taken.served_by(connection, viewer, change.outage.id) if with_power else {}
    found = set(customers)
    for ref in with_power:
        found |= served.get(ref, frozenset())
    return frozenset(found)


def _supplied_again(change: Changing, grid: Grid, closed: Sequence[int]) -> frozenset[int]:
    """Return the transformers that have a source again once these switches are closed, too."""
    connection, viewer = change.writing.connection, change.writing.viewer
    declared = [
        PartRef(row.noun, row.ref, row.opened)
        for row in parts.of(connection, viewer, change.outage.id)
    ]
    course = events.of(connection, viewer, change.outage.id)
    known = [ref for event in course for ref in _closed_in(event.facts)]
    before = _lost(grid, declared)
    return before - _lost(grid, _with_closed(declared, {*known, *closed}))


def _closed_in(facts: dict[str, object]) -> list[int]:
    found = facts.get(CLOSED, [])
    return found if isinstance(found, list) else []


def _with_closed(declared: Iterable[PartRef], closed: set[int]) -> list[PartRef]:
    others = [p for p in declared if p.noun is not Part.SWITCH or p.ref not in closed]
    return [*others, *(PartRef(Part.SWITCH, ref, opened=False) for ref in sorted(closed))]


def _lost(grid: Grid, declared: Iterable[PartRef]) -> frozenset[int]:
    places = lost_transformers(grid, declared)
    return frozenset(grid.transformers[place].id for place in places.tolist())
