"""A million points in memory, sorted by Z-order key: who is inside, how many, who comes first.

Answers equal a test of every point against the area (points on its edge are inside); the order
of the columns only decides how few points have to be looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike

from errors import BattlemapError
from geo.arrays import BoolArray, ByteArray, CountArray, FloatArray, IntArray
from geo.bins import Bins, bins_of
from geo.columns import require_ascending, require_same_length, running_counts
from geo.cover import Area, cover, require_area
from geo.facts import written
from geo.zorder import BITS, key, level_around, tile_range, tile_ranges, tiles_of_box

SCAN_BELOW = 100_000
"""Up to so many points, comparing all with the area's bounds is faster than covering the area."""


class BadBox(BattlemapError):
    """A box's edges are not numbers in order. Facts: ``west``, ``south``, ``east``, ``north``."""

    code = "geo.box.bad"


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """What lies in an area.

    ``by_group`` counts each group's codes (array position = code); ``first`` are positions in
    the index in order of priority, at most as many as asked for.
    """

    count: int
    by_group: dict[str, IntArray]
    first: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class _Selection:
    """Positions in an index: whole runs (n, 2), half-open, and single ones."""

    runs: IntArray
    singles: IntArray

    def positions(self) -> IntArray:
        """Give all of them, run after run, then the single ones."""
        return np.concatenate((_spelled_out(self.runs), self.singles))


@dataclass(frozen=True, slots=True, eq=False)
class PointIndex:
    """Columns of n points, all in ascending order of ``key``; they may be memory-mapped.

    ``x``, ``y`` are WGS-84 degrees. ``rank`` is unique and ascends with falling priority: the
    smallest comes first. ``groups`` are columns of codes that can be counted, and ``totals`` of
    each the running counts, shape (n + 1, number of codes): row i counts the first i points.
    ``scan_below`` is the size up to which all points are compared with an area's bounds.
    """

    key: IntArray
    x: FloatArray
    y: FloatArray
    rank: IntArray
    groups: Mapping[str, ByteArray]
    totals: Mapping[str, CountArray]
    scan_below: int = SCAN_BELOW

    @classmethod
    def of_sorted(
        cls,
        key: IntArray,
        x: FloatArray,
        y: FloatArray,
        rank: IntArray,
        groups: Mapping[str, ByteArray],
        *,
        sizes: Mapping[str, int] | None = None,
        totals: Mapping[str, CountArray] | None = None,
    ) -> "PointIndex":
        """Take columns that are sorted already.

        Parameters
        ----------
        sizes
            How many codes each group has; by default just as many as occur.
        totals
            Running counts kept from an earlier index; by default they are counted.

        Raises
        ------
        BadColumns
            Columns of different lengths, or a key that does not ascend.
        """
        require_same_length(len(key), {"x": x, "y": y, "rank": rank, **groups})
        require_ascending(key)
        if totals is None:
            totals = {
                name: running_counts(codes, (sizes or {}).get(name))
                for name, codes in groups.items()
            }
        require_same_length(len(key) + 1, totals)
        return cls(key, x, y, rank, dict(groups), dict(totals))

    @classmethod
    def build(
        cls,
        lon: ArrayLike,
        lat: ArrayLike,
        rank: ArrayLike,
        groups: Mapping[str, ArrayLike],
        *,
        sizes: Mapping[str, int] | None = None,
    ) -> tuple["PointIndex", IntArray]:
        """Sort points into an index.

        Returns
        -------
        tuple[PointIndex, IntArray]
            The index, and the order: row i of the index is row ``order[i]`` of the input.

        Raises
        ------
        BadColumns
            Columns of different lengths.
        geo.zorder.NoPosition
            A position is missing or no place on Earth.
        """
        x, y, ranks = np.asarray(lon, float), np.asarray(lat, float), np.asarray(rank, np.int64)
        codes = {name: np.asarray(column, np.uint8) for name, column in groups.items()}
        require_same_length(len(x), {"y": y, "rank": ranks, **codes})
        keys = key(x, y)
        order = np.argsort(keys, kind="stable")
        sorted_codes = {name: column[order] for name, column in codes.items()}
        index = cls.of_sorted(
            keys[order], x[order], y[order], ranks[order], sorted_codes, sizes=sizes
        )
        return index, order

    def __len__(self) -> int:
        """Count the points."""
        return len(self.key)

    def slice_of_tile(self, z: int, x: int, y: int) -> slice:
        """Give the rows of the points in a map tile: always one slice.

        Raises
        ------
        geo.zorder.NoTile
            There is no such tile.
        """
        start, stop = self.key.searchsorted(np.array(tile_range(z, x, y), np.int64))
        return slice(int(start), int(stop))

    def within(self, area: Area, limit: int = 200) -> Within:
        """Count the points in an area (degrees; its edge included) and name the first of them.

        Raises
        ------
        geo.cover.BadArea
            ``area`` is no valid polygon or multipolygon.
        """
        found = self._select(area)
        positions = found.positions()
        by_group = {name: self._counted(name, found) for name in self.groups}
        return Within(len(positions), by_group, self._first(positions, limit))

    def positions_within(self, area: Area) -> IntArray:
        """Give the rows of all points in an area (degrees; its edge included), ascending.

        Raises
        ------
        geo.cover.BadArea
            ``area`` is no valid polygon or multipolygon.
        """
        return np.sort(self._select(area).positions())

    def positions_in_box(self, west: float, south: float, east: float, north: float) -> IntArray:
        """Give the rows of all points in a box of degrees (its edges included), ascending.

        Raises
        ------
        BadBox
            West is not west of east, or south not south of north (equal ones are fine).
        """
        if not (west <= east and south <= north):
            raise BadBox(
                west=written(west), south=written(south), east=written(east), north=written(north)
            )
        if len(self) <= self.scan_below:
            return np.flatnonzero(_in_box(self.x, self.y, west, south, east, north))
        positions = _spelled_out(self._runs(_ranges_of_box(west, south, east, north)))
        inside = _in_box(self.x[positions], self.y[positions], west, south, east, north)
        return positions[inside]

    def bins(
        self,
        rows: slice,
        z: int,
        per_side_bits: int = 6,
        mask: BoolArray | None = None,
        columns: Mapping[str, ByteArray] | None = None,
    ) -> Bins:
        """Gather the points of one tile of level ``z`` into 2^bits x 2^bits bins.

        Parameters
        ----------
        rows
            What :meth:`slice_of_tile` said of that tile.
        mask
            Which points count, for the whole index; by default all of them.
        columns
            Columns for the whole index of which the largest value in each bin is wanted.
        """
        wanted = {name: column[rows] for name, column in (columns or {}).items()}
        return bins_of(
            self.key[rows], z, per_side_bits, None if mask is None else mask[rows], wanted
        )

    def _select(self, area: Area) -> _Selection:
        if len(self) <= self.scan_below:
            return self._scan(area)
        covered = cover(area, population=self._population)
        candidates = _spelled_out(self._runs(covered.boundary))
        return _Selection(self._runs(covered.interior), self._judged(area, candidates))

    def _scan(self, area: Area) -> _Selection:
        require_area(area)
        candidates = np.flatnonzero(_in_box(self.x, self.y, *area.bounds))
        return _Selection(np.zeros((0, 2), np.int64), self._judged(area, candidates))

    def _judged(self, area: Area, candidates: IntArray) -> IntArray:
        inside = shapely.intersects_xy(area, self.x[candidates], self.y[candidates])
        return np.asarray(candidates[inside], np.int64)

    def _runs(self, ranges: IntArray) -> IntArray:
        return np.asarray(self.key.searchsorted(ranges.ravel()), np.int64).reshape(-1, 2)

    def _population(self, ranges: IntArray) -> IntArray:
        runs = self._runs(ranges)
        return runs[:, 1] - runs[:, 0]

    def _counted(self, name: str, found: _Selection) -> IntArray:
        totals = self.totals[name]
        in_runs = totals[found.runs[:, 1]].sum(axis=0) - totals[found.runs[:, 0]].sum(axis=0)
        codes = self.groups[name][found.singles]
        return np.asarray(in_runs + np.bincount(codes, minlength=totals.shape[1]), np.int64)

    def _first(self, positions: IntArray, limit: int) -> IntArray:
        ranks = self.rank[positions]
        if 0 < limit < len(ranks):
            chosen = np.argpartition(ranks, limit - 1)[:limit]
            positions, ranks = positions[chosen], ranks[chosen]
        return positions[np.argsort(ranks)][:limit]


def _spelled_out(runs: IntArray) -> IntArray:
    """Write half-open runs (n, 2) out as single positions."""
    lengths = runs[:, 1] - runs[:, 0]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(runs[:, 0] - ends + lengths, lengths) + np.arange(total)


def _in_box(
    x: FloatArray, y: FloatArray, west: float, south: float, east: float, north: float
) -> BoolArray:
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return np.asarray(inside, bool)


def _ranges_of_box(west: float, south: float, east: float, north: float) -> IntArray:
    """Cover a box with the key ranges of 8 x 8 tiles or a few more, ascending."""
    z = min(level_around(west, south, east, north) + 3, BITS)
    ranges = tile_ranges(z, *tiles_of_box(west, south, east, north, z))
    return ranges[np.argsort(ranges[:, 0])]
