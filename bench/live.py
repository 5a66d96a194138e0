"""From a change in the store to a changed pixel on an open map, with many others listening."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from sqlalchemy import select, update

from bench.figures import Figure
from bench.serving import ROOT, entry, fetch, started
from data.store import open_store
from data.tables import Customer, Issue
from rules.viewer import SYSTEM
from tests.servers.postgres import running_cluster, server_account
from tools.provide import BROWSER_FLAGS, browser_path, postgresql_bin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

STREAMS, RATE, SECONDS = 50, 20.0, 40.0
MOST_MS, MOST_SHARE = 1000.0, 0.1
IDLE_SECONDS = 20.0
ZOOM = 17
TICKS = os.sysconf("SC_CLK_TCK")
WATCH = """() => {
  const {map} = window.battlemap, seen = (window.pixels = []);
  const gl = map.getCanvas().getContext("webgl2"), one = new Uint8Array(4);
  map.setLayoutProperty("customer-digit", "visibility", "none");
  let last = "";
  map.on("render", () => {
    gl.readPixels(gl.drawingBufferWidth >> 1, gl.drawingBufferHeight >> 1, 1, 1,
                  gl.RGBA, gl.UNSIGNED_BYTE, one);
    const now = one.join();
    if (now !== last) seen.push([Date.now() / 1000, now]);
    last = now;
  });
}"""


@dataclass(frozen=True, slots=True)
class Watched:
    """The customer that the map looks at, and the issue that makes it burn."""

    issue: int
    x: float
    y: float


def measure(data_dir: Path, database: str, name: str) -> list[Figure]:
    """Measure a filled store; ``name`` tells it apart."""
    path = browser_path()
    if path is None:
        return [Figure(f"change to pixel, {name}", 0.0, "ms", note="not measured: no Chromium")]
    watched = _watched(database)
    settings = {"BATTLEMAP_DATABASE_URL": database}
    with sync_playwright() as playwright, started(data_dir, settings) as (url, server):
        cookie = entry(database)
        fetch(f"{url}/api/v1/customers?limit=1", cookie)
        with _listening(url, cookie):
            shared = _cpu_share(server.pid)
            browser = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
            taken, busy = _latencies(browser, url, cookie, database, watched, server.pid)
            browser.close()
    each = shared / STREAMS * 100  # the tail and whatever else the server does included
    return [*_figures(name, taken, busy), _idle(name, each)]


def _figures(name: str, taken: list[float], busy: float) -> list[Figure]:
    note = f"{len(taken)} changes, {STREAMS} streams, {RATE:g} changes/s"
    ordered = sorted(taken)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return [
        Figure(f"change to pixel, median, {name}", statistics.median(taken), "ms", note=note),
        Figure(
            f"change to pixel, p95, {name}",
            p95,
            "ms",
            f"at most {MOST_MS:g}",
            p95 <= MOST_MS,
            f"slowest {ordered[-1]:.0f} ms",
        ),
        Figure(f"server CPU meanwhile, {name}", busy * 100, "% of a core"),
    ]


def _idle(name: str, each: float) -> Figure:
    target, note = f"at most {MOST_SHARE:g}", f"{STREAMS} streams, over {IDLE_SECONDS:g} s"
    return Figure(
        f"server CPU of an idle stream, {name}", each, "%", target, each <= MOST_SHARE, note
    )


def on_postgresql(data_dir: Path, fill: Callable[[str], object]) -> list[Figure]:
    """Measure on a cluster of our own; ``fill`` puts a bureau into a database."""
    home, account = postgresql_bin(), server_account()
    if home is None or account is None:
        return [Figure("change to pixel, PostgreSQL", 0.0, "ms", note="not measured: none here")]
    with running_cluster(home, account) as address:
        database = address.replace("postgresql://", "postgresql+psycopg://")
        fill(database)
        return measure(data_dir, database, "PostgreSQL")


def _watched(database: str) -> Watched:
    """Choose a customer of whom one issue is open: it alone decides the colour."""
    store = open_store(database)
    with store.writing(SYSTEM) as writing:
        connection = writing.connection
        issue = connection.scalars(
            select(Issue.id).where(Issue.closed_at.is_(None)).order_by(Issue.id).limit(1)
        ).one()
        burning = select(Issue.customer_id).where(Issue.customer_id.is_not(None))
        who = connection.execute(
            select(Customer.id, Customer.x, Customer.y).where(Customer.id.not_in(burning)).limit(1)
        ).one()
        lately = {"customer_id": who.id, "urgency": 1}
        connection.execute(update(Issue).where(Issue.id == issue).values(**lately))
        writing.changed("issue", "change", [issue])
    store.close()
    return Watched(issue, who.x, who.y)


def _latencies(
    browser: Browser, url: str, cookie: str, database: str, watched: Watched, pid: int
) -> tuple[list[float], float]:
    """Return the milliseconds from each commit to the pixel, and the server's share of a core."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, extra_http_headers={"Cookie": cookie}
    )
    page = context.new_page()
    page.goto(f"{url}/?at={ZOOM}/{watched.y}/{watched.x}")
    _drawn(page)
    page.evaluate(WATCH)
    used, begin = _cpu_seconds(pid), time.monotonic()
    command = [sys.executable, "-m", "bench.parties", "write", database]
    command += [str(watched.issue), str(RATE), str(SECONDS)]
    done = subprocess.run(  # noqa: S603 - ourselves
        command, cwd=ROOT, check=True, capture_output=True, text=True
    )
    busy = (_cpu_seconds(pid) - used) / (time.monotonic() - begin)
    Event().wait(MOST_MS / 500)
    pixels = page.evaluate("() => window.pixels")
    context.close()
    return _paired(json.loads(done.stdout), pixels), busy


def _paired(commits: list[list[float]], pixels: list[list[float]]) -> list[float]:
    """Match each commit with the first change of the pixel after it.

    A change that never became visible counts as lasting until the next one: it must not make
    the figures better than they are.
    """
    ends = [*(at for at, _ in commits[1:]), math.inf]
    taken = []
    for (at, _), end in zip(commits, ends, strict=True):
        seen = next((when for when, _ in pixels if at <= when < end), None)
        if seen is None and end == math.inf:
            continue
        taken.append(((seen if seen is not None else end) - at) * 1000)
    return taken


def _drawn(page: Page) -> None:
    pause, end = Event(), time.monotonic() + 60
    while not page.evaluate("() => window.battlemap?.idle > 0"):
        if time.monotonic() > end:
            raise TimeoutError("the map is not drawn")
        pause.wait(0.1)


@contextmanager
def _listening(url: str, cookie: str) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.parties", "listen", url, cookie, str(STREAMS)]
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 - asked for above
        if process.stdout.readline() != "listening\n":
            raise ConnectionError(url)
        try:
            yield
        finally:
            process.terminate()


def _cpu_share(pid: int) -> float:
    """Return the share of a core that a process takes while nothing happens."""
    used, begin = _cpu_seconds(pid), time.monotonic()
    Event().wait(IDLE_SECONDS)
    return (_cpu_seconds(pid) - used) / (time.monotonic() - begin)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
