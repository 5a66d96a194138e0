"""Reading what a stream was told, as a browser reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.live.channel import Listener
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    import asyncio

    from data.store import Store
    from desk.live.news import News, Seat
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a stream. ``name`` is "" for one that only says how far the reader is."""

    name: str
    id: int | None
    data: dict[str, Any]


def events(body: bytes) -> list[Event]:
    """Take a piece of a stream apart."""
    return [_event(block) for block in body.decode().split("\n\n") if block]


def _event(block: str) -> Event:
    lines = dict(line.split(": ", 1) for line in block.split("\n"))
    number = int(lines["id"]) if "id" in lines else None
    return Event(lines.get("event", ""), number, json.loads(lines.get("data", "{}")))


def refs(found: list[Event], noun: str) -> list[int]:
    """Return the refs told of a noun, in the order in which they were told."""
    return [ref for event in found if event.name == noun for ref in event.data["refs"]]


def changed(store: Store, noun: str, *numbers: int) -> None:
    """Note changes of a noun in the store, one transaction for all."""
    with store.writing(SYSTEM) as writing:
        writing.changed(noun, "change", list(numbers) or None)


@dataclass
class Reader:
    """A browser: what it was told, and the id it would come back with."""

    news: News
    viewer: Viewer
    listener: Listener
    seat: Seat
    told: list[Event] = field(default_factory=list)
    last: int = 0

    @classmethod
    def joining(
        cls, news: News, viewer: Viewer, loop: asyncio.AbstractEventLoop, since: int | None = None
    ) -> Reader:
        """Begin to listen."""
        listener = Listener(loop)
        seat = news.join(viewer, listener, since)
        reader = cls(news, viewer, listener, seat, last=seat.known)
        reader.hear(events(seat.missed))
        return reader

    def read(self) -> list[Event]:
        """Read what is new."""
        self.seat, body = self.news.new(self.viewer, self.listener, self.seat)
        found = events(body)
        self.hear(found)
        return found

    def hear(self, found: list[Event]) -> None:
        """Keep what was told."""
        self.told += found
        self.last = max([self.last, *(event.id for event in found if event.id is not None)])
