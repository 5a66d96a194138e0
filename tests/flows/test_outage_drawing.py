"""Drawing an outage: rings that cross themselves, holes, several areas, steps back, on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from rules.viewer import Role
from tests.flows.workbench import (
    NEW,
    at,
    at_rest,
    click_corners,
    declare,
    draw_a_rectangle,
    holds,
    number,
    tab,
    tool,
)
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.servers.product import Product

SOMEBODY = re.compile(r"^[1-9][\d,]*$")
AGREE = """(() => {
  const [live, listed] = ["[data-live=count]", ".bm-counted__n b"].map((place) =>
    document.querySelector(place).textContent.replace(/\\D/g, ""));
  return live !== "" && live === listed;
})()"""


def live(page: Page) -> Locator:
    return page.locator("[data-live=count]")


def remark(page: Page) -> Locator:
    return page.locator("[data-live=remark]")


def settled(page: Page) -> int:
    """Return the number beside the drawing once the list says the same."""
    happens(page, AGREE)
    return number(live(page).inner_text())


def test_a_drawing_that_crosses_itself_is_marked_where_it_does_and_can_be_put_right(
    bench: Page,
) -> None:
    # Errors on the console fail this test, as all flows: none of this is an error.
    tool(bench, "多边形")
    click_corners(bench, (0.3, 0.25), (0.6, 0.6), (0.6, 0.25))
    expect(live(bench)).to_have_text(SOMEBODY)
    bench.mouse.move(*at(bench, 0.3, 0.6))
    mark = bench.locator(".bm-crossing")
    expect(mark).to_be_visible()
    expect(remark(bench)).to_contain_text("自相交")
    expect(live(bench)).to_be_hidden()
    spot = mark.bounding_box()
    assert spot is not None
    x, y = at(bench, 0.45, 0.425)
    assert abs(spot["x"] + spot["width"] / 2 - x) < 8
    assert abs(spot["y"] + spot["height"] / 2 - y) < 8

    click_corners(bench, (0.3, 0.6), (0.3, 0.25))  # the first corner again closes the ring
    expect(bench.locator("#outage-problem")).to_contain_text("自相交")
    expect(mark).to_be_visible()
    tool(bench, "修改")
    bench.mouse.click(*at(bench, 0.55, 0.4))
    bench.mouse.move(*at(bench, 0.3, 0.6))
    bench.mouse.down()
    bench.mouse.move(*at(bench, 0.4, 0.4))
    bench.mouse.move(*at(bench, 0.46, 0.25), steps=4)
    bench.mouse.up()
    expect(mark).to_have_count(0)
    expect(remark(bench)).to_be_empty()
    expect(bench.locator("#outage-problem")).to_be_empty()
    assert settled(bench) > 0


def test_a_crossing_that_changes_nothing_is_mended_and_said(bench: Page) -> None:
    tool(bench, "多边形")
    # Out along a line and back on it: what is inside is in no doubt.
    click_corners(bench, (0.3, 0.25), (0.7, 0.25), (0.6, 0.25), (0.6, 0.6), (0.3, 0.6), (0.3, 0.25))
    holds(bench, 1)
    expect(remark(bench)).to_contain_text("已修正")
    assert settled(bench) > 0
    expect(bench.locator("#outage-problem")).to_be_empty()


def test_several_areas_a_hole_and_a_step_back_are_kept_as_drawn(bench: Page) -> None:
    draw_a_rectangle(bench, (0.25, 0.2), (0.5, 0.7))
    holds(bench, 1)
    one = settled(bench)
    draw_a_rectangle(bench, (0.55, 0.2), (0.75, 0.7))
    holds(bench, 2)
    expect(live(bench)).not_to_have_text(f"{one:,}")
    two = settled(bench)
    assert two > one > 0

    tool(bench, "挖洞")
    click_corners(bench, (0.3, 0.3), (0.45, 0.3), (0.45, 0.6), (0.3, 0.6), (0.3, 0.3))
    holds(bench, 2, 1)
    expect(live(bench)).not_to_have_text(f"{two:,}")
    cut = settled(bench)
    assert cut < two
    tool(bench, "撤销")
    holds(bench, 2)
    expect(live(bench)).to_have_text(f"{two:,}")
    tool(bench, "重做")
    holds(bench, 2, 1)
    expect(live(bench)).to_have_text(f"{cut:,}")

    declare(bench, "两片，中间一块有电")
    holds(bench, 2, 1)
    assert settled(bench) == cut


def test_an_outage_is_declared_on_a_phone(page: Page, bureau: Product) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    bureau.page(page, Role.COORDINATOR)
    page.goto(bureau.url + NEW)
    at_rest(page)
    draw_a_rectangle(page, (0.15, 0.4), (0.85, 0.7))
    holds(page, 1)
    found = settled(page)
    assert found > 0
    for button in page.locator(".bm-tools button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, criterion 2.5.8
    declare(page, "手机上申报")
    assert settled(page) == found
    tab(page, "比对")
    expect(page.locator(".bm-side-list")).to_contain_text("仅按范围")
    tab(page, "名单")
    expect(page.locator(".ag-row").first).to_be_visible()
    tab(page, "进程")
    page.get_by_role("button", name="确认名单").click()
    expect(page.locator(".bm-revs__one")).to_contain_text(f"{found:,} 户")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_live_count_covers_none_of_the_tools(bench: Page) -> None:
    for width in (1440, 1200, 1000, 840):
        bench.set_viewport_size({"width": width, "height": 900})
        if width == 1440:
            draw_a_rectangle(bench)
            expect(live(bench)).to_have_text(SOMEBODY)
        count = bench.locator("#outage-live").bounding_box()
        assert count is not None
        for group in bench.locator(".bm-tools__group").all():
            box = group.bounding_box()
            assert box is not None
            beside = (
                box["x"] + box["width"] <= count["x"] or count["x"] + count["width"] <= box["x"]
            )
            below = box["y"] + box["height"] <= count["y"]
            assert beside or below, (width, box, count)
