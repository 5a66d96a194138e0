"""A real browser without a window, with a new profile, cut off from everything but loopback."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from rules.viewer import Role
from tests.servers.signing import signed_in
from tests.servers.watch import Watch
from tools.provide import BROWSER_FLAGS, browser_path

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
WAIT_MILLISECONDS = 90_000
"""How long Playwright waits for something to appear: WebGL runs in software here, and the machine
may be busy with other work. What is there goes on at once."""
VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
FLAGS = (
    *BROWSER_FLAGS,
    # The network is cut off below the page, so workers and the browser itself are cut off too
    # (and unlike an intercepted request, this leaves the browser's cache as it is).
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium, once for all tests."""
    path = browser_path()
    if path is None:
        pytest.skip("Chromium is not installed")
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Watch:
    """Give the list of what the page did wrong; a test may allow errors it provokes."""
    return Watch()


@pytest.fixture
def context(
    browser: Browser, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """Open a context without cookies or cache; at the end its pages must have behaved."""
    fresh = browser.new_context(viewport=VIEWPORT, locale="zh-CN", timezone_id="Asia/Shanghai")
    fresh.set_default_timeout(WAIT_MILLISECONDS)
    watch.attach(fresh)
    yield fresh
    if request.node.stash.get(FAILED, False) or watch.complaints():
        save_pictures(fresh, request.node.nodeid)
    fresh.close()
    watch.verdict()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Page:
    """Open an empty page, signed in as a dispatcher where the test uses the common product."""
    opened = context.new_page()
    if "product" in request.fixturenames:
        signed_in(opened, request.getfixturevalue("product"), Role.DISPATCHER)
    return opened


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember on the test that it failed, for the picture."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def save_pictures(context: BrowserContext, test: str) -> None:
    """Save what the pages of a failed test show below ``test-failures`` of the data folder."""
    folder = Path(os.environ.get("BATTLEMAP_DATA_DIR") or ROOT / "var") / "test-failures"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "_", test)
    for number, page in enumerate(context.pages):
        page.screenshot(path=folder / f"{name}.{number}.png")
