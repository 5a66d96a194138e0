"""Geometry at the door: what comes from files is brought into a normal form or refused.

Nothing is guessed: a ring that was not closed is closed and said so; a ring that crosses itself
is untangled only where every way to do it gives the same area.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from shapely.errors import ShapelyError

from geo.crossings import MOST_UNTANGLED, cross_more_often, is_crowded

AREA_TOLERANCE = 1e-3
"""By which share the area may change when a ring is untangled."""

_FEWEST_CORNERS = 3
_DIMENSIONS_OF_AREA = 2
# PostGIS writes the system in front; these two are the degrees that plain WKT means here.
_KNOWN_SRID = re.compile(r"\s*SRID=(?:4326|4490);", re.IGNORECASE)

_PLACE = re.compile(r"\[(\S+) (\S+)\]")


class GeometryFault(StrEnum):
    """What was wrong with a geometry; the value is its key in the catalogs (``error.<value>``).

    The first two were mended, the others make it useless.
    """

    UNCLOSED = "geo.shape.unclosed"
    UNTANGLED = "geo.shape.untangled"
    MISSING = "geo.shape.missing"
    UNREADABLE = "geo.shape.unreadable"
    EMPTY = "geo.shape.empty"
    WRONG_TYPE = "geo.shape.wrong_type"
    NOT_FINITE = "geo.shape.not_finite"
    COLLAPSED = "geo.shape.collapsed"
    SELF_CROSSING = "geo.shape.self_crossing"
    CROWDED = "geo.shape.crowded"


@dataclass(frozen=True, slots=True)
class Mended:
    """A geometry in normal form, or None where it was refused, and what was wrong with it."""

    geometry: shapely.Geometry | None
    faults: tuple[GeometryFault, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether nothing useful was left."""
        return self.geometry is None


def read_wkt(text: str | None) -> Mended:
    """Read any geometry from its text form, closing rings that are open."""
    if text is None or not text.strip():
        return Mended(None, (GeometryFault.MISSING,))
    return _read(shapely.from_wkt, _KNOWN_SRID.sub("", text, count=1))


def read_wkb(data: bytes | None) -> Mended:
    """Read any geometry from its binary form, closing rings that are open."""
    if not data:
        return Mended(None, (GeometryFault.MISSING,))
    return _read(shapely.from_wkb, data)


def read_ring(vertices: Sequence[Sequence[float]]) -> Mended:
    """Read a polygon without holes from its vertices, as a drawing or a feed gives them."""
    points = np.asarray([tuple(vertex[:2]) for vertex in vertices], float)
    if len(points) == 0:
        return Mended(None, (GeometryFault.MISSING,))
    closed = bool((points[0] == points[-1]).all())
    if len(np.unique(points, axis=0)) < _FEWEST_CORNERS:
        return Mended(None, (GeometryFault.COLLAPSED,))
    with np.errstate(invalid="ignore"):  # as in _read
        drawn = shapely.Polygon(points)
    return Mended(drawn, () if closed else (GeometryFault.UNCLOSED,))


def mend(read: shapely.Geometry | Mended | None) -> Mended:
    """Bring an area to its normal form: a valid multipolygon, flat, outer rings anticlockwise.

    Takes a geometry, or what one of the readers gave, whose faults are kept. A polygon that
    crosses itself is untangled only if its area as drawn, by the even-odd rule and by its
    structure are the same to ``AREA_TOLERANCE``; otherwise it is refused, and so is one that
    crosses itself more often than ``geo.crossings.MOST_UNTANGLED`` times. One with too many sides
    close to each other (``geo.crossings.is_crowded``) is refused without being judged.
    """
    return _judged(read, _polygons)


def mend_line(read: shapely.Geometry | Mended | None) -> Mended:
    """Bring a line to its normal form: a flat linestring or multilinestring with some length."""
    return _judged(read, _lines)


def crossing_of(area: shapely.Geometry) -> tuple[float, float]:
    """Tell where the outline of an area that was refused first crosses itself; NaN if nowhere."""
    found = _PLACE.search(shapely.is_valid_reason(area))
    return (float(found[1]), float(found[2])) if found else (np.nan, np.nan)


def _read(parse: Callable[..., shapely.Geometry | None], source: str | bytes) -> Mended:
    faults: tuple[GeometryFault, ...] = ()
    # Vertices that are no numbers are found later; here numpy would only warn of them.
    with np.errstate(invalid="ignore"):
        try:
            geometry = parse(source, on_invalid="raise")
        except ShapelyError:
            geometry = parse(source, on_invalid="fix")
            faults = (GeometryFault.UNCLOSED,)
    if geometry is None:
        return Mended(None, (GeometryFault.UNREADABLE,))
    return Mended(geometry, faults)


def _judged(
    read: shapely.Geometry | Mended | None,
    normal: Callable[[shapely.Geometry], tuple[shapely.Geometry | None, GeometryFault | None]],
) -> Mended:
    """Do what areas and lines have in common, then bring the geometry to its normal form."""
    given = read if isinstance(read, Mended) else Mended(read)
    if given.geometry is None:
        return Mended(None, given.faults or (GeometryFault.MISSING,))
    if given.geometry.is_empty:
        return Mended(None, (*given.faults, GeometryFault.EMPTY))
    if not np.isfinite(shapely.get_coordinates(given.geometry)).all():
        return Mended(None, (*given.faults, GeometryFault.NOT_FINITE))
    geometry, fault = normal(shapely.force_2d(given.geometry))
    return Mended(geometry, given.faults if fault is None else (*given.faults, fault))


def _polygons(
    geometry: shapely.Geometry,
) -> tuple[shapely.Geometry | None, GeometryFault | None]:
    parts = _parts(geometry, shapely.Polygon)
    if parts is None:
        return None, GeometryFault.WRONG_TYPE
    area = shapely.multipolygons(parts)
    if is_crowded([area]):
        return None, GeometryFault.CROWDED  # to find out whether it is valid takes too long
    if area.is_valid:
        return shapely.orient_polygons(area), None
    untangled = _untangled(area)
    if untangled is None:
        return None, GeometryFault.SELF_CROSSING
    if untangled.area == 0.0:
        return None, GeometryFault.COLLAPSED
    return shapely.orient_polygons(untangled), GeometryFault.UNTANGLED


def _lines(
    geometry: shapely.Geometry,
) -> tuple[shapely.Geometry | None, GeometryFault | None]:
    parts = _parts(geometry, shapely.LineString)
    if parts is None:
        return None, GeometryFault.WRONG_TYPE
    if geometry.length == 0.0:
        return None, GeometryFault.COLLAPSED
    return (parts[0] if len(parts) == 1 else shapely.multilinestrings(parts)), None


def _parts(
    geometry: shapely.Geometry, kind: type[shapely.Geometry]
) -> list[shapely.Geometry] | None:
    """Take a geometry and its collections apart; None if some part is of another kind."""
    if not isinstance(
        geometry, shapely.GeometryCollection | shapely.MultiPolygon | shapely.MultiLineString
    ):
        return [geometry] if isinstance(geometry, kind) else None
    parts: list[shapely.Geometry] = []
    for part in geometry.geoms:
        inner = _parts(part, kind)
        if inner is None:
            return None
        parts += inner
    return parts


def _untangled(area: shapely.MultiPolygon) -> shapely.MultiPolygon | None:
    """Make an area valid where all ways to do so agree; None where not, or at too high a cost."""
    if cross_more_often([area], MOST_UNTANGLED):
        return None
    by_rule = _polygons_of(shapely.make_valid(area, method="linework"))
    by_structure = _polygons_of(shapely.make_valid(area, method="structure", keep_collapsed=False))
    areas = np.array([shapely.area(area), by_rule.area, by_structure.area])
    if areas.max() - areas.min() > AREA_TOLERANCE * areas.max():
        return None
    return by_structure


def _polygons_of(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Keep the polygons of what making valid left; lines and points have no area."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons(parts[shapely.get_dimensions(parts) == _DIMENSIONS_OF_AREA])
