"""The datum guard, second half: positions that are degrees, but of another datum.

GCJ-02 and BD-09 positions taken for WGS-84 lie 300–1500 m off, all in nearly one direction,
which is known for every place. (In parts of western China GCJ-02 moves less than 100 m.) The
witness here is the place each position belongs to, as a customer's transformer; areas bear
witness in :mod:`geo.area_suspicion`. Both sides in the same wrong datum agree with each other;
that nobody can see from the numbers.

``taken`` is the datum that positions were read in before they came here as WGS-84. It is doubted
as well: positions that were converted by mistake are suspected of being plain WGS-84.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import FloatArray, IntArray
from geo.datum import Datum, from_wgs84, to_wgs84

FEWEST_PLACES = 8
"""Fewer distinct places than this prove nothing."""

_EARTH_RADIUS_M = 6371008.8
_LARGEST_SAMPLE = 100_000
_SHORTEST_SHIFT_M = 100.0
_STANDARD_ERRORS = 3.0
_NEAR_SHARE = 0.5

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


def reread(
    lon: ArrayLike, lat: ArrayLike, taken: Datum, meant: Datum
) -> tuple[FloatArray, FloatArray]:
    """Return where positions lie that were read as ``taken``, once they are read as ``meant``."""
    return to_wgs84(*from_wgs84(lon, lat, taken), meant)


def doubts(taken: Datum) -> tuple[Datum, ...]:
    """Return the datums that positions read as ``taken`` may be in instead."""
    return tuple(datum for datum in Datum if datum is not taken)


def offset_towards(
    lon: ArrayLike, lat: ArrayLike, anchor_lon: ArrayLike, anchor_lat: ArrayLike
) -> Offset:
    """Measure how points lie off their anchors, pair by pair; pairs with NaN do not count."""
    points, anchors = _pairs(lon, lat, anchor_lon, anchor_lat)
    return _offset(_displacement_m(points, anchors))


def looks_like_gcj02(
    lon: ArrayLike,
    lat: ArrayLike,
    anchor_lon: ArrayLike,
    anchor_lat: ArrayLike,
    taken: Datum = Datum.WGS84,
) -> DatumSuspicion | None:
    """Suspect points of being in another datum than ``taken`` by the places they belong to.

    Customers scatter some hundred metres around their transformer. The median displacement a
    place is taken first, so that a large place has one vote; the median over places must then
    differ from nothing by three standard errors, and be explained by the datum's shift at that
    spot to more than half. To ask whether the *anchors* are the wrong ones, swap the arguments.

    Returns
    -------
    DatumSuspicion | None
        None where the points look like what they were taken for, where fewer than
        ``FEWEST_PLACES`` places bear witness, and where the datums do not differ.
    """
    points, anchors = _sample(*_pairs(lon, lat, anchor_lon, anchor_lat))
    places = _places(points, anchors)
    found = [_suspect(taken, datum, points, anchors, places) for datum in doubts(taken)]
    return min(
        (suspicion for suspicion in found if suspicion is not None),
        key=lambda suspicion: suspicion.remaining_metres,
        default=None,
    )


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
    taken: Datum, meant: Datum, points: FloatArray, anchors: FloatArray, places: IntArray
) -> DatumSuspicion | None:
    # Were the points meant in the other datum, then they would lie off their places like this.
    shifted = np.column_stack(reread(anchors[:, 0], anchors[:, 1], meant, taken))
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
        meant, _offset(observed), _offset(expected), remaining_m, len(unexplained)
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
