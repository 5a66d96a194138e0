from __future__ import annotations

import json
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import shapely
from pyproj import Transformer
from sqlalchemy import select

from data.tables import Cell, Customer
from rules.codes import Kind
from tests.data.importing.bureau import CELLS, CUSTOMERS, ISSUES, Bureau
from tests.data.importing.files import (
    POINT,
    SQUARE,
    as_cells,
    geojson,
    layer,
    shapefile,
    workbook,
    zipped,
)
from tests.data.importing.reading import issue, row

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = (108.031, 26.051)


def people(bureau: Bureau) -> list[tuple[str, str, float, float]]:
    query = select(Customer.account, Customer.name, Customer.x, Customer.y).order_by(
        Customer.account
    )
    with bureau.store.reading() as connection:
        return [(a, name, x, y) for a, name, x, y in connection.execute(query)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_detected(small_bureau: Bureau, encoding: str) -> None:
    small_bureau.run(small_bureau.write("customers", CUSTOMERS, encoding))
    assert people(small_bureau)[0][1] == "潘秀竹"


def test_an_encoding_can_be_passed(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    path.write_bytes("account,name,x,y\n1,José,108,26\n".encode("latin-1"))
    small_bureau.run(path, encoding="latin-1")
    assert people(small_bureau) == [("1", "José", 108.0, 26.0)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_detected(small_bureau: Bureau, separator: str) -> None:
    path = small_bureau.folder / "customers.csv"
    rows = [["account", "name", "x", "y"], ["1", "甲", "108", "26"]]
    path.write_text("\n".join(separator.join(cells) for cells in rows), encoding="utf-8")
    small_bureau.run(path)
    assert people(small_bureau) == [("1", "甲", 108.0, 26.0)]


def test_what_stands_in_quotes_separates_nothing(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "relays.csv"
    path.write_text('code,name,serves\nR1,甲,"1;2;3;4;5;6;7"\n', encoding="utf-8")
    report = small_bureau.run(path).of(Kind.RELAYS)
    assert (report.added, report.rejected) == (1, 0)


def test_chinese_headers_below_a_title_are_found(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "客户档案2024.csv"
    text = (
        "客户信息表,,,\n\n户号*,户 名,经度（°）,纬度(°)\n001,甲,108.03,26.05\n,,,\n002,乙,108,x\n"
    )
    path.write_text(text, encoding="gb18030")
    report = small_bureau.run(path).of(Kind.CUSTOMERS)
    assert people(small_bureau) == [("001", "甲", 108.03, 26.05)]
    assert [(r.row, r.column) for r in report.rejections] == [(6, "纬度(°)")]


def test_cells_with_line_breaks_keep_the_count_of_rows(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    text = 'account,name,x,y\n1,"甲\n乙",108,26\n\n2,丙\n3,丁,no,26\n4,"say ""hi""",108,26\n'
    path.write_text(text, encoding="utf-8")
    report = small_bureau.run(path).of(Kind.CUSTOMERS)
    assert [found[:2] for found in people(small_bureau)] == [("1", "甲 乙"), ("4", 'say "hi"')]
    assert [(r.row, r.code) for r in report.rejections] == [
        (4, "row_shape"),
        (5, "number_unreadable"),
    ]
    assert report.read == 4


def test_workbooks_keep_text_as_text(small_bureau: Bureau) -> None:
    rows: list[list[object]] = [
        ["户号", "户名", "电话", "经度", "纬度"],
        ["0061200001", "甲", 19900000011, 108.031, 26.051],
        [12345678901.0, "乙", "19900000012", "108.032", "26.052"],
        ["'00077", "丙", None, 108.033, 26.053],
    ]
    small_bureau.run(workbook(small_bureau.folder / "客户.xlsx", rows))
    assert people(small_bureau) == [
        ("00077", "丙", 108.033, 26.053),
        ("0061200001", "甲", 108.031, 26.051),
        ("12345678901", "乙", 108.032, 26.052),
    ]


def test_a_long_number_that_a_spreadsheet_rounded_is_no_account(small_bureau: Bureau) -> None:
    rows: list[list[object]] = [
        ["account", "x", "y"],
        [1234567890123456789, 108, 26],
        ["1.23457E+11", 108, 26],
        ["12E45", 108, 26],
    ]
    report = small_bureau.run(workbook(small_bureau.folder / "customers.xlsx", rows))
    rejected = report.of(Kind.CUSTOMERS).rejections
    assert [(r.row, r.code) for r in rejected] == [(2, "code_rounded"), (3, "code_rounded")]
    assert [found[0] for found in people(small_bureau)] == ["12E45"]


def test_dates_of_workbooks(small_bureau: Bureau) -> None:
    rows: list[list[object]] = [
        ["number", "opened_at", "closed_at"],
        ["W1", datetime(2024, 5, 1, 8, 0), 45414.5],  # noqa: DTZ001
    ]
    small_bureau.run(workbook(small_bureau.folder / "issues.xlsx", rows))
    found = issue(small_bureau, "W1")
    assert found.opened_at.isoformat() == "2024-05-01T00:00:00+00:00"
    assert found.closed_at.isoformat() == "2024-05-02T04:00:00+00:00"


def test_a_sheet_is_chosen(small_bureau: Bureau) -> None:
    path = workbook(small_bureau.folder / "customers.xlsx", [["note"]], 档案=as_cells(CUSTOMERS))
    small_bureau.run(path, sheet="档案")
    assert len(people(small_bureau)) == 3


def test_workbooks_do_not_care_for_their_ending(small_bureau: Bureau) -> None:
    path = workbook(small_bureau.folder / "customers.xlsx", as_cells(CUSTOMERS))
    small_bureau.run(path.rename(small_bureau.folder / "customers.csv"))
    assert len(people(small_bureau)) == 3


def test_geojson_points_are_customers(small_bureau: Bureau) -> None:
    rows = [{"户号": "001", "户名": "甲", "geometry": POINT}]
    small_bureau.run(geojson(small_bureau.folder / "customers.geojson", rows))
    assert people(small_bureau) == [("001", "甲", *HERE)]


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:EPSG::4545", "EPSG:4545", "urn:ogc:def:crs:EPSG:6.9:4545"]
)
def test_geojson_says_its_own_system(small_bureau: Bureau, name: str) -> None:
    metres = Transformer.from_crs("EPSG:4490", "EPSG:4545", always_xy=True).transform(*HERE)
    point = {"type": "Point", "coordinates": list(metres)}
    rows = [{"account": "1", "geometry": point}]
    small_bureau.run(geojson(small_bureau.folder / "customers.geojson", rows, name))
    assert people(small_bureau)[0][2:] == pytest.approx(HERE, abs=1e-8)


def test_geojson_lists_are_several_codes(small_bureau: Bureau) -> None:
    rows = [{"code": "R1", "serves": ["C1", "C2"], "geometry": None}]
    small_bureau.run(small_bureau.write("cells", CELLS))
    report = small_bureau.run(geojson(small_bureau.folder / "relays.geojson", rows))
    assert report.of(Kind.RELAYS).findings == ()


def test_a_geopackage_is_read(small_bureau: Bureau) -> None:
    square = shapely.box(108, 26, 108.1, 26.1)
    path = layer(small_bureau.folder / "网格.gpkg", [square], {"编号": ["C1"], "供电所": ["西岭"]})
    small_bureau.run(path)
    found = row(small_bureau, select(Cell.__table__))
    assert (found.code, found.station) == ("C1", "西岭")
    assert shapely.equals(found.geometry, square)


def test_a_layer_is_chosen(small_bureau: Bureau) -> None:
    square = shapely.box(108, 26, 108.1, 26.1)
    path = small_bureau.folder / "cells.gpkg"
    layer(path, [square], {"code": ["A"]}, name="old")
    layer(path, [square], {"code": ["B"]}, name="new", append=True)
    small_bureau.run(path, sheet="new")
    assert row(small_bureau, select(Cell.code)).code == "B"


@pytest.mark.parametrize("without", [(), (".cpg",)])
def test_a_shapefile_in_gbk_is_read(small_bureau: Bureau, without: Sequence[str]) -> None:
    path = shapefile(
        small_bureau.folder / "cells.zip",
        [shapely.box(108, 26, 108.1, 26.1)],
        {"编号": ["C1"], "名称": ["西岭网格"]},
        encoding="GBK",
        without=without,
    )
    small_bureau.run(path)
    found = row(small_bureau, select(Cell.__table__))
    assert (found.code, found.name) == ("C1", "西岭网格")


def test_a_shapefile_in_metres_says_so_in_its_prj(small_bureau: Bureau) -> None:
    metres = Transformer.from_crs("EPSG:4490", "EPSG:4545", always_xy=True).transform(*HERE)
    path = shapefile(
        small_bureau.folder / "customers.zip",
        [shapely.Point(metres)],
        {"account": ["00123"], "name": ["甲"]},
        crs="EPSG:4545",
    )
    small_bureau.run(path)
    assert people(small_bureau)[0][0] == "00123"
    assert people(small_bureau)[0][2:] == pytest.approx(HERE, abs=1e-8)


def test_a_prj_with_chinese_names_in_gbk_is_understood(small_bureau: Bureau) -> None:
    where = small_bureau.folder / "customers.zip"
    path = shapefile(where, [shapely.Point(HERE)], {"account": ["1"]}, crs="EPSG:4490")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = parts["customers.prj"].decode().split('"')[1]
    renamed = parts["customers.prj"].decode().replace(name, "国家大地坐标系", 1)
    zipped(path, parts | {"customers.prj": renamed.encode("gbk")})
    assert small_bureau.run(path).written == 1
    assert people(small_bureau)[0][2:] == HERE


def test_columns_are_mapped_by_hand(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    path.write_text("番号,a,b,x\n7,108,26,什么\n", encoding="utf-8")
    mapping = {"番号": "account", "a": "x", "b": "y"}
    report = small_bureau.run(path, mapping=mapping).of(Kind.CUSTOMERS)
    assert people(small_bureau) == [("7", "", 108.0, 26.0)]
    assert report.unknown == ("x",)


def test_the_likelier_of_two_headers_is_taken(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    text = "用户编号,户号,经度,纬度,台区名称,台区\n9,1,108,26,某台区,T1\n"
    path.write_text(text, encoding="utf-8")
    report = small_bureau.run(path).of(Kind.CUSTOMERS)
    assert people(small_bureau)[0][0] == "1"
    assert report.unknown == ("用户编号", "台区名称")


def test_html_and_formulas_are_only_text(small_bureau: Bureau) -> None:
    nasty = "<script>alert(1)</script>=1+1"
    small_bureau.run(small_bureau.write("customers", [CUSTOMERS[0] | {"name": nasty}]))
    assert people(small_bureau)[0][1] == nasty


def test_every_form_gives_the_same(small_bureau: Bureau) -> None:
    square = shapely.from_geojson(json.dumps(SQUARE))
    first = [CELLS[0] | {"geometry": square.wkt}]
    small_bureau.run(small_bureau.write_all(cells=first))
    folder = small_bureau.folder
    again = [
        geojson(folder / "cells.geojson", [CELLS[0] | {"geometry": SQUARE}]),
        workbook(folder / "issues.xlsx", as_cells(ISSUES)),
        workbook(folder / "customers.xlsx", as_cells(CUSTOMERS)),
        small_bureau.write("customers", CUSTOMERS, "gb18030"),
    ]
    assert [small_bureau.run(path).written for path in again] == [0, 0, 0, 0]
