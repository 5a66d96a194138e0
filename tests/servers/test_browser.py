"""The browser fixture is what proves that nothing is fetched at run time: here it is proven."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.servers.site import site
from tests.servers.watch import Watch, is_local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
PAGE = (
    "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>{0}</title><h1>{0}</h1>"
)
ELSEWHERE = "http://elsewhere.example/picture.png"
WORKER = """
fetch("http://elsewhere.example/worker").catch(() => null).then(() => postMessage("done"));
"""
CHEATING_TEST = f"""
def test_cheating(page):
    page.goto({ELSEWHERE!r}.replace("http", "data:text/html,<img src=http") + ">")
    page.wait_for_load_state("networkidle")
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "index.html").write_text(PAGE.format("作战图"), encoding="utf-8")
    (tmp_path / "worker.js").write_text(WORKER, encoding="utf-8")
    with site(tmp_path) as url:
        yield url


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:8050/", True),
        ("http://127.0.0.1:8050/tiles/1/0/0.mvt", True),
        ("ws://127.0.0.1:8050/live", True),
        ("data:text/plain,hello", True),
        ("blob:http://127.0.0.1:8050/1-2", True),
        ("https://tiles.example/maplibre-gl", False),
        ("http://127.0.0.1.elsewhere.example/", False),
        ("http://localhost@elsewhere.example/", False),
        ("wss://elsewhere.example/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_this_machine_is_local(url: str, *, local: bool) -> None:
    assert is_local(url) is local


def test_a_page_on_loopback_opens_and_draws_with_webgl(page: Page, home: str) -> None:
    page.goto(home)
    assert page.text_content("h1") == "作战图"
    assert page.evaluate("document.createElement('canvas').getContext('webgl2') !== null")


def test_the_profile_is_new(page: Page, home: str) -> None:
    page.goto(home)
    assert page.evaluate("[document.cookie, localStorage.length]") == ["", 0]


def test_a_foreign_address_is_refused_and_noticed(page: Page, home: str, watch: Watch) -> None:
    page.goto(home)
    reached = page.evaluate(
        "url => fetch(url, {mode: 'no-cors'}).then(() => true, () => false)", ELSEWHERE
    )
    assert reached is False
    assert watch.foreign == [ELSEWHERE]
    with pytest.raises(pytest.fail.Exception, match="asked a foreign host"):
        watch.verdict()
    forgive(watch)


def test_a_reachable_address_beyond_loopback_is_refused(
    page: Page, home: str, watch: Watch, tmp_path: Path
) -> None:
    """127.0.0.2 stands for a host of the bureau's network: Python reaches it, the page does not."""
    try:
        with site(tmp_path, "127.0.0.2") as url:
            assert httpx.get(url, trust_env=False).is_success
            page.goto(home)
            reached = page.evaluate(
                "url => fetch(url, {mode: 'no-cors'}).then(() => true, () => false)", url
            )
    except (OSError, httpx.TransportError):
        pytest.skip("this system has one loopback address only")
    assert reached is False
    assert watch.foreign == [f"{url}/"]
    forgive(watch)


def test_a_worker_is_cut_off_and_watched_too(page: Page, home: str, watch: Watch) -> None:
    page.goto(home)
    asked = page.context.expect_event("request", lambda sent: "elsewhere" in sent.url)
    with asked:  # the request of a worker may be told later than its answer to the page
        page.evaluate(
            "() => new Promise(done => { new Worker('worker.js').onmessage = done; }).then(() => 1)"
        )
    assert watch.foreign == ["http://elsewhere.example/worker"]
    forgive(watch)


def test_a_foreign_web_socket_is_noticed(page: Page, home: str, watch: Watch) -> None:
    page.goto(home)
    page.evaluate(
        "() => new Promise(done => {"
        " new WebSocket('ws://elsewhere.example/live').onerror = () => done(1); })"
    )
    assert watch.foreign == ["ws://elsewhere.example/live"]
    forgive(watch)


def test_errors_on_the_console_are_held_against_the_page(
    page: Page, home: str, watch: Watch
) -> None:
    page.goto(home)
    page.evaluate("console.warn('may be'); console.error('layer is gone')")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('nobody caught me'); })")
    assert len(watch.complaints()) == 2
    watch.allow_error("layer is gone")
    assert watch.complaints() == ["error on the console: nobody caught me"]
    watch.allow_error("nobody caught")
    watch.verdict()


@pytest.mark.flow
def test_a_test_whose_page_looks_elsewhere_fails_with_a_picture(tmp_path: Path) -> None:
    """Run a test that breaks the rule, as pytest would, and see it fail."""
    file = tmp_path / "test_cheating.py"
    file.write_text(CHEATING_TEST, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml")]
    done = subprocess.run(
        [*command, "-p", "tests.servers.browser", "-p", "no:cacheprovider", str(file)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "BATTLEMAP_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"asked a foreign host: {ELSEWHERE}" in done.stdout
    assert len(list((tmp_path / "test-failures").glob("*.png"))) == 1


def forgive(watch: Watch) -> None:
    watch.foreign.clear()
    watch.allow_error("Failed to load resource|WebSocket connection")
