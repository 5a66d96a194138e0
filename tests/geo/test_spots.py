"""Marks that crowd: one stands for all of a square, and it is the foremost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.spots import Spots
from geo.zorder import tile_of
from tests.geo.shapes import LEISHAN

if TYPE_CHECKING:
    from geo.arrays import FloatArray


def places(seed: int, count: int, spread: float) -> tuple[FloatArray, FloatArray]:
    """Return places around Leishan, some of them twice and some of them nowhere."""
    generator = np.random.default_rng(seed)
    x, y = (generator.normal(0.0, spread, (count, 2)) + LEISHAN).T
    again = generator.integers(0, max(count, 1), count // 4)
    x[: len(again)], y[: len(again)] = x[again], y[again]
    x[generator.random(count) < 0.1] = np.nan
    return x, y


@given(
    seed=st.integers(0, 2**32),
    count=st.integers(0, 200),
    spread=st.sampled_from([1e-5, 0.01, 0.5]),
    level=st.integers(0, 34),
    share=st.sampled_from([0.3, 1.0]),
)
def test_of_each_square_the_foremost_stands_for_all(
    seed: int, count: int, spread: float, level: int, share: float
) -> None:
    x, y = places(seed, count, spread)
    generator = np.random.default_rng(seed)
    order = generator.permutation(count)
    spots = Spots.of(x, y, order)
    at = np.flatnonzero(generator.random(len(spots)) < share)
    first, n = spots.foremost(at, level)
    rank = {int(row): place for place, row in enumerate(order)}
    squares: dict[tuple[int, int], list[int]] = {}
    for row in spots.row[at].tolist():
        column, line = tile_of(x[row], y[row], min(level, 31))
        squares.setdefault((int(column), int(line)), []).append(row)
    expected = {min(rows, key=rank.__getitem__): len(rows) for rows in squares.values()}
    assert dict(zip(spots.row[first].tolist(), n.tolist(), strict=True)) == expected
    assert n.sum() == len(at)


@given(seed=st.integers(0, 2**32), count=st.integers(0, 200))
def test_what_is_in_a_box_and_what_has_no_place(seed: int, count: int) -> None:
    x, y = places(seed, count, 0.01)
    spots = Spots.of(x, y)
    assert sorted(spots.row.tolist()) == np.flatnonzero(~np.isnan(x)).tolist()
    assert (np.diff(spots.key) >= 0).all()
    west, south = LEISHAN
    found = spots.row[spots.inside(west, south, west + 0.01, south + 0.02)]
    inside = (x >= west) & (x <= west + 0.01) & (y >= south) & (y <= south + 0.02)
    assert sorted(found.tolist()) == np.flatnonzero(inside).tolist()
