"""Who else is there while live updates are measured, each in a process of its own.

``python -m bench.parties listen URL N COOKIE …`` holds N streams of events open and reads them,
dealt out to the sessions in turn.
``python -m bench.parties crowd DATABASE ISSUE RATE`` changes issues at a steady rate, all but the
given one, until told to end; then it prints how many it has changed.
``python -m bench.parties watched DATABASE ISSUE`` reads an urgency a line, gives it to the issue,
and prints when that was committed (seconds since 1970).
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from itertools import cycle, islice
from threading import Event
from urllib.parse import urlsplit

from sqlalchemy import select, update

from data.store import Store, open_store
from data.tables import Issue
from rules.viewer import SYSTEM

CHUNK = 65536
OTHERS = 500


async def listen(url: str, streams: int, cookies: list[str]) -> None:
    """Hold streams open until told to end; print a line once all of them are."""
    opened = [await _opened(url, cookie) for cookie in islice(cycle(cookies), streams)]
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


def crowd(database: str, watched: int, rate: float) -> int:
    """Change issues at a steady rate until told to end; return how many changes were made."""
    store, ended = open_store(database), Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with store.reading() as connection:
        query = select(Issue.id).where(Issue.closed_at.is_(None), Issue.id != watched)
        others = list(connection.scalars(query.limit(OTHERS)))
    print("changing", flush=True)
    turn, begin = 0, time.monotonic()
    while not ended.wait(max(begin + turn / rate - time.monotonic(), 0.0)):
        _change(store, others[turn % len(others)], 1 + turn % 4)
        turn += 1
    store.close()
    return turn


def watched(database: str, issue: int) -> None:
    """Change one issue as often as a line says to what; print when each change was committed."""
    store = open_store(database)
    for line in sys.stdin:
        _change(store, issue, int(line))
        print(time.time(), flush=True)
    store.close()


def _change(store: Store, issue: int, urgency: int) -> None:
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(update(Issue).where(Issue.id == issue).values(urgency=urgency))
        writing.changed("issue", "change", [issue])


if __name__ == "__main__":
    role, place, number, *more = sys.argv[1:]
    if role == "listen":
        asyncio.run(listen(place, int(number), more))
    elif role == "crowd":
        print(crowd(place, int(number), float(more[0])))
    else:
        watched(place, int(number))
