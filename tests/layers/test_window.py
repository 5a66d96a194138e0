"""A rectangle of the map: where degrees come to lie, and what is cut off."""

import numpy as np
import pytest
import shapely

from geo import zorder
from layers.window import TILE_EXTENT, Window


def test_a_tile_spans_its_extent() -> None:
    west, south, east, north = zorder.tile_bounds(12, 3276, 1722)
    window = Window.of_tile(12, 3276, 1722, 0)
    x, y = window.locate(np.array([west, east]), np.array([north, south]))
    assert x == pytest.approx([0, TILE_EXTENT], abs=1e-3)
    assert y == pytest.approx([0, TILE_EXTENT], abs=1e-3)
    assert window.bounds() == pytest.approx((west, south, east, north))


def test_bounds_reach_out_by_the_margin() -> None:
    west, south, east, north = Window.of_tile(12, 3276, 1722, 64).bounds()
    x, y = Window.of_tile(12, 3276, 1722, 0).locate(
        np.array([west, east]), np.array([north, south])
    )
    assert x == pytest.approx([-64, TILE_EXTENT + 64], abs=1e-3)
    assert y == pytest.approx([-64, TILE_EXTENT + 64], abs=1e-3)


def test_rows_say_where_what_is_left_came_from() -> None:
    inside, outside = shapely.box(108.0, 26.0, 108.1, 26.1), shapely.box(10, 50, 11, 51)
    placed = Window.of_tile(0, 0, 0, 0).place([None, inside, shapely.Polygon()], 0)
    assert placed.rows.tolist() == [1]
    near = Window.of_tile(9, 409, 217, 0)
    assert near.place([outside, inside], 0).rows.tolist() == [1]
    assert near.place([], 0).rows.tolist() == []


def test_a_crossed_polygon_does_not_fill_the_window() -> None:
    window = Window(0.5, 0.5, 4096.0, 4096.0, 4096.0, 64.0)
    thin = np.array([(-199, 187), (0, 1), (0, 0), (70, -65)])
    lon = zorder.longitudes(0.5 + thin[:, 0] / 4096)
    lat = zorder.latitudes(0.5 + thin[:, 1] / 4096)
    for turned in (1, -1):
        crossed = shapely.Polygon(np.stack([lon, lat], axis=1)[::turned])
        placed = window.place([crossed], 0.1)
        assert shapely.area(placed.shapes).sum() < 300
