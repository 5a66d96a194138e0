"""The datum guard, second half: positions that are degrees, but of another datum.

GCJ-02 and BD-09 positions taken for WGS-84 lie 300–1500 m off, all in nearly one direction,
which is known for every place. (In parts of western China GCJ-02 moves less than 100 m.) Two
witnesses can tell: the place each position belongs to, as a customer's transformer, and the area
it claims to lie in, as a customer's grid cell. Both sides in the same wrong datum agree with each
other; that nobody can see from the numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import ArrayLike

from geo.arrays import BoolArray, FloatArray, GeometryArray, IntArray
from geo.datum import Datum, from_wgs84, to_wgs84

FEWEST_PLACES = 8
"""Fewer distinct places than this prove nothing."""

_SHIFTING = (Datum.GCJ02, Datum.BD09)
_EARTH_RADIUS_M = 6371008.8
_LARGEST_SAMPLE = 100_000
_SHORTEST_SHIFT_M = 100.0
_STANDARD_ERRORS = 3.0
_NEAR_SHARE = 0.5
_GAINED_AT_LEAST = 10
_GAINED_PER_LOST = 4
_GAINED_SHARE = 0.01
_GAINED_AREAS = 3

Vectors: TypeAlias = FloatArray
"""Metres east and north, shape (n, 2)."""


@dataclass(frozen=True, slots=True)
class Offset:
    """How points lie off the places they belong to.

    ``metres`` and ``bearing`` (degrees clockwise from north, from place to point) describe the
    median displacement; ``consistency`` is 1 where all ``n`` pairs point the same way and near 0
    where they point everywhere.
    """

    metres: float
    bearing: float
    consistency: float
    n: int


@dataclass(frozen=True, slots=True)
class DatumSuspicion:
    """Points that fit their places once they are read in ``datum``.

    ``observed`` is how they lie, ``expected`` how they would lie if they were in ``datum``;
    ``remaining_metres`` of the observed offset are left once they are converted; ``places`` is
    the number of distinct places that bear witness.
    """

    datum: Datum
    observed: Offset
    expected: Offset
    remaining_metres: float
    places: int


@dataclass(frozen=True, slots=True)
class AreaSuspicion:
    """Points and the areas they claim, which agree once one side is read in ``datum``.

    ``inside_as_is`` and ``inside_converted`` are shares (0..1) of the ``n`` points judged.
    """

    datum: Datum
    inside_as_is: float
    inside_converted: float
    n: int


def offset_towards(
    lon: ArrayLike, lat: ArrayLike, anchor_lon: ArrayLike, anchor_lat: ArrayLike
) -> Offset:
    """Measure how points lie off their anchors, pair by pair; pairs with NaN do not count."""
    points, anchors = _pairs(lon, lat, anchor_lon, anchor_lat)
    return _offset(_displacement_m(points, anchors))


def looks_like_gcj02(
    lon: ArrayLike, lat: ArrayLike, anchor_lon: ArrayLike, anchor_lat: ArrayLike
) -> DatumSuspicion | None:
    """Suspect points of being in GCJ-02 or BD-09 by the places they belong to.

    Customers scatter some hundred metres around their transformer. The median displacement a
    place is taken first, so that a large place has one vote; the median over places must then
    differ from nothing by three standard errors, and be explained by the datum's shift at that
    spot to more than half. To ask whether the *anchors* are the wrong ones, swap the arguments.

    Returns
    -------
    DatumSuspicion | None
        None where the points look like WGS-84, where fewer than ``FEWEST_PLACES`` places bear
        witness, and where the datums do not differ.
    """
    points, anchors = _sample(*_pairs(lon, lat, anchor_lon, anchor_lat))
    places = _places(points, anchors)
    found = [_suspect(datum, points, anchors, places) for datum in _SHIFTING]
    return min(
        (suspicion for suspicion in found if suspicion is not None),
        key=lambda suspicion: suspicion.remaining_metres,
        default=None,
    )


def looks_like_gcj02_by_areas(
    lon: ArrayLike, lat: ArrayLike, owner: ArrayLike, areas: GeometryArray
) -> AreaSuspicion | None:
    """Suspect points of being in GCJ-02 or BD-09 by the areas they claim to lie in.

    ``owner`` is the index into ``areas`` that each point claims (negative: none). Reading the
    points in the other datum must bring at least four times as many into their area as it
    drives out, at least 10 and 1 % of all, in at least three areas (or all, where fewer are
    claimed).
    """
    return _judge_by_areas(lon, lat, owner, areas, to_wgs84)


def areas_look_like_gcj02(
    lon: ArrayLike, lat: ArrayLike, owner: ArrayLike, areas: GeometryArray
) -> AreaSuspicion | None:
    """Ask the same with the roles changed: WGS-84 points claim areas drawn in another datum."""
    return _judge_by_areas(lon, lat, owner, areas, from_wgs84)


def _pairs(*columns: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Put longitude and latitude side by side: points and anchors of the complete pairs."""
    table = np.column_stack([np.asarray(column, float).ravel() for column in columns])
    complete = table[np.isfinite(table).all(axis=1)]
    return complete[:, :2], complete[:, 2:]


def _sample(points: FloatArray, anchors: FloatArray) -> tuple[FloatArray, FloatArray]:
    step = -(-len(points) // _LARGEST_SAMPLE) or 1
    return points[::step], anchors[::step]


def _displacement_m(points: FloatArray, anchors: FloatArray) -> Vectors:
    metres = np.radians(points - anchors) * _EARTH_RADIUS_M
    metres[:, 0] *= np.cos(np.radians(anchors[:, 1]))
    return metres


def _offset(vectors: Vectors) -> Offset:
    if len(vectors) == 0:
        return Offset(0.0, 0.0, 0.0, 0)
    east, north = np.median(vectors, axis=0)
    lengths = np.hypot(vectors[:, 0], vectors[:, 1])
    directions = vectors[lengths > 0.0] / lengths[lengths > 0.0, None]
    return Offset(
        metres=float(np.hypot(east, north)),
        bearing=float(np.degrees(np.arctan2(east, north)) % 360.0),
        consistency=float(np.hypot(*directions.sum(axis=0)) / len(vectors)),
        n=len(vectors),
    )


def _places(points: FloatArray, anchors: FloatArray) -> IntArray:
    """Count through the distinct places of the coarser side: neighbours do not vote apart."""
    by_point, by_anchor = _numbered(points), _numbered(anchors)
    return min(by_point, by_anchor, key=lambda numbers: int(numbers.max(initial=-1)))


def _numbered(positions: FloatArray) -> IntArray:
    joined = positions[:, 0] + 1j * positions[:, 1]
    numbers = np.unique(joined, return_inverse=True)[1]
    return np.asarray(numbers, np.int64)


def _suspect(
    datum: Datum, points: FloatArray, anchors: FloatArray, places: IntArray
) -> DatumSuspicion | None:
    shifted = np.column_stack(from_wgs84(anchors[:, 0], anchors[:, 1], datum))
    observed, expected = _displacement_m(points, anchors), _displacement_m(shifted, anchors)
    if int(places.max(initial=-1)) + 1 < FEWEST_PLACES:
        return None
    unexplained = _medians(observed - expected, places)
    shift_m = _length(np.median(expected, axis=0))
    remaining_m = _length(np.median(unexplained, axis=0))
    as_is_m = _length(np.median(_medians(observed, places), axis=0))
    enough_m = _STANDARD_ERRORS * _standard_error_m(unexplained)
    if shift_m < _SHORTEST_SHIFT_M or as_is_m < enough_m or remaining_m > _NEAR_SHARE * shift_m:
        return None
    return DatumSuspicion(
        datum, _offset(observed), _offset(expected), remaining_m, len(unexplained)
    )


def _medians(vectors: Vectors, places: IntArray) -> Vectors:
    """Take the median east and the median north of every place."""
    counts = np.bincount(places)
    first = np.cumsum(counts) - counts
    lower, upper = first + (counts - 1) // 2, first + counts // 2
    columns = []
    for values in vectors.T:
        ordered = values[np.lexsort((values, places))]
        columns.append((ordered[lower] + ordered[upper]) / 2.0)
    return np.column_stack(columns)


def _standard_error_m(vectors: Vectors) -> float:
    """Estimate the error of the median of vectors, from their median absolute deviation.

    1.4826 makes a deviation of it, 1.2533 is the median's loss against the mean (both for
    normal scatter), and few vectors are trusted less.
    """
    n = len(vectors)
    deviation = 1.4826 * np.median(np.abs(vectors - np.median(vectors, axis=0)), axis=0)
    return _length(deviation) * 1.2533 / float(np.sqrt(n)) * (1.0 + 5.0 / n)


def _length(vector: FloatArray) -> float:
    return float(np.hypot(vector[0], vector[1]))


def _judge_by_areas(
    lon: ArrayLike,
    lat: ArrayLike,
    owner: ArrayLike,
    areas: GeometryArray,
    read: Callable[[FloatArray, FloatArray, Datum], tuple[FloatArray, FloatArray]],
) -> AreaSuspicion | None:
    x, y, owners = np.asarray(lon, float), np.asarray(lat, float), np.asarray(owner, np.int64)
    usable = np.flatnonzero((owners >= 0) & np.isfinite(x) & np.isfinite(y))
    if len(usable) == 0:
        return None
    usable = usable[:: -(-len(usable) // _LARGEST_SAMPLE)]
    x, y, owners = x[usable], y[usable], owners[usable]
    before = _inside_own(x, y, owners, areas)
    found = []
    for datum in _SHIFTING:
        after = _inside_own(*read(x, y, datum), owners, areas)
        if _convinces(before, after, owners):
            shares = float(before.mean()), float(after.mean())
            found.append(AreaSuspicion(datum, *shares, len(owners)))
    return max(found, key=lambda suspicion: suspicion.inside_converted, default=None)


def _convinces(before: BoolArray, after: BoolArray, owners: IntArray) -> bool:
    gained, lost = after & ~before, before & ~after
    least = max(_GAINED_AT_LEAST, _GAINED_SHARE * len(owners), _GAINED_PER_LOST * lost.sum())
    areas_needed = min(_GAINED_AREAS, len(np.unique(owners)))
    return bool(gained.sum() >= least and len(np.unique(owners[gained])) >= areas_needed)


def _inside_own(x: FloatArray, y: FloatArray, owners: IntArray, areas: GeometryArray) -> BoolArray:
    inside = np.zeros(len(owners), bool)
    order = np.argsort(owners, kind="stable")
    claimed, starts = np.unique(owners[order], return_index=True)
    for area, rows in zip(areas[claimed], np.split(order, starts[1:]), strict=True):
        shapely.prepare(area)
        inside[rows] = shapely.intersects_xy(area, x[rows], y[rows])
    return inside
