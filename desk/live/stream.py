"""One stream of events: what is new for whoever listens, for as long as somebody does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from data.store import StoreAway
from desk.live.channel import Listener
from desk.live.messages import Message
from rules.access import NotAllowed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from desk.asking import Asker
    from desk.live.channel import Encode
    from desk.live.news import News, Seat
    from rules.viewer import Viewer

SIGNED_OUT = "signedout"
TICK_SECONDS = 5.0
"""How often a stream says that it is alive, and asks anew who listens to it."""


@dataclass(slots=True)
class Asked:
    """When who listens was asked last, and what was known then."""

    changes: int
    away: bool
    again_at: float

    @classmethod
    def now(cls, news: News) -> Asked:
        """Note that it is asked now."""
        return cls(news.access_changes, news.away, monotonic() + TICK_SECONDS)

    def stale(self, news: News) -> bool:
        """Tell whether it is time to ask again."""
        known = (self.changes, self.away)
        return known != (news.access_changes, news.away) or monotonic() >= self.again_at


class Stream:
    """What one listener is told.

    It waits for its reader between any two pieces, and nobody waits for it: meanwhile it holds
    no more than its place.
    """

    def __init__(self, news: News, asker: Asker, encode: Encode) -> None:
        """Listen to nothing yet."""
        self._news, self._asker, self._encode = news, asker, encode
        self._viewer = asker.viewer
        self._listener = Listener(asyncio.get_running_loop())
        self._seat: Seat | None = None

    async def open(self, since: int | None) -> None:
        """Begin after a version of the data, none for the newest.

        Raises
        ------
        rules.access.NotAllowed
            The viewer may not look at the map at all.
        StoreAway
            The database is away and nothing was ever read.
        """
        self._seat = await self._join(self._viewer, since)

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Yield what is told, encoded, until whoever asked is no longer signed in."""
        seat = self._seat
        assert seat is not None  # noqa: S101 - opened before it is read
        asked = Asked.now(self._news)
        yield self._encode([_hello(self._news, seat)]) + seat.missed
        try:
            while True:
                if asked.stale(self._news):  # first: what is new may no longer be theirs
                    asked = Asked.now(self._news)
                    seat, messages = await self._asked_again(seat)
                    yield self._encode(messages)
                    if messages[-1].event == SIGNED_OUT:
                        return
                seat, body = await self._new(seat)
                if body:
                    yield body
                await self._listener.wait(asked.again_at - monotonic())
        finally:
            seat.channel.leave(self._listener)

    async def _new(self, seat: Seat) -> tuple[Seat, bytes]:
        if seat.channel.ring.after(seat.place) is not None:
            return self._news.new(self._viewer, self._listener, seat)
        return await asyncio.to_thread(self._news.new, self._viewer, self._listener, seat)

    async def _asked_again(self, seat: Seat) -> tuple[Seat, list[Message]]:
        """Ask anew who listens: it may be nobody, or somebody who may see something else."""
        try:
            viewer = await asyncio.to_thread(self._asker.again)
            if viewer is None:
                return seat, [Message(SIGNED_OUT, {})]
            if viewer == self._viewer:
                return seat, [_tick(self._news)]
            fresh = await self._join(viewer, None)
        except NotAllowed:
            return seat, [Message(SIGNED_OUT, {})]
        except StoreAway:
            return seat, [_tick(self._news)]
        if fresh.channel is not seat.channel:
            seat.channel.leave(self._listener)
        self._viewer = viewer
        reload = {"version": fresh.known, "page": True}
        return fresh, [Message("reload", reload, fresh.known), _tick(self._news)]

    async def _join(self, viewer: Viewer, since: int | None) -> Seat:
        return await asyncio.to_thread(self._news.join, viewer, self._listener, since)


def _hello(news: News, seat: Seat) -> Message:
    """Return the first message: where the stream begins. Its id is what is known already."""
    data = {"version": seat.version, "judged": seat.judged, **_standing(news)}
    return Message("hello", data, seat.known)


def _tick(news: News) -> Message:
    return Message("tick", _standing(news))


def _standing(news: News) -> dict[str, Any]:
    """Return what time it is here, and up to when it is sure that nothing newer is stored."""
    now = news.now()
    return {
        "now": now.timestamp(),
        "confirmed": (now - news.age()).timestamp(),
        "store": "away" if news.away else "ok",
    }
