"""What a tile of the map shows, or a picture of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.snapshot.afar import DETAIL_FROM
from desk import marks as single
from desk.filtering import cells_named, customer_mask, issue_mask
from desk.marks import CROWD_BITS, Box, Marks
from geo.zorder import mercator, tile_bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.grid import Grid, LineRow, SectionRow
    from data.snapshot.judged import Snapshot
    from desk.view import Filters
    from geo.bins import Bins
    from rules.viewer import Viewer

__all__ = ["Box", "CellShapes", "Marks", "Shown", "Standing", "TileContent", "frame", "tile"]

BIN_BITS = 5
"""32 by 32 bins a tile of 512 pixels: marks 16 pixels apart do not cover each other."""
MARGIN = 0.03
"""Share of a tile beyond its edges from which shapes are taken, so that no cut shows."""
TRANSFORMERS_FROM, SWITCHES_FROM, VILLAGES_FROM = 12, 12, 10


@dataclass(frozen=True, eq=False)
class CellShapes:
    """The cells that touch a tile, as rows of the grid, and what the filters say of each.

    Of cells that are not ``mine`` the viewer sees the outline; nothing is counted there.
    """

    rows: NDArray[np.int64]
    shown: NDArray[np.bool_]
    mine: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Standing:
    """What stands still in a box: it is gathered when asked for, as it may be drawn already.

    ``crowd`` is the level of the squares in which one mark stands for all, none for every mark.
    """

    grid: Grid
    box: Box
    z: int
    crowd: int | None

    def sections(self) -> list[SectionRow]:
        """Return the sections; from afar each feeder's in one coarse line."""
        wide = _wider(self.box)
        if self.z < DETAIL_FROM:
            return self.grid.trunks(self.z, _touching(self.grid.trunk_shapes, wide))
        return [self.grid.sections[n] for n in _touching(self.grid.section_shapes, wide)]

    def lines(self) -> list[LineRow]:
        """Return the lines of the landscape."""
        found = _touching(self.grid.line_shapes, _wider(self.box))
        return [self.grid.lines[n] for n in found]

    def marks(self) -> dict[str, Marks]:
        """Return relays, transformers and switches."""
        nouns: dict[str, tuple[str, ...]] = {"relays": ("kind",)}
        if self.z >= TRANSFORMERS_FROM:
            nouns["transformers"] = ("name", "ownership")
        if self.z >= SWITCHES_FROM:
            nouns["switches"] = ("name", "state")
        return {
            noun: single.of_grid(self.grid, noun, names, self.box, self.crowd)
            for noun, names in nouns.items()
        }


@dataclass(frozen=True, eq=False)
class TileContent:
    """What the tile z/x/y shows.

    There are ``customers`` or ``bins``, never both; with bins, ``hot`` are the customers with
    an emergency, each by itself as far as eyes can tell. A bin's ``middle`` is a row of the
    customers: its mark stands where somebody lives, not in the middle of a square of mountains.
    ``marks`` are those of customers and issues; ``standing`` has the others.
    """

    snapshot: Snapshot
    cells: CellShapes
    standing: Standing
    marks: dict[str, Marks]
    bins: Bins | None
    z: int
    x: int
    y: int


@dataclass(frozen=True, eq=False)
class Shown:
    """All that a picture of the map shows, as :class:`TileContent` has it of a tile."""

    snapshot: Snapshot
    cells: CellShapes
    sections: list[SectionRow]
    lines: list[LineRow]
    marks: dict[str, Marks]
    bins: Bins | None


def tile(
    snapshot: Snapshot, viewer: Viewer, z: int, x: int, y: int, filters: Filters
) -> TileContent:
    """Return what tile z/x/y shows, customers and issues only as far as they pass.

    Marks are those inside, its edges included: MapLibre draws a mark of a neighbour whole.
    """
    mask = customer_mask(snapshot, viewer, filters)
    bins = None
    if z < snapshot.point_zoom:
        rows = snapshot.customers.index.slice_of_tile(z, x, y)
        bins = _bins(snapshot, rows, z, BIN_BITS, mask)
    box = tile_bounds(z, x, y)
    return TileContent(
        snapshot=snapshot,
        cells=_cells(snapshot, _wider(box), filters),
        standing=Standing(snapshot.grid, box, z, _crowd(snapshot, z)),
        marks=_people(snapshot, viewer, box, z, filters),
        bins=bins,
        z=z,
        x=x,
        y=y,
    )


def frame(snapshot: Snapshot, viewer: Viewer, box: Box, zoom: float, filters: Filters) -> Shown:
    """Return what a picture of a box of degrees shows at a zoom of 512-pixel tiles."""
    z = max(round(zoom), 0)
    bins = None
    if z < snapshot.point_zoom:
        mask = customer_mask(snapshot, viewer, filters)
        bins = _within(_bins(snapshot, slice(None), 0, z + BIN_BITS, mask), box)
    standing = Standing(snapshot.grid, box, z, _crowd(snapshot, z))
    return Shown(
        snapshot=snapshot,
        cells=_cells(snapshot, box, filters),
        sections=standing.sections(),
        lines=standing.lines(),
        marks=_people(snapshot, viewer, box, z, filters) | standing.marks(),
        bins=bins,
    )


def _crowd(snapshot: Snapshot, z: int) -> int | None:
    return z + CROWD_BITS if z < snapshot.point_zoom else None


def _people(
    snapshot: Snapshot, viewer: Viewer, box: Box, z: int, filters: Filters
) -> dict[str, Marks]:
    mask, crowd = customer_mask(snapshot, viewer, filters), _crowd(snapshot, z)
    heard = snapshot.masks.get(
        ("issues", viewer, filters), lambda: issue_mask(snapshot, viewer, filters)
    )
    marks = {"issues": single.issues(snapshot, heard, box, crowd)}
    if crowd is None:
        marks["customers"] = single.customers(snapshot, mask, box)
    else:
        marks["hot"] = single.hot(snapshot, mask, box, crowd)
    if z >= VILLAGES_FROM:
        marks["villages"] = single.villages(snapshot, box)
    return marks


def _wider(box: Box) -> Box:
    west, south, east, north = box
    dx, dy = (east - west) * MARGIN, (north - south) * MARGIN
    return west - dx, south - dy, east + dx, north + dy


def _touching(tree: shapely.STRtree, box: Box) -> NDArray[np.int64]:
    return np.sort(tree.query(shapely.box(*box)))


def _cells(snapshot: Snapshot, box: Box, filters: Filters) -> CellShapes:
    rows = _touching(snapshot.grid.cell_shapes, box)
    named = cells_named(snapshot, filters)
    mine = _mine(snapshot)[rows]
    return CellShapes(rows, mine if named is None else mine & named[rows], mine)


def _mine(snapshot: Snapshot) -> NDArray[np.bool_]:
    cells, own = snapshot.grid.cells, snapshot.reach.cells
    if own is None:
        return np.ones(len(cells), bool)
    return np.array([cell.id in own for cell in cells], bool)


def _bins(
    snapshot: Snapshot, rows: slice, z: int, bits: int, mask: NDArray[np.bool_] | None
) -> Bins:
    customers = snapshot.customers
    found = customers.index.bins(rows, z, bits, mask, single.told(snapshot))
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
