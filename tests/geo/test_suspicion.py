from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas import cell_of
from geo.datum import Datum, from_wgs84, wgs84_to_gcj02
from geo.guard import (
    areas_look_like_gcj02,
    looks_like_gcj02,
    looks_like_gcj02_by_areas,
    offset_towards,
)
from tests.geo.shapes import LEISHAN

if TYPE_CHECKING:
    from geo.arrays import FloatArray, GeometryArray, IntArray

    County = tuple[FloatArray, FloatArray, GeometryArray, IntArray]

METRES_A_DEGREE = 111_195.0
shifting = st.sampled_from([Datum.GCJ02, Datum.BD09])


class Bureau(NamedTuple):
    """Customers scattered around transformers; all arrays have one row a customer."""

    lon: FloatArray
    lat: FloatArray
    anchor_lon: FloatArray
    anchor_lat: FloatArray


@st.composite
def bureaus(
    draw: st.DrawFn, fewest: int = 1, west: float = 80.0, spread: tuple[float, float] = (200, 800)
) -> Bureau:
    """Draw a county in China; customers lie ``spread`` metres around at least ``fewest`` places.

    Transformers themselves stand some 100 m off the middle of their customers, each its own way.
    """
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    places, most = draw(st.integers(fewest, 400)), draw(st.integers(1, 40))
    corner = np.array([draw(st.floats(west, 122.0)), draw(st.floats(20.0, 45.0))])
    anchors = generator.uniform(corner, corner + 0.6, (places, 2))
    place = np.repeat(np.arange(places), generator.integers(1, most + 1, places))
    scatter_m = draw(st.floats(*spread))
    off_m = generator.normal(0.0, 100.0, (places, 2))[place]
    off_m += generator.normal(0.0, scatter_m, (len(place), 2))
    degrees = off_m / METRES_A_DEGREE
    degrees[:, 0] /= np.cos(np.radians(anchors[place, 1]))
    points = anchors[place] + degrees
    return Bureau(points[:, 0], points[:, 1], anchors[place, 0], anchors[place, 1])


# East of 108 E the shift is 430 m and more; in the west of China it can be below 100 m.
convincing = bureaus(fewest=250, west=108.0)


@given(bureau=bureaus())
def test_genuine_customers_are_never_suspected(bureau: Bureau) -> None:
    assert looks_like_gcj02(*bureau) is None


@given(bureau=bureaus(spread=(800, 3000)))
def test_nor_are_customers_scattered_widely(bureau: Bureau) -> None:
    assert looks_like_gcj02(*bureau) is None


@given(bureau=convincing, datum=shifting)
def test_customers_in_another_datum_are_suspected_of_it(bureau: Bureau, datum: Datum) -> None:
    lon, lat = from_wgs84(bureau.lon, bureau.lat, datum)
    suspicion = looks_like_gcj02(lon, lat, bureau.anchor_lon, bureau.anchor_lat)
    assert suspicion is not None
    assert suspicion.datum is datum
    assert suspicion.observed.metres == pytest.approx(suspicion.expected.metres, abs=250.0)
    assert suspicion.remaining_metres < 200.0
    assert suspicion.places >= 250


@given(bureau=bureaus(), datum=shifting)
def test_both_sides_in_one_datum_cannot_be_told(bureau: Bureau, datum: Datum) -> None:
    points = from_wgs84(bureau.lon, bureau.lat, datum)
    anchors = from_wgs84(bureau.anchor_lon, bureau.anchor_lat, datum)
    assert looks_like_gcj02(*points, *anchors) is None


@given(bureau=convincing, datum=shifting)
def test_transformers_in_another_datum_are_found_by_asking_the_other_way(
    bureau: Bureau, datum: Datum
) -> None:
    anchors = from_wgs84(bureau.anchor_lon, bureau.anchor_lat, datum)
    assert looks_like_gcj02(bureau.lon, bureau.lat, *anchors) is None
    suspicion = looks_like_gcj02(*anchors, bureau.lon, bureau.lat)
    assert suspicion is not None
    assert suspicion.datum is datum


def test_one_large_place_cannot_outvote_the_others() -> None:
    generator = np.random.default_rng(4)
    anchors = generator.uniform((107.8, 26.1), (108.3, 26.6), (40, 2))
    place = np.concatenate((np.arange(40), np.zeros(5000, np.int64)))
    points = anchors[place] + generator.normal(0.0, 0.003, (len(place), 2))
    points[40:] = np.column_stack(wgs84_to_gcj02(points[40:, 0], points[40:, 1]))
    assert looks_like_gcj02(*points.T, *anchors[place].T) is None


def test_a_real_one_sided_settlement_pattern_is_not_the_shift() -> None:
    """Villages on the sunny slope, all 400 m north of their transformer, are no datum."""
    generator = np.random.default_rng(5)
    anchors = generator.uniform((107.8, 26.1), (108.3, 26.6), (300, 2))
    north = np.array([0.0, 400.0 / METRES_A_DEGREE])
    points = anchors + north + generator.normal(0.0, 0.002, (300, 2))
    assert looks_like_gcj02(*points.T, *anchors.T) is None


def test_outside_china_there_is_nothing_to_suspect() -> None:
    anchors = np.random.default_rng(6).uniform((9.0, 47.0), (10.0, 48.0), (100, 2))
    points = anchors + np.array([0.005, -0.003])
    assert looks_like_gcj02(*points.T, *anchors.T) is None


def test_no_pairs_prove_nothing() -> None:
    assert looks_like_gcj02([], [], [], []) is None
    assert looks_like_gcj02([np.nan], [26.0], [108.0], [26.0]) is None


def test_offset_has_length_direction_and_consistency() -> None:
    anchors = np.tile(LEISHAN, (50, 1))
    east = offset_towards(anchors[:, 0] + 0.005, anchors[:, 1], *anchors.T)
    assert east.metres == pytest.approx(498.0, abs=2.0)
    assert east.bearing == pytest.approx(90.0, abs=0.01)
    assert east.consistency == pytest.approx(1.0)
    assert east.n == 50
    angles = np.linspace(0.0, 2.0 * np.pi, 50, endpoint=False)
    around = anchors + 0.01 * np.column_stack((np.cos(angles), np.sin(angles)))
    assert offset_towards(*around.T, *anchors.T).consistency < 0.1
    assert offset_towards([], [], [], []).n == 0


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
