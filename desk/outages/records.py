"""Outages as people look at them: one with all that it was declared by, or a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.outages import decisions, events, outages, parts, revisions, taken
from data.outages.events import EventRow
from data.outages.taken import Tally
from desk.outages.changing import NoOutage
from desk.outages.declared import Decision, Declared, PartRef
from rules.access import Right, may, require
from rules.masking import text_for
from rules.outages.codes import OutageAct
from rules.outages.life import RUNNING, acts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from data.outages.outages import OutageRow
    from desk.desk import Desk
    from rules.codes import OutageKind
    from rules.outages.codes import OutageState
    from rules.viewer import Viewer

__all__ = [
    "EventRow", "OutageLine", "OutageRecord", "Totals", "course", "declared_of", "listing", "one",
    "rights_for", "totals",
]  # fmt: skip
MOST_LISTED = 1_000
NOTHING = Tally(0, 0)


@dataclass(frozen=True, slots=True)
class OutageRecord:
    """An outage with everything it was declared by.

    ``began_at`` is when it is to begin, as long as it has not; ``acts`` are what this viewer may
    do next. Cause and place are as the viewer may read them.
    """

    id: int
    number: str
    kind: OutageKind
    state: OutageState
    edit: int
    cause: str
    place: str
    feeder_id: int | None
    began_at: datetime
    planned_at: datetime | None
    expected_at: datetime | None
    restored_at: datetime | None
    made_by: str
    made_at: datetime | None
    declared: Declared
    acts: tuple[OutageAct, ...]


@dataclass(frozen=True, slots=True)
class OutageLine:
    """An outage in a list. ``listed`` of its confirmed list are seen by the viewer.

    ``out`` of them are without power; ``revision`` is the number of the newest confirmed list, 0
    where none is confirmed.
    """

    id: int
    number: str
    kind: OutageKind
    state: OutageState
    cause: str
    place: str
    feeder_id: int | None
    began_at: datetime
    expected_at: datetime | None
    restored_at: datetime | None
    revision: int
    listed: int
    out: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many outages run, and how many customers they leave without power, each counted once."""

    running: int
    out: int


def one(desk: Desk, viewer: Viewer, outage_id: int) -> OutageRecord:
    """Return an outage.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    desk.outages.changing.NoOutage
        There is no such outage, or the viewer does not see it.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        row = outages.one(connection, viewer, outage_id)
        if row is None:
            raise NoOutage
        return _record(viewer, row, declared_of(connection, viewer, row))


def listing(desk: Desk, viewer: Viewer, *, over: bool = False) -> tuple[OutageLine, ...]:
    """Return the outages that are not over, or the newest of those that are, the last one first.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        rows = outages.listed(connection, viewer, over=over, most=MOST_LISTED)
        ids = [row.id for row in rows]
        counts = taken.tallies(connection, viewer, ids)
        newest = revisions.newest_numbers(connection, viewer, ids)
    return tuple(
        _line(viewer, row, counts.get(row.id, NOTHING), newest.get(row.id, 0)) for row in rows
    )


def totals(desk: Desk, viewer: Viewer) -> Totals:
    """Return how many outages run and how many customers are out by them.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        rows = outages.listed(connection, viewer, over=False, most=MOST_LISTED)
        running = sum(row.state in RUNNING for row in rows)
        return Totals(running, taken.out_now(connection, viewer))


def course(desk: Desk, viewer: Viewer, outage_id: int) -> tuple[EventRow, ...]:
    """Return what was done to an outage, act by act, in order; raises like :func:`one`.

    Whoever sees some cells only is told the own customers, and no counts of all.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        if outages.one(connection, viewer, outage_id) is None:
            raise NoOutage
        return events.of(connection, viewer, outage_id)


def declared_of(connection: Connection, viewer: Viewer, row: OutageRow) -> Declared:
    """Return by what an outage is declared, decisions about whom the viewer sees among it."""
    found = decisions.of(connection, viewer, row.id)
    refs = parts.of(connection, viewer, row.id)
    return Declared(
        area=row.area,
        parts=tuple(PartRef(part.noun, part.ref, part.opened) for part in refs),
        decisions={
            d.customer_id: Decision(d.verdict, text_for(viewer, d.why), d.basis) for d in found
        },
    )


def rights_for(act: OutageAct) -> tuple[Right, ...]:
    """Return the rights of which one is needed for an act."""
    match act:
        case OutageAct.APPROVE:
            return (Right.APPROVE_OUTAGE,)
        case OutageAct.SEND_BACK:
            return (Right.DECLARE_OUTAGE, Right.APPROVE_OUTAGE)
        case _:
            return (Right.DECLARE_OUTAGE,)


def _record(viewer: Viewer, row: OutageRow, declared: Declared) -> OutageRecord:
    possible = tuple(
        act
        for act in acts(row.kind, row.state)
        if any(may(viewer, right) for right in rights_for(act))
    )
    return OutageRecord(
        id=row.id,
        number=row.number,
        kind=row.kind,
        state=row.state,
        edit=row.edit,
        cause=text_for(viewer, row.cause),
        place=text_for(viewer, row.place),
        feeder_id=row.feeder_id,
        began_at=row.began_at,
        planned_at=row.planned_at,
        expected_at=row.expected_at,
        restored_at=row.restored_at,
        made_by=row.made_by,
        made_at=row.made_at,
        declared=declared,
        acts=possible,
    )


def _line(viewer: Viewer, row: OutageRow, tally: Tally, revision: int) -> OutageLine:
    return OutageLine(
        id=row.id,
        number=row.number,
        kind=row.kind,
        state=row.state,
        cause=text_for(viewer, row.cause),
        place=text_for(viewer, row.place),
        feeder_id=row.feeder_id,
        began_at=row.began_at,
        expected_at=row.expected_at,
        restored_at=row.restored_at,
        revision=revision,
        listed=tally.listed,
        out=tally.out,
    )
