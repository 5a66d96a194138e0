"""五个第一时间: when each milestone of a fault was reached, seen by the product or told by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.outages import milestones, outages
from data.outages.milestones import Reached
from desk.outages.changing import NoOutage, changing
from errors import BattlemapError
from rules.access import Right, require
from rules.codes import OutageKind
from rules.outages.codes import Milestone, Noted, OutageAct, Stamped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from desk.desk import Desk
    from desk.outages.changing import Changing
    from rules.viewer import Viewer

__all__ = ["NoMilestones", "Reached", "reached", "stamp", "stamped_by"]
BY_ACT: Mapping[OutageAct, Milestone] = {
    OutageAct.LOCATE: Milestone.CAUSE_FOUND,
    OutageAct.REPAIR: Milestone.CREW_SENT,
}
"""What the product sees done by itself. The other milestones are told by hand."""


class NoMilestones(BattlemapError):
    """Only a fault carries milestones. Facts: ``kind``."""

    code = "outage.no_milestones"


def stamp(
    desk: Desk,
    viewer: Viewer,
    outage_id: int,
    milestone: Milestone,
    at: datetime | None = None,
) -> None:
    """Say by hand when a milestone was reached; it overrules what was said before.

    Both words stand in the course of the outage.

    Raises
    ------
    NoMilestones
        The outage is no fault.
    desk.outages.changing.AheadOfTime
        It would be reached later than now.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        It may not be done.
    """
    with changing(desk, viewer, outage_id) as change:
        if change.outage.kind is not OutageKind.FAULT:
            raise NoMilestones(kind=change.outage.kind.value)
        _put(change, milestone, change.moment(at), Stamped.BY_HAND)


def stamped_by(change: Changing, act: OutageAct, at: datetime) -> None:
    """Stamp the milestone that an act of the product reaches, unless it was reached before."""
    milestone = BY_ACT.get(act)
    if milestone is None:
        return
    connection, viewer = change.writing.connection, change.writing.viewer
    if milestone not in milestones.of(connection, viewer, change.outage.id):
        _put(change, milestone, at, Stamped.BY_ACT)


def reached(desk: Desk, viewer: Viewer, outage_id: int) -> Mapping[Milestone, Reached]:
    """Return the milestones of an outage that were reached, in their order.

    Raises
    ------
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        The viewer may not look at it.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        if outages.one(connection, viewer, outage_id) is None:
            raise NoOutage
        return milestones.of(connection, viewer, outage_id)


def _put(change: Changing, milestone: Milestone, at: datetime, how: Stamped) -> None:
    one = Reached(milestone, at, change.writing.viewer.name, how)
    milestones.put(change.writing, change.outage.id, one)
    facts: dict[str, object] = {"milestone": milestone.value, "at": at.isoformat()}
    change.tell(Noted.STAMP, facts | {"stamped": how.value})
