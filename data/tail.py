"""Hearing of changes: whoever wrote them, in whichever process.

PostgreSQL tells (``LISTEN``; a trigger on the change log notifies at each commit). SQLite is asked
for its ``data_version``, a number that moves whenever another connection has committed; asking
costs some microseconds.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from data.store import StoreAway

if TYPE_CHECKING:
    from data.store import Store

CHANNEL = "battlemap_change"
"""What the trigger of migration 0002 notifies on."""
POLL_SECONDS = 0.05
"""How often SQLite is asked: with it a change is heard of after 0.025 s on average."""
SLICE_SECONDS = 0.5
"""How long PostgreSQL is listened to before looking whether to stop."""
CONNECT_SECONDS = 5
KEEPALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
"""A line cut without a word is noticed after some ten seconds."""


class Tail(ABC):
    """Waits for changes in one thread; any other thread may stop it.

    A tail that was closed, or has raised, begins anew at the next wait, and then says that
    something changed: nobody knows what happened in between.
    """

    def __init__(self) -> None:
        """Hear nothing yet."""
        self.stopped = Event()

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Wait for a change and tell whether there may have been one; at most so long.

        Raises
        ------
        StoreAway
            The database cannot be reached.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection; to be called in the thread that waits."""


class SqliteTail(Tail):
    """Asks an embedded store for the number that moves with every commit."""

    def __init__(self, path: str) -> None:
        """Take the path of the database file."""
        super().__init__()
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._known = -1

    def wait(self, seconds: float) -> bool:
        """Ask every ``POLL_SECONDS``."""
        end = monotonic() + seconds
        while not self.stopped.is_set():
            version = self._version()
            if version != self._known:
                self._known = version
                return True
            left = end - monotonic()
            if left <= 0:
                break
            self.stopped.wait(min(POLL_SECONDS, left))
        return False

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._known = None, -1

    def _version(self) -> int:
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(self._path, isolation_level=None)
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error as error:
            self.close()
            raise StoreAway from error
        return int(version)


class PostgresTail(Tail):
    """Listens for the notice that PostgreSQL gives at each commit to the change log."""

    def __init__(self, address: str) -> None:
        """Take the address of the database, as libpq reads it."""
        super().__init__()
        self._address = address
        self._connection: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self, seconds: float) -> bool:
        """Listen; several notices at once are one."""
        try:
            if self._connection is None:
                self._connection = self._listening()
                return True
            return self._heard(self._connection, monotonic() + seconds)
        except psycopg.Error as error:
            self.close()
            raise StoreAway from error

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _heard(self, connection: psycopg.Connection[tuple[object, ...]], end: float) -> bool:
        while not self.stopped.is_set() and (left := end - monotonic()) > 0:
            slice_ = min(SLICE_SECONDS, left)
            if any(True for _ in connection.notifies(timeout=slice_, stop_after=1)):
                return True
        return False

    def _listening(self) -> psycopg.Connection[tuple[object, ...]]:
        lasting = make_conninfo(self._address, connect_timeout=CONNECT_SECONDS, **KEEPALIVE)
        connection = psycopg.connect(lasting, autocommit=True)
        connection.execute(f"LISTEN {CHANNEL}")
        return connection


def tail_of(store: Store) -> Tail:
    """Return the tail of a store; nothing is opened yet."""
    if store.embedded:
        return SqliteTail(store.place)
    url = store.engine.url.set(drivername="postgresql")
    return PostgresTail(url.render_as_string(hide_password=False))
