"""Layers of lines and polygons, read back by an independent decoder."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.geometry import shape

from layers import mvt
from layers.mvt import ShapeKind
from tests.layers.mvt.decoding import features, lonlat

TILE = (12, 3276, 1722)
ONE = np.array([1])
UNITS = st.integers(-3000, 7000)


def degrees(geometry: shapely.Geometry, tile: tuple[int, int, int] = TILE) -> shapely.Geometry:
    """Move a geometry from tile units to degrees."""
    return shapely.transform(geometry, lambda p: np.stack(lonlat(tile, p[:, 0], p[:, 1]), axis=1))


def polygons(geometries: list[Any], buffer: float = 64) -> bytes:
    """Encode polygons given in tile units, with ids from 1."""
    ids = np.arange(len(geometries)) + 1
    shapes = [geometry and degrees(geometry) for geometry in geometries]
    drawn = mvt.draw(shapes, *TILE, kind=ShapeKind.POLYGON, buffer=buffer)
    return mvt.drawn_layer("cells", drawn, ids, {})


def lines(geometries: list[Any], buffer: float = 64) -> bytes:
    """Encode lines given in tile units, with ids from 1."""
    ids = np.arange(len(geometries)) + 1
    shapes = [geometry and degrees(geometry) for geometry in geometries]
    drawn = mvt.draw(shapes, *TILE, kind=ShapeKind.LINE, buffer=buffer)
    return mvt.drawn_layer("sections", drawn, ids, {})


def surveyor(ring: list[list[int]]) -> float:
    """Return a ring's area by the surveyor's formula of the specification, section 4.3.3.3."""
    x, y = np.array(ring).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def test_a_square_reads_back() -> None:
    read = features(polygons([shapely.box(100, 200, 1100, 1200)]), "cells")
    assert read[0]["id"] == read[0]["properties"]["id"] == 1
    assert shape(read[0]["geometry"]).equals(shapely.box(100, 200, 1100, 1200))


def test_rings_are_wound_as_the_specification_says_and_repeat_no_vertex() -> None:
    outer = shapely.box(0, 0, 2000, 2000, ccw=False)
    holed = outer.difference(shapely.box(500, 500, 900, 900))
    doubled = shapely.Polygon(
        [(0, 0), (0.3, 0.1), (2000, 0), (2000, 2000), (2000, 2000), (0, 2000)]
    )
    for geometry in (holed, holed.reverse(), doubled):
        rings = features(polygons([geometry]), "cells")[0]["geometry"]["coordinates"]
        assert surveyor(rings[0]) > 0
        assert all(surveyor(ring) < 0 for ring in rings[1:])
        for ring in rings:
            assert all(a != b for a, b in pairwise(ring))


def test_parts_of_a_multipolygon_stay_one_feature() -> None:
    parts = [shapely.box(0, 0, 500, 500), shapely.box(1000, 1000, 1500, 1700)]
    read = features(polygons([shapely.MultiPolygon(parts), parts[0]]), "cells")
    assert [f["id"] for f in read] == [1, 2]
    assert shape(read[0]["geometry"]).equals(shapely.MultiPolygon(parts))


def test_what_leaves_the_tile_is_cut_at_the_buffer() -> None:
    read = features(polygons([shapely.box(-9000, 1000, 9000, 2000)], buffer=64), "cells")
    assert shape(read[0]["geometry"]).bounds == (-64, 1000, 4160, 2000)


def test_what_is_outside_or_missing_or_too_small_is_left_out() -> None:
    outside = shapely.box(5000, 5000, 6000, 6000)
    speck = shapely.box(10.1, 10.1, 10.3, 10.3)
    layer = polygons([outside, None, shapely.Polygon(), speck, shapely.box(0, 0, 9, 9)])
    assert [f["id"] for f in features(layer, "cells")] == [5]
    assert polygons([outside, speck, None]) == b""
    assert polygons([]) == b""
    assert lines([None, shapely.LineString([(5000, 0), (5000, 9)])]) == b""
    assert lines([shapely.LineString([(7.0, 7.0), (7.1, 7.1)])]) == b""


def test_a_hole_too_small_to_see_is_dropped_and_its_polygon_kept() -> None:
    holed = shapely.box(0, 0, 1000, 1000).difference(shapely.box(500.1, 500.1, 500.4, 500.3))
    read = features(polygons([holed]), "cells")
    assert len(read[0]["geometry"]["coordinates"]) == 1


def test_a_line_that_leaves_and_returns_is_two_parts() -> None:
    line = shapely.LineString([(100, 100), (-900, 100), (-900, 500), (100, 500)])
    read = features(lines([line], buffer=0), "sections")
    assert read[0]["geometry"]["type"] == "MultiLineString"
    assert read[0]["geometry"]["coordinates"] == [[[100, 100], [0, 100]], [[0, 500], [100, 500]]]


def test_parts_of_another_kind_are_left_out() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.Point(5, 5), shapely.LineString([(0, 0), (50, 50)]), shapely.box(0, 0, 60, 60)]
    )
    assert features(lines([mixed]), "sections")[0]["geometry"]["type"] == "LineString"
    assert features(polygons([mixed]), "cells")[0]["geometry"]["type"] == "Polygon"


def test_a_dense_line_is_thinned_within_a_unit() -> None:
    angle = np.linspace(0, 6, 20_000)
    line = shapely.LineString(np.stack([500 * angle, 2000 + 900 * np.sin(angle)], axis=1))
    read = shape(features(lines([line]), "sections")[0]["geometry"])
    assert shapely.get_num_coordinates(read) < 400
    assert read.hausdorff_distance(line) < 2


@pytest.mark.parametrize("tolerance", [1.0, 8.0])
def test_a_larger_tolerance_leaves_fewer_vertices(tolerance: float) -> None:
    angle = np.linspace(0, 6, 20_000)
    line = shapely.LineString(np.stack([500 * angle, 2000 + 900 * np.sin(angle)], axis=1))
    drawn = mvt.draw([degrees(line)], *TILE, kind=ShapeKind.LINE, tolerance=tolerance)
    read = shape(features(mvt.drawn_layer("lines", drawn, ONE, {}), "lines")[0]["geometry"])
    assert read.hausdorff_distance(line) < tolerance + 1
    assert (shapely.get_num_coordinates(read) < 40) == (tolerance > 1)


def test_what_is_drawn_once_takes_other_properties() -> None:
    drawn = mvt.draw([degrees(shapely.box(0, 0, 900, 900))], *TILE, kind=ShapeKind.POLYGON)
    calm = mvt.drawn_layer("cells", drawn, ONE, {"urgency": np.array([0])})
    burning = mvt.drawn_layer("cells", drawn, ONE, {"urgency": np.array([5])})
    first, second = features(calm, "cells")[0], features(burning, "cells")[0]
    assert (first["properties"]["urgency"], second["properties"]["urgency"]) == (0, 5)
    assert first["geometry"] == second["geometry"]


def test_properties_follow_their_feature_when_others_are_left_out() -> None:
    boxes = [degrees(shapely.box(5000, 0, 5100, 50)), degrees(shapely.box(0, 0, 900, 900))]
    properties: dict[str, Any] = {
        "name": ["外", "内"],
        "urgency": np.array([5, 2]),
        "share": [0.5, 0.25],
    }
    drawn = mvt.draw(boxes, *TILE, kind=ShapeKind.POLYGON)
    layer = mvt.drawn_layer("cells", drawn, np.array([11, 12]), properties)
    read = features(layer, "cells")
    assert [f["properties"] for f in read] == [
        {"name": "内", "urgency": 2, "share": 0.25, "id": 12}
    ]


@given(st.lists(st.tuples(UNITS, UNITS), min_size=3, max_size=14))
def test_any_polygon_is_valid_when_read_and_has_its_area(points: list[tuple[int, int]]) -> None:
    given_shape = shapely.make_valid(shapely.Polygon(points).buffer(0.3))
    frame = shapely.box(-64, -64, 4160, 4160)
    expected = given_shape.intersection(frame)
    assume(expected.buffer(-1.5).area > 1)  # what is thinner than the grid may vanish
    read = features(polygons([given_shape]), "cells")
    found = shape(read[0]["geometry"])
    assert found.is_valid
    # Rounding and thinning move a border by less than two units.
    assert found.symmetric_difference(expected).area < 2 * (expected.length + 8)


@given(st.lists(st.tuples(UNITS, UNITS), min_size=3, max_size=14))
def test_a_polygon_that_is_not_valid_gives_valid_parts(points: list[tuple[int, int]]) -> None:
    layer = polygons([shapely.Polygon(points)])
    for feature in features(layer, "cells") if layer else []:
        assert shape(feature["geometry"]).is_valid


@given(st.lists(st.lists(st.tuples(UNITS, UNITS), min_size=2, max_size=9), max_size=8))
def test_lines_read_back(courses: list[list[tuple[int, int]]]) -> None:
    given_lines = [shapely.LineString(course) for course in courses]
    frame = shapely.box(-64, -64, 4160, 4160)
    layer = lines(given_lines)
    read = {f["id"]: shape(f["geometry"]) for f in features(layer, "sections")} if layer else {}
    for number, line in enumerate(given_lines, start=1):
        expected = line.intersection(frame)
        found = read.get(number, shapely.MultiLineString())
        assert found.difference(expected.buffer(3)).is_empty
        for part in shapely.get_parts(expected):
            assert part.length < 4 or part.difference(found.buffer(3)).is_empty


@pytest.mark.parametrize("tile", [(0, 0, 0), (9, 409, 215), (22, 3355443, 1763635)])
def test_every_zoom_places_the_same_way(tile: tuple[int, int, int]) -> None:
    square = degrees(shapely.box(10, 20, 3000, 4000), tile)
    drawn = mvt.draw([square], *tile, kind=ShapeKind.POLYGON)
    layer = mvt.drawn_layer("cells", drawn, ONE, {})
    found = shape(features(layer, "cells")[0]["geometry"])
    assert found.symmetric_difference(shapely.box(10, 20, 3000, 4000)).area < 7000
