"""Layers of lines and polygons: projected, clipped, thinned, and laid on the tile's grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.arrays import BoolArray, GeometryArray, IntArray
from layers.mvt import tags
from layers.mvt.features import CLOSE_PATH, LINE_TO, MOVE_TO_ONE, Drawings, Shape, features
from layers.mvt.layer import layer
from layers.mvt.wire import zigzag
from layers.window import Placed, Window

TOLERANCE = 1.0
"""How far, in tile units, a thinned line may leave its course: an eighth of a pixel."""

_GEOS_LINE, _GEOS_POLYGON, _GEOS_FIRST_MULTI, _GEOS_COLLECTION = 1, 3, 4, 7
"""Type numbers of GEOS: those from the third up hold parts."""


class ShapeKind(StrEnum):
    """What the geometries of a layer are."""

    LINE = "line"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True)
class _Paths:
    """Open lines or rings on the grid, drawn one after the other.

    ``points`` are the vertices of all, without repetition and, of rings, without the last one;
    ``starts`` and ``counts`` give each path's part; ``rows`` its feature, in ascending order.
    """

    points: IntArray
    starts: IntArray
    counts: IntArray
    rows: IntArray


@dataclass(frozen=True, slots=True)
class Drawn:
    """What of some geometries is seen in a tile: their rows, and how each is drawn."""

    rows: IntArray
    drawings: Drawings


def draw(
    geometries: Sequence[Any] | NDArray[Any],
    z: int,
    x: int,
    y: int,
    *,
    kind: ShapeKind,
    buffer: float = 64.0,
    tolerance: float = TOLERANCE,
) -> Drawn | None:
    """Draw lines or polygons (shapely, degrees; also multi, with holes; None is left out).

    What reaches no part of tile z/x/y, ``buffer`` units around it included, or is too small to
    be seen in it, is left out; so is a part of another kind than ``kind``. Courses are thinned
    out to ``tolerance`` units. Polygons are valid on the tile's grid, exterior rings have a
    positive area by the surveyor's formula. Nothing at all gives None.
    """
    placed = Window.of_tile(z, x, y, buffer).place(geometries, tolerance)
    paths = _rings(placed) if kind is ShapeKind.POLYGON else _lines(placed)
    rows, first = np.unique(paths.rows, return_index=True)
    if len(rows) == 0:
        return None
    return Drawn(rows, _drawn(paths, first, kind))


def drawn_layer(
    name: str,
    drawn: Drawn | None,
    ids: NDArray[np.integer],
    properties: Mapping[str, tags.Column],
    *,
    id_property: str | None = "id",
) -> bytes:
    """Encode what was drawn; ``ids`` and ``properties`` are those of all geometries.

    No feature at all gives no bytes.
    """
    if drawn is None:
        return b""
    rows = drawn.rows
    kept = {key: _taken(column, rows) for key, column in properties.items()}
    named = np.asarray(ids)[rows]
    table = tags.gather(tags.with_id(kept, named, id_property), len(rows))
    return layer(name, features(named, table.places, drawn.drawings), table.keys, table.values)


def _taken(column: tags.Column, rows: IntArray) -> tags.Column:
    if isinstance(column, np.ndarray):
        return column[rows]
    return [column[row] for row in rows.tolist()]


def _lines(placed: Placed) -> _Paths:
    parts, rows = _parts(placed.shapes, placed.rows, _GEOS_LINE)
    return _paths(parts, rows, closed=False)


def _rings(placed: Placed) -> _Paths:
    """Lay polygons on the grid; where rounding breaks one, let GEOS find the valid form.

    Parts of one feature are judged together, as rounding can also make them overlap.
    """
    areas = _areas(placed.shapes)
    rounded = shapely.transform(areas, np.rint)
    broken = ~shapely.is_valid(rounded)
    rounded[broken] = shapely.set_precision(shapely.make_valid(areas[broken]), 1.0)
    parts, rows = _parts(rounded, placed.rows, _GEOS_POLYGON)
    rings, owner = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    return _paths(rings, rows[owner], closed=True)


def _areas(shapes: GeometryArray) -> GeometryArray:
    """Leave of collections only their polygons: clipping can add the points where it touched."""
    mixed = shapely.get_type_id(shapes) == _GEOS_COLLECTION
    areas = shapes.copy()
    for at in np.flatnonzero(mixed):
        parts, _ = _parts(shapes[at : at + 1], np.zeros(1, np.int64), _GEOS_POLYGON)
        areas[at] = shapely.multipolygons(parts)
    return areas


def _parts(shapes: GeometryArray, rows: IntArray, kind: int) -> tuple[GeometryArray, IntArray]:
    """Take collections apart, and keep what is of a kind (GEOS type number) and not empty."""
    while (shapely.get_type_id(shapes) >= _GEOS_FIRST_MULTI).any():
        shapes, owner = shapely.get_parts(shapes, return_index=True)
        rows = rows[owner]
    kept = (shapely.get_type_id(shapes) == kind) & ~shapely.is_empty(shapes)
    return shapes[kept], rows[kept]


def _paths(parts: GeometryArray, rows: IntArray, *, closed: bool) -> _Paths:
    """Round, drop repeated vertices (a ring's last repeats its first), and lines left a point."""
    coordinates, owner = shapely.get_coordinates(parts, return_index=True)
    grid = np.rint(coordinates).astype(np.int64)
    kept = _moves(grid, owner)
    if closed:
        kept &= _continues(owner)
    grid, owner = grid[kept], owner[kept]
    counts = np.bincount(owner, minlength=len(parts))
    long = counts > 1
    grid, counts, rows = grid[long[owner]], counts[long], rows[long]
    return _Paths(grid, np.cumsum(counts) - counts, counts, rows)


def _moves(grid: IntArray, owner: IntArray) -> BoolArray:
    """Mark vertices that differ from the one before, and each path's first."""
    moves = np.ones(len(grid), bool)
    moves[1:] = (grid[1:] != grid[:-1]).any(axis=1) | (owner[1:] != owner[:-1])
    return moves


def _continues(owner: IntArray) -> BoolArray:
    """Mark all vertices but each path's last."""
    more = np.zeros(len(owner), bool)
    more[:-1] = owner[1:] == owner[:-1]
    return more


def _drawn(paths: _Paths, first: IntArray, kind: ShapeKind) -> Drawings:
    """Turn paths to commands: move to the first vertex, draw to the others, close a ring.

    ``first`` holds each feature's first path. Positions are differences from the pen's last
    place, which stays where it is at a ring's close, and starts at 0, 0 for every feature.
    """
    steps = np.diff(paths.points, axis=0, prepend=0)
    steps[paths.starts[first]] = paths.points[paths.starts[first]]
    closed = int(kind is ShapeKind.POLYGON)
    spans = 2 + 2 * paths.counts + closed
    ends = np.cumsum(spans)
    at = ends - spans
    commands = np.empty(int(ends[-1]), np.int64)
    commands[at] = MOVE_TO_ONE
    commands[at + 3] = (paths.counts - 1) << 3 | LINE_TO
    if closed:
        commands[ends - 1] = CLOSE_PATH
    place = _places(paths, at)
    commands[place], commands[place + 1] = zigzag(steps[:, 0]), zigzag(steps[:, 1])
    shape = Shape.POLYGON if closed else Shape.LINE
    return Drawings(shape, commands, np.add.reduceat(spans, first))


def _places(paths: _Paths, at: IntArray) -> IntArray:
    """Tell where each vertex's pair of numbers stands among the commands.

    A path's first vertex follows the move's mark, the others follow the mark of the lines.
    """
    within = np.arange(len(paths.points)) - np.repeat(paths.starts, paths.counts)
    return np.repeat(at + 1, paths.counts) + 2 * within + (within > 0)
