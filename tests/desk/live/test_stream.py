"""One stream: it begins where its reader was, and knows when the reader may no longer listen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from api.events import encode
from desk.asking import Asker
from desk.live.news import News
from desk.live.stream import Stream
from tests.desk.live.listening import Event, changed, events
from tests.viewers import DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from desk.desk import Desk
    from rules.viewer import Viewer


async def told_until(pieces: AsyncIterator[bytes], name: str) -> list[Event]:
    """Read until an event of a name."""
    found: list[Event] = []
    async for piece in pieces:
        found += events(piece)
        if name in {event.name for event in found}:
            return found
    return found


class Door:
    """Whoever listens, until somebody says otherwise."""

    def __init__(self, viewer: Viewer | None) -> None:
        """Begin as somebody."""
        self.viewer = viewer

    def again(self) -> Viewer | None:
        """Say who it is now."""
        return self.viewer


def test_a_thread_hears_what_another_connection_writes_and_the_stream_tells_it(desk: Desk) -> None:
    news = News(desk, encode)

    async def listen() -> list[Event]:
        stream = Stream(news, Asker(DISPATCHER, lambda: DISPATCHER), encode)
        await stream.open(None)
        pieces = stream.pieces()
        assert [event.name for event in events(await anext(pieces))] == ["hello"]
        await asyncio.to_thread(changed, desk.store, "issue", 1)
        return await told_until(pieces, "issue")

    news.start()
    try:
        found = asyncio.run(listen())
    finally:
        news.stop()
    assert found[-1].data["refs"] == [1]


def test_a_session_that_ends_ends_the_stream(desk: Desk) -> None:
    news, door = News(desk, encode), Door(DISPATCHER)

    async def listen() -> list[Event]:
        stream = Stream(news, Asker(DISPATCHER, door.again), encode)
        await stream.open(None)
        pieces = stream.pieces()
        await anext(pieces)
        door.viewer = None
        changed(desk.store, "issue", 1)
        changed(desk.store, "account", 1)
        news.look()
        return await told_until(pieces, "nothing that ever comes")

    assert [event.name for event in asyncio.run(listen())] == ["signedout"]


def test_a_role_that_changes_changes_what_is_told_from_then_on(desk: Desk) -> None:
    news, door = News(desk, encode), Door(DISPATCHER)

    async def listen() -> list[Event]:
        stream = Stream(news, Asker(DISPATCHER, door.again), encode)
        await stream.open(None)
        pieces = stream.pieces()
        await anext(pieces)
        door.viewer = manager(2)
        changed(desk.store, "account", 1)
        news.look()
        first = await told_until(pieces, "reload")
        changed(desk.store, "customer", 1, 3)
        news.look()
        return first + await told_until(pieces, "customer")

    found = asyncio.run(listen())
    assert [event.name for event in found if event.name != "tick"] == ["reload", "customer"]
    assert found[0].data["page"] is True
    assert found[-1].data["refs"] == [3]
