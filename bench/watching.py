"""One customer's mark in the middle of an open map: when a change of it is to be seen.

What is read is the pixel in the middle of the map's canvas, out of the frame that the browser has
just drawn; not an event that arrived, and not what the map was told. Which colour stands for calm
and which for emergency is learned first, with nobody else writing: only the right one counts.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from bench.serving import ROOT
from rules.codes import Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ZOOM = 17
CALM, BURNING = int(Urgency.ORDINARY), int(Urgency.EMERGENCY)
PATIENCE_MS = 10_000.0
"""After so long a change counts as never seen, and as having taken just that long."""
SETTLED_SECONDS = 3.0
PAUSES = (0.1, 1.3)
"""Seconds before the next change, by chance: no rhythm of the product's own may be met."""
WATCH = """() => {
  const {map} = window.battlemap, pixel = (window.pixel = {now: null, awaited: null});
  const gl = map.getCanvas().getContext("webgl2"), one = new Uint8Array(4);
  map.setLayoutProperty("customer-digit", "visibility", "none");
  map.on("render", () => {
    gl.readPixels(gl.drawingBufferWidth >> 1, gl.drawingBufferHeight >> 1, 1, 1,
                  gl.RGBA, gl.UNSIGNED_BYTE, one);
    pixel.now = one.join();
    if (pixel.now === pixel.awaited?.colour) pixel.awaited.seen(Date.now() / 1000);
  });
  map.triggerRepaint();
}"""
AWAIT = """([colour, patience]) => {
  window.pixel.seen = new Promise((resolve) => {
    window.pixel.awaited = {colour, seen: resolve};
    setTimeout(resolve, patience, null);
  });
}"""
SEEN = "() => window.pixel.seen"
COLOUR = "() => window.pixel.now"


@dataclass(frozen=True, slots=True)
class Watched:
    """The customer that the map looks at, and the issue that makes it burn."""

    issue: int
    x: float
    y: float


class Mark:
    """The mark on an open page, and the process that changes what it stands for."""

    def __init__(self, page: Page, writer: subprocess.Popen[str]) -> None:
        """Learn the two colours."""
        self._page, self._writer = page, writer
        self._pause, self._chance = Event(), random.Random(7)  # noqa: S311 - no secret
        page.evaluate(WATCH)
        self._colours = {urgency: self._learned(urgency) for urgency in (BURNING, CALM)}
        if len(set(self._colours.values())) < len(self._colours):
            raise LookupError(self._colours)  # the pixel is none of the mark's

    def milliseconds(self, changes: int) -> list[float]:
        """Change it so many times, each after the former was seen; return what each took."""
        return [self._taken((BURNING, CALM)[turn % 2]) for turn in range(changes)]

    def _taken(self, urgency: int) -> float:
        self._pause.wait(self._chance.uniform(*PAUSES))
        self._page.evaluate(AWAIT, [self._colours[urgency], PATIENCE_MS])
        committed = self._commit(urgency)
        seen = self._page.evaluate(SEEN)
        return PATIENCE_MS if seen is None else (seen - committed) * 1000

    def _learned(self, urgency: int) -> str:
        self._commit(urgency)
        self._pause.wait(SETTLED_SECONDS)
        return str(self._page.evaluate(COLOUR))

    def _commit(self, urgency: int) -> float:
        assert self._writer.stdin is not None  # noqa: S101 - as it was started
        assert self._writer.stdout is not None  # noqa: S101
        self._writer.stdin.write(f"{urgency}\n")
        self._writer.stdin.flush()
        return float(self._writer.stdout.readline())


@contextmanager
def mark_on_a_map(
    browser: Browser, url: str, cookie: str, database: str, watched: Watched
) -> Iterator[Mark]:
    """Open the map at a customer, and a process that changes its issue."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, extra_http_headers={"Cookie": cookie}
    )
    page = context.new_page()
    page.goto(f"{url}/?at={ZOOM}/{watched.y}/{watched.x}")
    _drawn(page)
    command = [sys.executable, "-m", "bench.parties", "watched", database, str(watched.issue)]
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        yield Mark(page, writer)
    context.close()


def _drawn(page: Page) -> None:
    pause, end = Event(), time.monotonic() + 60
    while not page.evaluate("() => window.battlemap?.idle > 0"):
        if time.monotonic() > end:
            raise TimeoutError("the map is not drawn")
        pause.wait(0.1)
