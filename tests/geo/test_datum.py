from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.areas import metres_between
from geo.datum import (
    Datum,
    bd09_to_gcj02,
    bd09_to_wgs84,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    is_shifted,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import ArrayLike

    from geo.datum import Pair

    Conversion = Callable[[ArrayLike, ArrayLike], Pair]

# Far enough from the rectangle's edge that no shift crosses it.
in_china = st.tuples(st.floats(72.1, 137.7), st.floats(0.9, 55.7))
abroad = st.tuples(st.floats(-180.0, 72.0), st.floats(-90.0, 90.0))

there_and_back: list[tuple[Conversion, Conversion]] = [
    (wgs84_to_gcj02, gcj02_to_wgs84),
    (gcj02_to_bd09, bd09_to_gcj02),
    (wgs84_to_bd09, bd09_to_wgs84),
]


def vectors(shared_data: Path) -> np.ndarray:
    path = shared_data / "geometry" / "gcj02_vectors.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["vectors"]
    return np.array([row[:4] for row in rows], float).T


def test_forward_meets_the_published_vectors(shared_data: Path) -> None:
    lat, lon, gcj_lat, gcj_lon = vectors(shared_data)
    x, y = wgs84_to_gcj02(lon, lat)
    assert np.abs(x - gcj_lon).max() < 1e-6
    assert np.abs(y - gcj_lat).max() < 1e-6


def test_inverse_meets_the_published_vectors_within_half_a_metre(shared_data: Path) -> None:
    lat, lon, gcj_lat, gcj_lon = vectors(shared_data)
    x, y = gcj02_to_wgs84(gcj_lon, gcj_lat)
    assert metres_between(x, y, lon, lat).max() < 0.5


@pytest.mark.parametrize(("forward", "back"), there_and_back)
@given(place=in_china)
def test_there_and_back_is_exact(
    forward: Conversion, back: Conversion, place: tuple[float, float]
) -> None:
    x, y = back(*forward(*place))
    assert abs(float(x) - place[0]) < 1e-9
    assert abs(float(y) - place[1]) < 1e-9


@given(place=in_china)
def test_shifts_have_the_length_that_the_guard_counts_on(place: tuple[float, float]) -> None:
    gcj02 = metres_between(*wgs84_to_gcj02(*place), *place)
    bd09 = metres_between(*wgs84_to_bd09(*place), *place)
    assert 1.0 < float(gcj02) < 1500.0
    assert 100.0 < float(bd09) < 2500.0


@given(place=abroad)
def test_abroad_nothing_moves(place: tuple[float, float]) -> None:
    for forward, back in there_and_back:
        assert tuple(map(float, forward(*place))) == place
        assert tuple(map(float, back(*place))) == place


def test_the_rectangle_includes_its_edges() -> None:
    lon, lat = [72.004, 137.8347, 72.0039, 100.0, 100.0], [30.0, 30.0, 30.0, 0.8293, 55.8272]
    assert is_shifted(lon, lat).tolist() == [True, True, False, True, False]


def test_missing_numbers_stay_missing_and_the_input_is_left_alone() -> None:
    lon, lat = np.array([np.nan, 108.08]), np.array([26.38, np.nan])
    x, y = gcj02_to_wgs84(lon, lat)
    assert np.isnan(x[0])
    assert np.isnan(y[1])
    lon, lat = np.array([108.08]), np.array([26.38])
    wgs84_to_gcj02(lon, lat)
    assert (lon[0], lat[0]) == (108.08, 26.38)


def test_arrays_keep_their_shape() -> None:
    lon, lat = np.full((2, 3), 108.08), np.full((2, 3), 26.38)
    x, y = wgs84_to_gcj02(lon, lat)
    assert x.shape == y.shape == (2, 3)
    assert wgs84_to_gcj02(108.08, 26.38)[0].shape == ()


@pytest.mark.parametrize("datum", Datum)
def test_each_datum_has_its_way_to_wgs84_and_back(datum: Datum) -> None:
    x, y = to_wgs84(*from_wgs84(108.08, 26.38, datum), datum)
    assert float(x) == pytest.approx(108.08, abs=1e-9)
    assert float(y) == pytest.approx(26.38, abs=1e-9)


def test_leishan_is_shifted_by_about_560_metres_to_the_south_east() -> None:
    x, y = wgs84_to_gcj02(108.08, 26.38)
    assert 500.0 < float(metres_between(x, y, 108.08, 26.38)) < 620.0
    assert x > 108.08
    assert y < 26.38
