"""On the workbench the map and the list select each other, and a switch is opened on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.flows.workbench import SPOTS, at, at_rest, marked, number, tab, trip_a_feeder
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Page

RINGED = "window.battlemap.map.getSource('outage-ring').serialize().data.features.length"
FAR_ROW = "#outage-grid .ag-row[row-index='5']"
AWAY = """() => {
  const api = window.dash_ag_grid.getApi("outage-grid");
  api.ensureIndexVisible(api.getDisplayedRowCount() - 1, "bottom");
}"""
ALL_MARKS = '["customer", "switch", "transformer"]'
IN_THE_MIDDLE = """() => {
  const {map} = window.battlemap;
  const {x, y} = map.project(map.getCenter());
  const near = [[x - 3, y - 3], [x + 3, y + 3]];
  return map.queryRenderedFeatures(near, {layers: ["customer"]}).map(({id}) => String(id));
}"""


def test_the_map_and_the_list_select_each_other(bench: Page) -> None:
    trip_a_feeder(bench)
    tab(bench, "名单")
    row = bench.locator(FAR_ROW).first
    expect(row.locator("[col-id='name']")).not_to_be_empty()
    who = row.get_attribute("row-id")
    row.locator("[col-id='name']").hover()
    happens(bench, f"{RINGED} === 1")
    row.locator("[col-id='name']").click()
    happens(bench, "window.battlemap.map.getZoom() >= 15")
    at_rest(bench)
    happens(bench, f"({IN_THE_MIDDLE})().includes('{who}')")

    bench.evaluate(AWAY)
    expect(bench.locator(f"#outage-grid .ag-row[row-id='{who}']")).not_to_be_in_viewport()
    bench.mouse.click(*at(bench, 0.5, 0.5))
    there = bench.evaluate(IN_THE_MIDDLE)
    shown = ",".join(f"#outage-grid .ag-row[row-id='{one}']" for one in there)
    expect(bench.locator(shown).first).to_be_in_viewport()
    happens(bench, f"{RINGED} === 1")


def test_a_switch_is_opened_and_closed_again_on_the_map(bench: Page) -> None:
    tool = bench.get_by_role("toolbar").get_by_role("button", name="点选")
    expect(tool).to_have_attribute("aria-pressed", "true")
    bench.evaluate("() => window.battlemap.map.jumpTo({zoom: 12})")  # from here on they are drawn
    at_rest(bench)
    spots = bench.evaluate(SPOTS.replace(ALL_MARKS, '["customer", "transformer"]'), "switch")
    spot = next(one for one in spots if one["properties"]["state"] != "open")
    bench.mouse.click(spot["x"], spot["y"])
    expect(bench.locator(".bm-pill--part")).to_have_count(1)
    expect(bench.locator(".bm-pill--part")).to_contain_text("开关")
    marked(bench)
    assert number(bench.locator(".bm-counted__n b").inner_text()) > 0
    bench.mouse.click(spot["x"], spot["y"])
    expect(bench.locator(".bm-pill--part")).to_have_count(0)
    expect(bench.locator(".bm-counted__n b")).to_have_text("0")
