"""Areas as GeoJSON (RFC 7946), as programs and drawings send them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from desk.outages.area import AreaOfWrongType, AreaUnreadable, ReadArea, read_shapes
from geo.crs import WGS84, CoordinateSystem
from geo.mending import GeometryFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

FEWEST, LEAST_COLUMNS = 4, 2
"""Corners of a closed ring that has some extent, and numbers of a corner."""
_OLD_NAMES = "urn:ogc:def:crs:"


def read_geojson(document: object, crs: object = None) -> ReadArea:
    """Read a geometry, a feature or a collection of either.

    ``crs`` names the coordinate system, as ``gcj02`` or ``EPSG:4545``; where it is not given,
    the ``crs`` member of GeoJSON before 2016 counts, and else these are WGS-84 degrees.

    Raises
    ------
    desk.outages.area.AreaUnreadable
        This is no GeoJSON, or a part of it is not as it must be.
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        No map has the coordinate system.
    """
    unclosed = [False]
    named = crs if crs is not None else _member(document, "crs")
    system = WGS84 if named is None else CoordinateSystem.parse(_name(named))
    shapes = [_polygon(rings, unclosed) for rings in _polygons(document)]
    found = read_shapes(shapes, system)
    faults = (GeometryFault.UNCLOSED,) if unclosed[0] else ()
    return ReadArea(found.area, (*faults, *found.mended))


def _name(crs: object) -> str:
    name = _member(_member(crs, "properties"), "name") if isinstance(crs, Mapping) else crs
    if not isinstance(name, str):
        raise AreaUnreadable(what="crs")
    return "wgs84" if name.endswith("CRS84") else name.removeprefix(_OLD_NAMES)


def _member(document: object, name: str) -> object:
    return document.get(name) if isinstance(document, Mapping) else None


def _polygons(document: object) -> Iterator[Any]:
    """Give the rings of every polygon in a document, in their order."""
    waiting = [document]
    while waiting:
        one = waiting.pop()
        kind = _member(one, "type")
        if kind == "Polygon":
            yield _member(one, "coordinates")
        elif kind == "MultiPolygon":
            yield from _listed(one, "coordinates")
        elif kind == "GeometryCollection":
            waiting += reversed(_listed(one, "geometries"))
        elif kind == "FeatureCollection":
            waiting += reversed(_listed(one, "features"))
        elif kind == "Feature":
            waiting.append(_member(one, "geometry"))
        elif kind in {"Point", "MultiPoint", "LineString", "MultiLineString"}:
            raise AreaOfWrongType(type=kind)
        elif one is not None:  # a feature may be without a place
            raise AreaUnreadable(what="type")


def _listed(document: object, name: str) -> Sequence[Any]:
    found = _member(document, name)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise AreaUnreadable(what=name)
    return found


def _polygon(rings: object, unclosed: list[bool]) -> shapely.Polygon:
    if not isinstance(rings, Sequence) or isinstance(rings, str):
        raise AreaUnreadable(what="coordinates")
    drawn = [_ring(ring, unclosed) for ring in rings]
    if not drawn or len(drawn[0]) < FEWEST:
        return shapely.Polygon()
    return shapely.Polygon(drawn[0], [hole for hole in drawn[1:] if len(hole) >= FEWEST])


def _ring(vertices: object, unclosed: list[bool]) -> NDArray[np.float64]:
    try:
        points = np.asarray(vertices)
    except ValueError as error:  # corners with and without height, or with none of both
        raise AreaUnreadable(what="coordinates") from error
    if points.size == 0:
        return np.zeros((0, 2))
    if points.ndim != 2 or points.shape[1] < LEAST_COLUMNS or points.dtype.kind not in "iuf":  # noqa: PLR2004 - rows of numbers
        raise AreaUnreadable(what="coordinates")
    flat = points[:, :2].astype(np.float64)
    if not np.isfinite(flat).all():
        raise AreaUnreadable(what="coordinates")
    if (flat[0] == flat[-1]).all():
        return flat
    unclosed[0] = True
    return np.vstack([flat, flat[:1]])
