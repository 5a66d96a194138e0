"""What every test may ask for: shared data, databases, the running product, a browser."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

pytest_plugins = [
    "tests.desks",
    "tests.servers.postgres",
    "tests.servers.databases",
    "tests.servers.product",
    "tests.servers.browser",
]

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# The same examples in every run, and no verdict by the clock: machines differ.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real data beside the checkout, which is never part of it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data (../shared/data beside the checkout) is not here")
    return SHARED_DATA


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the replay of half a year be asked for: it takes minutes, a part of it seconds."""
    parser.addoption("--replay", action="store_true", help="replay all of the real outages")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs in the browser as a flow, and let it run last.

    Last, because Playwright keeps an event loop running in its thread, and a test that starts
    one of its own in the same process would be refused. Whatever needs the browser or the
    running product is kept on one worker, so that each is started once.
    """
    for item in items:
        if uses(item, "browser"):
            item.add_marker(pytest.mark.flow)
        if uses(item, "browser") or uses(item, "product"):
            item.add_marker(pytest.mark.xdist_group("product"))
    items.sort(key=lambda item: uses(item, "browser"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name raw bytes by their argument.

    An archive made while collecting carries the time of day; two workers that collect in
    different seconds would see different tests.
    """
    return argname if isinstance(val, bytes) else None


def uses(item: pytest.Item, fixture: str) -> bool:
    """Tell whether a test asks for a fixture, itself or through another."""
    return isinstance(item, pytest.Function) and fixture in item.fixturenames
