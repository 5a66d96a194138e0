from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import Datum, from_wgs84, wgs84_to_gcj02
from geo.guard import looks_like_gcj02, offset_towards
from geo.suspicion import reread
from tests.geo.shapes import LEISHAN

if TYPE_CHECKING:
    from geo.arrays import FloatArray

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


@given(bureau=convincing, datum=shifting)
def test_customers_that_were_converted_by_mistake_are_suspected_of_being_plain(
    bureau: Bureau, datum: Datum
) -> None:
    lon, lat = reread(bureau.lon, bureau.lat, Datum.WGS84, datum)
    anchors = bureau.anchor_lon, bureau.anchor_lat
    suspicion = looks_like_gcj02(lon, lat, *anchors, taken=datum)
    assert suspicion is not None
    assert suspicion.datum is Datum.WGS84
    rightly = reread(*from_wgs84(bureau.lon, bureau.lat, datum), Datum.WGS84, datum)
    assert looks_like_gcj02(*rightly, *anchors, taken=datum) is None
