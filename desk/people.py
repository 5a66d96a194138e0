"""Lists of customers: which, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from desk.filtering import customer_mask
from desk.search import matching
from rules.codes import Sensitivity
from rules.masking import name_for

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.view import Filters
    from rules.viewer import Viewer

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Person:
    """A customer in a list, name and address as the viewer may read them.

    ``cell`` is the name of its grid cell, "" where it has none. ``deadline`` is the first by
    which one of its open issues must be solved, none where it has no open issue.
    ``life_support`` is none for who must not know.
    """

    id: int
    account: str
    name: str
    address: str
    sensitivity: int
    urgency: int
    life_support: bool | None
    class_: int
    x: float
    y: float
    cell: str
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class People:
    """How many there are, and the first of them by priority."""

    count: int
    first: tuple[Person, ...]


def customers(
    snapshot: Snapshot, viewer: Viewer, box: Box | None, text: str | None, limit: int
) -> People:
    """Return customers in a box (degrees, edges included) that a text finds; none means all.

    Raises
    ------
    geo.points.BadBox
        The box's edges are not in order.
    """
    index = snapshot.customers.index
    rows = np.arange(len(index)) if box is None else index.positions_in_box(*box)
    if text and text.strip():
        rows = np.intersect1d(rows, matching(snapshot, viewer, text.strip()))
    return People(len(rows), persons(snapshot, viewer, by_priority(snapshot, rows, limit)))


def passing(snapshot: Snapshot, viewer: Viewer, filters: Filters, start: int, stop: int) -> People:
    """Return rows ``start`` to ``stop`` of the customers that pass the filters, by priority."""
    rows = snapshot.customers.by_priority
    mask = customer_mask(snapshot, viewer, filters)
    if mask is not None:
        rows = rows[mask[rows]]
    return People(len(rows), persons(snapshot, viewer, rows[start:stop]))


def by_sensitivity(snapshot: Snapshot, viewer: Viewer, filters: Filters) -> tuple[int, ...]:
    """Count the customers that pass the filters by sensitivity (position = code)."""
    codes = snapshot.customers.sensitivity
    mask = customer_mask(snapshot, viewer, filters)
    chosen = codes if mask is None else codes[mask]
    return tuple(int(n) for n in np.bincount(chosen, minlength=len(Sensitivity)))


def by_priority(snapshot: Snapshot, rows: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
    """Return at most ``limit`` of the rows, the most important first."""
    ranks = snapshot.customers.index.rank[rows]
    if 0 < limit < len(rows):
        kept = np.argpartition(ranks, limit - 1)[:limit]
        rows, ranks = rows[kept], ranks[kept]
    return rows[np.argsort(ranks)][:limit]


def persons(snapshot: Snapshot, viewer: Viewer, rows: NDArray[np.int64]) -> tuple[Person, ...]:
    """Return the rows as a list shows them."""
    own = snapshot.customers
    words = own.words.take(pa.array(rows))
    # In the order of the fields of Person: whole columns at once, for lists of a million.
    columns = (
        own.raw.id[rows].tolist(),
        words["account"].to_pylist(),
        *([name_for(viewer, w) for w in words[n].to_pylist()] for n in ("name", "address")),
        own.sensitivity[rows].tolist(),
        own.urgency[rows].tolist(),
        own.life[rows].tolist() if snapshot.reach.life else [None] * len(rows),
        own.raw.class_[rows].tolist(),
        own.raw.x[rows].tolist(),
        own.raw.y[rows].tolist(),
        [cell_name(snapshot, cell) for cell in own.cell[rows].tolist()],
        _deadlines(snapshot, rows),
    )
    return tuple(Person(*fields) for fields in zip(*columns, strict=True))


def _deadlines(snapshot: Snapshot, rows: NDArray[np.int64]) -> list[datetime | None]:
    customers, due = snapshot.issues.first_due
    if not len(customers):
        return [None] * len(rows)
    place = np.searchsorted(customers, rows).clip(max=len(customers) - 1)
    return [
        time.replace(tzinfo=UTC) if has else None
        for time, has in zip(due[place].tolist(), customers[place] == rows, strict=True)
    ]


def cell_name(snapshot: Snapshot, position: int) -> str:
    """Return what people call the cell at a position of the grid, "" for no cell (-1)."""
    if position < 0:
        return ""
    cell = snapshot.grid.cells[position]
    return cell.name or cell.code
