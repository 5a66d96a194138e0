"""A bureau loads its own exports on the screen, and sees them on the map."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rules.viewer import Role
from tests.exports import (
    HEADERS,
    bureau_zip,
    cells_geojson,
    customer_rows,
    customers_csv,
    in_gcj02,
    zipped,
)
from tests.servers.product import running_product
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import FilePayload, Page

    from tests.servers.product import Product
    from tests.servers.watch import Watch

DRAWN = "window.battlemap && window.battlemap.idle > 0"
READY = "window.dash_clientside && window.battlemap"


@pytest.fixture(scope="module")
def bare_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product whose store is empty and stays without the demo bureau."""
    folder = tmp_path_factory.mktemp("import")
    with running_product(folder, {"BATTLEMAP_DEMO": "0"}) as running:
        yield running


def open_import(page: Page, product: Product) -> None:
    product.page(page, Role.DISPATCHER).goto(f"{product.url}/import")
    happens(page, READY)
    expect(page.locator("[data-upload]")).to_be_visible()


def choose(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "", "buffer": content}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选择文件").click()
    chooser.value.set_files(file)


def begin(page: Page) -> None:
    page.get_by_role("button", name="开始导入").click()


def done(page: Page, name: str) -> None:
    expect(page.locator(".bm-done")).to_contain_text(f"已导入 {name}")
    expect(page).to_have_url(re.compile(r"/import\?run=\d+"))


def tally(page: Page, name: str) -> str:
    return page.locator(f".bm-tally--{name} b").first.inner_text()


def test_a_chinese_export_is_mapped_imported_and_shown_on_the_map(
    page: Page, bare_product: Product
) -> None:
    open_import(page, bare_product)
    choose(page, "网格.geojson", cells_geojson())
    expect(page.locator(".bm-preview")).to_contain_text("第00网格")
    begin(page)
    done(page, "网格.geojson")
    assert tally(page, "added") == "16"

    page.get_by_role("link", name="再导入一个文件").click()
    headers = ("用户标识", *HEADERS[1:])
    choose(page, "客户档案.csv", customers_csv(customer_rows(40), headers))
    expect(page.locator(".bm-preview")).to_contain_text("杨某0")
    expect(page.get_by_label("文字编码").first).to_have_value("自动：GB18030")
    expect(page.locator(".bm-refused")).to_contain_text("还缺必填的列：户号")
    expect(page.get_by_role("button", name="开始导入")).to_be_disabled()

    page.get_by_label("“用户标识”列写入的字段").first.click()
    page.get_by_role("option", name="户号").click()
    expect(page.locator(".bm-refused")).to_have_count(0)
    expect(page.get_by_role("button", name="开始导入")).to_be_enabled()
    page.get_by_role("button", name="先试算").click()
    expect(page.get_by_text("还没有写入任何数据")).to_be_visible()
    assert tally(page, "added") == "40"
    page.get_by_role("button", name="回去修改").click()
    expect(page.get_by_label("“用户标识”列写入的字段").first).to_have_value("户号 *")
    begin(page)
    done(page, "客户档案.csv")
    expect(page.locator(".bm-lines")).to_contain_text("网格.geojson")

    address = page.url
    page.get_by_role("link", name="到地图上看").click()
    happens(page, DRAWN)
    expect(page.locator(".bm-summary b")).to_contain_text("40")
    page.get_by_label("搜索").fill("00000007")
    page.locator(".bm-hit", has_text="杨某7").first.click()
    expect(page.locator(".bm-panel h2")).to_have_text("杨某7")
    page.goto(address)
    expect(page.locator(".bm-done")).to_contain_text("客户档案.csv")


def test_rejected_rows_are_shown_with_their_reason_and_can_be_downloaded(
    page: Page, bare_product: Product
) -> None:
    rows = customer_rows(5)
    rows[1] = (*rows[1][:2], "<b>特别</b>", *rows[1][3:])
    open_import(page, bare_product)
    choose(page, "客户.csv", customers_csv(rows))
    expect(page.locator(".bm-warning").first).to_contain_text("第 3 行")
    begin(page)
    done(page, "客户.csv")
    expect(page.locator(".bm-imports__kind td", has_text="<b>特别</b>").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载全部退回的行").click()
    assert "<b>特别</b>" in download.value.path().read_text("utf-8-sig")


def test_positions_of_a_phone_map_are_asked_about_before_they_are_written(
    page: Page, bare_product: Product
) -> None:
    with bare_product.client() as client:
        client.post("/api/v1/import/cells?name=a.geojson", content=cells_geojson())
    rows = [(f"11{row[0][2:]}", *row[1:]) for row in customer_rows(200)]
    open_import(page, bare_product)
    choose(page, "客户.csv", customers_csv(in_gcj02(rows)))
    begin(page)
    expect(page.locator(".bm-warning", has_text="GCJ-02").first).to_be_visible()
    page.get_by_role("button", name=re.compile("按 GCJ-02.* 导入")).click()
    done(page, "客户.csv")
    x, y = (float(value) for value in rows[0][-2:])
    query = {"q": rows[0][0]}
    with bare_product.client() as client:
        found = client.get("/api/v1/customers", params=query)
    (person,) = found.json()["customers"]
    assert person["x"] == pytest.approx(x, abs=2e-6)
    assert person["y"] == pytest.approx(y, abs=2e-6)


def test_of_a_bureau_one_kind_is_read_in_its_own_datum_and_a_column_is_left_out(
    page: Page, bare_product: Product
) -> None:
    rows = [(f"12{row[0][2:]}", *row[1:]) for row in customer_rows(200)]
    moved = customers_csv(in_gcj02(rows))
    open_import(page, bare_product)
    choose(page, "本局.zip", zipped({"网格.geojson": cells_geojson(), "客户.csv": moved}))
    expect(page.locator(".bm-imports__part")).to_have_count(2)
    page.get_by_label("客户的坐标系").first.click()
    page.get_by_role("option", name="GCJ-02").click()
    begin(page)
    done(page, "本局")
    expect(page.locator(".bm-imports__kind", has_text="客户")).to_contain_text("坐标按 gcj02 读取")
    expect(page.locator(".bm-warning", has_text="像是")).to_have_count(0)

    page.get_by_role("link", name="再导入一个文件").click()
    choose(page, "客户.csv", customers_csv([(f"13{row[0][2:]}", *row[1:]) for row in rows[:3]]))
    page.get_by_label("“户名”列写入的字段").first.click()
    page.get_by_role("option", name="不导入").click()
    expect(page.locator(".bm-column--unused")).to_have_count(1)
    begin(page)
    done(page, "客户.csv")
    query = {"q": "13"}
    with bare_product.client() as client:
        found = client.get("/api/v1/customers", params=query)
    assert {person["name"] for person in found.json()["customers"]} == {""}


def test_a_whole_bureau_comes_as_one_zip_even_dropped(page: Page, bare_product: Product) -> None:
    open_import(page, bare_product)
    transfer = page.evaluate_handle(
        """bytes => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], "本局.zip"));
          return transfer;
        }""",
        list(bureau_zip()),
    )
    page.dispatch_event("[data-upload]", "drop", {"dataTransfer": transfer})
    expect(page.locator(".bm-imports__part")).to_have_count(2)
    begin(page)
    done(page, "本局")
    expect(page.locator(".bm-imports__kind")).to_have_count(2)


def test_what_is_no_data_is_refused_where_it_was_dropped(
    page: Page, bare_product: Product, watch: Watch
) -> None:
    watch.allow_error("422")
    open_import(page, bare_product)
    choose(page, "客户.csv", b"\x7fELF" + b"\x00" * 60)
    expect(page.locator(".bm-drop__problem")).to_contain_text("客户.csv 不是能读取的格式")
    choose(page, "工单.csv", "工单编号,受理时间\nGD1,2026-05-01\n".encode())
    expect(page.locator(".bm-preview")).to_contain_text("GD1")
