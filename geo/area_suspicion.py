"""The datum guard, third part: areas as witnesses, those that points claim or simply lie in.

A customer names a grid cell, or names nothing and still lies in one. Where reading the points in
another datum brings many of them into cells and drives hardly any out, they were probably meant
in it. Genuine points outside every cell do not behave so: cells end on all sides, and a shift
that brings some points in on one side drives others out on the opposite one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import comb
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import ArrayLike

from geo.areas import NO_CELL, cell_of
from geo.arrays import BoolArray, FloatArray, GeometryArray, IntArray
from geo.datum import Datum
from geo.suspicion import doubts, reread

FEWEST_RETURNING = 5
"""Fewer points than this, coming back into the cells, prove nothing."""

_LARGEST_SAMPLE = 100_000
_GAINED_AT_LEAST = 10
GAINED_PER_LOST = 4
GAINED_SHARE = 0.01
_GAINED_AREAS = 3

_PLACE_DEGREES = 0.002
_SPOT_DEGREES = 0.01
"""About a kilometre, more than the shift: what a single village can fill."""
LARGE_SHARE = 0.15
SPOTS = 4
PLACES_OF_A_SMALL_SHARE, SPOTS_OF_A_SMALL_SHARE = 12, 6
LEFT_OUTSIDE = 0.25
_BY_CHANCE = 0.04
_CERTAIN = 60

Move: TypeAlias = Callable[[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class AreaSuspicion:
    """Points and areas which agree once one side is read in ``datum``.

    ``inside_as_is`` and ``inside_converted`` are shares (0..1) of the ``n`` points judged.
    """

    datum: Datum
    inside_as_is: float
    inside_converted: float
    n: int


def looks_like_gcj02_by_areas(
    lon: ArrayLike,
    lat: ArrayLike,
    owner: ArrayLike,
    areas: GeometryArray,
    taken: Datum = Datum.WGS84,
) -> AreaSuspicion | None:
    """Suspect points of another datum than ``taken`` by the areas they claim to lie in.

    ``owner`` is the index into ``areas`` that each point claims (negative: none). Reading the
    points in the other datum must bring at least four times as many into their area as it
    drives out, at least 10 and 1 % of all, in at least three areas (or all, where fewer are
    claimed).
    """
    return _judge_by_claims(lon, lat, owner, areas, _points_wrong(taken))


def areas_look_like_gcj02(
    lon: ArrayLike,
    lat: ArrayLike,
    owner: ArrayLike,
    areas: GeometryArray,
    taken: Datum = Datum.WGS84,
) -> AreaSuspicion | None:
    """Ask the same with the roles changed: the areas, read as ``taken``, are the wrong side."""
    return _judge_by_claims(lon, lat, owner, areas, _areas_wrong(taken))


def looks_like_gcj02_by_position(
    lon: ArrayLike, lat: ArrayLike, areas: GeometryArray, taken: Datum = Datum.WGS84
) -> AreaSuspicion | None:
    """Suspect points of another datum than ``taken`` by whether they lie in any area at all.

    Nothing is suspected unless, read in the other datum,

    - at least five points come in, from at least four spots a kilometre wide: 15 % of all
      points, or else 1 % from twelve places in six spots (points that were converted on
      purpose need not be 15 %: that they fit better without it is suspicious enough);
    - no more than a quarter of the points that lay outside still do;
    - at most a quarter as many places go out as come in, and so few that chance, which sends as
      many out as in, would do this in less than one of 25 cases.

    Points scattered evenly around cells do not pass; a handful of villages that all lie just
    outside, on the side of the shift, cannot be told from a shift, and do.
    """
    return _judge_by_position(lon, lat, areas, _points_wrong(taken), taken)


def areas_look_like_gcj02_by_position(
    lon: ArrayLike, lat: ArrayLike, areas: GeometryArray, taken: Datum = Datum.WGS84
) -> AreaSuspicion | None:
    """Ask the same with the roles changed: the areas, read as ``taken``, are the wrong side."""
    return _judge_by_position(lon, lat, areas, _areas_wrong(taken), taken)


def _points_wrong(taken: Datum) -> dict[Datum, Move]:
    return {
        meant: lambda x, y, meant=meant: reread(x, y, taken, meant)  # type: ignore[misc]
        for meant in doubts(taken)
    }


def _areas_wrong(taken: Datum) -> dict[Datum, Move]:
    """Move the points instead of the areas, the other way: that is the same, and cheaper."""
    return {
        meant: lambda x, y, meant=meant: reread(x, y, meant, taken)  # type: ignore[misc]
        for meant in doubts(taken)
    }


def _judge_by_claims(
    lon: ArrayLike,
    lat: ArrayLike,
    owner: ArrayLike,
    areas: GeometryArray,
    moves: dict[Datum, Move],
) -> AreaSuspicion | None:
    x, y, owners = np.asarray(lon, float), np.asarray(lat, float), np.asarray(owner, np.int64)
    usable = np.flatnonzero((owners >= 0) & np.isfinite(x) & np.isfinite(y))
    if len(usable) == 0:
        return None
    usable = usable[:: -(-len(usable) // _LARGEST_SAMPLE)]
    x, y, owners = x[usable], y[usable], owners[usable]
    before = _inside_own(x, y, owners, areas)
    found = []
    for datum, move in moves.items():
        after = _inside_own(*move(x, y), owners, areas)
        if _convinces(before, after, owners):
            found.append(_suspicion(datum, before, after))
    return _best(found)


def _judge_by_position(
    lon: ArrayLike,
    lat: ArrayLike,
    areas: GeometryArray,
    moves: dict[Datum, Move],
    taken: Datum,
) -> AreaSuspicion | None:
    x, y = np.asarray(lon, float), np.asarray(lat, float)
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) == 0 or len(areas) == 0:
        return None
    before = _inside_any(x, y, areas)
    if (~before).sum() < FEWEST_RETURNING:
        return None
    found = []
    for datum, move in moves.items():
        after = _inside_any(*move(x, y), areas)
        if _returns(x, y, before, after, was_plain=taken is Datum.WGS84):
            found.append(_suspicion(datum, before, after))
    return _best(found)


def _suspicion(datum: Datum, before: BoolArray, after: BoolArray) -> AreaSuspicion:
    return AreaSuspicion(datum, float(before.mean()), float(after.mean()), len(before))


def _best(found: Iterable[AreaSuspicion]) -> AreaSuspicion | None:
    return max(found, key=lambda suspicion: suspicion.inside_converted, default=None)


def _convinces(before: BoolArray, after: BoolArray, owners: IntArray) -> bool:
    gained, lost = after & ~before, before & ~after
    least = max(_GAINED_AT_LEAST, GAINED_SHARE * len(owners), GAINED_PER_LOST * lost.sum())
    areas_needed = min(_GAINED_AREAS, len(np.unique(owners)))
    return bool(gained.sum() >= least and len(np.unique(owners[gained])) >= areas_needed)


def _returns(
    x: FloatArray, y: FloatArray, before: BoolArray, after: BoolArray, *, was_plain: bool
) -> bool:
    """Judge by the conditions of :func:`looks_like_gcj02_by_position`."""
    gained, lost = after & ~before, before & ~after
    share = float(gained.mean())
    if gained.sum() < FEWEST_RETURNING or share < GAINED_SHARE:
        return False
    if (~after).sum() > LEFT_OUTSIDE * (~before).sum():
        return False
    came, went = _squares(x, y, gained, _PLACE_DEGREES), _squares(x, y, lost, _PLACE_DEGREES)
    spots = _squares(x, y, gained, _SPOT_DEGREES)
    if was_plain and share < LARGE_SHARE:
        enough = came >= PLACES_OF_A_SMALL_SHARE and spots >= SPOTS_OF_A_SMALL_SHARE
    else:
        enough = spots >= SPOTS
    return enough and came >= GAINED_PER_LOST * went and _chance(came, went) <= _BY_CHANCE


def _squares(x: FloatArray, y: FloatArray, of: BoolArray, degrees: float) -> int:
    """Count the squares that points lie in: neighbours do not vote apart."""
    square = np.floor(x[of] / degrees) + 1j * np.floor(y[of] / degrees)
    return len(np.unique(square))


def _chance(came: int, went: int) -> float:
    """Give the probability that, of places which change sides, so many come in by chance."""
    changed = came + went
    if changed > _CERTAIN:
        return 0.0  # four in for one out, of more than sixty: less than a millionth
    return float(sum(comb(changed, many) for many in range(came, changed + 1)) / 2**changed)


def _inside_any(x: FloatArray, y: FloatArray, areas: GeometryArray) -> BoolArray:
    return np.asarray(cell_of(x, y, areas) != NO_CELL, bool)


def _inside_own(x: FloatArray, y: FloatArray, owners: IntArray, areas: GeometryArray) -> BoolArray:
    inside = np.zeros(len(owners), bool)
    order = np.argsort(owners, kind="stable")
    claimed, starts = np.unique(owners[order], return_index=True)
    for area, rows in zip(areas[claimed], np.split(order, starts[1:]), strict=True):
        shapely.prepare(area)
        inside[rows] = shapely.intersects_xy(area, x[rows], y[rows])
    return inside
