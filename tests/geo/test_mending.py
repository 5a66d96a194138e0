from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.mending import GeometryFault, Mended, mend, mend_line, read_ring, read_wkb, read_wkt
from tests.geo.shapes import areas

if TYPE_CHECKING:
    from pathlib import Path

    from geo.cover import Area

TWO_METRES = 2e-5  # degrees

vertex = st.tuples(st.floats(107.0, 109.0), st.floats(25.0, 27.0))


def faults(mended: Mended) -> list[str]:
    return [fault.name for fault in mended.faults]


@given(area=areas())
def test_a_good_area_stays_as_it_is(area: Area) -> None:
    mended = mend(area)
    assert mended.faults == ()
    assert isinstance(mended.geometry, shapely.MultiPolygon)
    assert shapely.equals(mended.geometry, area)
    assert all(part.exterior.is_ccw for part in mended.geometry.geoms)
    assert mend(mended.geometry) == mended


@given(area=areas())
def test_text_and_bytes_are_read_alike(area: Area) -> None:
    text = shapely.to_wkt(area, rounding_precision=-1)
    from_text, from_bytes = mend(read_wkt(text)), mend(read_wkb(shapely.to_wkb(area)))
    assert shapely.equals_exact(from_text.geometry, from_bytes.geometry, tolerance=1e-12)


@given(vertices=st.lists(vertex, min_size=3, max_size=12))
def test_whatever_is_drawn_becomes_valid_or_is_refused(vertices: list[tuple[float, float]]) -> None:
    drawn = read_ring(vertices)
    mended = mend(drawn)
    assert mended.refused == bool(
        set(mended.faults) - {GeometryFault.UNCLOSED, GeometryFault.UNTANGLED}
    )
    if isinstance(mended.geometry, shapely.MultiPolygon):
        assert mended.geometry.is_valid
        assert drawn.geometry is not None
        assert mended.geometry.area == pytest.approx(shapely.area(drawn.geometry), rel=2e-3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POLYGON ((0 0, 1 0, 1 1, 0 1))", ["UNCLOSED"]),
        ("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (.2 .2, .4 .2, .4 .4))", ["UNCLOSED"]),
        ("POLYGON Z ((0 0 5, 1 0 5, 1 1 5, 0 0 5))", []),
        ("  SRID=4326;POLYGON ((0 0, 1 0, 1 1, 0 0))", []),
        ("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)))", []),
        ("POLYGON ((0 0, 9 0, 9 9, 5 9, 5 12, 5 9, 0 9, 0 0))", ["UNTANGLED"]),  # a spike
        (
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((0 0, 1 1, 0 1, 0 0)))",
            ["UNTANGLED"],
        ),  # one edge
    ],
)
def test_what_can_be_mended(text: str, expected: list[str]) -> None:
    mended = mend(read_wkt(text))
    assert faults(mended) == expected
    assert isinstance(mended.geometry, shapely.MultiPolygon)
    assert mended.geometry.is_valid
    assert not mended.geometry.has_z


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ["MISSING"]),
        ("", ["MISSING"]),
        ("  ", ["MISSING"]),
        ("POLYGON EMPTY", ["EMPTY"]),
        ("polygon, somewhere", ["UNREADABLE"]),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0", ["UNREADABLE"]),
        ("SRID=4545;POLYGON ((0 0, 1 0, 1 1, 0 0))", ["UNREADABLE"]),
        ("POINT (1 2)", ["WRONG_TYPE"]),
        ("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)), POINT (1 2))", ["WRONG_TYPE"]),
        ("POLYGON ((0 0, 1 0, nan 1, 0 0))", ["NOT_FINITE"]),
        ("POLYGON ((0 0, 1 0, inf 1, 0 0))", ["NOT_FINITE"]),
        ("POLYGON ((0 0, 1 1, 2 2, 0 0))", ["COLLAPSED"]),
        ("POLYGON ((0 0, 1 1))", ["UNCLOSED", "COLLAPSED"]),
        ("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", ["SELF_CROSSING"]),  # a bow tie
        ("POLYGON ((0 0, 2 2, 2 0, 0 2))", ["UNCLOSED", "SELF_CROSSING"]),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0, 1 0, 1 1, 0 0))", ["SELF_CROSSING"]),  # twice around
        ("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((0 0, 2 0, 1 1, 0 0)))", ["SELF_CROSSING"]),
    ],
)
def test_what_is_refused(text: str | None, expected: list[str]) -> None:
    mended = mend(read_wkt(text))
    assert mended.refused
    assert faults(mended) == expected


def test_a_tiny_loop_at_a_corner_is_untangled() -> None:
    loop = [(0.1, 0.1 + TWO_METRES), (0.1 - TWO_METRES, 0.1), (0.1 + TWO_METRES, 0.1)]
    ring = [(0.0, 0.0), (0.1, 0.0), *loop, (0.1, 0.1 + TWO_METRES), (0.0, 0.1)]
    mended = mend(read_ring(ring))
    assert faults(mended) == ["UNCLOSED", "UNTANGLED"]
    assert mended.geometry is not None
    assert mended.geometry.area == pytest.approx(0.01, rel=1e-3)


def test_drawn_rings() -> None:
    closed = read_ring([(0, 0), (1, 0), (1, 1), (0, 0)])
    assert closed.faults == ()
    assert faults(read_ring([(0, 0), (1, 0), (1, 1)])) == ["UNCLOSED"]
    assert faults(read_ring([])) == ["MISSING"]
    assert faults(read_ring([(0, 0), (1, 1), (0, 0)])) == ["COLLAPSED"]
    assert faults(mend(read_ring([(0, 0), (1, np.nan), (1, 1)]))) == ["UNCLOSED", "NOT_FINITE"]


def test_bytes_that_are_none() -> None:
    assert faults(read_wkb(None)) == faults(read_wkb(b"")) == ["MISSING"]
    assert faults(read_wkb(b"not a geometry")) == ["UNREADABLE"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LINESTRING (0 0, 1 1)", []),
        ("MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))", []),
        ("LINESTRING (0 0, 0 0)", ["COLLAPSED"]),
        ("LINESTRING EMPTY", ["EMPTY"]),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", ["WRONG_TYPE"]),
        ("LINESTRING (0 0)", ["UNREADABLE"]),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    mended = mend_line(read_wkt(text))
    assert faults(mended) == expected
    assert mended.refused == bool(expected)


def test_a_lone_part_of_a_line_is_a_plain_line() -> None:
    mended = mend_line(shapely.from_wkt("MULTILINESTRING Z ((0 0 1, 1 1 1))"))
    assert mended.geometry == shapely.LineString([(0, 0), (1, 1)])


def test_every_fault_has_its_own_key() -> None:
    assert len({fault.value for fault in GeometryFault}) == len(GeometryFault)
    assert all(fault.value.startswith("geo.shape.") for fault in GeometryFault)


def test_the_geometry_librarys_own_cases(shared_data: Path) -> None:
    """Every polygon that the library GEOS tests its validity check with is mended or refused."""
    tree = ET.parse(shared_data / "geometry" / "geos_xml" / "TestValid.xml")  # noqa: S314
    texts = [" ".join((case.findtext("a") or "").split()) for case in tree.iter("case")]
    polygons = [text for text in texts if "POLYGON" in text.upper()]
    assert len(polygons) > 30
    for text in polygons:
        mended = mend(read_wkt(text))
        if mended.geometry is not None:
            assert mended.geometry.is_valid, text
        else:
            assert mended.faults, text
