from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.areas import NO_CELL, cell_of, label_point, line_length_m, metres_between
from geo.cover import BadArea
from tests.geo.shapes import LEISHAN, areas, points_about

if TYPE_CHECKING:
    from pathlib import Path

    from geo.cover import Area


@given(data=st.data(), cells=st.lists(areas(), min_size=1, max_size=8))
def test_the_first_cell_that_holds_a_point_gets_it(data: st.DataObject, cells: list[Area]) -> None:
    x, y = data.draw(points_about(cells[0], most=60))
    inside = shapely.covers(np.array(cells)[:, None], shapely.points(x, y)[None, :])
    expected = np.where(inside.any(axis=0), inside.argmax(axis=0), NO_CELL)
    assert cell_of(x, y, np.array(cells)).tolist() == expected.tolist()


def test_every_point_of_a_grid_has_exactly_one_cell_even_on_the_edges() -> None:
    lines = np.linspace(108.0, 108.4, 5)
    cells = np.array(
        [shapely.box(x, y - 82.0, x + 0.1, y - 81.9) for x in lines[:4] for y in lines[:4]]
    )
    cells = shapely.set_precision(cells, 1e-6)
    x, y = np.meshgrid(np.arange(81) * 5000 + 108_000_000, np.arange(81) * 5000 + 26_000_000)
    found = cell_of(x.ravel() / 1e6, y.ravel() / 1e6, cells)
    assert (found != NO_CELL).all()
    assert cell_of([108.1], [26.1], cells).tolist() == [0]  # a corner of four


def test_missing_points_and_missing_cells_are_passed_over() -> None:
    cells = np.array([None, shapely.box(0, 0, 1, 1)])
    found = cell_of([0.5, np.nan, 0.5, 500.0], [0.5, 0.5, np.nan, 0.5], cells)
    assert found.tolist() == [1, NO_CELL, NO_CELL, NO_CELL]
    assert cell_of([0.5], [0.5], np.array([], dtype=object)).tolist() == [NO_CELL]
    assert cell_of([], [], cells).tolist() == []
    assert cell_of([0.5], [0.5], np.array([None])).tolist() == [NO_CELL]


def test_a_tangled_cell_is_refused() -> None:
    tangled = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    with pytest.raises(BadArea):
        cell_of([0.5], [0.5], np.array([tangled]))


def test_community_areas_hold_what_shapely_says(shared_data: Path) -> None:
    path = shared_data / "issues" / "chicago_community_areas.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    cells = np.array([shapely.geometry.shape(feature["geometry"]) for feature in features])
    west, south, east, north = shapely.total_bounds(cells)
    x, y = np.random.default_rng(0).uniform((west, south), (east, north), (20_000, 2)).T
    tree = shapely.STRtree(cells)
    points, holders = tree.query(shapely.points(x, y), predicate="intersects")
    expected = np.full(len(x), NO_CELL)
    order = np.argsort(holders, kind="stable")[::-1]
    expected[points[order]] = holders[order]
    assert cell_of(x, y, cells).tolist() == expected.tolist()
    assert (expected != NO_CELL).sum() > 5000


@given(area=areas())
def test_labels_stand_inside(area: Area) -> None:
    label = label_point(area)
    parts = shapely.get_parts(area)
    assert shapely.contains(parts[np.argmax(shapely.area(parts))], label)


def test_labels_stand_in_the_middle_where_there_is_room() -> None:
    assert label_point(shapely.box(0, 0, 10, 2)).coords[0] == (5.0, 1.0)
    horseshoe = shapely.Polygon([(0, 0), (9, 0), (9, 9), (6, 9), (6, 2), (3, 2), (3, 9), (0, 9)])
    assert not horseshoe.contains(horseshoe.centroid)
    label = label_point(horseshoe)
    assert horseshoe.contains(label)
    assert shapely.distance(label, horseshoe.boundary) > 1.0


def test_distances_are_those_of_the_ellipsoid() -> None:
    # One minute of latitude is a nautical mile of 1852 m, to some metres; a degree on the
    # equator is 111.32 km.
    assert float(metres_between(0.0, 45.0, 0.0, 45.0 + 1 / 60)) == pytest.approx(1852.0, abs=3.0)
    assert float(metres_between(0.0, 0.0, 1.0, 0.0)) == pytest.approx(111_319.5, abs=0.1)
    many = metres_between(*LEISHAN, [108.08, np.nan], [26.38, 26.0])
    assert many[0] == 0.0
    assert np.isnan(many[1])


@given(
    vertices=st.lists(
        st.tuples(st.floats(107.0, 109.0), st.floats(25.0, 27.0)), min_size=2, max_size=10
    )
)
def test_a_line_is_as_long_as_its_pieces(vertices: list[tuple[float, float]]) -> None:
    x, y = np.array(vertices).T
    pieces = float(metres_between(x[:-1], y[:-1], x[1:], y[1:]).sum())
    assert line_length_m(shapely.LineString(vertices)) == pytest.approx(pieces)
    both = shapely.MultiLineString([vertices, vertices])
    assert line_length_m(both) == pytest.approx(2 * pieces)
