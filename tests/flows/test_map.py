"""The map as its readers walk through it, in a real browser that is cut off from the internet."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from data.store import StoreAway, StoreBusy
from layers.palette import Theme, palette
from rules.codes import Urgency
from rules.viewer import Role
from tests.servers.ports import LOOPBACK, spare_port
from tests.servers.postgres import OWNER, make_cluster, server_account
from tests.servers.postgres import server as postgres
from tests.servers.product import running_product
from tests.servers.waiting import happens, until
from tools.provide import postgresql_bin

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.servers.product import Product
    from tests.servers.watch import Watch

DRAWN = "window.battlemap && window.battlemap.idle > 0"
NO_WEBGL = """
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return String(kind).startsWith("webgl") ? null : real.call(this, kind, ...more);
  };
"""


STATE = """(() => {
  const {map} = window.battlemap;
  return {
    at: [...map.getCenter().toArray(), map.getZoom()].map((n) => n.toFixed(6)),
    tiles: map.getStyle().sources.bureau.tiles,
  };
})()"""
# While one look gives way to the other there is no ground for a moment.
GROUND = """(window.battlemap.map.getLayer("ground")
  ? window.battlemap.map.getPaintProperty("ground", "background-color") : undefined)"""
CHANGED = GROUND.replace("undefined", "'{0}'") + " !== '{0}'"
CHOSEN_DRAWN = "window.battlemap.map.querySourceFeatures('chosen').length"


def rgb(colour: str) -> str:
    """Return a colour as a browser writes it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour.removeprefix("#")))


def open_map(page: Page, address: str) -> None:
    """Open a page and wait until the map has drawn all it wants to draw."""
    page.goto(address)
    happens(page, DRAWN)


def worst_customer(product: Product) -> dict[str, Any]:
    with product.client(Role.DISPATCHER) as client:
        listed = client.get("/api/v1/customers", params={"limit": 1})
    first: dict[str, Any] = listed.json()["customers"][0]
    return first


def panel(page: Page) -> Locator:
    return page.locator(".bm-panel")


def test_a_customer_is_found_opened_filtered_and_the_link_reproduces_it(
    page: Page, product: Product
) -> None:
    somebody = worst_customer(product)
    open_map(page, product.url)
    page.get_by_label("搜索").fill(somebody["account"])
    page.locator(".bm-hit", has_text=somebody["name"]).first.click()
    expect(panel(page).locator("h2")).to_have_text(somebody["name"])
    expect(panel(page)).to_contain_text(somebody["account"])
    expect(panel(page)).to_contain_text("敏感分类的依据")
    expect(panel(page)).to_contain_text("供电路径")
    assert f"open=customer.{somebody['id']}" in page.url

    page.locator(".bm-chip--sensitivity-3").click()
    page.locator(".bm-chip--sensitivity-2").click()
    page.locator(".bm-chip--urgency-5").click()
    expect(page.locator(".bm-summary b")).to_have_text(re.compile(r"^[\d,]+ / 2,000 户$"))
    happens(page, "location.search.includes('urgency=5')")
    happens(page, "!window.battlemap.map.isMoving()")
    link = page.url
    assert "sensitivity=3" in link
    assert "sensitivity=2" in link
    centre = page.evaluate("window.battlemap.map.getCenter().toArray()")

    again = page.context.new_page()
    open_map(again, link)
    # The count follows the last filter a moment after the link does: both must come to agree.
    told = again.locator(".bm-summary b")
    until(lambda: told.inner_text() == page.locator(".bm-summary b").inner_text(), "both agree", 60)
    expect(panel(again).locator("h2")).to_have_text(somebody["name"])
    expect(again.locator(".bm-chip--urgency-5 input")).to_be_checked()
    assert again.evaluate("window.battlemap.map.getCenter().toArray()") == pytest.approx(
        centre, abs=1e-4
    )
    assert again.url == link


def test_a_click_on_the_map_opens_a_card_and_the_cross_closes_it(
    page: Page, product: Product
) -> None:
    somebody = worst_customer(product)
    open_map(page, f"{product.url}/?at=17/{somebody['y']}/{somebody['x']}")
    box = page.locator("#map-canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(panel(page).locator("h2")).to_have_text(somebody["name"])
    page.get_by_label("关闭").click()
    expect(panel(page).locator("h2").first).to_have_text("现在最急")
    assert "open=" not in page.url


def test_a_ring_turns_until_the_map_has_been_drawn(page: Page, product: Product) -> None:
    page.route("**/tiles/**", lambda _: None)  # asked for, and not answered
    page.goto(product.url)
    canvas = page.locator("#map-canvas")
    expect(canvas).to_have_attribute("aria-busy", "true")
    ring = "getComputedStyle(document.getElementById('map-canvas'), '::after').animationName"
    assert page.evaluate(ring) == "bm-turn"
    page.unroute("**/tiles/**")  # lets go what was held
    happens(page, DRAWN)
    expect(canvas).to_have_attribute("aria-busy", "false")
    assert page.evaluate(ring) == "none"


def test_layers_can_be_switched_off_and_stay_off_in_the_link(page: Page, product: Product) -> None:
    open_map(page, product.url)
    page.get_by_label("线路", exact=True).uncheck()
    happens(page, "window.battlemap.map.getLayoutProperty('section', 'visibility') === 'none'")
    assert "hide=" in page.url
    again = page.context.new_page()
    open_map(again, page.url)
    expect(again.get_by_label("线路", exact=True)).not_to_be_checked()
    assert (
        again.evaluate("window.battlemap.map.getLayoutProperty('section', 'visibility')") == "none"
    )


def test_day_and_night_change_the_ground_and_nothing_else(page: Page, product: Product) -> None:
    open_map(page, f"{product.url}/?hide=cells")
    day = page.evaluate(GROUND)
    page.get_by_label("切换日间与夜间").click()
    happens(page, CHANGED.format(day))
    hidden = "window.battlemap.map.getLayoutProperty('cell', 'visibility')"
    assert page.evaluate(hidden) == "none"


def test_day_and_night_keep_the_filters_the_view_and_what_is_open(
    page: Page, product: Product
) -> None:
    somebody = worst_customer(product)
    at = f"14/{somebody['y']:.5f}/{somebody['x']:.5f}"
    query = f"at={at}&open=customer.{somebody['id']}&sensitivity=3&sensitivity=2"
    open_map(page, f"{product.url}/?{query}")
    expect(panel(page).locator("h2")).to_have_text(somebody["name"])
    happens(page, "!window.battlemap.map.isMoving()")
    before, address = page.evaluate(STATE), page.url
    for _ in range(2):
        shown = page.evaluate(GROUND)
        page.get_by_label("切换日间与夜间").click()
        happens(page, CHANGED.format(shown))
        happens(page, f"{CHOSEN_DRAWN} > 0")
        assert page.evaluate(STATE) == before
        assert page.url == address
        expect(panel(page).locator("h2")).to_have_text(somebody["name"])
        expect(page.locator(".bm-chip--sensitivity-3 input")).to_be_checked()
        expect(page.locator(".bm-chip--sensitivity-1 input")).not_to_be_checked()


def test_charts_have_the_colours_of_day_and_night_and_follow_the_switch(
    page: Page, product: Product
) -> None:
    page.emulate_media(color_scheme="dark")
    open_map(page, product.url)
    bar = page.locator(".bm-chart .bars").last.locator("path").first
    night, day = (palette(theme).urgency[Urgency.ORDINARY] for theme in (Theme.DARK, Theme.LIGHT))
    expect(bar).to_have_css("fill", rgb(night))
    ticks = page.locator(".bm-chart .xtick text")
    assert all(re.fullmatch(r"[\d,]+", text) for text in ticks.all_text_contents())
    page.get_by_label("切换日间与夜间").click()
    expect(bar).to_have_css("fill", rgb(day))


def test_english_is_one_click_away_and_stays(page: Page, product: Product) -> None:
    open_map(page, product.url)
    page.get_by_role("button", name="English").click()
    expect(panel(page).locator("h2").first).to_have_text("Most urgent now")
    page.reload()
    expect(page.get_by_role("link", name="Rules")).to_be_visible()


def test_the_demo_bureau_says_so_on_every_screen(page: Page, product: Product) -> None:
    for path in ("/", "/list", "/import", "/settings", "/nowhere"):
        page.goto(product.url + path)
        expect(page.locator(".bm-demo")).to_contain_text("演示")


def test_on_a_phone_nothing_is_cut_and_filters_unfold(page: Page, product: Product) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_map(page, product.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".bm-filters")).to_be_hidden()
    page.get_by_role("button", name="筛选").click()
    expect(page.locator(".bm-filters")).to_be_visible()


def test_names_that_are_markup_show_as_they_are(page: Page, product: Product) -> None:
    open_map(page, product.url)
    page.get_by_label("搜索").fill("<img src=x onerror=alert(1)>")
    expect(page.locator(".bm-found")).to_contain_text("<img src=x onerror=alert(1)>")


def test_without_webgl_the_server_draws_the_same_view(page: Page, product: Product) -> None:
    somebody = worst_customer(product)
    page.add_init_script(NO_WEBGL)
    page.goto(f"{product.url}/?at=15/{somebody['y']}/{somebody['x']}")
    picture = page.locator(".bm-picture")
    expect(picture).to_be_visible()
    happens(page, "document.querySelector('.bm-picture').naturalWidth > 300")
    expect(page.locator(".bm-note")).to_contain_text("WebGL")
    shown = picture.get_attribute("src") or ""
    assert "at=15" in shown
    page.locator(".bm-chip--urgency-5").click()
    happens(
        page, "document.querySelector('.bm-picture')?.getAttribute('src').includes('urgency=5')"
    )
    page.get_by_label("搜索").fill(somebody["account"])
    page.locator(".bm-hit").first.click()
    expect(panel(page).locator("h2")).to_have_text(somebody["name"])


def test_a_store_that_goes_away_is_told_and_heals_by_itself(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    home, account = postgresql_bin(), server_account()
    if home is None or account is None:
        pytest.skip("PostgreSQL is not installed")
    watch.allow_error("503")
    cluster, port = Path(tempfile.mkdtemp(prefix="battlemap-away-")), spare_port()
    if os.geteuid() == 0:
        shutil.chown(cluster, account)
    make_cluster(home, account, cluster / "cluster")
    settings = {
        "BATTLEMAP_DATABASE_URL": f"postgresql://{OWNER}@{LOOPBACK}:{port}/postgres",
        "BATTLEMAP_DEMO_CUSTOMERS": "500",
    }
    banner = page.locator("#shell-banner")
    with running_product(tmp_path, settings) as product:
        page.goto(product.url)
        expect(page.get_by_role("alert")).to_contain_text("暂时连不上数据库")
        with postgres(home, account, cluster, port):
            until(lambda: filled(product), "the demo bureau is in", 60)
            page.get_by_role("button", name="调度值班员").click()
            expect(page.locator(".bm-summary b")).to_have_text("500 户")
        expect(banner).to_contain_text("暂时连不上数据库")
        expect(page.locator(".bm-summary b")).to_have_text("500 户")
        with postgres(home, account, cluster, port):
            expect(banner).to_be_empty()
        page.goto("about:blank")  # nobody looks while the product ends
    shutil.rmtree(cluster, ignore_errors=True)


def filled(product: Product) -> bool:
    """Tell whether the demo bureau has been loaded to its end."""
    try:
        with product.client(Role.DISPATCHER) as client:
            answer = client.get("/api/v1/customers")
    except (StoreAway, StoreBusy):
        return False
    return answer.status_code == 200 and answer.json()["count"] == 500
