"""The list beside the map, in a real browser."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from data.store import open_store
from data.tables import Customer
from desk.listing import Tab
from rules.viewer import SYSTEM, Role
from screens.people import GRIDS
from tests.flows.browsers import AWAY
from tests.servers.product import running_product
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.servers.product import Product
    from tests.servers.watch import Watch

SOME = re.compile(r"\d+")
"""An account or the number of an issue: the row has arrived."""
MARKUP = "<img src=x onerror=\"document.title='run'\">"


def test_a_link_to_the_list_may_be_the_first_thing_asked_for(tmp_path: Path) -> None:
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "500"}
    with running_product(tmp_path, demo) as product, product.client() as client:
        page = client.get("/list").text
    assert "/assets/tables.js" in page
    assert "/assets/boot.mjs" in page


def test_a_filtered_map_is_listed_and_a_row_leads_back_to_it(page: Page, product: Product) -> None:
    open_list(page, product, "?sensitivity=3&sensitivity=2")
    expect(cell(page, 0, "account")).to_have_text(SOME)
    expect(page.locator(".bm-pill")).to_have_count(2)
    counted = number(page.locator(".bm-tab--here .bm-count").inner_text())
    chosen = page.locator(".bm-facet--here b")
    assert counted == sum(number(text) for text in chosen.all_inner_texts())
    expect(cell(page, 1, "account")).to_have_text(SOME)
    account = cell(page, 1, "account").inner_text()
    cell(page, 1, "address").click()
    expect(page.locator(".bm-panel")).to_contain_text(account)
    assert re.search(r"/\?.*open=customer\.\d+.*sensitivity=3&sensitivity=2", page.url)
    page.go_back()
    expect(cell(page, 0, "account")).to_have_text(SOME)


def test_tabs_counts_and_filters_change_the_list_in_place(page: Page, product: Product) -> None:
    open_list(page, product, "")
    expect(cell(page, 0, "account")).to_have_text(SOME)
    page.locator(".bm-facet", has_text="一般").click()
    expect(page.locator(".bm-pill")).to_have_text("敏感分类：一般")
    expect(cell(page, 0, "sensitivity")).to_have_text("一般")
    page.locator(".bm-tab", has_text="未结问题").click()
    expect(cell(page, 0, "number")).to_have_text(SOME)
    assert "tab=issues" in page.url
    assert "sensitivity=0" in page.url
    page.locator(".bm-pill").click()
    expect(page.locator(".bm-pill")).to_have_count(0)
    page.locator(".bm-tab", has_text="数据待补").click()
    expect(page.locator(".bm-facet")).to_have_count(5)
    page.locator(".bm-facet", has_text="网格没有经理").click()
    expect(page.locator(".bm-list__head > .bm-empty")).to_contain_text("重新导入")


def test_the_end_of_the_list_is_reached(page: Page, product: Product) -> None:
    open_list(page, product, "")
    expect(cell(page, 0, "account")).to_have_text(SOME)
    page.locator(".ag-body-viewport").evaluate("view => { view.scrollTop = view.scrollHeight }")
    expect(cell(page, 1999, "account")).to_have_text(SOME)


def test_a_link_in_a_row_opens_a_tab_of_its_own(page: Page, product: Product) -> None:
    open_list(page, product, "?sensitivity=3")
    link = cell(page, 0, "account").get_by_role("link")
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    expect(opened.value.locator(".bm-panel h2")).to_be_visible()
    assert page.url.endswith("/list?sensitivity=3")


def test_a_row_is_opened_by_the_keyboard(page: Page, product: Product) -> None:
    open_list(page, product, "?sensitivity=3")
    expect(cell(page, 2, "account")).to_have_text(SOME)
    cell(page, 2, "name").focus()
    page.keyboard.press("Enter")
    happens(page, "location.pathname === '/'")


def test_the_list_is_taken_away_as_a_file(page: Page, product: Product) -> None:
    open_list(page, product, "?sensitivity=3")
    expect(cell(page, 0, "account")).to_have_text(SOME)
    first = cell(page, 0, "account").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(text))
    assert lines[0][2].lstrip("'") == first
    assert len(lines) == number(page.locator(".bm-tab--here .bm-count").inner_text())


def test_on_a_phone_the_list_fits(page: Page, product: Product) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_list(page, product, "?sensitivity=3")
    row = cell(page, 0, "card")
    expect(row.locator(".bm-row-card__marks")).to_contain_text("特殊")
    expect(row.locator(".bm-row-card__under")).to_have_text(SOME)
    expect(page.locator(".ag-cell[col-id='account']")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_no_word_of_an_issue_is_cut_that_says_how_bad_it_is(
    page: Page, product: Product, language: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_list(page, product, f"?tab=issues&lang={language}")
    expect(cell(page, 0, "card").locator(".bm-row-card__aside")).to_have_text(SOME)
    for part in ("marks span", "aside"):
        words = page.locator(f".bm-row-card__{part}")
        assert words.count() > 5
        assert words.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth + 1)")
    heights = page.locator(".ag-row").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert min(heights) > 80


@pytest.mark.parametrize("width", [1280, 360])
def test_whoever_comes_back_from_a_card_finds_the_list_where_it_was(
    page: Page, product: Product, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    column = "account" if width > 640 else "card"
    open_list(page, product, "")
    expect(cell(page, 0, column)).to_have_text(SOME)
    view = page.locator(".ag-body-viewport")
    view.evaluate("(view, rows) => { view.scrollTop = rows }", 300 * (38 if width > 640 else 88))
    expect(cell(page, 302, column)).to_have_text(SOME)
    cell(page, 302, column).get_by_role("link").click()
    expect(page.locator(".bm-panel h2").first).to_be_visible()
    page.go_back()
    expect(cell(page, 302, column)).to_be_in_viewport()
    # The table may tell late that it was scrolled, when the address is that of the next list.
    kept = page.locator(".bm-facet", has_text="一般").evaluate(
        "(facet, grid) => { const api = window.dash_ag_grid.getApi(grid); facet.click();"
        " window.dashAgGridFunctions.keepPlace({api});"
        " return Object.keys(sessionStorage).filter((key) => key.startsWith('list ')) }",
        GRIDS[Tab.CUSTOMERS],
    )
    assert kept == ["list /list"]
    expect(cell(page, 0, column)).to_be_in_viewport()


def test_names_that_hold_markup_are_shown_as_text_and_changes_arrive_by_themselves(
    page: Page, tmp_path: Path, watch: Watch
) -> None:
    watch.allow_error(AWAY)  # the product is stopped under the open page
    with running_product(tmp_path, {"BATTLEMAP_DEMO_CUSTOMERS": "500"}) as product:
        open_list(product.page(page, Role.DISPATCHER), product, "")
        expect(cell(page, 0, "account")).to_have_text(SOME)
        store = open_store(f"sqlite:///{tmp_path / 'battlemap.sqlite'}")
        with store.writing(SYSTEM) as writing:
            writing.connection.execute(update(Customer).values(name=MARKUP, address=MARKUP))
            writing.changed("customer", "change")
        store.close()
        expect(cell(page, 0, "name")).to_have_text(MARKUP)
        expect(cell(page, 0, "address")).to_have_text(MARKUP)
    assert page.title() != "run"
    assert page.locator(".bm-list img").count() == 0


def open_list(page: Page, product: Product, query: str) -> None:
    """Open a list by its link."""
    page.goto(f"{product.url}/list{query}")


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(f".ag-row[row-index='{row}'] .ag-cell[col-id='{column}']")


def number(text: str) -> int:
    return int(text.replace(",", ""))
