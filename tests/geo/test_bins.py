from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.points import PointIndex
from geo.zorder import tile_of
from tests.geo.shapes import LEISHAN, areas, points_about

if TYPE_CHECKING:
    from geo.arrays import BoolArray, ByteArray
    from geo.bins import Bins
    from geo.cover import Area


def slow_bins(
    index: PointIndex, rows: slice, z: int, bits: int, mask: BoolArray, urgency: ByteArray
) -> dict[tuple[int, int], tuple[int, int]]:
    """Gather point by point: bin to count and worst urgency."""
    counts: Counter[tuple[int, int]] = Counter()
    worst: dict[tuple[int, int], int] = defaultdict(int)
    u, v = tile_of(index.x, index.y, z + bits)
    side = 2**bits
    for row in range(rows.start, rows.stop):
        if mask[row]:
            place = int(u[row]) % side, int(v[row]) % side
            counts[place] += 1
            worst[place] = max(worst[place], int(urgency[row]))
    return {place: (n, worst[place]) for place, n in counts.items()}


def as_dict(bins: Bins) -> dict[tuple[int, int], tuple[int, int]]:
    columns = (bins.u, bins.v, bins.n, bins.worst["urgency"])
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return {(u, v): (n, worst) for u, v, n, worst in rows}


@given(
    data=st.data(),
    area=areas(),
    z=st.integers(0, 20),
    bits=st.integers(0, 7),
    share=st.sampled_from([0.3, None]),
)
def test_bins_are_those_of_counting_point_by_point(
    data: st.DataObject, area: Area, z: int, bits: int, share: float | None
) -> None:
    x, y = data.draw(points_about(area))
    index = PointIndex.build(x, y, np.arange(len(x)), {})[0]
    generator = np.random.default_rng(len(x))
    urgency = generator.integers(0, 6, len(x)).astype(np.uint8)
    mask = generator.random(len(x)) < (share or 1.0)
    tile = (int(number[0]) for number in tile_of(index.x, index.y, z))
    rows = index.slice_of_tile(z, *tile)
    bins = index.bins(rows, z, bits, mask if share else None, {"urgency": urgency})
    assert as_dict(bins) == slow_bins(index, rows, z, bits, mask, urgency)
    assert len(as_dict(bins)) == len(bins.n)
    assert bins.per_side == 2**bits


@pytest.mark.parametrize("bits", [0, 3, 6])
def test_many_points_in_few_bins_take_the_other_way(bits: int) -> None:
    generator = np.random.default_rng(2)
    x, y = (generator.normal(0.0, 0.03, (20_000, 2)) + LEISHAN).T
    index = PointIndex.build(x, y, np.arange(20_000), {})[0]
    urgency = generator.integers(0, 6, 20_000).astype(np.uint8)
    mask = generator.random(20_000) < 0.01
    rows = index.slice_of_tile(10, 819, 434)
    bins = index.bins(rows, 10, bits, mask, {"urgency": urgency})
    assert as_dict(bins) == slow_bins(index, rows, 10, bits, mask, urgency)
    assert index.bins(rows, 10, bits).n.sum() == rows.stop - rows.start


def test_an_empty_tile_has_no_bins() -> None:
    index = PointIndex.build([108.08], [26.38], [0], {})[0]
    empty = index.slice_of_tile(10, 0, 0)
    bins = index.bins(empty, 10, 6, np.array([True]), {"urgency": np.array([5], np.uint8)})
    assert len(bins.u) == len(bins.v) == len(bins.n) == len(bins.worst["urgency"]) == 0


def test_at_the_deepest_level_a_tile_is_one_bin() -> None:
    index = PointIndex.build([108.08, 108.08], [26.38, 26.38], [0, 1], {})[0]
    x, y = (int(number) for number in tile_of(108.08, 26.38, 31))
    bins = index.bins(index.slice_of_tile(31, x, y), 31, 6)
    assert (bins.per_side, bins.n.tolist()) == (1, [2])


@pytest.mark.parametrize("share", [None, 0.3])
def test_the_middle_of_a_bin_is_one_of_the_points_that_it_counts(share: float | None) -> None:
    generator = np.random.default_rng(3)
    x, y = (generator.normal(0.0, 0.05, (3_000, 2)) + LEISHAN).T
    index = PointIndex.build(x, y, np.arange(3_000), {})[0]
    mask = None if share is None else generator.random(3_000) < share
    rows = index.slice_of_tile(10, 819, 434)
    bins = index.bins(rows, 10, 5, mask)
    middle = bins.middle + rows.start
    u, v = tile_of(index.x[middle], index.y[middle], 15)
    assert (u % 32).tolist() == bins.u.tolist()
    assert (v % 32).tolist() == bins.v.tolist()
    assert mask is None or mask[middle].all()
