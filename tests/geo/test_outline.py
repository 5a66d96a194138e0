from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.areas import metres_between
from geo.outline import outline

MARGIN = 30.0
PLACES = st.lists(
    st.tuples(st.floats(107.9, 108.1), st.floats(25.95, 26.05)), min_size=1, max_size=60
)


@given(places=PLACES, pulled=st.sampled_from([1.0, 0.1, 0.001, 0.0]))
def test_everybody_is_inside_with_room_around(
    places: list[tuple[float, float]], pulled: float
) -> None:
    lon, lat = np.array(places).T
    # Pulled together they are a county, a village, a house, one point.
    lon, lat = 108.0 + (lon - 108.0) * pulled, 26.0 + (lat - 26.0) * pulled
    area = outline(lon, lat, margin_m=MARGIN)
    assert area.is_valid
    assert isinstance(area, shapely.MultiPolygon)
    assert shapely.contains_xy(area, lon, lat).all()
    border = shapely.boundary(area)
    for x, y in zip(lon, lat, strict=True):
        near = shapely.shortest_line(shapely.Point(x, y), border).coords[1]
        assert metres_between(x, y, near[0], near[1]) > MARGIN / 2


def test_villages_apart_have_areas_of_their_own() -> None:
    lon = np.array([108.0, 108.001, 108.1, 108.101])
    area = outline(lon, np.full(4, 26.0), margin_m=MARGIN)
    assert len(area.geoms) == 2


def test_a_bend_is_followed() -> None:
    way = np.linspace(0.0, 0.02, 60)
    lon = 108.0 + np.concatenate([way, np.zeros(60)])
    lat = 26.0 + np.concatenate([np.zeros(60), way])
    area = outline(lon, lat, margin_m=MARGIN)
    hull = shapely.convex_hull(shapely.multipoints(np.column_stack((lon, lat))))
    assert area.area < 0.6 * hull.area


def test_one_customer_has_a_small_area() -> None:
    (area,) = outline(108.0, 26.0, margin_m=MARGIN).geoms
    west, south, east, north = area.bounds
    wide, high = metres_between([west, west], [26.0, south], [east, west], [26.0, north])
    assert wide == pytest.approx(high, rel=0.03)
    assert 2 * MARGIN < wide < 5 * MARGIN


def test_nobody_is_nowhere() -> None:
    assert outline([], [], margin_m=MARGIN).is_empty
