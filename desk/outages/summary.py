"""One page about an outage to print: what is off, who is on the list, how that came about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from data.outages.revisions import ALL
from desk.exports import Taken, kept
from desk.outages import frozen
from desk.outages.records import OutageRecord, one
from rules.access import Right, require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.frozen import FrozenRow, Revision
    from rules.viewer import Viewer

FIRST = 12
"""Customers who are named: a page holds no more."""
BY_FEEDER = 6
MOST_DOTS = 1500
"""On the map; of more than that many every second, third … stands for the others."""


class PrintForm(StrEnum):
    """How the audit calls what is printed."""

    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a page says. ``revision`` is none, and so is all that it tells, before a first list.

    ``feeders`` are names with how many of the list each supplies, the most first. ``box`` is where
    those on the list live, or the area as it is declared (west, south, east, north), none where
    there is neither. ``places`` (degrees) are of who is still out, spread evenly.
    """

    outage: OutageRecord
    revision: Revision | None
    touched: int
    restored: int
    first: tuple[FrozenRow, ...]
    by_sensitivity: Mapping[int, int]
    by_language: Mapping[str, int]
    feeders: tuple[tuple[str, int], ...]
    box: tuple[float, float, float, float] | None
    places: tuple[tuple[float, float], ...]


def summary(desk: Desk, viewer: Viewer, outage_id: int) -> Summary:
    """Return what the page of an outage says; that it was taken away is kept in the audit.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not take lists away.
    desk.outages.changing.NoOutage
        There is no such outage, or the viewer does not see it.
    data.store.StoreBusy, data.store.StoreAway, data.store.StoreUnwritable
        The audit could not be written: nothing is handed out.
    """
    require(viewer, Right.EXPORT)
    outage, snapshot = one(desk, viewer, outage_id), desk.seen(viewer)
    every = frozen.revisions(desk, viewer, outage_id)
    listed: list[FrozenRow] = []
    if every:
        page = frozen.rows(desk, viewer, outage_id, every[-1].number, 0, ALL)
        listed = [row for row in page.rows if row.touched]
    number = every[-1].number if every else 0
    taken = Taken(f"{outage.number}-{number}", "", PrintForm.PRINT, min(len(listed), FIRST))
    kept(desk, viewer, Right.EXPORT, taken, iter(()))
    return _summary(snapshot, outage, every[-1] if every else None, listed)


def _summary(
    snapshot: Snapshot, outage: OutageRecord, revision: Revision | None, listed: list[FrozenRow]
) -> Summary:
    return Summary(
        outage=outage,
        revision=revision,
        touched=len(listed),
        restored=sum(row.restored_at is not None for row in listed),
        first=tuple(listed[:FIRST]),
        by_sensitivity=Counter(row.sensitivity for row in listed),
        by_language=Counter(row.language for row in listed),
        feeders=_feeders(snapshot, listed),
        box=_box(snapshot, outage, listed),
        places=_places(snapshot, [row for row in listed if row.restored_at is None]),
    )


def _feeders(snapshot: Snapshot, listed: list[FrozenRow]) -> tuple[tuple[str, int], ...]:
    names = {row.id: row.name or row.code for row in snapshot.grid.feeders}
    counts = Counter(row.feeder_id for row in listed if row.feeder_id is not None)
    return tuple((names.get(ref, ""), n) for ref, n in counts.most_common(BY_FEEDER))


def _places(snapshot: Snapshot, listed: list[FrozenRow]) -> tuple[tuple[float, float], ...]:
    own = snapshot.customers
    rows = own.rows_of(np.array([row.customer_id for row in listed], np.int32))
    rows = rows[rows >= 0]
    some = rows[:: max(len(rows) // MOST_DOTS, 1)]
    return tuple(zip(own.raw.x[some].tolist(), own.raw.y[some].tolist(), strict=True))


def _box(
    snapshot: Snapshot, outage: OutageRecord, listed: list[FrozenRow]
) -> tuple[float, float, float, float] | None:
    own = snapshot.customers
    rows = own.rows_of(np.array([row.customer_id for row in listed], np.int32))
    rows = rows[rows >= 0]
    area = outage.declared.area
    boxes = [] if area is None else [area.bounds]
    if len(rows):
        x, y = own.raw.x[rows], own.raw.y[rows]
        boxes.append((float(x.min()), float(y.min()), float(x.max()), float(y.max())))
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
