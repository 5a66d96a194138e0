"""What changes, as it changes: server-sent events, as far as each viewer may see."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse

from desk.asking import Asker, asker
from desk.live.news import News
from desk.live.places import Places
from desk.live.stream import Stream

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Sequence

    from starlette.types import Message as Piece
    from starlette.types import Send

    from desk.desk import Desk
    from desk.live.messages import Message
    from desk.live.places import Place

LOG = logging.getLogger(__name__)
TYPE = "text/event-stream"
RETRY = b"retry: 2000\n\n"
"""How many milliseconds a browser waits before it comes back."""
PATIENCE_SECONDS = 30.0
"""How long a browser may leave what it is sent unread before its stream is cut."""
LARGEST = 2**63 - 1
LONGEST = 18
"""Digits of a number that is smaller than that, whatever they are."""
PLAIN = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""A proxy that gathered events before passing them on would make them late."""


def router(desk: Desk) -> APIRouter:
    """Return the route of the events; while the server runs, its tail listens to the store."""
    news = News(desk, encode)
    places = Places(desk.settings.streams, desk.settings.streams_per_account)

    @asynccontextmanager
    async def listening(_: object) -> AsyncIterator[None]:
        news.start()
        try:
            yield
        finally:
            news.stop()

    routes = APIRouter(prefix="/api/v1", tags=["live"], lifespan=listening)

    @routes.get(
        "/events",
        summary="What changes from now on, or from a version of the data on",
        response_class=StreamingResponse,
        responses={200: {"content": {TYPE: {"schema": {"type": "string"}}}}},
    )
    async def events(
        who: Annotated[Asker, Depends(asker)],
        since: Annotated[
            int | None, Query(ge=0, le=LARGEST, description="the version that is known already")
        ] = None,
        last_event_id: Annotated[
            str | None, Header(description="id of the last event that arrived; beats since")
        ] = None,
    ) -> StreamingResponse:
        place = places.take(who.viewer.name)
        stream = Stream(news, who, encode)
        await stream.open(_number(last_event_id, since))
        return Told(_held(stream, place), media_type=TYPE, headers=PLAIN)

    return routes


class Told(StreamingResponse):
    """A stream that is cut when its reader reads nothing for too long.

    What was written for it lies in buffers of the connection, which are bounded; more is not
    made. Cut, it holds neither a place nor anything else, and comes back with what it knows.
    """

    async def stream_response(self, send: Send) -> None:
        """Send piece by piece, each as soon as the reader has taken enough of those before."""
        pieces = self.body_iterator

        async def patiently(piece: Piece) -> None:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await send(piece)

        try:
            await super().stream_response(patiently)
        except TimeoutError:
            LOG.warning("a stream of events was cut: nobody read it")
        finally:
            await cast("AsyncGenerator[bytes]", pieces).aclose()


def encode(messages: Sequence[Message]) -> bytes:
    """Return messages as a piece of an event stream."""
    return "".join(_block(message) for message in messages).encode()


def _block(message: Message) -> str:
    # A block without data only tells the browser how far it is: no listener is called.
    lines = [] if message.id is None else [f"id: {message.id}"]
    if message.event:
        lines.append(f"event: {message.event}")
        lines.append("data: " + json.dumps(message.data, separators=(",", ":")))
    return "\n".join(lines) + "\n\n" if lines else ""


async def _held(stream: Stream, place: Place) -> AsyncGenerator[bytes]:
    try:
        yield RETRY
        async with aclosing(stream.pieces()) as pieces:
            async for piece in pieces:
                yield piece
    finally:
        place.leave()


def _number(last: str | None, since: int | None) -> int | None:
    """Return the version somebody knows; an id that we cannot have given counts as none."""
    if last and len(last) <= LONGEST and last.isascii() and last.isdigit():
        return int(last)
    return since
