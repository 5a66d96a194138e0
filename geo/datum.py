"""The three datums in which Chinese coordinates arrive, and the way between them.

GCJ-02 is WGS-84 shifted by a few hundred metres, by a formula that was never published but has
long been known; phone maps in China answer in it. BD-09 shifts GCJ-02 once more and is what
Baidu's maps answer in. CGCS2000 differs from WGS-84 by centimetres and counts as WGS-84 here.

The shift applies inside the rectangle 72.004…137.8347° E, 0.8293…55.8271° N that every known
implementation uses (it is larger than China). Outside it all functions return their input. The
inverse functions decide by the coordinates they are given, so only within the shift's length
(under 2 km) of the rectangle's edge a way there and back may not end where it began.

Source of the formula: public re-implementations, among them googollee/eviltransform, whose test
vectors ours are checked against.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import BoolArray, FloatArray

SHIFTED_WEST, SHIFTED_EAST = 72.004, 137.8347
SHIFTED_SOUTH, SHIFTED_NORTH = 0.8293, 55.8271

_SEMI_MAJOR_AXIS_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_WAVE = np.pi * 3000.0 / 180.0
_INVERSE_STEPS = 20
_INVERSE_CLOSE_ENOUGH = 1e-12

Pair: TypeAlias = tuple[FloatArray, FloatArray]


class Datum(StrEnum):
    """The frame that longitudes and latitudes are meant in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def is_shifted(lon: ArrayLike, lat: ArrayLike) -> BoolArray:
    """Tell which positions (degrees) lie in the rectangle where GCJ-02 and BD-09 differ."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    inside = (x >= SHIFTED_WEST) & (x <= SHIFTED_EAST) & (y >= SHIFTED_SOUTH) & (y <= SHIFTED_NORTH)
    return np.asarray(inside, bool)


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Shift WGS-84 degrees to GCJ-02 degrees; arrays of any one shape, returned in that shape."""
    return _where_shifted(lon, lat, _gcj02_of_wgs84)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Undo GCJ-02, by iteration to the last digits and not by the usual single subtraction."""
    return _where_shifted(lon, lat, lambda x, y: _inverse(_gcj02_of_wgs84, x, y))


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Shift GCJ-02 degrees to Baidu's BD-09 degrees."""
    return _where_shifted(lon, lat, _bd09_of_gcj02)


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Undo BD-09, by iteration to the last digits."""
    return _where_shifted(lon, lat, lambda x, y: _inverse(_bd09_of_gcj02, x, y))


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Shift WGS-84 degrees to BD-09 degrees."""
    return _where_shifted(lon, lat, _bd09_of_wgs84)


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Undo both shifts at once."""
    return _where_shifted(lon, lat, lambda x, y: _inverse(_bd09_of_wgs84, x, y))


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> Pair:
    """Bring degrees of any datum to WGS-84."""
    if datum is Datum.GCJ02:
        return gcj02_to_wgs84(lon, lat)
    if datum is Datum.BD09:
        return bd09_to_wgs84(lon, lat)
    return np.array(lon, float), np.array(lat, float)


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> Pair:
    """Bring WGS-84 degrees to any datum; the inverse of :func:`to_wgs84`."""
    if datum is Datum.GCJ02:
        return wgs84_to_gcj02(lon, lat)
    if datum is Datum.BD09:
        return wgs84_to_bd09(lon, lat)
    return np.array(lon, float), np.array(lat, float)


def _where_shifted(
    lon: ArrayLike, lat: ArrayLike, shift: Callable[[FloatArray, FloatArray], Pair]
) -> Pair:
    x, y = np.array(lon, float), np.array(lat, float)
    inside = is_shifted(x, y)
    x[inside], y[inside] = shift(x[inside], y[inside])
    return x, y


def _inverse(
    forward: Callable[[FloatArray, FloatArray], Pair], lon: FloatArray, lat: FloatArray
) -> Pair:
    """Solve ``forward(x, y) = (lon, lat)``.

    The shift changes by less than 1 % of the way moved, so each step wins two digits at least;
    it ends when no position moves by more than a ten-millionth of a metre.
    """
    x, y = lon.copy(), lat.copy()
    for _ in range(_INVERSE_STEPS):
        reached_x, reached_y = forward(x, y)
        missing_x, missing_y = lon - reached_x, lat - reached_y
        x += missing_x
        y += missing_y
        if max(_largest(missing_x), _largest(missing_y)) < _INVERSE_CLOSE_ENOUGH:
            break
    return x, y


def _largest(values: FloatArray) -> float:
    return float(np.abs(values).max(initial=0.0))


def _gcj02_of_wgs84(lon: FloatArray, lat: FloatArray) -> Pair:
    east_m, north_m = _wobble_m(lon - 105.0, lat - 35.0)
    sine = np.sin(np.radians(lat))
    curvature = 1.0 - _ECCENTRICITY_SQUARED * sine * sine
    meridian = _SEMI_MAJOR_AXIS_M * (1.0 - _ECCENTRICITY_SQUARED) / curvature**1.5
    parallel = _SEMI_MAJOR_AXIS_M / np.sqrt(curvature) * np.cos(np.radians(lat))
    return lon + np.degrees(east_m / parallel), lat + np.degrees(north_m / meridian)


def _wobble_m(x: FloatArray, y: FloatArray) -> Pair:
    """Give the shift in metres east and north, ``x`` and ``y`` in degrees from 105° E, 35° N."""
    root = np.sqrt(np.abs(x))
    ripple = (20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += _waves(x, (20.0, 1.0), (40.0, 1.0 / 3.0), (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += _waves(y, (20.0, 1.0), (40.0, 1.0 / 3.0), (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0))
    return east, north


def _waves(t: FloatArray, *terms: tuple[float, float]) -> FloatArray:
    total = np.zeros_like(t)
    for amplitude, frequency in terms:
        total += amplitude * np.sin(frequency * np.pi * t)
    return total * 2.0 / 3.0


def _bd09_of_gcj02(lon: FloatArray, lat: FloatArray) -> Pair:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_WAVE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _bd09_of_wgs84(lon: FloatArray, lat: FloatArray) -> Pair:
    return _bd09_of_gcj02(*_gcj02_of_wgs84(lon, lat))
