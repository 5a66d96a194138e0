"""The five firsts (五个第一时间) that an outage has reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from data.tables import OutageMilestone
from rules.outages.codes import Milestone, Stamped

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Reached:
    """When a milestone was reached, by whom, and how that is known."""

    milestone: Milestone
    at: datetime
    actor: str
    stamped: Stamped


def of(connection: Connection, _viewer: Viewer, outage_id: int) -> dict[Milestone, Reached]:
    """Return the milestones of an outage that were reached, in their order."""
    query = select(
        OutageMilestone.milestone,
        OutageMilestone.at,
        OutageMilestone.actor,
        OutageMilestone.stamped,
    ).where(OutageMilestone.outage_id == outage_id)
    found = {
        Milestone(row.milestone): Reached(
            Milestone(row.milestone), row.at, row.actor, Stamped(row.stamped)
        )
        for row in connection.execute(query)
    }
    return {milestone: found[milestone] for milestone in Milestone if milestone in found}


def put(writing: Writing, outage_id: int, reached: Reached) -> None:
    """Keep when a milestone was reached; an earlier word about it is overruled."""
    writing.connection.execute(
        delete(OutageMilestone).where(
            OutageMilestone.outage_id == outage_id,
            OutageMilestone.milestone == str(reached.milestone),
        )
    )
    writing.connection.execute(
        insert(OutageMilestone).values(
            outage_id=outage_id,
            milestone=str(reached.milestone),
            at=reached.at,
            actor=reached.actor,
            stamped=str(reached.stamped),
        )
    )
