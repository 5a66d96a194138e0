"""What a tile of the map shows, or a picture of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from desk.filtering import cells_named, customer_mask, issue_mask
from geo.zorder import mercator, tile_bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.grid import Grid, LineRow, SectionRow
    from data.snapshot.judged import Snapshot
    from desk.view import Filters
    from geo.bins import Bins
    from rules.viewer import Viewer

BIN_BITS = 5
"""32 by 32 bins a tile of 512 pixels: marks 16 pixels apart do not cover each other."""
MARGIN = 0.03
"""Share of a tile beyond its edges from which single marks are taken, so that none is cut."""
SECTIONS_FROM = 12
TRANSFORMERS_FROM, SWITCHES_FROM, VILLAGES_FROM = 12, 12, 10
MOST_VILLAGES = 40


@dataclass(frozen=True, eq=False)
class Marks:
    """Single points: positions in degrees, ids, and further columns by name."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    id: NDArray[np.integer]
    columns: dict[str, NDArray[Any] | list[str]]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.id)


@dataclass(frozen=True, eq=False)
class CellShapes:
    """The cells that touch a tile, as rows of the grid, and what the filters say of each."""

    rows: NDArray[np.int64]
    shown: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Shown:
    """All that a piece of the map shows.

    There are ``customers`` or ``bins``, never both; with bins, ``hot`` are the customers with
    an emergency, each by itself. A bin's ``middle`` is a row of the customers: its mark stands
    where somebody lives, not in the middle of a square of mountains.
    """

    snapshot: Snapshot
    cells: CellShapes
    sections: list[SectionRow]
    lines: list[LineRow]
    marks: dict[str, Marks]
    bins: Bins | None


Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class TileContent(Shown):
    """What the tile z/x/y shows."""

    z: int
    x: int
    y: int


def tile(
    snapshot: Snapshot, viewer: Viewer, z: int, x: int, y: int, filters: Filters
) -> TileContent:
    """Return what tile z/x/y shows, customers and issues only as far as they pass."""
    single = z >= snapshot.point_zoom
    mask = customer_mask(snapshot, viewer, filters)
    bins = None
    if not single:
        rows = snapshot.customers.index.slice_of_tile(z, x, y)
        bins = _bins(snapshot, rows, z, BIN_BITS, mask)
    box = _wider(tile_bounds(z, x, y))
    drawn = _shown(snapshot, viewer, box, z, filters, bins)
    return TileContent(**vars(drawn), z=z, x=x, y=y)


def frame(snapshot: Snapshot, viewer: Viewer, box: Box, zoom: float, filters: Filters) -> Shown:
    """Return what a picture of a box of degrees shows at a zoom of 512-pixel tiles."""
    z = max(round(zoom), 0)
    bins = None
    if z < snapshot.point_zoom:
        mask = customer_mask(snapshot, viewer, filters)
        bins = _within(_bins(snapshot, slice(None), 0, z + BIN_BITS, mask), box)
    return _shown(snapshot, viewer, box, z, filters, bins)


def _shown(
    snapshot: Snapshot, viewer: Viewer, box: Box, z: int, filters: Filters, bins: Bins | None
) -> Shown:
    grid = snapshot.grid
    mask = customer_mask(snapshot, viewer, filters)
    rows = _customers_in(snapshot, box, mask) if bins is None else _hot(snapshot, box, mask)
    marks = {
        "issues": _issues(snapshot, box, issue_mask(snapshot, viewer, filters)),
        "relays": _plain(snapshot, "relays", box, ("kind",)),
        "customers" if bins is None else "hot": _customers(snapshot, rows),
    }
    if z >= TRANSFORMERS_FROM:
        marks["transformers"] = _plain(snapshot, "transformers", box, ("name", "ownership"))
    if z >= SWITCHES_FROM:
        marks["switches"] = _plain(snapshot, "switches", box, ("name", "state"))
    if z >= VILLAGES_FROM:
        marks["villages"] = _villages(snapshot, box)
    return Shown(
        snapshot=snapshot,
        cells=_cells(snapshot, box, filters),
        sections=_sections(grid, box, z),
        lines=[grid.lines[n] for n in _touching(grid.line_shapes, box)],
        marks=marks,
        bins=bins,
    )


def _wider(box: Box) -> Box:
    west, south, east, north = box
    dx, dy = (east - west) * MARGIN, (north - south) * MARGIN
    return west - dx, south - dy, east + dx, north + dy


def _touching(tree: shapely.STRtree, box: Box) -> NDArray[np.int64]:
    return np.sort(tree.query(shapely.box(*box)))


def _sections(grid: Grid, box: Box, z: int) -> list[SectionRow]:
    if z < SECTIONS_FROM:
        return [grid.trunks[n] for n in _touching(grid.trunk_shapes, box)]
    return [grid.sections[n] for n in _touching(grid.section_shapes, box)]


def _cells(snapshot: Snapshot, box: Box, filters: Filters) -> CellShapes:
    rows = _touching(snapshot.grid.cell_shapes, box)
    named = cells_named(snapshot, filters)
    return CellShapes(rows, np.ones(len(rows), bool) if named is None else named[rows])


def _inside(lon: NDArray[Any], lat: NDArray[Any], box: Box) -> NDArray[np.int64]:
    west, south, east, north = box
    return np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def _plain(snapshot: Snapshot, noun: str, box: Box, names: tuple[str, ...]) -> Marks:
    places = snapshot.grid.places(noun)
    found = _inside(places[:, 0], places[:, 1], box)
    rows = [getattr(snapshot.grid, noun)[n] for n in found]
    ids = np.array([row.id for row in rows], np.int64)
    columns: dict[str, NDArray[Any] | list[str]] = {
        name: [getattr(row, name) or row.code for row in rows] for name in names
    }
    return Marks(places[found, 0], places[found, 1], ids, columns)


def _issues(snapshot: Snapshot, box: Box, mask: NDArray[np.bool_]) -> Marks:
    issues = snapshot.issues
    found = _inside(issues.lon, issues.lat, box)
    found = found[mask[found]]
    ids = np.array([issues.issues[n].id for n in found], np.int64)
    return Marks(issues.lon[found], issues.lat[found], ids, {"urgency": issues.urgency[found]})


def _villages(snapshot: Snapshot, box: Box) -> Marks:
    villages = snapshot.customers.villages
    found = _inside(villages.lon, villages.lat, box)[:MOST_VILLAGES]
    names = [villages.names[n] for n in found]
    return Marks(
        villages.lon[found], villages.lat[found], found, {"name": names, "n": villages.n[found]}
    )


def _customers_in(
    snapshot: Snapshot, box: Box, mask: NDArray[np.bool_] | None
) -> NDArray[np.int64]:
    rows = snapshot.customers.index.positions_in_box(*box)
    return rows if mask is None else rows[mask[rows]]


def _hot(snapshot: Snapshot, box: Box, mask: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    customers = snapshot.customers
    hot = customers.hot if mask is None else customers.hot[mask[customers.hot]]
    return hot[_inside(customers.raw.x[hot], customers.raw.y[hot], box)]


def _customers(snapshot: Snapshot, rows: NDArray[np.int64]) -> Marks:
    customers = snapshot.customers
    raw = customers.raw
    return Marks(
        raw.x[rows],
        raw.y[rows],
        raw.id[rows],
        {
            "urgency": customers.urgency[rows],
            "sensitivity": customers.sensitivity[rows],
            "life": customers.life[rows].view(np.uint8),
        },
    )


def _bins(
    snapshot: Snapshot, rows: slice, z: int, bits: int, mask: NDArray[np.bool_] | None
) -> Bins:
    customers = snapshot.customers
    worst = {
        "urgency": customers.urgency,
        "sensitivity": customers.sensitivity,
        "life": customers.life.view(np.uint8),
    }
    found = customers.index.bins(rows, z, bits, mask, worst)
    return replace(found, middle=found.middle + (rows.start or 0))


def _within(bins: Bins, box: Box) -> Bins:
    """Return the bins of the whole world whose middle lies in a box of degrees."""
    west, south, east, north = box
    u, v = mercator(np.array([west, east]), np.array([north, south]))
    x, y = (bins.u + 0.5) / bins.per_side, (bins.v + 0.5) / bins.per_side
    kept = (x >= u[0]) & (x <= u[1]) & (y >= v[0]) & (y <= v[1])
    worst = {name: column[kept] for name, column in bins.worst.items()}
    u, v, n, middle = (column[kept] for column in (bins.u, bins.v, bins.n, bins.middle))
    return replace(bins, u=u, v=v, n=n, middle=middle, worst=worst)
