"""An area around points, for a notice: as tight as it is simple, and with all of them inside.

The outline is concave: the squares in which points lie are widened by some squares each way, and
what is covered then is narrowed again by as many. So houses along a road that bends make a band
that bends, what lies apart has an area of its own, and a valley between two villages belongs to
neither. (A hull of Delaunay triangles cannot follow a bend whose points all lie on its convex
hull, and buffers so much wider than the detail take seconds.)
"""

import numpy as np
import shapely
from numpy.typing import ArrayLike

from geo.arrays import GeometryArray, IntArray

REACH = 4
"""Squares by which is widened and narrowed: twice as many is what an outline bridges."""
_SIDE = 1.5
"""The side of a square, in margins."""
_ROW = 1 << 32
"""A square is numbered by its column times that, and its row."""
_ARCS = 4
_DEGREE_M = 111_320.0


def outline(lon: ArrayLike, lat: ArrayLike, *, margin_m: float) -> shapely.MultiPolygon:
    """Return areas that hold all points (degrees), each at least half of ``margin_m`` inside.

    Empty where there are no points. Metres are those of the latitude farthest from the equator:
    over a county they are right to some per mille.
    """
    x, y = np.asarray(lon, float).ravel(), np.asarray(lat, float).ravel()
    if not len(x):
        return shapely.MultiPolygon()
    scale = np.array([_DEGREE_M * np.cos(np.radians(np.abs(y).max())), _DEGREE_M])
    origin, side = np.array([x.min(), y.min()]), _SIDE * margin_m
    numbers = np.floor((np.column_stack((x, y)) - origin) * scale / side).astype(np.int64)
    # Widening goes left and down as well: numbers stay above zero.
    columns, rows = (numbers + REACH + 1).T
    squares = _boxes(_closed(np.unique(columns * _ROW + rows)), side)
    wide = shapely.buffer(shapely.coverage_union_all(squares), margin_m, quad_segs=_ARCS)
    plain = shapely.simplify(wide, margin_m / 5.0)
    areas = shapely.transform(plain, lambda corners: corners / scale + origin)
    return shapely.multipolygons(_filled(areas))


def _closed(squares: IntArray) -> IntArray:
    """Widen squares (numbers, ascending) and narrow what is covered; all of them stay."""
    steps = np.arange(-REACH, REACH + 1)
    across, along = np.meshgrid(steps, steps)
    around = (across * _ROW + along)[np.hypot(across, along) <= REACH]
    covered = np.unique((squares[:, None] + around).ravel())
    kept = covered
    for step in around.tolist():
        place = covered.searchsorted(kept + step).clip(max=len(covered) - 1)
        kept = kept[covered[place] == kept + step]
    return kept


def _boxes(squares: IntArray, side: float) -> GeometryArray:
    corner = np.asarray(np.stack((squares // _ROW, squares % _ROW)) - (REACH + 1), float)
    west, south = corner * side
    # Sides from the same numbers, so that neighbours share them to the last digit.
    east, north = (corner + 1.0) * side
    return np.asarray(shapely.box(west, south, east, north), object)


def _filled(areas: shapely.Geometry) -> GeometryArray:
    """Fill the holes: nobody reads a notice that leaves out a courtyard."""
    rings = [part.exterior for part in shapely.get_parts(areas)]
    joined = shapely.union_all([shapely.Polygon(ring) for ring in rings])
    return np.asarray(shapely.get_parts(joined), object)
