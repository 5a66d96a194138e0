"""What follows by itself: where everybody on the confirmed list has power, it is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.outages import taken
from rules.outages.codes import OutageAct, OutageState

if TYPE_CHECKING:
    from desk.outages.changing import Changing


def settle(change: Changing) -> None:
    """Call an outage that was restored in part restored where nobody is left out by it."""
    outage, writing = change.outage, change.writing
    if outage.state is not OutageState.PARTLY_RESTORED:
        return
    if not taken.out(writing.connection, writing.viewer, outage.id):
        change.move(OutageAct.RESTORE, {"customers": 0})
        change.set(restored_at=change.now)
