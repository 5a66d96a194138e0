"""The repeat-outage guard: whom a planned outage would push over a frequent-outage line.

Before a planned outage is approved it is shown who would be over a line of the rule pack, the most
important first, which other plans could use the same window (一停多用), and which days would hurt
fewer. Approving against it needs a reason.

The store keeps no list of major-event days, which the sources leave out: every outage counts, so
that the guard warns too early rather than too late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desk.outages import records
from desk.outages.affected import affected
from desk.outages.around import Proposed, around
from desk.outages.beside import in_force
from desk.outages.changing import require_one
from desk.outages.plans import Together, customers_by_transformer, together
from desk.people import Person, persons
from rules.access import Right
from rules.codes import Sensitivity
from rules.outages.frequent import PREARRANGED, crossed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from data.outages.outages import OutageRow
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.around import Around
    from desk.outages.changing import Changing
    from desk.outages.declared import Declared
    from desk.outages.records import OutageRecord
    from rules.codes import OutageKind
    from rules.outages.frequent import Crossed, Line
    from rules.viewer import Viewer

__all__ = [
    "Guard", "LineCount", "OtherDate", "Proposed", "Repeated", "Together", "guard", "guard_of",
    "needs_reason",
]  # fmt: skip
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class LineCount:
    """How many customers would be over a line: ``newly`` by this outage, or ``beyond`` anyway."""

    line: Line
    newly: int
    beyond: int


@dataclass(frozen=True, slots=True)
class Repeated:
    """A customer who would be over lines, with the count of outages for each line crossed."""

    person: Person
    over: tuple[tuple[Line, int], ...]


@dataclass(frozen=True, slots=True)
class OtherDate:
    """What the same outage would mean on another day: customers over a line, and sensitive ones."""

    at: datetime
    customers: int
    sensitive: int


@dataclass(frozen=True, slots=True)
class Guard:
    """What speaks against a planned outage; ``first`` are the most important of ``customers``.

    ``sensitive`` counts those that are sensitive or special. ``dates`` are days in order.
    """

    affected: int
    customers: int
    sensitive: int
    lines: tuple[LineCount, ...]
    first: tuple[Repeated, ...]
    together: tuple[Together, ...]
    dates: tuple[OtherDate, ...]

    @property
    def needs_reason(self) -> bool:
        """Tell whether approving needs a reason: somebody would be over a line."""
        return self.customers > 0

    @property
    def better(self) -> tuple[OtherDate, ...]:
        """Return the days that would hurt fewer, those that hurt fewest first."""
        worse = (self.sensitive, self.customers)
        fewer = [one for one in self.dates if (one.sensitive, one.customers) < worse]
        return tuple(sorted(fewer, key=lambda one: (one.sensitive, one.customers, one.at)))


def guard(desk: Desk, viewer: Viewer, outage_id: int) -> Guard:
    """Return what speaks against a planned outage; of any other kind there is nothing.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may neither declare nor approve outages.
    desk.outages.changing.NoOutage
        There is no such outage.
    """
    require_one(viewer, Right.APPROVE_OUTAGE, Right.DECLARE_OUTAGE)
    record = records.one(desk, viewer, outage_id)
    proposed = _proposed(record, record.declared)
    snapshot = desk.seen(viewer)
    with desk.store.reading() as connection:
        return guard_of(connection, snapshot, viewer, proposed, desk.now())


def needs_reason(desk: Desk, change: Changing) -> bool:
    """Tell whether approving an outage that is being changed needs a reason.

    It is asked of what is approved: nobody writes meanwhile.

    Raises
    ------
    data.store.StoreAway
        The database is away and nothing was ever read.
    """
    connection, viewer = change.writing.connection, change.writing.viewer
    proposed = _proposed(change.outage, records.declared_of(connection, viewer, change.outage))
    snapshot = desk.keeper.renewed()
    return guard_of(connection, snapshot, viewer, proposed, change.now).needs_reason


def _proposed(outage: OutageRecord | OutageRow, declared: Declared) -> Proposed:
    return Proposed(
        outage.id,
        outage.kind,
        outage.began_at,
        outage.feeder_id,
        declared,
        outage.expected_at,
    )


def guard_of(
    connection: Connection, snapshot: Snapshot, viewer: Viewer, outage: Proposed, now: datetime
) -> Guard:
    """Return what speaks against a planned outage, as far as the viewer's snapshot goes.

    An outage that is not pre-arranged has nothing against it: nobody chose its time.
    """
    if outage.kind not in PREARRANGED:
        return Guard(0, 0, 0, (), (), (), ())
    running = in_force(connection, viewer, snapshot.grid, now)
    beside = running.then(outage.began_at, outage.expected_at, outage.id)
    list_ = affected(snapshot, viewer, outage.declared, beside)
    past = around(connection, snapshot, viewer, outage, list_, now)
    found = crossed(past.history, past.lines, outage.began_at, outage.kind, len(past.own))
    listed = list_.rows[list_.touched]
    over = listed[_over(found, snapshot.customers.transformer[listed])]
    return Guard(
        affected=len(listed),
        customers=len(over),
        sensitive=int(_sensitive(snapshot)[over].sum()),
        lines=tuple(_line_count(one, snapshot.customers.transformer[listed]) for one in found),
        first=_repeated(snapshot, viewer, over[:MOST_SHOWN], found),
        together=together(snapshot, viewer, past.own, outage.feeder_id, past.near),
        dates=_dates(snapshot, past, listed, outage.kind),
    )


def _over(found: Sequence[Crossed], places: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell of customers, by the places of their transformers, whether they would be over a line."""
    over = np.zeros(len(places), bool)
    for one in found:
        over |= _at(one.newly | one.beyond, places)
    return over


def _at(table: NDArray[np.bool_], places: NDArray[np.int32]) -> NDArray[np.bool_]:
    # A customer without a transformer (-1) falls on the last place, which is over nothing.
    return np.append(table, False)[places]


def _line_count(one: Crossed, places: NDArray[np.int32]) -> LineCount:
    newly, beyond = _at(one.newly, places), _at(one.beyond, places)
    return LineCount(one.line, int(newly.sum()), int(beyond.sum()))


def _sensitive(snapshot: Snapshot) -> NDArray[np.bool_]:
    return snapshot.customers.sensitivity >= Sensitivity.SENSITIVE


def _repeated(
    snapshot: Snapshot, viewer: Viewer, rows: NDArray[np.int64], found: Sequence[Crossed]
) -> tuple[Repeated, ...]:
    places = snapshot.customers.transformer[rows].tolist()
    told = [
        tuple((one.line, int(one.count[at])) for one in found if one.newly[at] or one.beyond[at])
        for at in places
    ]
    people = persons(snapshot, viewer, rows)
    return tuple(Repeated(person, over) for person, over in zip(people, told, strict=True))


def _dates(
    snapshot: Snapshot, past: Around, listed: NDArray[np.int64], kind: OutageKind
) -> tuple[OtherDate, ...]:
    touched = np.zeros(len(snapshot.customers), bool)
    touched[listed] = True
    people = customers_by_transformer(snapshot, touched)
    sensitive = customers_by_transformer(snapshot, touched & _sensitive(snapshot))
    found = []
    for at in past.dates:
        over = np.zeros(len(past.own), bool)
        for one in crossed(past.history, past.lines, at, kind, len(past.own)):
            over |= one.newly | one.beyond
        found.append(OtherDate(at, int(people[over].sum()), int(sensitive[over].sum())))
    return tuple(found)
