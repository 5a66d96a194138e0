"""What every answer says about itself, and how much a question may weigh: two ASGI layers.

The policy (CSP) lets a page run our own files and the few inline scripts that Dash writes, by
their hashes; docs/security.md says what it cannot forbid, and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders

from api.problems import problem
from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST, LARGEST_AREA = 1_000_000, 8_000_000
"""Bytes of a request that is no upload; of one that may carry an area of 100,000 corners."""
AREAS = ("/api/v1/areas/", "/api/v1/outages")
UPLOADS = ("/api/v1/import/", "/api/v1/uploads", "/api/v1/areas/file")
"""Streamed to the disk, with limits of their own."""
ASSETS = "/assets/"
SUITES = "/_dash-component-suites/"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}


class TooLarge(BattlemapError):
    """A request that is no upload is larger than any can be. Facts: ``most`` in kB."""

    code = "api.too_large"


def policy(scripts: Iterable[str]) -> str:
    """Return the content security policy; ``scripts`` are hashes of Dash's inline scripts."""
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *scripts]),
        # Mantine writes style elements and Dash style attributes at run time.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in parts.items())


class Manners:
    """Puts the headers on every answer that every answer has."""

    def __init__(self, app: ASGIApp, scripts: Iterable[str] = ()) -> None:
        """Stand before ``app``."""
        self.app = app
        self._headers = HEADERS | {"Content-Security-Policy": policy(scripts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with manners."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._put_on(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)

    def _put_on(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        if scope["path"].startswith(ASSETS):
            # Modules of the map script import each other by plain names: a browser must ask
            # whether they changed, or an upgrade would mix old and new.
            headers["Cache-Control"] = "no-cache"
        usual = "no-cache" if scope["path"].startswith(SUITES) else "no-store"
        headers.setdefault("Cache-Control", usual)
        if scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")


class Scales:
    """Refuses what is too heavy, by what it says and by what comes."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request of a sensible size through."""
        if scope["type"] != "http" or scope["path"].startswith(UPLOADS):
            return await self.app(scope, receive, send)
        most = LARGEST_AREA if scope["path"].startswith(AREAS) else LARGEST
        announced = Headers(scope=scope).get("content-length", "")
        try:
            body = await _gathered(receive, int(announced) if announced.isdecimal() else 0, most)
        except TooLarge as error:
            answer = problem(Request(scope), error)
            answer.headers["Connection"] = "close"
            return await answer(scope, receive, send)
        return await self.app(scope, _again(body, receive), send)


async def _gathered(receive: Receive, announced: int, most: int) -> list[Message]:
    messages: list[Message] = []
    size = 0
    while max(size, announced) <= most:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        if size <= most and not (message["type"] == "http.request" and message.get("more_body")):
            return messages
    raise TooLarge(most=most // 1000)


def _again(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replayed() -> Message:
        for message in waiting:
            return message
        return await receive()

    return replayed
