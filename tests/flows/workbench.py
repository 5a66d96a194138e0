"""The workbench of an outage as a hand uses it: what the flows of outages have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

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


def at(page: Page, across: float, down: float) -> tuple[float, float]:
    """Return a place of the window by its share of the map's width and height."""
    box = page.locator("#outage-canvas").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def tool(page: Page, name: str) -> None:
    """Press a tool by the beginning of its name."""
    page.get_by_role("toolbar").get_by_role("button", name=re.compile(f"^{name}")).click()


def draw_a_rectangle(
    page: Page, first: tuple[float, float] = (0.3, 0.25), last: tuple[float, float] = (0.7, 0.65)
) -> None:
    """Draw one between two corners, with two clicks as people do."""
    middle = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
    tool(page, "矩形")
    page.mouse.click(*at(page, *first))
    page.mouse.move(*at(page, *middle))
    page.mouse.click(*at(page, *last))


def click_corners(page: Page, *corners: tuple[float, float]) -> None:
    """Click one corner after the other; the ring is still open then."""
    for corner in corners:
        page.mouse.move(*at(page, *corner))
        page.mouse.click(*at(page, *corner))


def holds(page: Page, areas: int, holes: int = 0) -> None:
    """Wait until so many areas and holes are drawn."""
    drawn = "window.battlemap.drawing?.drawn()"
    happens(page, f"{drawn}?.areas.length === {areas} && {drawn}?.holes.length === {holes}")


def declare(page: Page, place: str) -> None:
    """Say where it is, keep the outage, and arrive at its own address."""
    page.get_by_role("tab", name="申报").click()
    page.get_by_label("地点").fill(place)
    page.evaluate("window.battlemap.drawing = null")  # what is waited for is the next one
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
