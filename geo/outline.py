"""An area around points, for a notice: as tight as it is simple, and with all of them inside.

The outline is concave: every point is widened to a large circle, and what they cover together is
narrowed again by nearly as much. So houses along a road that bends make a band that bends, what
lies apart has an area of its own, and a valley between two villages belongs to neither. (A concave
hull of Delaunay triangles cannot follow a bend whose points all lie on its convex hull.)
"""

import numpy as np
import shapely
from numpy.typing import ArrayLike

from geo.arrays import FloatArray, GeometryArray

REACH_M = 200.0
"""Points within twice that of each other share an outline."""
_GRAIN = 2.0
"""One point stands for those in a square whose side is that part of the margin."""
_ARCS = 8
"""Corners of a quarter circle while the shape is found: it misses half a per cent of the reach."""
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
    origin = np.array([x.min(), y.min()])
    grain = margin_m / _GRAIN
    metres = _thinned((np.column_stack((x, y)) - origin) * scale, grain)
    # Whoever another point stands for is up to a square's diagonal away from it.
    wide = margin_m + np.sqrt(2.0) * grain
    spread = shapely.buffer(shapely.multipoints(metres), REACH_M, quad_segs=_ARCS)
    tight = shapely.buffer(spread, wide - REACH_M, quad_segs=_ARCS)
    plain = shapely.simplify(tight, margin_m / 5.0)
    areas = shapely.transform(plain, lambda corners: corners / scale + origin)
    return shapely.multipolygons(_filled(areas))


def _thinned(points: FloatArray, grain: float) -> FloatArray:
    """Keep one point of those in each square."""
    _, first = np.unique(np.floor(points / grain), axis=0, return_index=True)
    return np.asarray(points[first], float)


def _filled(areas: shapely.Geometry) -> GeometryArray:
    """Fill the holes: nobody reads a notice that leaves out a courtyard."""
    rings = [part.exterior for part in shapely.get_parts(areas)]
    joined = shapely.union_all([shapely.Polygon(ring) for ring in rings])
    return np.asarray(shapely.get_parts(joined), object)
