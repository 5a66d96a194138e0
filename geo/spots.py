"""Single marks in Z-order: where they crowd, the foremost stands for those that it would cover."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import FloatArray, IntArray
from geo.zorder import BITS, is_position, key


@dataclass(frozen=True, slots=True, eq=False)
class Spots:
    """Marks with a place on Earth, in ascending order of their Z-order ``key``.

    ``row`` tells which of the given marks each one is, ``lon, lat`` are degrees. ``rank`` is
    unique and below 2^31: of marks that crowd, the one with the smallest is foremost.
    """

    row: IntArray
    lon: FloatArray
    lat: FloatArray
    key: IntArray
    rank: IntArray

    @classmethod
    def of(cls, lon: ArrayLike, lat: ArrayLike, order: IntArray | None = None) -> "Spots":
        """Take marks in degrees; those without a place are left out.

        ``order`` lists all rows, the foremost first; by default they are taken as they come.
        """
        x, y = np.asarray(lon, float), np.asarray(lat, float)
        rank = np.arange(len(x))
        if order is not None:
            rank = np.empty(len(x), np.int64)
            rank[order] = np.arange(len(x))
        placed = np.flatnonzero(is_position(x, y))
        keys = key(x[placed], y[placed])
        by_key = np.argsort(keys, kind="stable")
        row = placed[by_key]
        return cls(row, x[row], y[row], keys[by_key], rank[row])

    def __len__(self) -> int:
        """Return the number of marks with a place."""
        return len(self.row)

    def inside(self, west: float, south: float, east: float, north: float) -> IntArray:
        """Return the positions here of the marks in a box of degrees, its edges included."""
        x, y = self.lon, self.lat
        return np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))

    def foremost(self, at: IntArray, level: int) -> tuple[IntArray, IntArray]:
        """Return, of each tile of a level, the foremost mark, and for how many it stands.

        ``at`` are positions here in ascending order; those returned are some of them. Tiles
        deeper than a key can tell apart are taken as the deepest.
        """
        if not len(at):
            return at, np.zeros(0, np.int64)
        tiles = self.key[at] >> 2 * max(BITS - level, 0)
        starts = np.flatnonzero(np.concatenate(([True], tiles[1:] != tiles[:-1])))
        # The rank in the high bits, the position in the low ones: the least tells both.
        least = np.minimum.reduceat(self.rank[at] << _HALF | at, starts)
        return least & ((1 << _HALF) - 1), np.diff(starts, append=len(at))


_HALF = 31
"""Bits of a rank, and of a position."""
