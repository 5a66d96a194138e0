"""预计复电 is a promise: every version of it is kept, with who made it, when, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.outages import outages
from data.outages import promises as kept
from data.outages.promises import PromisedRow, PromiseRow
from desk.outages.approval import ask_again, is_later
from desk.outages.changing import EDIT, NoOutage, changing, reason
from desk.outages.draft import wrong_order
from desk.outages.times import bounded
from errors import BattlemapError
from rules.access import Right, require
from rules.masking import text_for
from rules.outages.codes import Noted, OutageState
from rules.outages.life import OVER, PLANS

if TYPE_CHECKING:
    from datetime import datetime

    from desk.desk import Desk
    from rules.viewer import Viewer

__all__ = ["NothingToPromise", "PromiseRow", "PromisedRow", "promise", "promised", "promises"]


class NothingToPromise(BattlemapError):
    """Power is back already, or the outage never was. Facts: ``state``."""

    code = "outage.nothing_to_promise"


class PromisePast(BattlemapError):
    """Nobody can promise power for a moment that is past. Facts: ``expected_at``."""

    code = "outage.promise_past"


def promise(
    desk: Desk, viewer: Viewer, outage_id: int, expected_at: datetime, why: str
) -> int | None:
    """Promise when power is back; all but the first promise need a reason.

    A plan that is to last longer has a new edit, which is returned; one that was approved is a
    draft again (``desk.outages.approval``).

    Raises
    ------
    NothingToPromise
        Power is back, or the outage is over.
    desk.outages.draft.WrongOrder, desk.outages.times.TimeOutside, PromisePast
        That would be before the outage begins, in no year of which outages are kept, or is past.
    desk.outages.changing.WhyMissing
        An earlier promise is given up without a reason.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    bounded((expected_at,))
    with changing(desk, viewer, outage_id) as change:
        outage = change.outage
        if outage.state in OVER or outage.state is OutageState.RESTORED:
            raise NothingToPromise(state=outage.state.value)
        if expected_at <= outage.began_at:
            raise wrong_order(outage.began_at, expected_at, change.zone)
        if expected_at <= change.now:
            raise PromisePast(expected_at=expected_at.astimezone(change.zone))
        told = reason(why, needed=outage.expected_at is not None)
        kept.add(change.writing, outage_id, change.now, expected_at, told)
        change.set(expected_at=expected_at)
        facts: dict[str, object] = {"expected_at": expected_at.isoformat()}
        if outage.expected_at is not None:
            facts["was"] = outage.expected_at.isoformat()
        later = is_later(outage.expected_at, expected_at)
        edit = change.next_edit() if later and outage.state in PLANS else None
        change.tell(Noted.PROMISE, facts | ({EDIT: edit} if edit else {}), told)
        if later:
            ask_again(change, ("expected_at",))
        return edit


def promises(desk: Desk, viewer: Viewer, outage_id: int) -> tuple[PromiseRow, ...]:
    """Return every promise of an outage, the first one first.

    Raises
    ------
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        The viewer may not look at it.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        if outages.one(connection, viewer, outage_id) is None:
            raise NoOutage
        return kept.of(connection, viewer, outage_id)


def promised(desk: Desk, viewer: Viewer, since: datetime) -> tuple[PromisedRow, ...]:
    """Return the outages that began since a moment: promises, cause, feeder, what came of them.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        rows = kept.since(connection, viewer, since)
    return tuple(replace(row, cause=text_for(viewer, row.cause)) for row in rows)
