"""Coordinate systems as people name them, and the way from each to WGS-84 degrees.

Whatever the system, x is the easting or longitude and y the northing or latitude, in that order,
even where the system's own definition says otherwise.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from errors import BattlemapError
from geo.arrays import FloatArray, GeometryArray
from geo.datum import Datum, to_wgs84
from geo.facts import written

EXAMPLES = ("EPSG:4545", "gcj02", "bd09", "wgs84", "cgcs2000")

_WGS84_EPSG = 4326
_CGCS2000_EPSG = 4490
_DATUM_NAMES = {
    "wgs84": Datum.WGS84,
    "cgcs2000": Datum.WGS84,
    "gcj02": Datum.GCJ02,
    "bd09": Datum.BD09,
    "bd09ll": Datum.BD09,
}
_EPSG_PATTERN = re.compile(r"(?:EPSG:+)?(\d{4,6})", re.IGNORECASE)
_FIRST = 5


class UnknownCoordinateSystem(BattlemapError):
    """No coordinate system has the name that was passed. Facts: ``given``, ``examples``."""

    code = "geo.crs.unknown"


class UnsuitableCoordinateSystem(BattlemapError):
    """The system exists but is no map of two axes. Facts: ``given``, ``name``, ``examples``."""

    code = "geo.crs.unsuitable"


class NotConvertible(BattlemapError):
    """Positions lie where the system does not reach.

    Facts: ``system``, ``count``, ``positions`` (the first few, 0-based), ``x`` and ``y`` of the
    first.
    """

    code = "geo.crs.not_convertible"


@dataclass(frozen=True, slots=True)
class CoordinateSystem:
    """A coordinate system that files may come in.

    ``datum`` is set where x and y are degrees of one of the three known datums; otherwise
    ``epsg`` is. ``shift_known`` is false where the projection library knows no shift from the
    system's datum to WGS-84 (Xian 1980, for one): positions may then be about 100 m off.
    """

    name: str
    datum: Datum | None = None
    epsg: int | None = None
    shift_known: bool = True

    @classmethod
    def parse(cls, text: str) -> "CoordinateSystem":
        """Understand ``EPSG:4545``, ``4545``, ``gcj02``, ``bd09``, ``wgs84`` or ``cgcs2000``.

        Case, hyphens, underscores and blanks in datum names do not matter. CGCS2000
        (EPSG:4490) is taken as WGS-84, from which it differs by centimetres.

        Raises
        ------
        UnknownCoordinateSystem
            Nothing has that name.
        UnsuitableCoordinateSystem
            A height, a geocentric or another system without two horizontal axes.
        """
        plain = re.sub(r"[\s_-]", "", text).lower()
        if plain in _DATUM_NAMES:
            return cls(name=plain, datum=_DATUM_NAMES[plain])
        match = _EPSG_PATTERN.fullmatch(plain)
        if match is None:
            raise UnknownCoordinateSystem(given=text, examples=", ".join(EXAMPLES))
        return _of_epsg(int(match[1]), text)

    def to_wgs84(self, x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
        """Convert easting and northing (or longitude and latitude) to WGS-84 degrees.

        NaN stays NaN.

        Raises
        ------
        NotConvertible
            Finite positions that the projection cannot reach.
        """
        if self.datum is not None:
            return to_wgs84(x, y, self.datum)
        east, north = np.array(x, float), np.array(y, float)
        lon, lat = _transformer(self.epsg or _WGS84_EPSG).transform(east, north)
        lon, lat = np.asarray(lon, float), np.asarray(lat, float)
        lost = np.isfinite(east) & np.isfinite(north) & ~(np.isfinite(lon) & np.isfinite(lat))
        if lost.any():
            raise self._lost(east, north, np.flatnonzero(lost))
        return lon, lat

    def geometries_to_wgs84(self, geometries: GeometryArray) -> GeometryArray:
        """Convert an array of shapely geometries; missing ones stay missing, heights are dropped.

        Raises
        ------
        NotConvertible
            Finite vertices that the projection cannot reach (positions count vertices).
        """

        def convert(vertices: FloatArray) -> FloatArray:
            return np.column_stack(self.to_wgs84(vertices[:, 0], vertices[:, 1]))

        converted = shapely.transform(np.asarray(geometries, dtype=object), convert)
        return np.asarray(converted, dtype=object)

    def _lost(self, x: FloatArray, y: FloatArray, positions: np.ndarray) -> NotConvertible:
        first = int(positions[0])
        return NotConvertible(
            system=self.name,
            count=len(positions),
            positions=", ".join(str(position) for position in positions[:_FIRST]),
            x=written(x.flat[first]),
            y=written(y.flat[first]),
        )


WGS84 = CoordinateSystem(name="wgs84", datum=Datum.WGS84)


def _of_epsg(epsg: int, given: str) -> CoordinateSystem:
    name = f"EPSG:{epsg}"
    if epsg in {_WGS84_EPSG, _CGCS2000_EPSG}:
        return CoordinateSystem(name=name, datum=Datum.WGS84)
    try:
        crs = CRS.from_epsg(epsg)
    except CRSError as error:
        raise UnknownCoordinateSystem(given=given, examples=", ".join(EXAMPLES)) from error
    if not (crs.is_projected or crs.is_geographic) or len(crs.axis_info) != 2:  # noqa: PLR2004
        raise UnsuitableCoordinateSystem(given=given, name=crs.name, examples=", ".join(EXAMPLES))
    return CoordinateSystem(name=name, epsg=epsg, shift_known=_shift_known(crs))


def _target(crs: CRS) -> CRS:
    """Choose the frame to convert to: CGCS2000 counts as WGS-84, so its degrees are the answer."""
    geodetic = crs.geodetic_crs
    if geodetic is not None and geodetic.to_epsg() == _CGCS2000_EPSG:
        return geodetic
    return CRS.from_epsg(_WGS84_EPSG)


def _shift_known(crs: CRS) -> bool:
    target = _target(crs)
    if target.to_epsg() == _CGCS2000_EPSG:
        return True
    try:
        Transformer.from_crs(crs, target, always_xy=True, allow_ballpark=False)
    except ProjError:
        return False
    return True


@lru_cache(maxsize=16)
def _transformer(epsg: int) -> Transformer:
    crs = CRS.from_epsg(epsg)
    return Transformer.from_crs(crs, _target(crs), always_xy=True)
