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

_AT_ONCE = 500_000
"""Pairs that are held at once: some 50 MB."""


def cross_more_often(areas: Sequence[shapely.Geometry], most: int) -> bool:
    """Tell whether sides of areas (any polygons) meet in more than so many places.

    Sides that only share a corner do not count, and so neither do shared borders. Sides whose
    boxes overlap in more than ``MOST_NEIGHBOURS`` pairs count as more often without being asked.
    Of corners so far off that numbers end nothing is known, and nothing said: no area lies there.
    """
    found = near = 0
    for one, other in _neighbours(sides := _sides(areas)):
        near += len(one)
        with np.errstate(over="ignore", invalid="ignore"):
            found += int(_meet(sides[one], sides[other]).sum())
        if found > most or near > MOST_NEIGHBOURS:
            return True
    return False


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
    most = np.minimum(_level(low[:, 0], high[:, 0]), _level(low[:, 1], high[:, 1]))
    bounds = np.flatnonzero(np.diff(np.cumsum(most) // _AT_ONCE)) + 1
    for start, end in pairwise([0, *bounds.tolist(), len(sides)]):
        one, other = tree.query(boxes[start:end])
        one += start
        yield one[one < other], other[one < other]


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
