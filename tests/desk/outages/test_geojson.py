"""Areas as GeoJSON: each bad one is refused by name, in both languages, and nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st

from desk.outages.area import (
    AreaCrossesItself,
    AreaCrowded,
    AreaEmpty,
    AreaNotInDegrees,
    AreaOfWrongType,
    AreaTangled,
    AreaUnreadable,
    read_shapes,
)
from desk.outages.geojson import read_geojson
from errors import BattlemapError
from geo.crs import UnknownCoordinateSystem
from geo.datum import wgs84_to_gcj02
from geo.mending import GeometryFault
from tests.desk.outages.drawn import BOW, BOX, polygon, said
from tests.geo.shapes import comb, tangle, woven

if TYPE_CHECKING:
    from desk.outages.area import ReadArea


def test_a_plain_polygon_is_taken_as_it_is() -> None:
    found = read_geojson(polygon(BOX))
    assert found.mended == ()
    assert found.area.equals(shapely.box(108.0, 26.0, 108.1, 26.1))


def test_a_bow_is_refused_where_its_lines_cross() -> None:
    with pytest.raises(AreaCrossesItself) as caught:
        read_geojson(polygon(BOW))
    assert caught.value.facts == {"lon": "108.05", "lat": "26.05"}
    assert "crosses itself at longitude 108.05, latitude 26.05" in said(caught.value)


def test_a_crossing_in_gcj02_is_told_in_wgs84() -> None:
    lon, lat = wgs84_to_gcj02(*np.array(BOW).T)
    with pytest.raises(AreaCrossesItself) as caught:
        read_geojson(polygon(np.column_stack((lon, lat)).tolist()), "gcj02")
    assert float(str(caught.value.facts["lon"])) == pytest.approx(108.05, abs=1e-4)


def test_a_tangle_is_refused_with_the_place_of_its_first_crossing() -> None:
    ring = tangle(2_000)
    with pytest.raises(AreaCrossesItself) as caught:
        read_geojson(polygon([*ring, ring[0]]))
    lon, lat = (float(str(caught.value.facts[name])) for name in ("lon", "lat"))
    assert shapely.box(108.0, 26.0, 108.1, 26.1).covers(shapely.Point(lon, lat))
    assert f"crosses itself at longitude {lon}, latitude {lat}" in said(caught.value)


def test_areas_that_cross_at_every_turn_are_refused_before_they_are_joined() -> None:
    threads = shapely.multipolygons(woven(400))
    with pytest.raises(AreaTangled) as caught:
        read_geojson(json.loads(shapely.to_geojson(threads)))
    assert caught.value.facts == {"most": 50_000}
    assert "cross themselves or each other more than 50,000 times" in said(caught.value)


def test_several_tangles_are_refused_together() -> None:
    knots = [shapely.Polygon(tangle(60)) for _ in range(20)]
    with pytest.raises(AreaTangled) as caught:
        read_shapes(knots)
    assert caught.value.facts == {"most": 2_000}


def test_a_thousand_overlapping_circles_are_one_area() -> None:
    circles = [
        shapely.Point(108.0 + 0.01 * (n % 40), 26.0 + 0.01 * (n // 40)).buffer(0.008)
        for n in range(1_000)
    ]
    found = read_shapes(circles)
    assert found.mended == ()
    assert len(found.area.geoms) == 1
    assert all(found.area.covers(circle.centroid) for circle in circles)


def test_a_tiny_loop_is_untangled_and_said_so() -> None:
    ring = [*BOX[:3], [108.05, 26.1], [108.05, 26.10001], [108.049999, 26.1], *BOX[3:]]
    found = read_geojson(polygon(ring))
    assert found.mended in ((), (GeometryFault.UNTANGLED,))
    touching = read_geojson(polygon([*BOX[:3], [108.05, 26.1], [108.05, 26.0], *BOX[3:]]))
    assert touching.area.is_valid


def test_a_spike_is_untangled_and_said_so() -> None:
    found = read_geojson(polygon([*BOX[:2], [108.2, 26.0], [108.1, 26.0], *BOX[2:]]))
    assert found.mended == (GeometryFault.UNTANGLED,)
    assert found.area.area == pytest.approx(0.01)


def test_an_open_ring_is_closed_and_said_so() -> None:
    found = read_geojson(polygon(BOX[:-1]))
    assert found.mended == (GeometryFault.UNCLOSED,)
    assert found.area.area == pytest.approx(0.01)


@pytest.mark.parametrize(
    "document",
    [
        polygon(),
        polygon([]),
        polygon([[108.0, 26.0]]),
        polygon([[108.0, 26.0], [108.1, 26.0], [108.0, 26.0]]),
        polygon([[108.0, 26.0], [108.1, 26.0], [108.2, 26.0], [108.0, 26.0]]),
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "FeatureCollection", "features": []},
        {"type": "Feature", "geometry": None},
    ],
    ids=json.dumps,
)
def test_an_empty_area_is_refused(document: Any) -> None:
    with pytest.raises(AreaEmpty) as caught:
        read_geojson(document)
    assert "at least three corners" in said(caught.value)


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({}, "type"),
        ([], "type"),
        ({"type": "Circle"}, "type"),
        ({"type": "Feature", "geometry": {"type": 7}}, "type"),
        ({"type": "Polygon"}, "coordinates"),
        (polygon("ring"), "coordinates"),
        (polygon([["108", "26"]]), "coordinates"),
        (polygon([[108.0, 26.0], [108.0]]), "coordinates"),
        (polygon([108.0, 26.0]), "coordinates"),
        (polygon([[[108.0, 26.0]]]), "coordinates"),
        (polygon([[None, 26.0]] * 4), "coordinates"),
        (polygon([[10**40, 26.0]] * 4), "coordinates"),
        (polygon([*BOX[:2], [float("nan"), 26.0], *BOX[2:]]), "coordinates"),
        ({"type": "MultiPolygon", "coordinates": 5}, "coordinates"),
        ({"type": "GeometryCollection"}, "geometries"),
        ({"type": "FeatureCollection", "features": {}}, "features"),
        (polygon(BOX, crs=7), "crs"),
    ],
    ids=str,
)
def test_what_is_no_geojson_is_refused_by_the_part_that_is_wrong(document: Any, what: str) -> None:
    with pytest.raises(AreaUnreadable) as caught:
        read_geojson(document)
    assert caught.value.facts == {"what": what}
    assert f"“{what}” is missing or not as it must be" in said(caught.value)


@pytest.mark.parametrize("kind", ["Point", "MultiPoint", "LineString", "MultiLineString"])
def test_points_and_lines_hold_nobody(kind: str) -> None:
    with pytest.raises(AreaOfWrongType) as caught:
        read_geojson({"type": kind, "coordinates": [108.0, 26.0]})
    assert said(caught.value).startswith(f"A {kind} holds nobody")
    with pytest.raises(AreaOfWrongType):
        read_shapes([shapely.Point(108.0, 26.0)])


def test_metres_without_a_system_are_refused_and_with_one_understood() -> None:
    metres = polygon([[500_000, 2_876_000], [510_000, 2_876_000], [510_000, 2_886_000],
                      [500_000, 2_876_000]])  # fmt: skip
    with pytest.raises(AreaNotInDegrees) as caught:
        read_geojson(metres)
    assert "x=500000, y=2876000 is no place in degrees" in said(caught.value)
    west, south, _, _ = read_geojson(metres, "EPSG:4545").area.bounds
    assert (west, south) == (pytest.approx(108.0, abs=1e-6), pytest.approx(26.0, abs=0.01))
    with pytest.raises(UnknownCoordinateSystem):
        read_geojson(metres, "dragon")


@pytest.mark.parametrize(
    "crs",
    ["EPSG:4490", "urn:ogc:def:crs:EPSG::4490", "urn:ogc:def:crs:OGC:1.3:CRS84", "wgs84"],
)
def test_the_crs_member_of_old_geojson_counts(crs: str) -> None:
    old = polygon(BOX, crs={"type": "name", "properties": {"name": crs}})
    assert read_geojson(old).area.equals(shapely.box(108.0, 26.0, 108.1, 26.1))


def test_an_area_in_gcj02_is_shifted_back() -> None:
    lon, lat = wgs84_to_gcj02(*np.array(BOX).T)
    shifted = polygon(np.column_stack((lon, lat)).tolist())
    told = read_geojson(shifted, "gcj02").area
    assert shapely.get_coordinates(told) == pytest.approx(
        shapely.get_coordinates(read_geojson(polygon(BOX)).area), abs=1e-9
    )
    assert read_geojson(shifted).area.bounds[0] > told.bounds[0] + 0.001


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(
    kind=st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection", "Feature", ""]),
    member=st.sampled_from(["coordinates", "geometries", "geometry"]),
    value=JSON,
)
def test_whatever_is_sent_is_an_area_or_a_named_error(kind: str, member: str, value: Any) -> None:
    found = tried({"type": kind, member: value})
    if isinstance(found, BattlemapError):
        assert said(found)
    else:
        assert found.area.is_valid


def tried(document: Any) -> ReadArea | BattlemapError:
    try:
        return read_geojson(document)
    except BattlemapError as error:
        return error


def test_an_area_like_a_comb_is_refused_before_it_is_judged() -> None:
    drawn = shapely.affinity.affine_transform(comb(2_500), [0.01, 0, 0, 0.01, 108.0, 26.0])
    with pytest.raises(AreaCrowded) as told:
        read_geojson(shapely.geometry.mapping(drawn))
    assert told.value.facts == {"corners": 10_003}
    assert "10003 corners" in said(told.value).replace(",", "")
