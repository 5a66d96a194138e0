"""How the network stands by the outages that run, for judging another one beside them.

Each outage is traced from the network's normal states. Whoever has lost one of two supplies by one
outage and loses the other by the next, or hangs on a tie that one has closed when the next trips
the feeder behind it, would be on neither list. So what the others have switched is in force when
one is judged.

In force is what running outages are declared by, with the switches that were closed again in their
course, and without the transformers that were said to have power again, as long as that holds
(``desk.outages.holding``). An outage that is restored
and not closed yet counts as long as what it closed explains that everybody has power: fed by ties,
its people hang on another feeder. Where it does not, the network is back to normal, as it is by
any outage that is closed. For planned work that has not begun only such outages count as may last
until then, those with no promise, with a broken one, or with one for later, and beside them other
work that is checked, approved or announced for a time that overlaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from data.outages.switched import switched
from desk.outages.declared import PartRef
from desk.outages.holding import holding
from desk.outages.overlap import Beside
from desk.outages.trace import trace
from rules.outages.codes import OutageState
from rules.outages.life import EDITABLE, RUNNING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from data.outages.switched import SwitchedRow
    from data.snapshot.grid import Grid
    from desk.desk import Desk
    from rules.viewer import Viewer

AHEAD = frozenset({OutageState.CHECKED, OutageState.APPROVED, OutageState.ANNOUNCED})
"""States of work that is to come and that others have to reckon with."""


class Judged(Protocol):
    """An outage, as far as it matters what runs beside it."""

    @property
    def id(self) -> int:
        """Return the id of its row."""

    @property
    def state(self) -> OutageState:
        """Return where it stands."""

    @property
    def began_at(self) -> datetime:
        """Return when it began, or is to begin."""

    @property
    def expected_at(self) -> datetime | None:
        """Return when power is expected back, none where nobody has said."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What an outage keeps switched; ``until`` is none where no promise of its end holds.

    ``begins`` is none for one that has begun. ``lists`` tells whether its list still takes people:
    that of one that is restored does not.
    """

    outage_id: int
    begins: datetime | None
    until: datetime | None
    parts: tuple[PartRef, ...]
    lists: bool = True

    def overlaps(self, begin: datetime, end: datetime | None) -> bool:
        """Tell whether it may be in force at some moment of a time."""
        is_there = self.begins is None or end is None or self.begins < end
        return is_there and (self.until is None or self.until > begin)


@dataclass(frozen=True, slots=True)
class InForce:
    """What is switched by the outages that run at a moment, and by those that are to come."""

    outages: tuple[Switched, ...]

    def now(self, but: int | None = None) -> Beside:
        """Return the parts of all outages but one that have begun."""
        begun = [one for one in self.outages if one.begins is None]
        return _beside(begun, but, [one for one in begun if not one.lists])

    def then(self, begin: datetime, end: datetime | None, but: int | None = None) -> Beside:
        """Return the parts of those that may be in force at some moment of a time to come."""
        found = [one for one in self.outages if one.overlaps(begin, end)]
        return _beside(found, but, [one for one in found if one.begins is None])

    def beside(self, outage: Judged | None) -> Beside:
        """Return what is in force beside an outage, or one that is yet to be declared.

        One that has no life any more is not judged anew: nothing is beside it.
        """
        if outage is None:
            return self.now()
        if outage.state in RUNNING:
            return self.now(outage.id)
        if outage.state not in EDITABLE:
            return Beside.of(())
        return self.then(outage.began_at, outage.expected_at, outage.id)


def in_force(connection: Connection, viewer: Viewer, grid: Grid, now: datetime) -> InForce:
    """Return what is switched: the network is everybody's, also where an outage is not seen."""
    found = []
    for row in switched(connection, viewer, RUNNING | AHEAD | {OutageState.RESTORED}):
        begins = row.began_at if row.state in AHEAD else None
        lists = row.state is not OutageState.RESTORED
        one = Switched(row.id, begins, _until(row, now), _parts(row), lists)
        if lists or _feeds(grid, one.parts):
            found.append(one)
    return InForce(tuple(found))


def beside_of(desk: Desk, viewer: Viewer, outage: Judged | None) -> Beside:
    """Return what is in force beside an outage, or one that is yet to be declared."""
    with desk.store.reading() as connection:
        found = in_force(connection, viewer, desk.seen(viewer).grid, desk.now())
    return found.beside(outage)


def _beside(every: Iterable[Switched], but: int | None, first: Collection[Switched]) -> Beside:
    """Return the parts of outages but one; which of them are earlier is told by their ids.

    ``first`` come before all others: their lists take nobody for what is switched after them.
    """
    found = [one for one in every if one.outage_id != but]
    earlier = [one for one in found if but is None or one in first or one.outage_id < but]
    later = [one for one in found if one not in earlier]
    return Beside.of(*((part for one in some for part in one.parts) for some in (earlier, later)))


def _parts(row: SwitchedRow) -> tuple[PartRef, ...]:
    declared = (PartRef(part.noun, part.ref, part.opened) for part in row.parts)
    return holding(row.facts).of(declared)


def _until(row: SwitchedRow, now: datetime) -> datetime | None:
    """Return when it ends; of ties that stay closed and of a broken promise nobody knows."""
    if row.state is OutageState.RESTORED or row.expected_at is None:
        return None
    if row.state in RUNNING and row.expected_at <= now:
        return None
    return row.expected_at


def _feeds(grid: Grid, parts: tuple[PartRef, ...]) -> bool:
    """Tell whether ties explain that everybody has power although something is open."""
    return any(not part.opened for part in parts) and not len(trace(grid, parts).transformers)
