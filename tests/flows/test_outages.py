"""Outages as a coordinator works on them: on the map, in the lists, to the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from rules.viewer import Role
from tests.servers.product import running_product
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

    from tests.servers.product import Product

NEW = "/outages/new"
READY = "window.battlemap && window.battlemap.drawing && window.battlemap.idle > 0"
# The pixels (in the window) of what is drawn of a layer, with its properties.
SPOTS = """(layer) => {
  const {map} = window.battlemap;
  const {left, top, width, height} = map.getCanvas().getBoundingClientRect();
  const middle = (line) => line[Math.floor(line.length / 2)];
  return map.queryRenderedFeatures({layers: [layer]}).map(({geometry, properties}) => {
    const {type, coordinates} = geometry;
    const at = type === "Point" ? coordinates
      : type === "LineString" ? middle(coordinates) : middle(coordinates[0]);
    const {x, y} = map.project(at);
    const inside = x > 80 && y > 80 && x < width - 80 && y < height - 200;
    const marks = ["customer", "switch", "transformer"];
    const near = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], {layers: marks});
    return {x: left + x, y: top + y, alone: inside && !near.length, properties};
  }).filter(({alone}) => alone);
}"""


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run a product of our own: what is declared here must not stand in others' lists."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": "2000"}
    with running_product(tmp_path_factory.mktemp("outages"), demo) as running:
        yield running


@pytest.fixture
def bench(page: Page, bureau: Product) -> Page:
    """Open the workbench of a new outage as a coordinator."""
    page.set_viewport_size({"width": 1440, "height": 900})
    bureau.page(page, Role.COORDINATOR)
    page.goto(bureau.url + NEW)
    at_rest(page)
    return page


def at_rest(page: Page) -> None:
    """Wait until the workbench can be drawn on and the map has drawn all that it wants to."""
    happens(page, READY)
    happens(page, "window.battlemap.map.areTilesLoaded() && !window.battlemap.map.isMoving()")


def trip_a_feeder(page: Page) -> None:
    """Click the line of a feeder, and wait until what it takes is marked on the map."""
    spot = next(s for s in page.evaluate(SPOTS, "section") if s["properties"]["feeder"])
    page.mouse.click(spot["x"], spot["y"])
    expect(page.locator(".bm-pill--part")).to_contain_text("线路")
    marked(page)


def marked(page: Page) -> None:
    """Wait until something is marked as lost."""
    happens(page, "window.battlemap.map.querySourceFeatures('outage').length > 0")


def draw_a_rectangle(page: Page) -> None:
    """Draw one over the middle of the map, with two clicks as people do."""
    box = page.locator("#outage-canvas").bounding_box()
    assert box is not None
    page.get_by_role("button", name=re.compile("矩形")).click()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.25)
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.65)


def declare(page: Page, place: str) -> None:
    """Say where it is, keep the outage, and arrive at its own address."""
    page.get_by_role("tab", name="申报").click()
    page.get_by_label("地点").fill(place)
    page.get_by_role("button", name="申报停电").click()
    page.wait_for_url(re.compile(r"/outages/\d+"))
    at_rest(page)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def confirm(page: Page) -> None:
    tab(page, "进程")
    page.get_by_role("button", name="确认名单").click()
    expect(page.locator(".bm-revs__one")).to_have_count(1)


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def state(page: Page) -> Locator:
    return page.locator(".bm-bench__strip .bm-state")


def out_in(bureau: Product, page: Page) -> dict[str, Any]:
    """Return what other programs are told of the outage that a page shows."""
    ref = page.url.split("/outages/")[1].split("?")[0]
    with bureau.client(Role.DISPATCHER) as client:
        told: dict[str, Any] = client.get(f"/api/v1/outages/{ref}").json()
    return told


def test_drawn_on_the_map_differences_decided_and_confirmed(bench: Page) -> None:
    trip_a_feeder(bench)
    traced = number(bench.locator(".bm-counted__n b").inner_text())
    assert traced > 0
    draw_a_rectangle(bench)
    happens(bench, "window.battlemap.drawing.drawn().areas.length === 1")
    expect(bench.locator("#outage-live b").first).to_have_text(re.compile(r"[1-9]"))
    tab(bench, "比对")
    expect(bench.locator(".bm-side-list")).to_have_count(3)
    expect(bench.locator(".bm-counted__open")).to_be_visible()
    declare(bench, "月亮山村")

    tab(bench, "比对")
    inside, outside = (
        bench.locator(".bm-side-list--inside_only > header"),
        bench.locator(".bm-side-list--traced_only > header"),
    )
    alone = number(inside.locator(".bm-side-list__n").inner_text())
    beyond = number(outside.locator(".bm-side-list__n").inner_text())
    both = number(bench.locator(".bm-side-list--both .bm-side-list__n").inner_text())
    assert alone > 0
    assert beyond > 0
    inside.get_by_role("button", name="不列入").click()
    expect(bench.locator("#outage-do-decide")).to_contain_text("原因")
    bench.get_by_label("决定的理由").fill("现场核实由另一条馈线供电")
    inside.get_by_role("button", name="不列入").click()
    expect(inside).to_contain_text("已决定")
    bench.get_by_label("决定的理由").fill("末端用户，范围画小了")
    outside.get_by_role("button", name="列入", exact=True).click()
    expect(outside).to_contain_text("已决定")
    expect(bench.locator(".bm-counted__open")).to_have_count(0)
    expect(bench.locator(".bm-counted__n b")).to_have_text(f"{both + beyond:,}")

    tab(bench, "进程")
    bench.get_by_role("button", name="确认名单").dblclick()
    expect(bench.locator(".bm-revs__one")).to_have_count(1)
    expect(bench.locator(".bm-revs__one")).to_contain_text(f"{both + beyond:,} 户")


def test_a_feeder_trips_part_is_restored_somebody_is_still_out_and_it_closes(
    bench: Page,
) -> None:
    trip_a_feeder(bench)
    declare(bench, "主干线跳闸")
    expect(state(bench)).to_have_text("已报修")
    confirm(bench)
    ties = bench.locator(".bm-ties li")
    expect(ties.first).to_contain_text("可恢复")
    bench.locator(".bm-served li").first.get_by_role("button", name="复电").click()
    expect(state(bench)).to_have_text("部分复电")

    tab(bench, "名单")
    bench.locator(".ag-row .ag-checkbox-input").first.check()
    expect(bench.locator("#outage-picked-bar")).to_have_text("已勾选 1 户")
    bench.get_by_label("决定的理由").fill("来电说家里还没电")
    bench.get_by_role("button", name="勾选的仍未来电").click()
    expect(bench.locator("#outage-do-act")).to_contain_text("仍未来电")

    tab(bench, "进程")
    ties.first.get_by_role("button", name="由此转供").click()
    expect(state(bench)).to_have_text("已复电")
    bench.get_by_role("button", name="归档", exact=True).click()
    expect(state(bench)).to_have_text("已归档")
    bench.get_by_role("link", name="全部停电").click()
    expect(bench.locator(".bm-outage-row--past").first).to_contain_text("主干线跳闸")
