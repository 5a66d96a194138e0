"""An outage that nobody draws: from a file, from a notice that is pasted, from its own trace."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pyogrio
import pytest
import shapely
from playwright.sync_api import expect
from pyproj import Transformer
from sqlalchemy import select

from data.store import open_store
from data.tables import Customer, Feeder
from geo.datum import wgs84_to_gcj02
from tests.flows.workbench import declare, holds, number, tab, trip_a_feeder
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import FilePayload, Locator, Page

    from tests.servers.product import Product
    from tests.servers.watch import Watch

HALF = 0.05
ZONE_36 = "EPSG:4545"
"""The metres in which this part of the country is surveyed: CGCS2000, 108 degrees east."""


def box_in(page: Page) -> shapely.Polygon:
    """Return a square around the middle of the map."""
    x, y = page.evaluate("window.battlemap.map.getCenter().toArray()")
    return shapely.box(x - HALF, y - HALF, x + HALF, y + HALF)


def in_gcj02(area: shapely.Polygon) -> shapely.Polygon:
    return shapely.transform(area, wgs84_to_gcj02, interleaved=False)


def in_metres(area: shapely.Polygon) -> shapely.Polygon:
    to = Transformer.from_crs("EPSG:4326", ZONE_36, always_xy=True)
    return shapely.transform(area, to.transform, interleaved=False)


def wkb(area: shapely.Polygon) -> Any:
    return shapely.to_wkb(np.array([area], dtype=object))


def zipped_shapefile(folder: Path, area: shapely.Polygon) -> bytes:
    """Return a shapefile that does not say in which system it is."""
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.raw.write(folder / "停电.shp", wkb(area), [], [], geometry_type="Polygon", crs=None)
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    return sent.getvalue()


def folded(page: Page) -> Locator:
    """Open the other ways to an area, and return where they are."""
    box = page.locator("details[data-area]")
    box.locator("summary").click()
    return box


def upload(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "", "buffer": content}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="上传范围文件").click()
    chooser.value.set_files(file)


def drawn_as(page: Page, area: shapely.Polygon) -> None:
    """Wait for one ring, and see that it is an area, to a metre or so."""
    holds(page, 1)
    (ring,) = page.evaluate("window.battlemap.drawing.drawn().areas")
    found = shapely.Polygon(ring)
    assert shapely.hausdorff_distance(found, area) < 2e-5
    assert number(page.locator(".bm-area-said").inner_text().split("范围内")[1].split("户")[0]) > 0


def test_geojson_in_gcj02_lands_where_it_belongs(bench: Page) -> None:
    area, ways = box_in(bench), folded(bench)
    ways.get_by_label("坐标系").select_option("gcj02")
    upload(bench, "片区.geojson", shapely.to_geojson(in_gcj02(area)).encode())
    drawn_as(bench, area)
    expect(bench.locator("[data-live=count]")).to_have_text(re.compile(r"^[1-9]"))
    # In words and as everywhere, not as the interface has it: 1,234, and no gcj02.
    count = bench.locator("[data-live=count]").inner_text()
    expect(bench.locator(".bm-area-said")).to_contain_text(f"范围内 {count} 户，坐标系 GCJ-02")


def test_a_zipped_shapefile_in_metres_asks_for_its_system(
    bench: Page, tmp_path: Path, watch: Watch
) -> None:
    watch.allow_error("422")
    area, ways = box_in(bench), folded(bench)
    with bench.expect_response(lambda answer: "/areas/file" in answer.url) as refused:
        upload(bench, "停电.zip", zipped_shapefile(tmp_path, in_metres(area)))
    assert refused.value.status == 422
    expect(ways.locator(".bm-area-said")).to_contain_text("坐标系")
    ways.get_by_label("坐标系").select_option("epsg")
    ways.get_by_role("textbox", name="EPSG 编号").fill("4545")
    ways.get_by_role("button", name="再读").click()
    drawn_as(bench, area)


def test_a_geopackage_with_two_layers_asks_which(bench: Page, tmp_path: Path, watch: Watch) -> None:
    watch.allow_error("422")
    area, ways = box_in(bench), folded(bench)
    path = tmp_path / "停电.gpkg"
    for layer, shape in (("北片", area), ("南片", area.buffer(-0.01))):
        pyogrio.raw.write(
            *(path, wkb(shape), [], []), geometry_type="Polygon", crs="EPSG:4490", layer=layer,
            append=path.exists(),
        )  # fmt: skip
    upload(bench, "停电.gpkg", path.read_bytes())
    expect(ways.locator(".bm-area-said button")).to_have_count(2)
    ways.get_by_role("button", name="北片").click()
    drawn_as(bench, area)


def test_a_notice_is_pasted_and_what_it_names_is_taken(bench: Page, bureau: Product) -> None:
    store = open_store(bureau.database_url)
    with store.reading() as connection:
        line = connection.scalar(select(Feeder.name).order_by(Feeder.id).limit(1))
        village = connection.scalar(select(Customer.village).order_by(Customer.id).limit(1))
    store.close()
    # Work that is announced lies ahead.
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=9)
    bench.locator("details", has=bench.locator("#outage-notice")).locator("summary").click()
    bench.locator("#outage-notice").fill(
        f"停电线路：{line}\n停电原因：更换电杆\n停电范围：{village}、子虚乌有寨\n"
        f"停电时间：{day:%-m月%-d日}8:00至18:00"
    )
    bench.get_by_role("button", name="读取", exact=True).click()
    read = bench.locator(".bm-read")
    expect(read).to_contain_text("“子虚乌有寨”在本局数据中没有对应")
    read.get_by_role("button", name=str(line)).click()
    expect(bench.locator("#outage-chips .bm-pill--part")).to_contain_text(str(line))
    read.locator("[data-offer]").click()
    happens(bench, "window.battlemap.drawing.drawn().areas.length > 0")
    read.locator(".bm-take--all").click()
    expect(bench.get_by_label("原因", exact=True)).to_have_value("更换电杆")
    expect(bench.get_by_label("地点")).to_have_value(f"{village}、子虚乌有寨")
    expect(bench.get_by_label("停电时间")).to_have_value(f"{day:%Y-%m-%d}T08:00")
    bench.get_by_role("button", name="申报停电").click()
    bench.wait_for_url(re.compile(r"/outages/\d+"))
    expect(bench.locator(".bm-bench__strip")).to_contain_text(str(village))


def test_an_area_is_proposed_around_whom_the_trace_takes(bench: Page) -> None:
    trip_a_feeder(bench)
    traced = number(bench.locator(".bm-counted__n b").inner_text())
    folded(bench).get_by_role("button", name="按停电设备推算范围").click()
    expect(bench.locator("#outage-proposed")).to_contain_text(f"{traced:,} 户")
    happens(bench, "window.battlemap.drawing.drawn().areas.length > 0")
    tab(bench, "比对")
    both = bench.locator(".bm-side-list--both .bm-side-list__n")
    expect(both).to_have_text(f"{traced:,}")
    expect(bench.locator(".bm-side-list--traced_only .bm-side-list__n")).to_have_text("0")
    rings = int(bench.evaluate("window.battlemap.drawing.drawn().areas.length"))
    declare(bench, "按设备推算的范围")
    holds(bench, rings)
    expect(both).to_have_text(f"{traced:,}")
