"""What two snapshots of the same part of the bureau show differently on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from geo.zorder import mercator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.judged import JudgedCustomers, JudgedIssues, Snapshot

Rows: TypeAlias = list[list[int]]

MOST_MARKS = 2_000
"""Customers that are recoloured one by one; of more the whole map is asked for again."""
MOST_PLACES = 300
CUSTOMER_FIELDS = ("x", "y", "urgency", "sensitivity")
CELL_FIELDS = ("urgency", "shade", "backlog", "overdue")
PLACE_BITS = 20
"""Places are tiles of this zoom: some 30 metres, enough to know which tiles are stale."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What to draw anew; a part that is none has changed as a whole.

    ``customers`` are rows of an id and ``CUSTOMER_FIELDS``, ``cells`` of an id and
    ``CELL_FIELDS``; ``x, y`` and ``places`` are tiles of zoom ``PLACE_BITS``: where the customer
    lives, and where marks have changed. Whose life hangs on power is not among it: tiles show
    that to whom they may.
    """

    customers: Rows | None
    cells: Rows | None
    places: Rows | None


def difference(former: Snapshot, now: Snapshot) -> Difference | None:
    """Compare two snapshots of one reach; none where the map shows the same."""
    if former.grid is not now.grid or not _same_rows(former.customers, now.customers):
        return Difference(None, None, None)
    changed = _changed_customers(former.customers, now.customers)
    cells = _cells(former, now)
    raw = now.customers.raw
    places = np.unique(
        np.concatenate([_tiles(raw.x[changed], raw.y[changed]), _issues(former, now)]), axis=0
    )
    if not (len(changed) or cells or len(places)):
        return None
    return Difference(
        customers=_customers(now.customers, changed) if len(changed) <= MOST_MARKS else None,
        cells=cells,
        places=_rows(places) if len(places) <= MOST_PLACES else None,
    )


def _rows(table: NDArray[np.int64]) -> Rows:
    rows: Rows = table.tolist()
    return rows


def _same_rows(former: JudgedCustomers, now: JudgedCustomers) -> bool:
    if former.raw is now.raw:
        return True
    return np.array_equal(former.raw.id, now.raw.id) and np.array_equal(former.raw.key, now.raw.key)


def _changed_customers(former: JudgedCustomers, now: JudgedCustomers) -> NDArray[np.int64]:
    return np.flatnonzero(
        (former.urgency != now.urgency)
        | (former.sensitivity != now.sensitivity)
        | (former.life != now.life)
    )


def _customers(now: JudgedCustomers, rows: NDArray[np.int64]) -> Rows:
    tiles = _tiles(now.raw.x[rows], now.raw.y[rows])
    columns = (now.raw.id[rows], *tiles.T, now.urgency[rows], now.sensitivity[rows])
    return _rows(np.stack([column.astype(np.int64) for column in columns], axis=1))


def _cells(former: Snapshot, now: Snapshot) -> Rows:
    before, after = _cell_columns(former), _cell_columns(now)
    changed = np.flatnonzero((before != after).any(axis=1))
    ids = np.array([now.grid.cells[row].id for row in changed], np.int64)
    return _rows(np.column_stack([ids, after[changed]]))


def _cell_columns(snapshot: Snapshot) -> NDArray[np.int64]:
    cells = snapshot.cells
    backlog = cells.backlog
    columns = (backlog.urgency, cells.shade, backlog.n, backlog.overdue)
    return np.stack([column.astype(np.int64) for column in columns], axis=1)


def _issues(former: Snapshot, now: Snapshot) -> NDArray[np.int64]:
    """Return where marks of issues have come, gone, moved or changed their colour."""
    before, after = former.issues, now.issues
    gone, come = ~np.isin(before.id, after.id), ~np.isin(after.id, before.id)
    # Both are ordered by id: what is in both stands in the same order.
    old, new = np.flatnonzero(~gone), np.flatnonzero(~come)
    moved = (before.urgency[old] != after.urgency[new]) | _elsewhere(before, old, after, new)
    there = [(before, gone), (before, old[moved]), (after, new[moved]), (after, come)]
    lon, lat = (
        np.concatenate([getattr(part, name)[rows] for part, rows in there])
        for name in ("lon", "lat")
    )
    placed = ~np.isnan(lon)  # without a place there is no mark
    return _tiles(lon[placed], lat[placed])


def _elsewhere(
    before: JudgedIssues, old: NDArray[np.int64], after: JudgedIssues, new: NDArray[np.int64]
) -> NDArray[np.bool_]:
    # NaN, for no place, would not even be equal to itself.
    return ~(_alike(before.lon[old], after.lon[new]) & _alike(before.lat[old], after.lat[new]))


def _alike(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.bool_]:
    alike: NDArray[np.bool_] = (before == after) | (np.isnan(before) & np.isnan(after))
    return alike


def _tiles(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    if not len(lon):
        return np.zeros((0, 2), np.int64)
    u, v = mercator(lon, lat)
    return (np.stack([u, v], axis=1) * (1 << PLACE_BITS)).astype(np.int64)
