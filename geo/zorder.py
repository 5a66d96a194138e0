"""Z-order keys: one number for a position, so that every map tile is one range of numbers.

A position's Web-Mercator coordinates, each cut to 31 bits, are interleaved into 62 bits: the
bits of x (west to east) are the even ones, the bits of y (north to south) the odd ones. All
positions of tile z/x/y then share their leading 2·z bits.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from errors import BattlemapError
from geo.arrays import BoolArray, FloatArray, IntArray
from geo.facts import written

BITS = 31
"""Bits an axis; also the deepest zoom level a key can tell apart."""

MERCATOR_LIMIT = 85.0511287798066
"""The latitude at which the Web-Mercator square ends; positions beyond count as on its edge."""

SLACK_DEGREES = 1e-10
"""A hundredth of a millimetre: far more than rounding moves a point against a tile's edge."""

_CELLS = 1 << BITS
_LARGEST_LON, _LARGEST_LAT = 180.0, 90.0
_SPREAD_STEPS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_Whole = TypeVar("_Whole", int, IntArray)


class NoPosition(BattlemapError):
    """A position is missing or no place on Earth, so it has no key.

    Facts: ``count``, and ``lon``, ``lat`` of the first.
    """

    code = "geo.position.none"


class NoTile(BattlemapError):
    """There is no such tile. Facts: ``z``, ``x``, ``y``."""

    code = "geo.tile.none"


def is_position(lon: ArrayLike, lat: ArrayLike) -> BoolArray:
    """Tell which pairs of degrees are a place on Earth; NaN is none."""
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    return np.asarray((np.abs(x) <= _LARGEST_LON) & (np.abs(y) <= _LARGEST_LAT), bool)


def mercator(lon: ArrayLike, lat: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Project degrees to the Web-Mercator square: u 0..1 eastwards, v 0..1 southwards."""
    u = np.asarray(lon, float) / 360.0 + 0.5
    sine = np.sin(np.radians(np.clip(np.asarray(lat, float), -MERCATOR_LIMIT, MERCATOR_LIMIT)))
    v = 0.5 - np.arctanh(sine) / (2.0 * np.pi)
    return np.clip(u, 0.0, 1.0), np.clip(v, 0.0, 1.0)


def key(lon: ArrayLike, lat: ArrayLike) -> IntArray:
    """Give the 62-bit key of each position (degrees).

    Raises
    ------
    NoPosition
        Some position is NaN, or beyond 180 or 90 degrees.
    """
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    _require_positions(x, y)
    u, v = mercator(x, y)
    return _spread(_whole(u, _CELLS)) | (_spread(_whole(v, _CELLS)) << 1)


def unkey(keys: ArrayLike) -> tuple[IntArray, IntArray]:
    """Take keys apart: the 31-bit whole numbers u and v, of which they were made."""
    whole = np.asarray(keys, np.int64)
    return _gather(whole), _gather(whole >> 1)


def tile_of(lon: ArrayLike, lat: ArrayLike, z: int) -> tuple[IntArray, IntArray]:
    """Give x and y of the tile of level ``z`` that holds each position (degrees).

    Raises
    ------
    NoPosition
        Some position is NaN, or beyond 180 or 90 degrees.
    NoTile
        ``z`` is not in 0..31.
    """
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    _require_positions(x, y)
    u, v = mercator(x, y)
    return _whole(u, _tiles(z)), _whole(v, _tiles(z))


def tile_range(z: int, x: int, y: int) -> tuple[int, int]:
    """Give the keys of a tile as a half-open range: first key, first key of the next tile.

    Raises
    ------
    NoTile
        ``z`` is not in 0..31, or ``x`` or ``y`` not in 0..2^z - 1.
    """
    _require_tile(z, x, y)
    shift = 2 * (BITS - z)
    tile = _spread(x) | (_spread(y) << 1)
    return tile << shift, (tile + 1) << shift


def tile_ranges(z: int, x: IntArray, y: IntArray) -> IntArray:
    """Give the key ranges of many tiles of one level, shape (n, 2); the tiles are not checked."""
    shift = 2 * (BITS - z)
    tiles = _spread(x) | (_spread(y) << 1)
    ranges = np.empty((len(tiles), 2), np.int64)
    ranges[:, 0] = tiles << shift
    ranges[:, 1] = ranges[:, 0] + (1 << shift)
    return ranges


def tile_bounds(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Give west, south, east, north of a tile in degrees.

    Raises
    ------
    NoTile
        ``z`` is not in 0..31, or ``x`` or ``y`` not in 0..2^z - 1.
    """
    _require_tile(z, x, y)
    west, east = longitudes(np.array([x, x + 1]) / _tiles(z))
    north, south = latitudes(np.array([y, y + 1]) / _tiles(z))
    return float(west), float(south), float(east), float(north)


def level_around(west: float, south: float, east: float, north: float) -> int:
    """Give the deepest level whose tiles are no smaller than a box of degrees."""
    u, v = mercator(np.array([west, east]), np.array([north, south]))
    size = max(float(u[1] - u[0]), float(v[1] - v[0]), 2.0**-BITS)
    return min(max(int(np.floor(-np.log2(size))), 0), BITS)


def tiles_of_box(
    west: float, south: float, east: float, north: float, z: int
) -> tuple[IntArray, IntArray]:
    """Give x and y of all tiles of level ``z`` that a box of degrees touches, row by row.

    Parts of the box beyond the world count as on its edge.
    """
    columns, rows = tile_spans(west, south, east, north, z)
    x, y = np.meshgrid(columns, rows)
    return x.ravel(), y.ravel()


def tile_spans(
    west: float, south: float, east: float, north: float, z: int
) -> tuple[IntArray, IntArray]:
    """Give the columns and the rows of tiles of level ``z`` that a box of degrees touches."""
    u, v = mercator(
        np.array([west - SLACK_DEGREES, east + SLACK_DEGREES]),
        np.array([north + SLACK_DEGREES, south - SLACK_DEGREES]),
    )
    (first_x, last_x), (first_y, last_y) = _whole(u, _tiles(z)), _whole(v, _tiles(z))
    return np.arange(first_x, last_x + 1), np.arange(first_y, last_y + 1)


def longitudes(u: ArrayLike) -> FloatArray:
    """Undo the first half of :func:`mercator`: u 0..1 to degrees east."""
    return (np.asarray(u, float) - 0.5) * 360.0


def latitudes(v: ArrayLike) -> FloatArray:
    """Undo the second half of :func:`mercator`: v 0..1 to degrees north."""
    return np.asarray(np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * np.asarray(v, float))))))


def _tiles(z: int) -> int:
    _require_tile(z, 0, 0)
    return 1 << z


def _require_tile(z: int, x: int, y: int) -> None:
    if not (0 <= z <= BITS and 0 <= x < 1 << z and 0 <= y < 1 << z):
        raise NoTile(z=z, x=x, y=y)


def _require_positions(lon: FloatArray, lat: FloatArray) -> None:
    good = is_position(lon, lat)
    if not good.all():
        first = int(np.argmin(good))
        raise NoPosition(
            count=int((~good).sum()), lon=written(lon.flat[first]), lat=written(lat.flat[first])
        )


def _whole(share: FloatArray, cells: int) -> IntArray:
    """Cut 0..1 into whole numbers below ``cells``; the far edge belongs to the last one."""
    return np.minimum((share * cells).astype(np.int64), cells - 1)


def _spread(value: _Whole) -> _Whole:
    """Put a zero bit before every bit of a 31-bit whole number."""
    for shift, mask in _SPREAD_STEPS:
        value = (value | (value << shift)) & mask
    return value


def _gather(value: IntArray) -> IntArray:
    """Undo :func:`_spread`, ignoring the odd bits."""
    value = value & 0x5555555555555555
    for shift, mask in ((1, 0x3333333333333333), (2, 0x0F0F0F0F0F0F0F0F), (4, 0x00FF00FF00FF00FF)):
        value = (value | (value >> shift)) & mask
    value = (value | (value >> 8)) & 0x0000FFFF0000FFFF
    return (value | (value >> 16)) & 0x7FFFFFFF
