"""A second browser beside the first, and everything that one of them was sent."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, expect

from tests.servers.browser import FAILED, VIEWPORT, WAIT_MILLISECONDS, save_pictures
from tests.servers.waiting import until
from tests.servers.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from playwright.sync_api import Browser, BrowserContext, Page, Response

    from tests.servers.product import Product

AWAY = r"ERR_|Failed to (load|fetch)|NetworkError|incomplete|Callback failed|^Event \("
"""What a browser says on its console while no server is there; ``Event`` is a part of Dash that was
yet to be loaded."""
SEEN_SECONDS = 60.0
NUMBERS = count(1)


@contextmanager
def another(browser: Browser, node: pytest.Item, *allowed: str) -> Iterator[BrowserContext]:
    """Open a browser of its own, as somebody else sits before it; it has to behave as well.

    ``node`` is the test, whose failure has pictures taken; ``allowed`` are errors to expect.
    """
    watch = Watch()
    for pattern in allowed:
        watch.allow_error(pattern)
    fresh = browser.new_context(viewport=VIEWPORT, locale="zh-CN", timezone_id="Asia/Shanghai")
    fresh.set_default_timeout(WAIT_MILLISECONDS)
    watch.attach(fresh)
    try:
        yield fresh
    finally:
        if node.stash.get(FAILED, False) or watch.complaints():
            save_pictures(fresh, f"{node.nodeid}.{next(NUMBERS)}")
        fresh.close()
    watch.verdict()


def through_the_door(page: Page, product: Product, name: str, password: str) -> None:
    """Sign in as people do: by typing name and password on the sign-in page."""
    page.goto(product.url)
    page.locator("input[name='name']").fill(name)
    page.locator("input[name='password']").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".bm-who summary")).to_contain_text(name)


def seen(page: Page, script: str) -> None:
    """Wait until a page says so; asked from outside, because pages forbid themselves eval."""
    until(lambda: bool(page.evaluate(script)), script, SEEN_SECONDS)


def drawn(layer: str, ref: int, name: str, value: int) -> str:
    """Return the script that says whether a mark stands on the open map with a value.

    What an event said of it counts before what its tile says, as for its colour.
    """
    return (
        f"() => window.battlemap.map.queryRenderedFeatures({{layers: ['{layer}']}}).some("
        f"({{id, state, properties}}) => id === {ref}"
        f" && (state.{name} ?? properties.{name}) === {value})"
    )


@dataclass
class Sent:
    """Everything that a page was sent since it was listened to: events, and other answers.

    No slots: Playwright leaves a mark on the object whose methods it calls.
    """

    events: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    @classmethod
    def to(cls, page: Page) -> Sent:
        """Listen to a page from now on."""
        sent = cls()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.eventSourceMessageReceived", sent.on_event)
        page.on("response", sent.on_answer)
        return sent

    def on_event(self, event: dict[str, Any]) -> None:
        """Keep an event of the stream."""
        self.events.append(event)

    def on_answer(self, answer: Response) -> None:
        """Keep an answer; its body is read later."""
        self.answers.append(answer)

    def told(self, event: str) -> list[dict[str, Any]]:
        """Return the data of all events of a name."""
        return [json.loads(one["data"]) for one in self.events if one["eventName"] == event]

    def words(self) -> str:
        """Return all that arrived as text; pictures and tiles are read elsewhere."""
        bodies = [body for answer in self.answers if (body := _text(answer))]
        return "\n".join([*(one["data"] for one in self.events), *bodies])


def _text(answer: Response) -> str:
    kind = answer.headers.get("content-type", "")
    try:
        if "json" in kind:
            return json.dumps(answer.json(), ensure_ascii=False)
        return answer.text() if "html" in kind else ""
    except Error:  # an answer that the server was killed in
        return ""
