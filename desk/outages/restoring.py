"""Power comes back: to all, or to a part; and somebody for whom it did not is put back.

Who is restored is told by switches that are closed, by transformers, by customers, or as
everybody. Where nobody is left without power the outage is restored by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.outages import taken
from desk.outages.changing import changing, reason
from desk.outages.fed import fed_again
from desk.outages.holding import CLOSED, TICKED
from desk.outages.reopening import alive_again, taken_back
from errors import BattlemapError
from rules.access import Right, require
from rules.outages.codes import OutageAct, OutageState
from rules.outages.life import after

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.changing import Changing
    from rules.viewer import Viewer


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

    ``closed`` are switches (ids): opened ones that close again, or ties. Two supplies: either does.

    Raises
    ------
    NobodyRestored
        Nobody who is out is among them; nothing was written.
    rules.outages.life.NotNow, desk.outages.changing.AheadOfTime
        The outage has not begun or is over; it would have happened later than now.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    desk.keeper.renewed()  # read before others have to wait for us
    with changing(desk, viewer, outage_id) as change:
        when = change.moment(at)
        after(change.outage.kind, change.outage.state, OutageAct.RESTORE)
        out = taken.out(change.writing.connection, viewer, outage_id)
        snapshot = desk.keeper.renewed()  # an import may have had its turn while we waited for ours
        back = out if everybody else _back(change, snapshot, transformers, closed, customers) & out
        if not back and not everybody:
            raise NobodyRestored
        taken.restore(change.writing, outage_id, back, when)
        named = ((CLOSED, closed), (TICKED, transformers))
        facts: dict[str, object] = {name: sorted(refs) for name, refs in named if refs}
        alive = alive_again(change, snapshot, back, closed)
        return _told(change, len(back), len(out - back), when, facts | alive)


def still_out(
    desk: Desk, viewer: Viewer, outage_id: int, customer_ids: Sequence[int], why: str
) -> OutageState:
    """Put customers back among those without power; what was restored or closed is reopened.

    Where everybody is put back to whom a switch that was closed had given power, that closing holds
    no more for judging other outages; where that is everybody at one transformer of several behind
    it, that one is dead although the switch is closed (``desk.outages.reopening``).

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
    require(viewer, Right.DECLARE_OUTAGE)
    desk.keeper.renewed()  # read before others have to wait for us
    with changing(desk, viewer, outage_id) as change:
        after(change.outage.kind, change.outage.state, OutageAct.STILL_OUT)
        listed = taken.of(change.writing.connection, viewer, outage_id)
        wanted = set(customer_ids)
        if not wanted or wanted - listed.keys():
            raise NotListed(n=len(wanted - listed.keys()))
        taken.restore(change.writing, outage_id, wanted, None)
        change.set(restored_at=None)
        facts: dict[str, object] = {"customers": len(wanted), "ids": sorted(wanted)}
        facts |= taken_back(change, desk.keeper.renewed(), wanted)
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
    snapshot: Snapshot,
    transformers: Sequence[int],
    closed: Sequence[int],
    customers: Sequence[int],
) -> frozenset[int]:
    """Return everybody to whom power has come back in one of the ways."""
    return frozenset(customers) | fed_again(change, snapshot, transformers, closed)
