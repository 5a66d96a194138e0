"""A confirmed list leaves the house: as a table, a workbook, a GeoPackage, a printed page."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyogrio
import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from rules.viewer import Role

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.servers.product import Product

SHEET = re.compile(rb"/Type\s*/Page[^s]")
"""A sheet of paper in a PDF."""


@pytest.fixture(scope="module")
def listed(bureau: Product) -> dict[str, Any]:
    """Declare an outage around the middle of the bureau, and confirm its list."""
    with bureau.client(Role.COORDINATOR) as client:
        lines = client.get("/api/v1/customers", params={"limit": 1}).json()
        place = lines["customers"][0]
        x, y = place["x"], place["y"]
        square = [[x - 0.05, y - 0.05], [x + 0.05, y - 0.05], [x + 0.05, y + 0.05],
                  [x - 0.05, y + 0.05], [x - 0.05, y - 0.05]]  # fmt: skip
        began = datetime.now(UTC) - timedelta(minutes=20)
        draft = {"kind": "fault", "place": "月亮山村", "cause": "雷击", "began_at": str(began),
                 "area": {"type": "Polygon", "coordinates": [square]}}  # fmt: skip
        made = client.post("/api/v1/outages", json=draft)
        assert made.status_code == 201, made.text
        ref = made.json()["id"]
        confirmed = client.post(f"/api/v1/outages/{ref}/confirm", json={"edit": 1}).json()
    touched = int(confirmed["counts"]["touched"])
    assert touched > 0
    return {"id": ref, "number": made.json()["number"], "touched": touched}


@pytest.fixture
def course(page: Page, bureau: Product, listed: dict[str, Any]) -> Page:
    """Open the course of that outage as a coordinator."""
    page.set_viewport_size({"width": 1440, "height": 900})
    bureau.page(page, Role.COORDINATOR)
    page.goto(f"{bureau.url}/outages/{listed['id']}?tab=course")
    expect(page.locator(".bm-revs__one")).to_contain_text(f"{listed['touched']:,} 户")
    return page


def taken(page: Page, name: str, folder: Path) -> Path:
    """Press a link to a file and return where the file was kept."""
    with page.expect_download() as download:
        page.locator(".bm-revs__file", has_text=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_confirmed_list_is_taken_away_in_three_forms(
    course: Page, listed: dict[str, Any], tmp_path: Path
) -> None:
    table = taken(course, "CSV", tmp_path)
    assert table.name == f"{listed['number']}-1.csv"
    heads, *rows = csv.reader(table.read_text("utf-8-sig").splitlines())
    assert len(rows) == listed["touched"]
    assert {row[heads.index("依据")] for row in rows} == {"在所画范围内"}

    book = CalamineWorkbook.from_path(str(taken(course, "Excel", tmp_path)))
    sheet = book.get_sheet_by_index(0).to_python()
    assert [str(head) for head in sheet[0]] == heads
    assert len(sheet) == listed["touched"] + 1

    found = pyogrio.read_info(taken(course, "GeoPackage", tmp_path))
    assert (found["features"], found["geometry_type"]) == (listed["touched"], "Point")
    assert found["crs"] == "EPSG:4326"


def test_the_page_to_print_is_one_sheet(course: Page, listed: dict[str, Any]) -> None:
    with course.context.expect_page() as opened:
        course.locator(".bm-revs__file", has_text="打印").click()
    sheet = opened.value
    expect(sheet.locator("h1")).to_contain_text(str(listed["number"]))
    expect(sheet.locator("main")).to_contain_text("月亮山村")
    expect(sheet.locator("main")).to_contain_text(f"{listed['touched']:,}")
    expect(sheet.locator(".print__map img")).to_be_visible()
    assert len(SHEET.findall(sheet.pdf(format="A4", prefer_css_page_size=True))) == 1
