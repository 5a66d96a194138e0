"""A rectangle of the map with its own units: a tile in its 4096 steps, a picture in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo import zorder
from geo.arrays import BoolArray, FloatArray, GeometryArray, IntArray

TILE_EXTENT = 4096
"""Steps along the side of a vector tile; also what MapLibre assumes for its best precision."""

_SPARSE = 4.0
"""Tolerances between vertices from which thinning out is no longer worth its time."""

_FEWEST = 2
"""Vertices of a line of which none can be thinned out."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Geometries in window units (y grows down), each with the row that it came from.

    A row that lies outside the window is missing; none stands more than once.
    """

    shapes: GeometryArray
    rows: IntArray


@dataclass(frozen=True, slots=True)
class Window:
    """Where a rectangle lies on the unit square of Web-Mercator, and how finely it is divided.

    ``left`` and ``top`` are its corner on the unit square, ``per_side`` the number of window
    units along the whole square, ``width`` and ``height`` its size in window units, ``margin``
    the units around it that are kept so that the edges of a neighbour meet.
    """

    left: float
    top: float
    per_side: float
    width: float
    height: float
    margin: float = 0.0

    @classmethod
    def of_tile(cls, z: int, x: int, y: int, margin: float) -> "Window":
        """Return the window of tile z/x/y, ``TILE_EXTENT`` units wide."""
        tiles = 1 << z
        return cls(x / tiles, y / tiles, TILE_EXTENT * tiles, TILE_EXTENT, TILE_EXTENT, margin)

    def locate(self, lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the window coordinates of degrees."""
        x, y = zorder.mercator(lon, lat)
        return (x - self.left) * self.per_side, (y - self.top) * self.per_side

    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in degrees, margin included."""
        wide, high = self.width + self.margin, self.height + self.margin
        xs = np.array([-self.margin, wide]) / self.per_side + self.left
        ys = np.array([high, -self.margin]) / self.per_side + self.top
        west, east = zorder.longitudes(xs)
        south, north = zorder.latitudes(ys)
        return float(west), float(south), float(east), float(north)

    def place(self, geometries: Sequence[Any] | NDArray[Any], tolerance: float) -> Placed:
        """Project, clip to the window with its margin and thin out to ``tolerance`` units.

        ``geometries`` are shapely geometries in degrees; None and empty ones are left out.
        Clipping can leave a collection of several kinds, and polygons that are not valid.
        """
        given = np.asarray(geometries, dtype=object)
        rows = np.flatnonzero(self._near(given))
        shapes = shapely.transform(given[rows], self._project)
        shapes = _thinned(self._clip(shapes), tolerance)
        kept = ~shapely.is_empty(shapes)
        return Placed(shapes[kept], rows[kept])

    def _near(self, geometries: GeometryArray) -> BoolArray:
        west, south, east, north = self.bounds()
        box = shapely.bounds(geometries)
        return np.asarray(  # a comparison with the NaN of an empty geometry is false
            (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
        )

    def _project(self, coordinates: FloatArray) -> FloatArray:
        return np.stack(self.locate(coordinates[:, 0], coordinates[:, 1]), axis=1)

    def _clip(self, shapes: GeometryArray) -> GeometryArray:
        low, right, bottom = -self.margin, self.width + self.margin, self.height + self.margin
        box = shapely.bounds(shapes)
        over = (box[:, :2] < low).any(axis=1) | (box[:, 2] > right) | (box[:, 3] > bottom)
        shapes[over] = shapely.clip_by_rect(_mended(shapes[over]), low, low, right, bottom)
        return shapes


def _mended(shapes: GeometryArray) -> GeometryArray:
    """Make valid what is not: of a crossed ring, clipping can take the outside for the inside."""
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken])
    return shapes


def _thinned(shapes: GeometryArray, tolerance: float) -> GeometryArray:
    """Thin out what has a vertex every few tolerances; leave alone what is coarse already."""
    vertices = shapely.get_num_coordinates(shapes)
    dense = (vertices > _FEWEST) & (vertices * _SPARSE * tolerance > shapely.length(shapes))
    shapes[dense] = shapely.simplify(shapes[dense], tolerance, preserve_topology=False)
    return shapes
