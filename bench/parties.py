"""Who else is there while live updates are measured, each in a process of its own.

``python -m bench.parties listen URL COOKIE N`` holds N streams of events open and reads them.
``python -m bench.parties write DATABASE ISSUE RATE SECONDS`` changes issues at a steady rate, the
given one once a second, and prints as JSON when each change of that one was committed.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from threading import Event
from urllib.parse import urlsplit

from sqlalchemy import select, update

from data.store import Store, open_store
from data.tables import Issue
from rules.codes import Urgency
from rules.viewer import SYSTEM

CHUNK = 65536
CALM, BURNING = int(Urgency.ORDINARY), int(Urgency.EMERGENCY)


async def listen(url: str, cookie: str, streams: int) -> None:
    """Hold streams open until told to end; print a line once all of them are."""
    opened = [await _opened(url, cookie) for _ in range(streams)]
    print("listening", flush=True)
    await asyncio.gather(*(_drain(reader) for reader in opened))


async def _opened(url: str, cookie: str) -> asyncio.StreamReader:
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    head = f"GET /api/v1/events HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookie}\r\n\r\n"
    writer.write(head.encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise ConnectionError(status)
    return reader


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(CHUNK):
        pass


def write(database: str, watched: int, rate: float, seconds: float) -> list[tuple[float, int]]:
    """Change issues at a steady rate; return when the watched one changed, and to what."""
    store, pause = open_store(database), Event()
    with store.reading() as connection:
        query = select(Issue.id).where(Issue.closed_at.is_(None), Issue.id != watched)
        others = list(connection.scalars(query.limit(500)))
    committed, begin = [], time.monotonic()
    for turn in range(int(rate * seconds)):
        pause.wait(max(begin + turn / rate - time.monotonic(), 0.0))
        own, step = turn % int(rate) == 0, turn // int(rate)
        urgency = (BURNING, CALM)[step % 2] if own else 1 + turn % 4
        _change(store, watched if own else others[turn % len(others)], urgency)
        if own:
            committed.append((time.time(), urgency))
    store.close()
    return committed


def _change(store: Store, issue: int, urgency: int) -> None:
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(update(Issue).where(Issue.id == issue).values(urgency=urgency))
        writing.changed("issue", "change", [issue])


if __name__ == "__main__":
    role, first, second, *more = sys.argv[1:]
    if role == "listen":
        asyncio.run(listen(first, second, int(more[0])))
    else:
        print(json.dumps(write(first, int(second), float(more[0]), float(more[1]))))
