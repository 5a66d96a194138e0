"""Questions to areas and lines: which cell holds a point, where its label stands, how long.

The door for geometry from files (:func:`mend` and its readers) is :mod:`geo.mending`.
"""

import numpy as np
import shapely
from numpy.typing import ArrayLike
from pyproj import Geod

from geo.arrays import FloatArray, GeometryArray, IntArray
from geo.mending import (
    GeometryFault,
    Mended,
    mend,
    mend_line,
    read_ring,
    read_wkb,
    read_wkt,
)
from geo.points import PointIndex
from geo.zorder import is_position

__all__ = [
    "NO_CELL",
    "GeometryFault",
    "Mended",
    "cell_of",
    "label_point",
    "line_length_m",
    "mend",
    "mend_line",
    "metres_between",
    "read_ring",
    "read_wkb",
    "read_wkt",
]

NO_CELL = -1
_ELLIPSOID = Geod(ellps="WGS84")
_LABEL_PRECISION = 0.01
_ROOM_ENOUGH = 0.7


def cell_of(lon: ArrayLike, lat: ArrayLike, cells: GeometryArray) -> IntArray:
    """Find the cell of each position (degrees): its index, or ``NO_CELL``.

    Edges belong to their cells. Where cells overlap or share an edge, the one that comes first
    gets the point. Missing cells (None) hold nothing, missing positions (NaN) lie nowhere.

    Raises
    ------
    geo.cover.BadArea
        A cell is no valid polygon or multipolygon.
    """
    x, y = np.asarray(lon, float).ravel(), np.asarray(lat, float).ravel()
    found = np.full(len(x), NO_CELL, np.int64)
    known = np.flatnonzero(is_position(x, y))
    if len(known) == 0:
        return found
    index, order = PointIndex.build(x[known], y[known], np.arange(len(known)), {})
    for cell in _cells_near(index, cells)[::-1]:
        found[known[order[index.positions_within(cells[cell])]]] = cell
    return found


def _cells_near(index: PointIndex, cells: GeometryArray) -> IntArray:
    """Give the cells whose bounds meet the bounds of all points; comparing NaN leaves out None."""
    west, south, east, north = shapely.bounds(np.asarray(cells, dtype=object)).reshape(-1, 4).T
    across = (west <= index.x.max()) & (east >= index.x.min())
    along = (south <= index.y.max()) & (north >= index.y.min())
    return np.flatnonzero(across & along)


def label_point(area: shapely.Polygon | shapely.MultiPolygon) -> shapely.Point:
    """Give a point well inside an area, for its label.

    It is the centre of gravity where there is room around it, otherwise the middle of the
    largest circle that fits. Of a multipolygon the largest part is labelled.
    """
    parts = shapely.get_parts(area)
    largest = parts[np.argmax(shapely.area(parts))]
    west, south, east, north = largest.bounds
    precision = max(east - west, north - south) * _LABEL_PRECISION
    radius = shapely.maximum_inscribed_circle(largest, tolerance=precision)
    centre = largest.centroid
    room = shapely.distance(centre, shapely.boundary(largest))
    if room > _ROOM_ENOUGH * shapely.length(radius) and shapely.contains(largest, centre):
        return centre
    middle = shapely.get_point(radius, 0)
    return middle if shapely.contains(largest, middle) else shapely.point_on_surface(largest)


def line_length_m(line: shapely.LineString | shapely.MultiLineString) -> float:
    """Measure a line (degrees) along the ellipsoid, in metres."""
    return float(_ELLIPSOID.geometry_length(line))


def metres_between(
    lon: ArrayLike, lat: ArrayLike, other_lon: ArrayLike, other_lat: ArrayLike
) -> FloatArray:
    """Measure the distance of positions (degrees) pair by pair along the ellipsoid, in metres.

    NaN where a position is missing.
    """
    x, y, other_x, other_y = np.broadcast_arrays(
        *(np.asarray(column, float) for column in (lon, lat, other_lon, other_lat))
    )
    return np.asarray(_ELLIPSOID.inv(x, y, other_x, other_y)[2], float)
