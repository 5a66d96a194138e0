"""The list of an outage as it is at the moment of a change, while nobody else can write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.outages.affected import affected
from desk.outages.beside import in_force
from desk.outages.records import declared_of

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.affected import Affected
    from desk.outages.changing import Changing
    from desk.outages.declared import Declared, PartRef


@dataclass(frozen=True, eq=False)
class Listed:
    """By what an outage is declared, what is switched beside it, and whom that touches now."""

    snapshot: Snapshot
    declared: Declared
    beside: tuple[PartRef, ...]
    whom: Affected


def listed(desk: Desk, change: Changing) -> Listed:
    """Return the list of an outage that is being changed, as it was before the change.

    Writers take turns, so what is read now is what the change stands on. Whoever calls has renewed
    the keeper before: others have to wait for as long as this takes.

    Raises
    ------
    data.store.StoreAway
        The database is away and nothing was ever read.
    """
    snapshot = desk.keeper.renewed()
    connection, viewer = change.writing.connection, change.writing.viewer
    declared = declared_of(connection, viewer, change.outage)
    beside = in_force(connection, viewer, snapshot.grid, change.now).beside(change.outage)
    return Listed(snapshot, declared, beside, affected(snapshot, viewer, declared, beside))
