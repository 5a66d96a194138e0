"""Cover an area with ranges of Z-order keys.

The square around the area is cut into quarters again and again. A tile that no edge of the area
touches lies wholly inside or wholly outside; a tile that some edge touches is cut further, or in
the end left as *boundary*, where every point must be judged by itself. Each tile remembers which
edges touch it, so that its quarters look at those only, and every level is one pass of numpy.

All of it happens in degrees, as the area's straight edges are straight in degrees and not on the
Mercator plane.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import shapely

from errors import BattlemapError
from geo.arrays import BoolArray, FloatArray, IntArray
from geo.zorder import (
    BITS,
    SLACK_DEGREES,
    latitudes,
    level_around,
    longitudes,
    tile_ranges,
    tile_spans,
)

Area: TypeAlias = shapely.Polygon | shapely.MultiPolygon

Population: TypeAlias = Callable[[IntArray], IntArray]
"""From key ranges (n, 2) to how many points lie in each."""

_Quiet: TypeAlias = tuple[IntArray, FloatArray]
"""Key ranges (n, 2) and centres (2, n) of tiles that no edge touches."""

_MOST_PAIRS_AT_START = 200_000


class BadArea(BattlemapError):
    """An area is no valid polygon or multipolygon. Facts: ``reason``, in the library's words."""

    code = "geo.area.bad"


def require_area(area: shapely.Geometry) -> None:
    """Refuse what no question can be asked of; prepare the rest for many questions.

    Raises
    ------
    BadArea
        Not a polygon or multipolygon, or an invalid one (its answers would be arbitrary).
    """
    if not isinstance(area, shapely.Polygon | shapely.MultiPolygon):
        raise BadArea(reason=type(area).__name__)
    if not area.is_valid:
        raise BadArea(reason=shapely.is_valid_reason(area))
    shapely.prepare(area)


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Half-open key ranges, each shape (n, 2), ascending and disjoint.

    Every point with a key in ``interior`` lies in the area; points with a key in ``boundary``
    may; all others do not.
    """

    interior: IntArray
    boundary: IntArray


@dataclass(frozen=True, eq=False)
class _Tiles:
    """Tiles of one level, and which edges may touch which: pairs of tile and edge numbers."""

    z: int
    x: IntArray
    y: IntArray
    tile: IntArray
    edge: IntArray

    @cached_property
    def boxes(self) -> FloatArray:
        """Centre and half size in degrees, shape (4, n); the outermost reach the poles."""
        sides = 1 << self.z
        west, east = longitudes(self.x / sides), longitudes((self.x + 1) / sides)
        north = np.where(self.y == 0, 90.0, latitudes(self.y / sides))
        south = np.where(self.y == sides - 1, -90.0, latitudes((self.y + 1) / sides))
        return np.array((west + east, south + north, east - west, north - south)) / 2.0

    @cached_property
    def ranges(self) -> IntArray:
        """The key ranges, shape (n, 2)."""
        return tile_ranges(self.z, self.x, self.y)

    def kept(self, keep: BoolArray, pairs: BoolArray) -> "_Tiles":
        """Leave out the other tiles, their pairs, and the other pairs."""
        pairs = pairs & keep[self.tile]
        number = np.cumsum(keep) - 1
        return _Tiles(
            self.z, self.x[keep], self.y[keep], number[self.tile[pairs]], self.edge[pairs]
        )

    def quartered(self) -> "_Tiles":
        """Cut every tile in four; each quarter inherits the edges."""
        x, y = 2 * self.x, 2 * self.y
        return _Tiles(
            self.z + 1,
            np.concatenate((x, x + 1, x, x + 1)),
            np.concatenate((y, y, y + 1, y + 1)),
            np.concatenate([self.tile + quarter * len(x) for quarter in range(4)]),
            np.concatenate((self.edge,) * 4),
        )


def unknown(ranges: IntArray) -> IntArray:
    """Stand in for a population: any range may hold more points than can be judged."""
    return np.full(len(ranges), np.iinfo(np.int64).max)


def cover(
    area: Area, *, levels: int = 5, population: Population = unknown, crowded: int = 256
) -> Cover:
    """Cover an area given in degrees.

    Parameters
    ----------
    area
        A polygon or multipolygon, holes allowed.
    levels
        How often tiles are cut at most, from about 16 x 16 tiles around the area on.
    population
        Counts the points in key ranges. Boundary tiles without points are left out (nothing is
        to be found there) and those with at most ``crowded`` are cut no further.

    Raises
    ------
    BadArea
        ``area`` is of another kind, or invalid.
    """
    require_area(area)
    if area.is_empty:
        return Cover(_merged([]), _merged([]))
    edges = _edges(area)
    tiles = _around(area, edges)
    quiet: list[_Quiet] = []
    boundary: list[IntArray] = []
    for level in range(levels + 1):
        counts = population(tiles.ranges)
        touching = _touching(tiles, edges)
        touched = np.bincount(tiles.tile[touching], minlength=len(counts)) > 0
        last = level == levels or tiles.z >= BITS
        cut = touched & (counts > crowded) & (not last)
        quiet.append((tiles.ranges[~touched], tiles.boxes[:2, ~touched]))
        boundary.append(tiles.ranges[touched & (counts > 0) & ~cut])
        if not cut.any():
            break
        tiles = tiles.kept(cut, touching).quartered()
    return Cover(_inside(area, quiet), _merged(boundary))


def _edges(area: Area) -> FloatArray:
    """Give the edges of all rings, shape (4, n): start x, start y, run x, run y."""
    rings = shapely.get_rings(shapely.get_parts(area))
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start = vertices[:-1][same]
    return np.concatenate((start.T, (vertices[1:][same] - start).T))


def _around(area: Area, edges: FloatArray) -> _Tiles:
    """Choose the tiles around the area to begin with, and pair them with the edges near them."""
    west, south, east, north = area.bounds
    level = level_around(west, south, east, north)
    for z in range(min(level + 4, BITS), level - 1, -1):
        columns, rows = tile_spans(west, south, east, north, z)
        if len(columns) * len(rows) * edges.shape[1] <= _MOST_PAIRS_AT_START:
            break
    x, y = np.meshgrid(columns, rows)
    none = np.zeros(0, np.int64)
    tiles = _Tiles(z, x.ravel(), y.ravel(), none, none)
    boxes = tiles.boxes.reshape(4, len(rows), len(columns))
    in_column = _overlaps(boxes[0, 0], boxes[2, 0], edges[0], edges[2])
    in_row = _overlaps(boxes[1, :, 0], boxes[3, :, 0], edges[1], edges[3])
    row, column, edge = np.nonzero(in_row[:, None, :] & in_column[None, :, :])
    return _Tiles(z, tiles.x, tiles.y, row * len(columns) + column, edge)


def _overlaps(
    centre: FloatArray, half: FloatArray, start: FloatArray, run: FloatArray
) -> BoolArray:
    """Tell along one axis which strips (rows) the edges (columns) reach."""
    away = np.abs(start + run / 2.0 - centre[:, None])
    return np.asarray(away <= half[:, None] + np.abs(run) / 2.0 + SLACK_DEGREES, bool)


def _touching(tiles: _Tiles, edges: FloatArray) -> BoolArray:
    """Tell which pairs touch, by separating axes: the box's two and the edge's normal."""
    x, y, half_x, half_y = tiles.boxes[:, tiles.tile]
    start_x, start_y, run_x, run_y = edges[:, tiles.edge]
    half_x, half_y = half_x + SLACK_DEGREES, half_y + SLACK_DEGREES
    far_x, far_y = start_x - x, start_y - y
    near_x = np.abs(far_x + run_x / 2.0) <= half_x + np.abs(run_x) / 2.0
    near_y = np.abs(far_y + run_y / 2.0) <= half_y + np.abs(run_y) / 2.0
    across = np.abs(run_x * far_y - run_y * far_x)
    near = across <= half_x * np.abs(run_y) + half_y * np.abs(run_x)
    return np.asarray(near_x & near_y & near, bool)


def _inside(area: Area, quiet: list[_Quiet]) -> IntArray:
    """Of the tiles that no edge touches, keep those whose centre is inside."""
    ranges = np.concatenate([part for part, _ in quiet])
    centre_x, centre_y = np.concatenate([part for _, part in quiet], axis=1)
    return _merged([ranges[shapely.contains_xy(area, centre_x, centre_y)]])


def _merged(parts: list[IntArray]) -> IntArray:
    """Sort disjoint ranges and join those that follow each other."""
    ranges = np.concatenate([np.zeros((0, 2), np.int64), *parts])
    ranges = ranges[np.argsort(ranges[:, 0])]
    gap = ranges[1:, 0] != ranges[:-1, 1]
    starts = ranges[np.concatenate(([True], gap)), 0] if len(ranges) else ranges[:, 0]
    stops = ranges[np.concatenate((gap, [True])), 1] if len(ranges) else ranges[:, 1]
    return np.array((starts, stops)).T
