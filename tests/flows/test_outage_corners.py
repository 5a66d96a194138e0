"""A drawing is mended by hand: an edge followed freely, corners moved, added and taken away."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tests.flows.workbench import at, draw_a_rectangle, holds, tool
from tests.servers.waiting import happens

if TYPE_CHECKING:
    from playwright.sync_api import Page

RING = "window.battlemap.drawing.drawn().areas[0]"


def corners(page: Page) -> list[list[float]]:
    """Return the ring of the first area, its first corner again at its end."""
    ring: list[list[float]] = page.evaluate(f"() => {RING}")
    return ring


def has(page: Page, n: int) -> None:
    """Wait until the first area has so many corners."""
    happens(page, f"{RING}?.length === {n + 1}")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    page.mouse.move(*at(page, *end), steps=6)
    page.mouse.up()


def test_an_edge_that_is_followed_freely_becomes_an_area(bench: Page) -> None:
    tool(bench, "手绘")
    turn = [2 * math.pi * n / 40 for n in range(41)]
    round_about = [(0.5 + 0.15 * math.cos(a), 0.45 + 0.18 * math.sin(a)) for a in turn]
    bench.mouse.click(*at(bench, *round_about[0]))
    for place in round_about[1:-1]:
        bench.mouse.move(*at(bench, *place))
    bench.mouse.click(*at(bench, *round_about[-1]))
    holds(bench, 1)
    assert len(corners(bench)) > 20
    happens(bench, "/[1-9]/.test(document.querySelector('[data-live=count]').textContent)")


def test_corners_are_moved_added_and_taken_away_and_an_area_is_deleted(bench: Page) -> None:
    draw_a_rectangle(bench, (0.3, 0.25), (0.6, 0.65))
    has(bench, 4)
    drawn = corners(bench)
    text = bench.evaluate(f"() => JSON.stringify({RING})")
    tool(bench, "修改")
    bench.mouse.click(*at(bench, 0.4, 0.5))
    drag(bench, (0.3, 0.25), (0.25, 0.2))
    happens(bench, f"JSON.stringify({RING}) !== '{text}'")
    moved = corners(bench)
    assert len(moved) == len(drawn)
    assert len({tuple(c) for c in moved} - {tuple(c) for c in drawn}) == 1

    drag(bench, (0.6, 0.45), (0.7, 0.45))  # the point in the middle of a side
    has(bench, 5)
    bench.mouse.click(*at(bench, 0.7, 0.45), button="right")
    has(bench, 4)
    tool(bench, "撤销")
    has(bench, 5)

    bench.mouse.click(*at(bench, 0.4, 0.5))
    tool(bench, "删除")
    holds(bench, 0)
    tool(bench, "撤销")
    holds(bench, 1)
