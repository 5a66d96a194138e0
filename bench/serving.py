"""The product in a process of its own: how soon it serves, how soon a browser has painted."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.figures import Figure
from data.store import open_store
from rules.viewer import Role
from settings import Settings
from tests.servers.signing import COOKIE, session_secret
from tools.provide import BROWSER_FLAGS, browser_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.servers.signing import Somebody

ROOT = Path(__file__).resolve().parents[1]
TILE = "/tiles/9/409/217.mvt"
PAINTS = 5
PATIENCE = 120.0
PAUSE = 0.02
DRAWN = "() => window.battlemap?.idle > 0"
COLD_SECONDS, PAINT_RATIO = 5.0, 1.3


def cold_start(data_dir: Path, note: str) -> Figure:
    """Start the product on a full store; seconds from the start of Python to the first tile."""
    begin = time.perf_counter()
    with serving(data_dir) as (url, cookie):
        fetch(url + TILE, cookie)
        seconds = time.perf_counter() - begin
    name = f"cold start to first tile, {note}"
    return Figure(name, seconds, "s", f"at most {COLD_SECONDS:g}", seconds <= COLD_SECONDS)


def paint(small: Path, large: Path) -> list[Figure]:
    """Open the map over a small and a large store in turn, each time in a browser without cache.

    First complete paint is the first moment at which the map has nothing left to draw.
    """
    path = browser_path()
    if path is None:
        return [Figure("first complete paint", 0.0, "s", note="not measured: no Chromium here")]
    with sync_playwright() as playwright, serving(small) as one, serving(large) as other:
        chromium = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
        taken: dict[tuple[str, str], list[float]] = {one: [], other: []}
        for turn in range(PAINTS + 1):
            for server in (one, other):
                seconds = _painted(chromium, *server)
                if turn:
                    taken[server].append(seconds)
        chromium.close()
    few, many = statistics.median(taken[one]), statistics.median(taken[other])
    met = many <= few * PAINT_RATIO
    return [
        Figure("first complete paint, 10k customers", few, "s"),
        Figure("first complete paint, 1M customers", many, "s"),
        Figure("ratio of the two", many / few, "", f"at most {PAINT_RATIO:g}", met),
    ]


@contextmanager
def serving(data_dir: Path) -> Iterator[tuple[str, str]]:
    """Serve a store on a spare port until the block ends; yield the address and a cookie."""
    with started(data_dir, {}) as (url, _):
        yield (
            url,
            entry(Settings.from_environment({"BATTLEMAP_DATA_DIR": str(data_dir)}).database_url),
        )


@contextmanager
def started(
    data_dir: Path, settings: dict[str, str]
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start the product with further settings; yield its address and its process."""
    port = _spare_port()
    own = {"PORT": str(port), "BATTLEMAP_DATA_DIR": str(data_dir)}
    process = subprocess.Popen(
        [sys.executable, "app.py", "serve"],
        cwd=ROOT,
        env=os.environ | own | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait()


def entry(database: str, who: Role | Somebody = Role.DISPATCHER) -> str:
    """Sign somebody in at a store; return the cookie."""
    store = open_store(database)
    secret = session_secret(store, who)
    store.close()
    return f"{COOKIE}={secret}"


def _painted(chromium: Browser, url: str, cookie: str) -> float:
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, extra_http_headers={"Cookie": cookie}
    )
    page = context.new_page()
    fetch(f"{url}/api/v1/health", cookie)
    begin = time.perf_counter()
    page.goto(url)
    while not page.evaluate(DRAWN):
        pass
    seconds = time.perf_counter() - begin
    context.close()
    return seconds


def fetch(url: str, cookie: str) -> bytes:
    """Fetch an address of a server that may still be starting.

    Raises
    ------
    TimeoutError
        It did not answer within ``PATIENCE`` seconds.
    """
    deadline, pause = time.monotonic() + PATIENCE, Event()
    request = urllib.request.Request(url, headers={"Cookie": cookie})  # noqa: S310 - loopback
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                content: bytes = answer.read()
                return content
        except (urllib.error.URLError, ConnectionError):
            pause.wait(PAUSE)
    raise TimeoutError(url)


def _spare_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
