from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas import NO_CELL, cell_of
from geo.datum import Datum, from_wgs84
from geo.guard import (
    areas_look_like_gcj02,
    areas_look_like_gcj02_by_position,
    looks_like_gcj02_by_areas,
    looks_like_gcj02_by_position,
)
from geo.suspicion import reread
from tests.geo.shapes import LEISHAN

if TYPE_CHECKING:
    from geo.area_suspicion import AreaSuspicion
    from geo.arrays import FloatArray, GeometryArray, IntArray

    County = tuple[FloatArray, FloatArray, GeometryArray, IntArray]
    Points = tuple[FloatArray, FloatArray]

KILOMETRE = 1.0 / 111.195
shifting = st.sampled_from([Datum.GCJ02, Datum.BD09])
seeds = st.integers(0, 2**32)


def county(size: float, seed: int, n: int = 1500) -> County:
    """Make 8 x 8 cells of ``size`` degrees, customers in clusters, and the cell of each."""
    generator = np.random.default_rng(seed)
    steps = np.arange(8) * size
    west, south = LEISHAN
    corners = [(west + x, south + y) for x in steps for y in steps]
    cells = np.array([shapely.box(x, y, x + size, y + size) for x, y in corners])
    villages = generator.uniform(LEISHAN, np.array(LEISHAN) + 8 * size, (150, 2))
    points = villages[generator.integers(0, 150, n)] + generator.normal(0.0, size / 20, (n, 2))
    x, y = points.T
    return x, y, cells, cell_of(x, y, cells)


@settings(max_examples=50)
@given(seed=st.integers(0, 1000), size=st.sampled_from([0.01, 0.03, 0.06]), datum=shifting)
def test_points_outside_the_cells_they_claim_are_suspected(
    seed: int, size: float, datum: Datum
) -> None:
    x, y, cells, owner = county(size, seed)
    shifted = from_wgs84(x, y, datum)
    suspicion = looks_like_gcj02_by_areas(shifted[0], shifted[1], owner, cells)
    assert suspicion is not None
    assert suspicion.datum is datum
    assert suspicion.inside_as_is < suspicion.inside_converted == 1.0
    assert suspicion.n == (owner >= 0).sum()


@settings(max_examples=50)
@given(
    seed=st.integers(0, 1000),
    size=st.sampled_from([0.01, 0.03, 0.06]),
    careless=st.floats(0.0, 0.5),
)
def test_genuine_points_are_not_even_where_many_claim_a_wrong_cell(
    seed: int, size: float, careless: float
) -> None:
    x, y, cells, owner = county(size, seed)
    generator = np.random.default_rng(seed)
    wrong = generator.random(len(owner)) < careless
    owner[wrong] = generator.integers(0, len(cells), wrong.sum())
    assert looks_like_gcj02_by_areas(x, y, owner, cells) is None
    assert areas_look_like_gcj02(x, y, owner, cells) is None


@settings(max_examples=50)
@given(seed=st.integers(0, 1000), datum=shifting)
def test_cells_in_another_datum_are_found_by_asking_the_other_way(seed: int, datum: Datum) -> None:
    x, y, cells, owner = county(0.03, seed)
    shifted = shapely.transform(
        cells, lambda at: np.column_stack(from_wgs84(at[:, 0], at[:, 1], datum))
    )
    assert looks_like_gcj02_by_areas(x, y, owner, shifted) is None
    suspicion = areas_look_like_gcj02(x, y, owner, shifted)
    assert suspicion is not None
    assert suspicion.datum is datum


def test_points_that_claim_no_area_prove_nothing() -> None:
    x, y, cells, owner = county(0.03, 1)
    assert looks_like_gcj02_by_areas(x, y, np.full_like(owner, -1), cells) is None
    assert looks_like_gcj02_by_areas([], [], [], cells) is None


def squares(columns: int, rows: int, kilometres: float) -> GeometryArray:
    """Make cells side by side, to be filled with points."""
    side = kilometres * KILOMETRE
    west, south = LEISHAN
    corners = [(west + n * side, south + m * side) for n in range(columns) for m in range(rows)]
    return np.array([shapely.box(x, y, x + side, y + side) for x, y in corners])


def scattered(cells: GeometryArray, count: int, seed: int, margin: float = 0.0) -> Points:
    """Scatter points evenly over the cells and a margin (kilometres) around them."""
    west, south, east, north = shapely.total_bounds(cells)
    off = margin * KILOMETRE
    low, high = (west - off, south - off), (east + off, north + off)
    x, y = np.random.default_rng(seed).uniform(low, high, (count, 2)).T
    return x, y


def in_villages(cells: GeometryArray, count: int, villages: int, seed: int) -> Points:
    generator = np.random.default_rng(seed)
    x, y = scattered(cells, villages, seed, margin=0.5)
    at = generator.integers(0, villages, count)
    return (
        x[at] + generator.normal(0.0, 0.2 * KILOMETRE, count),
        y[at] + generator.normal(0.0, 0.2 * KILOMETRE, count),
    )


def either(points: Points, cells: GeometryArray) -> AreaSuspicion | None:
    """Ask about both sides."""
    own = looks_like_gcj02_by_position(*points, cells)
    return own or areas_look_like_gcj02_by_position(*points, cells)


def left(points: Points, cells: GeometryArray) -> int:
    return int((cell_of(*points, cells) == NO_CELL).sum())


@settings(max_examples=60)
@given(seed=seeds)
def test_forty_points_in_two_cells_are_suspected_where_six_of_them_left(seed: int) -> None:
    cells = squares(2, 1, 3.0)
    shifted = from_wgs84(*scattered(cells, 40, seed), Datum.GCJ02)
    suspicion = looks_like_gcj02_by_position(*shifted, cells)
    gone = left(shifted, cells)
    spots = {(int(x / 0.01), int(y / 0.01)) for x, y in zip(*shifted, strict=True)
             if cell_of([x], [y], cells)[0] == NO_CELL}  # fmt: skip
    if gone >= 6 and len(spots) >= 4:
        assert suspicion is not None
        assert suspicion.datum is Datum.GCJ02
        assert suspicion.inside_converted == 1.0
        assert suspicion.n == 40
    else:
        assert suspicion is None


@settings(max_examples=30)
@given(seed=seeds, datum=shifting, count=st.sampled_from([500, 3_000]))
def test_more_points_are_suspected_always_and_of_the_right_datum(
    seed: int, datum: Datum, count: int
) -> None:
    cells = squares(3, 2, 3.0)
    points = scattered(cells, count, seed)
    suspicion = looks_like_gcj02_by_position(*from_wgs84(*points, datum), cells)
    assert suspicion is not None
    assert suspicion.datum is datum
    drawn = shapely.transform(
        cells, lambda at: np.column_stack(from_wgs84(at[:, 0], at[:, 1], datum))
    )
    assert looks_like_gcj02_by_position(*points, drawn) is None
    other = areas_look_like_gcj02_by_position(*points, drawn)
    assert other is not None
    assert other.datum is datum


@settings(max_examples=150)
@given(
    seed=seeds,
    count=st.sampled_from([20, 40, 200, 2_000]),
    margin=st.sampled_from([0.0, 0.1, 0.3, 0.6, 2.0]),
)
def test_points_scattered_evenly_around_cells_are_never_suspected(
    seed: int, count: int, margin: float
) -> None:
    cells = squares(2, 1, 3.0)
    assert either(scattered(cells, count, seed, margin), cells) is None


@settings(max_examples=100)
@given(seed=seeds, gaps=st.floats(0.0, 0.7))
def test_cells_that_do_not_cover_everything_raise_no_alarm(seed: int, gaps: float) -> None:
    cells = squares(5, 5, 2.0)
    kept = np.random.default_rng(seed).random(25) >= gaps
    kept[seed % 25] = True
    assert either(in_villages(cells, 600, 60, seed), cells[kept]) is None


def test_over_many_seeds_genuine_bureaus_are_hardly_ever_suspected() -> None:
    """Of small bureaus whose few villages lie around two cells, some cannot be told apart."""
    cells = squares(2, 1, 3.0)
    wide = squares(6, 6, 3.0)
    small = sum(either(in_villages(cells, 60, 20, seed), cells) is not None for seed in range(200))
    large = sum(either(in_villages(wide, 400, 80, seed), wide) is not None for seed in range(60))
    assert small <= 4
    assert large == 0


@settings(max_examples=50)
@given(seed=seeds, count=st.sampled_from([5, 40, 500]))
def test_points_that_all_lie_inside_are_never_suspected(seed: int, count: int) -> None:
    cells = squares(2, 2, 3.0)
    assert either(scattered(cells, count, seed), cells) is None


def test_one_village_just_outside_is_no_shift() -> None:
    generator = np.random.default_rng(8)
    cells = squares(2, 1, 3.0)
    _, south, east, _ = shapely.total_bounds(cells)
    village = np.array([east + 0.3 * KILOMETRE, south + KILOMETRE])
    outside = village + generator.normal(0.0, 0.1 * KILOMETRE, (12, 2))
    middle = scattered(cells, 28, 8, margin=-0.8)
    points = np.concatenate((middle[0], outside[:, 0])), np.concatenate((middle[1], outside[:, 1]))
    assert either(points, cells) is None


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_points_converted_by_mistake_fit_better_without(datum: Datum) -> None:
    cells = squares(3, 2, 3.0)
    points = scattered(cells, 300, 2)
    wrongly = reread(*points, Datum.WGS84, datum)
    suspicion = looks_like_gcj02_by_position(*wrongly, cells, taken=datum)
    assert suspicion is not None
    assert suspicion.datum is Datum.WGS84
    rightly = reread(*from_wgs84(*points, datum), Datum.WGS84, datum)
    assert looks_like_gcj02_by_position(*rightly, cells, taken=datum) is None


def test_where_nothing_is_known_nothing_is_said() -> None:
    cells = squares(2, 1, 3.0)
    nowhere = np.full(9, np.nan)
    assert either((nowhere, nowhere), cells) is None
    assert either(scattered(cells, 40, 1), cells[:0]) is None
    chicago = np.array([shapely.box(-87.7, 41.8, -87.6, 41.9)])
    assert either((np.linspace(-87.8, -87.5, 50), np.full(50, 41.85)), chicago) is None
