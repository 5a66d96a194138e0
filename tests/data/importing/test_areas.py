"""A file with the area of an outage: every form, every system, what is mended and what is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from data.importing.areas import (
    AreaCrossing,
    AreaFile,
    AreaOfLines,
    AreaTooDetailed,
    NoArea,
    read_area,
)
from data.importing.errors import (
    BrokenAt,
    FileBroken,
    FileCutShort,
    FileTooLarge,
    FormatUnknown,
    MetresWithoutSystem,
    SeveralLayers,
    ZipSuspicious,
)
from data.importing.options import ImportOptions
from geo.datum import Datum, from_wgs84
from geo.mending import GeometryFault
from settings import Settings
from tests.data.importing.files import POINT, SQUARE, geojson, layer, shapefile, zipped
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path

    from errors import BattlemapError

WEST, EAST = shapely.box(108, 26, 108.1, 26.1), shapely.box(108.2, 26, 108.3, 26.1)
BOTH = shapely.MultiPolygon([WEST, EAST])
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[108, 26], [108.1, 26.1], [108.1, 26], [108, 26.1], [108, 26]]],
}
KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>{placemarks}</Folder></Document></kml>
"""
RING = "108,26,0 108.1,26,0 108.1,26.1,0 108,26.1,0 108,26,0"
HOLE = "108.02,26.02 108.04,26.02 108.04,26.04 108.02,26.04 108.02,26.02"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"BATTLEMAP_DATA_DIR": str(tmp_path / "data")})


def polygon(ring: str = RING, *holes: str, name: str = "上寨片区") -> str:
    inner = "".join(
        f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing>"
        "</innerBoundaryIs>"
        for hole in holes
    )
    return (
        f"<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs>{inner}</Polygon></Placemark>"
    )


def kml(path: Path, *placemarks: str) -> Path:
    path.write_text(KML.format(placemarks="".join(placemarks)), encoding="utf-8")
    return path


def read(path: Path, settings: Settings, **options: Any) -> AreaFile:
    return read_area(path, ImportOptions(**options), settings)


def test_several_polygons_of_a_geojson_file_are_joined(tmp_path: Path, settings: Settings) -> None:
    rows = [
        {"name": n, "geometry": shapely.geometry.mapping(s)}
        for n, s in (("甲", WEST), ("乙", EAST))
    ]
    found = read(geojson(tmp_path / "area.json", rows), settings)
    assert found.area.equals(BOTH)
    assert found.area.is_valid
    assert (found.polygons, found.system, found.mended, found.left_out) == (2, "wgs84", (), ())


def test_overlapping_polygons_become_one(tmp_path: Path, settings: Settings) -> None:
    halves = [shapely.box(108, 26, 108.06, 26.1), shapely.box(108.05, 26, 108.1, 26.1)]
    rows = [{"geometry": shapely.geometry.mapping(half)} for half in halves]
    found = read(geojson(tmp_path / "area.json", rows), settings)
    assert found.area.symmetric_difference(WEST).area < 1e-12
    assert len(found.area.geoms) == 1


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_a_geometry_that_stands_alone(tmp_path: Path, settings: Settings, kind: str) -> None:
    path = tmp_path / "area.geojson"
    shape = WEST if kind == "Polygon" else shapely.MultiPolygon([WEST])
    path.write_text(shapely.to_geojson(shape), encoding="utf-8")
    assert read(path, settings).area.equals(WEST)


def test_lines_and_points_are_left_out_by_their_names(tmp_path: Path, settings: Settings) -> None:
    line = {"type": "LineString", "coordinates": [[108, 26], [108.1, 26.1]]}
    rows = [
        {"name": "片区", "geometry": SQUARE},
        {"name": "上寨线", "geometry": line},
        {"name": "台区", "geometry": POINT},
        {"name": "交叉", "geometry": BOW_TIE},
    ]
    found = read(geojson(tmp_path / "area.json", rows), settings)
    assert [(one.number, one.name, one.fault) for one in found.left_out] == [
        (2, "上寨线", GeometryFault.WRONG_TYPE),
        (3, "台区", GeometryFault.WRONG_TYPE),
        (4, "交叉", GeometryFault.SELF_CROSSING),
    ]
    assert found.area.equals(WEST)


def test_an_outline_that_was_not_closed_is_closed_and_told(
    tmp_path: Path, settings: Settings
) -> None:
    ring = SQUARE["coordinates"][0][:-1]
    rows = [{"name": "甲", "geometry": SQUARE | {"coordinates": [ring]}}]
    found = read(geojson(tmp_path / "area.json", rows), settings)
    assert [(one.name, one.fault) for one in found.mended] == [("甲", GeometryFault.UNCLOSED)]
    assert found.area.equals(WEST)


def test_kml_with_a_hole_and_several_placemarks(tmp_path: Path, settings: Settings) -> None:
    other = "108.2,26 108.3,26 108.3,26.1 108.2,26.1"
    point = (
        "<Placemark><name>杆塔</name><Point><coordinates>108,26</coordinates></Point></Placemark>"
    )
    path = kml(tmp_path / "area.kml", polygon(RING, HOLE), polygon(other, name="乙"), point)
    found = read(path, settings)
    assert found.area.equals(shapely.union(WEST - shapely.box(108.02, 26.02, 108.04, 26.04), EAST))
    assert [(one.name, one.fault) for one in found.mended] == [("乙", GeometryFault.UNCLOSED)]
    assert [(one.name, one.fault) for one in found.left_out] == [("杆塔", GeometryFault.WRONG_TYPE)]


def test_kml_in_a_zip(tmp_path: Path, settings: Settings) -> None:
    data = kml(tmp_path / "doc.kml", polygon()).read_bytes()
    found = read(zipped(tmp_path / "area.kmz", {"doc.kml": data, "files/icon.png": b"x"}), settings)
    assert found.area.equals(WEST)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (KML[:60] + "<!DOCTYPE kml [<!ENTITY a 'b'>]>" + KML[60:], BrokenAt),
        ('<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', FileBroken),
        (KML.format(placemarks=""), FileBroken),
        (KML.format(placemarks=polygon())[:200], FileCutShort),
        ("<kml><Placemark></kml>", BrokenAt),
        (KML.format(placemarks=polygon("108,26 x,26.1 108,27 108,26")), NoArea),
        (KML.format(placemarks=polygon("108,26 108,26")), NoArea),
        (KML.format(placemarks="<Placemark><name>空</name></Placemark>"), NoArea),
    ],
)
def test_bad_kml_is_refused(
    tmp_path: Path, settings: Settings, text: str, refusal: type[BattlemapError]
) -> None:
    path = tmp_path / "area.kml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(refusal) as refused:
        read(path, settings)
    told(refused.value)


def test_a_geopackage_in_metres(tmp_path: Path, settings: Settings) -> None:
    forth = Transformer.from_crs("EPSG:4490", "EPSG:4545", always_xy=True).transform
    metres = shapely.transform(shapely.segmentize(WEST, 0.01), forth, interleaved=False)
    found = read(
        layer(tmp_path / "area.gpkg", [metres], {"name": ["甲"]}, crs="EPSG:4545"), settings
    )
    assert found.system == "EPSG:4545"
    assert found.area.symmetric_difference(WEST).area < 1e-7


def test_a_geopackage_with_two_layers_asks_which(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "area.gpkg"
    layer(path, [WEST], {"name": ["甲"]}, name="one")
    layer(path, [EAST], {"name": ["乙"]}, name="two", append=True)
    with pytest.raises(SeveralLayers):
        read(path, settings)
    assert read(path, settings, sheet="two").area.equals(EAST)


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_a_zipped_shapefile_with_chinese_attributes(
    tmp_path: Path, settings: Settings, encoding: str
) -> None:
    path = tmp_path / "area.zip"
    shapes = [WEST, EAST]
    shapefile(
        path, shapes, {"名称": ["上寨片区", "白水片区"]}, encoding=encoding, without=(".cpg",)
    )
    found = read(path, settings)
    assert found.area.equals(BOTH)
    assert found.left_out == ()


def test_the_names_of_a_shapefile_in_gbk_are_readable(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "lines.zip"
    line = shapely.LineString([(108, 26), (108.1, 26.1)])
    shapefile(path, [line], {"名称": ["上寨线"]}, encoding="GBK", without=(".cpg",))
    with pytest.raises(AreaOfLines) as refused:
        read(path, settings)
    assert refused.value.facts["name"] == "上寨线"
    told(refused.value)


def test_an_area_in_gcj02_is_moved(tmp_path: Path, settings: Settings) -> None:
    def forth(vertices: Any) -> Any:
        return np.column_stack(from_wgs84(vertices[:, 0], vertices[:, 1], Datum.GCJ02))

    moved = shapely.transform(WEST, forth)
    path = geojson(tmp_path / "area.json", [{"geometry": shapely.geometry.mapping(moved)}])
    assert read(path, settings, crs="gcj02").area.symmetric_difference(WEST).area < 1e-8
    assert read(path, settings).area.symmetric_difference(WEST).area > 1e-5


def test_metres_without_a_system_say_what_to_pass(tmp_path: Path, settings: Settings) -> None:
    metres = shapely.box(500_000, 2_876_000, 501_000, 2_877_000)
    path = geojson(tmp_path / "area.json", [{"geometry": shapely.geometry.mapping(metres)}])
    with pytest.raises(MetresWithoutSystem) as refused:
        read(path, settings)
    assert "EPSG" in told(refused.value)


def test_what_crosses_itself_is_refused(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(AreaCrossing) as refused:
        read(geojson(tmp_path / "area.json", [{"name": "甲", "geometry": BOW_TIE}]), settings)
    assert "甲" in told(refused.value)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("account,x,y\n1,108,26\n", FormatUnknown),
        ('{"type": "FeatureCollection", "features": [', FileCutShort),
        ('{"type": "FeatureCollection", "features": []}', NoArea),
        ('{"type": "Point", "coordinates": [108, 26]}', FileBroken),
        ("<html><body>404</body></html>", FormatUnknown),
    ],
)
def test_what_is_no_file_with_areas_is_refused(
    tmp_path: Path, settings: Settings, content: str, refusal: type[BattlemapError]
) -> None:
    path = tmp_path / "area.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(refusal) as refused:
        read(path, settings)
    told(refused.value)


def test_too_large_a_file_and_too_many_vertices_are_refused(
    tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "area.json"
    path.write_bytes(b" " * (21 << 20))
    with pytest.raises(FileTooLarge):
        read(path, settings)
    rows = [{"geometry": SQUARE}] * 5_001
    with pytest.raises(AreaTooDetailed) as refused:
        read(geojson(path, rows), settings)
    assert "5,001" in told(refused.value)


def test_a_hundred_thousand_vertices_are_an_area(tmp_path: Path, settings: Settings) -> None:
    round_ = shapely.Point(108, 26).buffer(0.1, quad_segs=25_000)
    path = geojson(tmp_path / "area.json", [{"geometry": json.loads(shapely.to_geojson(round_))}])
    assert read(path, settings).area.symmetric_difference(round_).area < 1e-6


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, settings: Settings) -> None:
    path = zipped(tmp_path / "area.kmz", {"doc.kml": b" " * (40 << 20)})
    with pytest.raises(ZipSuspicious):
        read(path, settings)


def told(refusal: BattlemapError) -> str:
    """Return what both languages say of a refusal."""
    return " / ".join(texts(tongue).error(refusal) for tongue in Tongue)
