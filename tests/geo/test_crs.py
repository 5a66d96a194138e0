from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geo.areas import metres_between
from geo.crs import (
    WGS84,
    CoordinateSystem,
    NotConvertible,
    UnknownCoordinateSystem,
    UnsuitableCoordinateSystem,
)
from geo.datum import Datum, wgs84_to_bd09, wgs84_to_gcj02

GAUSS_KRUEGER = "EPSG:4545"  # CGCS2000, 3 degrees, central meridian 108 E


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("wgs84", Datum.WGS84),
        ("WGS-84", Datum.WGS84),
        ("EPSG:4326", Datum.WGS84),
        ("cgcs2000", Datum.WGS84),
        ("epsg:4490", Datum.WGS84),
        ("gcj02", Datum.GCJ02),
        (" GCJ-02 ", Datum.GCJ02),
        ("bd09", Datum.BD09),
        ("BD-09", Datum.BD09),
    ],
)
def test_names_of_datums(text: str, datum: Datum) -> None:
    assert CoordinateSystem.parse(text).datum is datum


def test_epsg_codes_come_with_or_without_their_prefix() -> None:
    assert CoordinateSystem.parse("4545") == CoordinateSystem.parse("EPSG:4545")
    assert CoordinateSystem.parse("EPSG:4545").epsg == 4545
    assert str(CoordinateSystem.parse("4545").name) == "EPSG:4545"


@pytest.mark.parametrize("text", ["", "EPSG:", "EPSG:999999", "mercator", "gcj03", "45 45 degrees"])
def test_unknown_names_are_told_with_examples(text: str) -> None:
    with pytest.raises(UnknownCoordinateSystem) as caught:
        CoordinateSystem.parse(text)
    assert caught.value.facts["given"] == text
    assert "EPSG:4545" in str(caught.value.facts["examples"])


@pytest.mark.parametrize("text", ["EPSG:5773", "EPSG:4978", "EPSG:4979"])
def test_heights_and_solids_are_no_map(text: str) -> None:
    with pytest.raises(UnsuitableCoordinateSystem) as caught:
        CoordinateSystem.parse(text)
    assert caught.value.facts["given"] == text


def test_x_is_the_easting_although_the_system_says_otherwise() -> None:
    lon, lat = CoordinateSystem.parse(GAUSS_KRUEGER).to_wgs84(500_000.0, 2_900_000.0)
    assert float(lon) == pytest.approx(108.0, abs=1e-9)
    assert 26.0 < float(lat) < 26.5


@given(lon=st.floats(106.6, 109.4), lat=st.floats(20.0, 45.0))
def test_projected_cgcs2000_comes_back_to_the_same_degrees(lon: float, lat: float) -> None:
    forward = Transformer.from_crs("EPSG:4490", GAUSS_KRUEGER, always_xy=True)
    x, y = CoordinateSystem.parse(GAUSS_KRUEGER).to_wgs84(*forward.transform(lon, lat))
    assert float(metres_between(x, y, lon, lat)) < 0.001


def test_chinese_datums_are_undone() -> None:
    lon, lat = np.array([108.08, 108.3]), np.array([26.38, 26.1])
    for name, shift in (("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09)):
        x, y = CoordinateSystem.parse(name).to_wgs84(*shift(lon, lat))
        assert metres_between(x, y, lon, lat).max() < 0.5


def test_only_systems_without_a_known_shift_say_so() -> None:
    assert CoordinateSystem.parse(GAUSS_KRUEGER).shift_known
    assert CoordinateSystem.parse("EPSG:32649").shift_known
    assert not CoordinateSystem.parse("EPSG:2343").shift_known  # Xian 1980


def test_missing_stays_missing() -> None:
    lon, lat = CoordinateSystem.parse(GAUSS_KRUEGER).to_wgs84([np.nan, 500_000.0], [1.0, 2.9e6])
    assert np.isnan([lon[0], lat[0]]).all()
    assert np.isfinite([lon[1], lat[1]]).all()


def test_positions_beyond_the_projection_are_counted_and_shown() -> None:
    with pytest.raises(NotConvertible) as caught:
        CoordinateSystem.parse(GAUSS_KRUEGER).to_wgs84([5e5, 1e30, 1e31], [2.9e6, 1e32, 1e32])
    assert caught.value.facts["count"] == 2
    assert caught.value.facts["positions"] == "1, 2"
    assert caught.value.facts["x"] == "1e+30"


def test_geometries_keep_their_kind_and_their_gaps() -> None:
    shapes = np.array([shapely.Point(5e5, 2.9e6), None, shapely.box(5e5, 2.9e6, 5.01e5, 2.901e6)])
    point, missing, area = CoordinateSystem.parse(GAUSS_KRUEGER).geometries_to_wgs84(shapes)
    assert point.x == pytest.approx(108.0)
    assert missing is None
    assert area.is_valid
    assert 108.0 < area.centroid.x < 108.02


def test_wgs84_changes_nothing() -> None:
    shapes = np.array([shapely.box(108.0, 26.0, 108.1, 26.1)])
    assert WGS84.geometries_to_wgs84(shapes)[0].equals(shapes[0])
