"""The single marks of the map: customers, issues, relays, the network's posts, villages.

Where customers are gathered, marks that lie on top of each other are gathered as well: of those
in a square of ``CROWDED`` pixels the foremost stands for all, and says for how many (``n``).
It is the worst of them, so an emergency is never hidden by anything less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import Snapshot
    from geo.spots import Spots

CROWD_BITS = 6
"""64 by 64 squares a tile of 512 pixels: no mark is smaller than their 8 pixels."""
STORM = 20_000
"""Open issues from which their squares are twice as wide: each carries its customer's mark too."""
MOST_VILLAGES = 40

Columns: TypeAlias = dict[str, "NDArray[Any] | list[str]"]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, eq=False)
class Marks:
    """Single points: positions in degrees, ids, and further columns by name."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    id: NDArray[np.integer]
    columns: Columns

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.id)


def of_grid(grid: Grid, noun: str, names: tuple[str, ...], box: Box, crowd: int | None) -> Marks:
    """Return the transformers, switches or relays in a box, with some of their columns.

    ``crowd`` is the level of the squares in which one mark stands for all, none for every mark.
    """
    spots = grid.spots(noun)
    at, counts = _foremost(spots, spots.inside(*box), crowd)
    rows = [getattr(grid, noun)[row] for row in spots.row[at]]
    columns: Columns = {name: [getattr(row, name) or row.code for row in rows] for name in names}
    ids = np.array([row.id for row in rows], np.int64)
    return Marks(spots.lon[at], spots.lat[at], ids, columns | counts)


def issues(snapshot: Snapshot, mask: NDArray[np.bool_], box: Box, crowd: int | None) -> Marks:
    """Return the open issues in a box that pass a mask of all issues."""
    judged, spots = snapshot.issues, snapshot.issues.spots
    if crowd is not None and len(spots) > STORM:
        crowd -= 1
    found = spots.inside(*box)
    at, counts = _foremost(spots, found[mask[spots.row[found]]], crowd)
    row = spots.row[at]
    columns: Columns = {"urgency": judged.urgency[row]}
    return Marks(spots.lon[at], spots.lat[at], judged.id[row], columns | counts)


def hot(snapshot: Snapshot, mask: NDArray[np.bool_] | None, box: Box, crowd: int | None) -> Marks:
    """Return the customers in a box with an emergency that pass a mask of all customers."""
    spots, rows = snapshot.customers.hot_spots, snapshot.customers.hot
    found = spots.inside(*box)
    if mask is not None:
        found = found[mask[rows[spots.row[found]]]]
    at, counts = _foremost(spots, found, crowd)
    marks = _customers(snapshot, rows[spots.row[at]])
    return Marks(marks.lon, marks.lat, marks.id, marks.columns | counts)


def customers(snapshot: Snapshot, mask: NDArray[np.bool_] | None, box: Box) -> Marks:
    """Return all customers in a box that pass a mask."""
    rows = snapshot.customers.index.positions_in_box(*box)
    return _customers(snapshot, rows if mask is None else rows[mask[rows]])


def villages(snapshot: Snapshot, box: Box) -> Marks:
    """Return the largest villages in a box."""
    found = snapshot.customers.villages
    west, south, east, north = box
    inside = (found.lon >= west) & (found.lon <= east)
    inside &= (found.lat >= south) & (found.lat <= north)
    rows = np.flatnonzero(inside)[:MOST_VILLAGES]
    names = [found.names[row] for row in rows]
    return Marks(found.lon[rows], found.lat[rows], rows, {"name": names, "n": found.n[rows]})


def _customers(snapshot: Snapshot, rows: NDArray[np.int64]) -> Marks:
    raw = snapshot.customers.raw
    columns = {name: column[rows] for name, column in told(snapshot).items()}
    return Marks(raw.x[rows], raw.y[rows], raw.id[rows], {**columns})


def told(snapshot: Snapshot) -> dict[str, NDArray[np.uint8]]:
    """Return what a mark tells of customers; of life support only to who may know."""
    customers = snapshot.customers
    columns = {"urgency": customers.urgency, "sensitivity": customers.sensitivity}
    return columns | ({"life": customers.life.view(np.uint8)} if snapshot.reach.life else {})


def _foremost(
    spots: Spots, at: NDArray[np.int64], crowd: int | None
) -> tuple[NDArray[np.int64], Columns]:
    if crowd is None:
        return at, {}
    first, n = spots.foremost(at, crowd)
    return first, {"n": n}
