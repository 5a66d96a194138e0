"""How often outlines cross each other or themselves: what untangling and joining them costs.

Both take each crossing as a corner more; of outlines that cross at every turn a few thousand
corners occupy a processor for minutes. So crossings are counted before, and only up to a limit.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.arrays import FloatArray

MOST_UNTANGLED = 500
"""Crossings of one area that are untangled: a quarter of a second. A slip of the hand has few."""
MOST_UNTANGLED_TOGETHER = 2_000
"""Crossings of areas that are untangled one after the other: a second."""
MOST_JOINED = 50_000
"""Crossings of areas that are joined: half a second. Where borders are shared, none counts."""
MOST_NEIGHBOURS = 3_000_000
"""Pairs of sides that are looked at more closely; of outlines on maps each side has a few."""
MOST_IN_FILE = 20_000
"""Crossings of all outlines of a file that are untangled one after the other: ten seconds."""
MOST_NEIGHBOURS_IN_FILE = 100_000_000
"""Pairs of sides close to each other in all outlines of a file: to judge them takes seconds."""

_FEW = 100
"""Corners of an outline whose sides are not looked at before it is judged: all pairs are few."""
_AT_ONCE = 500_000
"""Pairs that are held at once: some 50 MB."""


def cross_more_often(areas: Sequence[shapely.Geometry], most: int) -> bool:
    """Tell whether sides of areas (any polygons) meet in more than so many places.

    Sides that only share a corner do not count, and so neither do shared borders. Sides whose
    boxes overlap in more than ``MOST_NEIGHBOURS`` pairs count as more often without being asked.
    Of corners so far off that numbers end nothing is known, and nothing said: no area lies there.
    """
    return crossings(areas, most) > most


def crossings(areas: Sequence[shapely.Geometry], most: int) -> int:
    """Count the places where sides of areas meet, up to one more than ``most``; as above."""
    found = near = 0
    for one, other in _neighbours(sides := _sides(areas)):
        near += len(one)
        with np.errstate(over="ignore", invalid="ignore"):
            found += int(_meet(sides[one], sides[other]).sum())
        if found > most or near > MOST_NEIGHBOURS:
            return most + 1
    return found


def is_crowded(areas: Sequence[shapely.Geometry]) -> bool:
    """Tell whether so many sides of areas lie close to each other that nobody can judge them.

    What it takes to tell whether an outline crosses itself grows with the pairs of sides whose
    boxes overlap. The teeth of a slanting comb all overlap: with 100,000 corners that is a minute.
    """
    return neighbours(areas, MOST_NEIGHBOURS) > MOST_NEIGHBOURS


def neighbours(areas: Sequence[shapely.Geometry], most: int) -> int:
    """Return how many pairs of sides of areas have boxes that overlap, or somewhat more.

    Counted exactly, up to one more than ``most``, only where it could be more than that.
    """
    n = int(shapely.get_num_coordinates(np.asarray(areas, object)).sum())
    if n <= _FEW:
        return n * (n - 1) // 2
    sides = _sides(areas)
    sides = sides[np.isfinite(sides).all(axis=(1, 2))]
    if not len(sides):
        return 0
    low, high = sides.min(axis=1), sides.max(axis=1)
    bound = int(_overlapping(low, high).sum()) - len(sides)
    if bound <= most:
        return bound
    found = 0
    for one, _ in _neighbours(sides):
        found += len(one)
        if found > most:
            return most + 1
    return found


def _sides(areas: Sequence[shapely.Geometry]) -> FloatArray:
    """Return the sides of all rings as (side, end, x and y)."""
    rings = shapely.get_rings(shapely.get_parts(np.asarray(areas, object)))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    sides = np.stack([corners[:-1], corners[1:]], axis=1)
    kept: FloatArray = sides[(ring[:-1] == ring[1:]) & (corners[:-1] != corners[1:]).any(axis=1)]
    return kept


def _neighbours(sides: FloatArray) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Give pairs of sides whose boxes overlap, each once, as many at a time as fit."""
    low, high = sides.min(axis=1), sides.max(axis=1)
    boxes = shapely.box(*low.T, *high.T)
    tree = shapely.STRtree(boxes)
    bounds = np.flatnonzero(np.diff(np.cumsum(_overlapping(low, high)) // _AT_ONCE)) + 1
    for start, end in pairwise([0, *bounds.tolist(), len(sides)]):
        one, other = tree.query(boxes[start:end])
        one += start
        yield one[one < other], other[one < other]


def _overlapping(low: FloatArray, high: FloatArray) -> NDArray[np.intp]:
    """Return with how many others each box may overlap at most, itself among them."""
    return np.minimum(_level(low[:, 0], high[:, 0]), _level(low[:, 1], high[:, 1]))


def _level(low: FloatArray, high: FloatArray) -> NDArray[np.intp]:
    """Return with how many others each stretch of an axis overlaps, itself among them."""
    return np.searchsorted(np.sort(low), high, "right") - np.searchsorted(np.sort(high), low)


def _meet(one: FloatArray, other: FloatArray) -> NDArray[np.bool_]:
    """Tell of pairs whose boxes overlap which meet elsewhere than in a corner of both."""
    (a, b), (c, d) = one.swapaxes(0, 1), other.swapaxes(0, 1)
    turns = np.stack([_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)])
    apart = (turns[0] * turns[1] > 0) | (turns[2] * turns[3] > 0)
    shared = sum((own == its).all(axis=1).astype(int) for own in (a, b) for its in (c, d))
    # From one corner along one line: they lie on top of each other, one longer than the other.
    common = np.minimum(one.max(axis=1), other.max(axis=1)) - np.maximum(
        one.min(axis=1), other.min(axis=1)
    )
    longer = ~turns.any(axis=0) & (common > 0).any(axis=1)
    meeting: NDArray[np.bool_] = (~apart & (shared == 0)) | (longer & (shared == 1))
    return meeting


def _turn(start: FloatArray, end: FloatArray, point: FloatArray) -> FloatArray:
    """Return on which side of lines points lie: the sign of the turn, 0 on the line."""
    along, beyond = end - start, point - start
    return np.sign(along[:, 0] * beyond[:, 1] - along[:, 1] * beyond[:, 0])
