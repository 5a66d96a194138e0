"""A callback that works for long holds up nobody but who asked for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from callbacks import map as map_callbacks
from callbacks.aside import AT_ONCE
from data.store import StoreAway
from desk.search import search
from screens import map as screen
from screens import shell
from tests.desk.live.listening import changed
from tests.servers.within import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from desk.desk import Desk

UPDATE = "/_dash-update-component"
SECONDS = 30.0


def search_for(text: str) -> dict[str, Any]:
    """Return what a browser asks when a text is typed into the search."""
    return {
        "output": f"{screen.FOUND}.children",
        "outputs": {"id": screen.FOUND, "property": "children"},
        "inputs": [{"id": screen.SEARCH, "property": "value", "value": text}],
        "state": [{"id": shell.URL, "property": "search", "value": "?lang=en"}],
        "changedPropIds": [f"{screen.SEARCH}.value"],
    }


class Held:
    """A search that waits, in the middle of its work, until the test lets it go on."""

    def __init__(self) -> None:
        """Hold the first that comes."""
        self.entered, self.release = Event(), Event()

    def __call__(self, *given: Any) -> Any:
        """Wait, then search."""
        self.entered.set()
        assert self.release.wait(SECONDS)
        return search(*given)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    holding = Held()
    monkeypatch.setattr(map_callbacks, "search", holding)
    yield holding
    holding.release.set()


def events_of(lines: Iterator[str], name: str) -> str:
    """Read a stream until an event of a name has come."""
    return next(line for line in lines if line == f"event: {name}")


def test_a_slow_callback_holds_up_neither_health_nor_events(desk: Desk, held: Held) -> None:
    with (
        served(desk) as product,
        product.client() as client,
        ThreadPoolExecutor(1) as elsewhere,
        client.stream("GET", "/api/v1/events") as stream,
    ):
        lines = stream.iter_lines()
        events_of(lines, "hello")
        slow = elsewhere.submit(client.post, UPDATE, json=search_for("问题"))
        assert held.entered.wait(SECONDS)
        assert client.get("/api/v1/health").json()["status"] == "ok"
        changed(desk.store, "issue", 1)
        assert events_of(lines, "issue")
        assert not slow.done()
        held.release.set()
        assert slow.result().status_code == 200


def test_more_slow_callbacks_than_threads_leave_the_other_answers_theirs(
    desk: Desk, held: Held
) -> None:
    with (
        served(desk) as product,
        product.client() as client,
        ThreadPoolExecutor(3 * AT_ONCE) as elsewhere,
    ):
        many = [
            elsewhere.submit(client.post, UPDATE, json=search_for("x")) for _ in range(3 * AT_ONCE)
        ]
        assert held.entered.wait(SECONDS)
        assert client.get("/api/v1/health").json()["status"] == "ok"
        assert client.get("/api/v1/customers").status_code == 200
        held.release.set()
        assert {one.result().status_code for one in many} == {200}


def test_a_callback_in_a_thread_knows_who_asks_and_says_what_went_wrong(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise StoreAway

    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    with served(desk) as product, product.client() as client:
        found = client.post(UPDATE, json=search_for("上寨"))
        assert "上寨" in str(found.json())
        monkeypatch.setattr(map_callbacks, "search", away)
        told = client.post(UPDATE, json=search_for("x"))
        assert "database" in told.json()["response"][screen.FOUND]["children"]["props"]["children"]
        monkeypatch.setattr(map_callbacks, "search", broken)
        unforeseen: httpx.Response = client.post(UPDATE, json=search_for("x"))
        assert unforeseen.status_code == 200
        assert shell.TROUBLE in unforeseen.json()["sideUpdate"]
