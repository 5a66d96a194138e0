"""Gather a tile's points into a grid of bins, by the runs of equal leading key bits."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.arrays import BoolArray, ByteArray, IntArray
from geo.zorder import BITS, unkey


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """The bins of one tile that hold at least one point, in Z-order.

    ``u`` (west to east) and ``v`` (north to south) count bins from the tile's north-west corner,
    ``per_side`` of them a side; ``n`` is how many points each holds, ``worst`` the largest value
    of each column among them. ``middle`` is the row, among the points given, of the one that
    stands in the middle of the bin's Z-order: a place where somebody really is.
    """

    per_side: int
    u: IntArray
    v: IntArray
    n: IntArray
    middle: IntArray
    worst: dict[str, ByteArray]


def bins_of(
    keys: IntArray,
    z: int,
    per_side_bits: int,
    mask: BoolArray | None,
    columns: Mapping[str, ByteArray],
) -> Bins:
    """Gather points, all in one tile of level ``z`` and sorted by key.

    ``mask`` and ``columns`` have the length of ``keys``. Near the deepest level there are fewer
    bins, as a key tells no more apart.
    """
    bits = min(per_side_bits, BITS - z)
    shift = 2 * (BITS - z - bits)
    starts = _run_starts(keys, shift, bits)
    n = np.diff(starts, append=len(keys))
    if mask is not None and len(starts):
        n = np.add.reduceat(mask, starts, dtype=np.int64)
    middle = _middle(starts[n > 0], n[n > 0], mask)
    worst = {name: _worst(column, mask, starts)[n > 0] for name, column in columns.items()}
    bins = keys[starts[n > 0]] >> shift
    u, v = unkey(bins)
    side = (1 << bits) - 1
    return Bins(side + 1, u & side, v & side, n[n > 0], middle, worst)


def _middle(starts: IntArray, n: IntArray, mask: BoolArray | None) -> IntArray:
    if mask is None:
        return starts + n // 2
    counted: IntArray = np.flatnonzero(mask)
    middle: IntArray = counted[np.cumsum(n) - n + n // 2]
    return middle


def _run_starts(keys: IntArray, shift: int, bits: int) -> IntArray:
    """Find where each bin's points begin: ask for each bin, or, with few points, each point."""
    if len(keys) == 0:
        return np.zeros(0, np.int64)
    if len(keys) > 1 << 2 * bits:
        first = (int(keys[0]) >> shift) & -(1 << 2 * bits)
        edges = (first + np.arange(1 << 2 * bits)) << shift
        starts = np.searchsorted(keys, edges)
        return np.asarray(starts[np.diff(starts, append=len(keys)) > 0], np.int64)
    bins = keys >> shift
    return np.flatnonzero(np.concatenate(([True], bins[1:] != bins[:-1])))


def _worst(column: ByteArray, mask: BoolArray | None, starts: IntArray) -> ByteArray:
    if len(starts) == 0:
        return np.zeros(0, np.uint8)
    counted = column if mask is None else column * mask
    return np.asarray(np.maximum.reduceat(counted, starts), np.uint8)
