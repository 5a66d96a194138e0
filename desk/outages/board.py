"""All outages at a look: those that run, those ahead, those of the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.outages import taken
from desk.outages import records
from desk.outages.affected import affected
from desk.outages.beside import in_force
from rules.codes import Sensitivity
from rules.outages.life import RUNNING

if TYPE_CHECKING:
    import shapely
    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.declared import PartRef
    from desk.outages.records import OutageLine, Totals
    from rules.viewer import Viewer

MOST_LOOKED_INTO = 60
"""Outages whose customers are looked at one by one; of further ones only the counts are told."""
MOST_PAST = 100
MOST_DOTS = 160
Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Touches:
    """Whom an outage leaves, or would leave, without power.

    ``confirmed`` is whether that is a list that somebody confirmed, else it is what follows from
    what is declared. ``levels`` are by sensitivity (position = code); ``life`` is none for who
    must not know. ``places`` (degrees) are of some of them, spread evenly; ``area`` is as drawn.
    """

    n: int
    confirmed: bool
    levels: tuple[int, ...]
    life: int | None
    places: Places
    area: shapely.MultiPolygon | None


@dataclass(frozen=True, slots=True)
class BoardLine:
    """An outage, and whom it touches; none where there are too many to look into each."""

    line: OutageLine
    touches: Touches | None


@dataclass(frozen=True, slots=True)
class Board:
    """The outages: those that run and those ahead by when they begin, the newest of the past."""

    totals: Totals
    running: tuple[BoardLine, ...]
    ahead: tuple[BoardLine, ...]
    past: tuple[OutageLine, ...]
    more_past: int


def board(desk: Desk, viewer: Viewer) -> Board:
    """Return all outages that a viewer sees.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    snapshot = desk.seen(viewer)
    present = sorted(records.listing(desk, viewer), key=lambda line: line.began_at)
    over = records.listing(desk, viewer, over=True)
    with desk.store.reading() as connection:
        running = in_force(connection, viewer, snapshot.grid, desk.now())
    looked = [
        BoardLine(line, _touches(desk, viewer, snapshot, line, running.beside(line)))
        for line in present[:MOST_LOOKED_INTO]
    ]
    looked += [BoardLine(line, None) for line in present[MOST_LOOKED_INTO:]]
    return Board(
        totals=records.totals(desk, viewer),
        running=tuple(one for one in looked if _is_here(one.line)),
        ahead=tuple(one for one in looked if not _is_here(one.line)),
        past=over[:MOST_PAST],
        more_past=max(len(over) - MOST_PAST, 0),
    )


def _is_here(line: OutageLine) -> bool:
    """Tell whether an outage has begun: one that is restored but not closed still needs work."""
    return line.state in RUNNING or line.restored_at is not None


def _touches(
    desk: Desk,
    viewer: Viewer,
    snapshot: Snapshot,
    line: OutageLine,
    beside: tuple[PartRef, ...],
) -> Touches:
    record = records.one(desk, viewer, line.id)
    if line.revision:
        with desk.store.reading() as connection:
            listed = taken.of(connection, viewer, line.id)
        runs = line.state in RUNNING
        ids = [ref for ref, back in listed.items() if not runs or back is None]
        rows = snapshot.customers.rows_of(np.array(ids, np.int32))
        rows = rows[rows >= 0]
    else:
        whom = affected(snapshot, viewer, record.declared, beside)
        rows = whom.rows[whom.touched]
    return _counted(snapshot, rows, record.declared.area, confirmed=line.revision > 0)


def _counted(
    snapshot: Snapshot,
    rows: NDArray[np.int64],
    area: shapely.MultiPolygon | None,
    *,
    confirmed: bool,
) -> Touches:
    people = snapshot.customers
    levels = np.bincount(people.sensitivity[rows], minlength=len(Sensitivity))
    some = rows[:: max(len(rows) // MOST_DOTS, 1)][:MOST_DOTS]
    places = np.column_stack([people.raw.x[some], people.raw.y[some]])
    return Touches(
        n=len(rows),
        confirmed=confirmed,
        levels=tuple(int(n) for n in levels),
        life=int(people.life[rows].sum()) if snapshot.reach.life else None,
        places=tuple((float(x), float(y)) for x, y in places),
        area=area,
    )
