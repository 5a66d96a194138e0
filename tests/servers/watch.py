"""What a page must not do: ask a foreign host, or complain on the console."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
LOCAL_SCHEMES = frozenset({"about", "blob", "data"})


@dataclass
class Watch:
    """Everything one browser context asked for and complained about.

    No slots: Playwright leaves a mark on the object whose methods it calls.
    """

    foreign: list[str] = field(default_factory=list)
    """Addresses beyond this machine that were asked for; every request was refused."""
    errors: list[str] = field(default_factory=list)
    """Errors on the console, and exceptions nobody caught."""
    allowed: list[re.Pattern[str]] = field(default_factory=list)

    def allow_error(self, pattern: str) -> None:
        """Expect errors in which the pattern is found."""
        self.allowed.append(re.compile(pattern))

    def attach(self, context: BrowserContext) -> None:
        """Watch every page and worker of a context."""
        context.on("request", self.on_request)
        context.on("console", self.on_console)
        context.on("weberror", self.on_web_error)
        context.on("page", self.on_page)

    def on_page(self, page: Page) -> None:
        """Watch the web sockets of a page, which are no requests to Playwright."""
        page.on("websocket", lambda socket: self.note(socket.url))

    def on_request(self, request: Request) -> None:
        """Note a request."""
        self.note(request.url)

    def on_console(self, message: ConsoleMessage) -> None:
        """Note a message on the console if it is an error."""
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def on_web_error(self, error: WebError) -> None:
        """Note an exception that nobody caught."""
        self.errors.append(str(error.error))

    def note(self, url: str) -> None:
        """Note an address if it lies beyond this machine."""
        if not is_local(url):
            self.foreign.append(url)

    def complaints(self) -> list[str]:
        """Return what was wrong, a sentence each."""
        unexpected = [
            error for error in self.errors if not any(known.search(error) for known in self.allowed)
        ]
        return [f"asked a foreign host: {url}" for url in self.foreign] + [
            f"error on the console: {error}" for error in unexpected
        ]

    def verdict(self) -> None:
        """Fail the test if anything was wrong."""
        if complaints := self.complaints():
            pytest.fail("The page " + "\nThe page ".join(complaints), pytrace=False)


def is_local(url: str) -> bool:
    """Tell whether an address needs nothing but this machine."""
    parts = urlsplit(url)
    return parts.scheme in LOCAL_SCHEMES or parts.hostname in LOCAL_HOSTS
