"""From the last click of a drawing to the list on the screen, and how fluent drawing stays.

A browser draws rectangles that hold one customer in a hundred on the workbench of a new outage.
The clock is the page's own: it starts with the click that ends the drawing and stops with the
second frame after the number of customers and the first rows of the list stand there.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
from playwright.sync_api import sync_playwright

from bench.figures import Figure
from bench.lists import box_with
from bench.serving import entry, fetch, serving
from data.store import open_store
from desk.desk import open_desk
from rules.viewer import SYSTEM, Role
from settings import Settings
from tools.provide import BROWSER_FLAGS, browser_path

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from data.snapshot.judged import Snapshot

RUNS, SHARE = 31, 0.01
SHOWN_MS, UPDATES = 500.0, 5.0
DRAGGED_SECONDS = 6.0
VIEW = {"width": 1440, "height": 900}
READY = "() => window.battlemap?.drawing && window.battlemap.idle > 0"
AT_REST = "() => window.battlemap.map.areTilesLoaded() && !window.battlemap.map.isMoving()"
PATIENCE = 60
UNTIL = """() => new Promise((done, fail) => {{
  const holds = {script};
  const late = setTimeout(() => fail(new Error("not in {seconds} seconds")), {seconds} * 1000);
  const look = () => holds() ? (clearTimeout(late), done(true)) : setTimeout(look, 50);
  look();
}})"""
CORNERS = """([west, south, east, north]) => {
  const {map} = window.battlemap;
  const {left, top} = map.getCanvas().getBoundingClientRect();
  return [[west, north], [east, south]].map((place) => {
    const {x, y} = map.project(place);
    return [x + left, y + top];
  });
}"""
LOOK = """([west, south, east, north]) =>
  window.battlemap.map.fitBounds([[west, south], [east, north]], {padding: 130, duration: 0})"""
WATCH = """() => {
  const told = {};
  window.told = told;
  const number = () => Number((document.querySelector(".bm-counted__n b")?.textContent ?? "")
    .replace(/\\D/g, ""));
  const row = () => document.querySelector('#outage-grid .ag-row[row-index="0"] [col-id="name"]');
  const listed = () => {
    const n = number();
    const api = window.dash_ag_grid.getApi("outage-grid");
    return n > 0 && api.getDisplayedRowCount() === n && row()?.textContent.trim();
  };
  const frame = () => new Promise(requestAnimationFrame);
  const look = async () => {
    while (!told.begun || !listed()) await frame();
    await frame();
    await frame();
    return [performance.now() - told.begun, number()];
  };
  const begin = () => (told.begun = performance.now());
  addEventListener("pointerup", begin, {capture: true, once: true});
  told.seen = look();
}"""
EMPTY = """() => {
  const row = document.querySelector('#outage-grid .ag-row[row-index="0"] [col-id="name"]');
  const count = document.querySelector(".bm-counted__n b")?.textContent;
  return count === "0" && !row?.textContent.trim();
}"""


def measure(data_dir: Path) -> list[Figure]:
    """Draw on a store; milliseconds to the list, and live counts a second while dragging."""
    path = browser_path()
    if path is None:
        return [Figure("drawing to list", 0.0, "ms", note="not measured: no Chromium here")]
    settings = Settings.from_environment({"BATTLEMAP_DATA_DIR": str(data_dir)})
    desk = open_desk(open_store(settings.database_url), settings)
    boxes = _boxes(desk.seen(SYSTEM))
    desk.store.close()
    with sync_playwright() as playwright, serving(data_dir) as (url, _):
        chromium = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
        cookie = entry(settings.database_url, Role.COORDINATOR)
        fetch(f"{url}/api/v1/health", cookie)  # it may still be starting
        context = chromium.new_context(viewport=VIEW, extra_http_headers={"Cookie": cookie})  # type: ignore[arg-type]  # a plain dict is one
        page = context.new_page()
        page.goto(f"{url}/outages/new?tab=list")
        _until(page, READY)
        drawn = [_drawn(page, box) for box in boxes]
        updates = _dragged(page, boxes[-1])
        chromium.close()
    taken, found = [ms for ms, _ in drawn[1:]], [n for _, n in drawn[1:]]
    p95 = float(np.percentile(taken, 95))
    note = f"{min(found)} to {max(found)} customers in the area, {len(taken)} drawings"
    return [
        Figure("end of a drawing to list and counts, median", float(np.median(taken)), "ms"),
        *(
            Figure("end of a drawing to list and counts, p95", p95, "ms",
                   f"at most {SHOWN_MS:g}", p95 <= SHOWN_MS, note),
            Figure("live counts while a corner is dragged", updates, "a second",
                   f"at least {UPDATES:g}", updates >= UPDATES),
        ),
    ]  # fmt: skip


def _boxes(snapshot: Snapshot) -> list[tuple[float, float, float, float]]:
    """Return boxes around customers that hold about ``SHARE`` of all of them."""
    index = snapshot.customers.index
    rows = np.random.default_rng(7).integers(0, len(index), RUNS + 1).tolist()
    return [box_with(index, float(index.x[row]), float(index.y[row]), SHARE) for row in rows]


def _drawn(page: Page, box: tuple[float, float, float, float]) -> tuple[float, int]:
    page.locator('[data-tool="clear"]').click()
    _until(page, EMPTY)
    page.evaluate(LOOK, list(box))
    _until(page, AT_REST)
    page.locator('[data-tool="rectangle"]').click()
    first, last = page.evaluate(CORNERS, list(box))
    page.mouse.click(*first)
    page.mouse.move((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    page.mouse.move(*last)
    page.evaluate(WATCH)
    page.mouse.click(*last)
    took, found = page.evaluate("() => window.told.seen")
    return float(took), int(found)


def _dragged(page: Page, box: tuple[float, float, float, float]) -> float:
    """Drag a corner to and fro as a hand does; return how often a second the count was renewed."""
    first, last = page.evaluate(CORNERS, list(box))
    page.locator('[data-tool="select"]').click()
    page.mouse.click((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    page.mouse.move(*last)
    page.mouse.down()
    before, begin, step = page.evaluate("() => window.battlemap.counted ?? 0"), time.monotonic(), 0
    while time.monotonic() - begin < DRAGGED_SECONDS:
        step += 1
        away = 40 * np.sin(step / 15)
        page.mouse.move(last[0] - 45 + away, last[1] - 45 + away)
    seconds = time.monotonic() - begin
    counted = page.evaluate("() => window.battlemap.counted ?? 0") - before
    page.mouse.up()
    return float(counted) / seconds


def _until(page: Page, script: str) -> None:
    """Wait in the page itself: who asks it again and again takes from what is measured."""
    page.evaluate(UNTIL.format(script=script, seconds=PATIENCE))
