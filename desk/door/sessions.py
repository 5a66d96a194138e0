"""How long a session lasts, and who is behind a cookie.

A session is over after ``idle`` without a request, and ``longest`` after it began. Both are
judged by a clock that does not jump (``desk.door.clock``). Across a restart the wall clock is
believed again, and then:

- it was ahead and came back: stamps lie in the future. Such a session counts as used now and
  ends after ``longest`` from now at the latest, so none lives for ever.
- it is ahead now: sessions look over and are refused, but not deleted: when the clock is right
  again, they count again, and nobody has to sign in anew.

That a session was used is written at most every ``TOUCHED_EVERY``, beside the request: a store
that is busy with an import never makes a page wait for it.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from data import sessions
from data.store import StoreAway, StoreBusy, StoreUnwritable
from desk.door.secrets import LONGEST, digest_of
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime

    from data.accounts import Person
    from data.sessions import SessionRow
    from data.store import Store

TOUCHED_EVERY = timedelta(minutes=5)
FUTURE = timedelta(minutes=10)
"""A stamp so far ahead was made by a clock that was wrong."""
MOST_NOTED = 5_000


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts without a request, and in all."""

    idle: timedelta
    longest: timedelta


class Sessions:
    """Finds who is behind a cookie, and notes that the session was used; threads may share it."""

    def __init__(self, store: Store, lifetime: Lifetime, now: Callable[[], datetime]) -> None:
        """Begin with nothing noted."""
        self.lifetime, self.now = lifetime, now
        self._store, self._lock = store, Lock()
        self._noted: OrderedDict[str, datetime] = OrderedDict()
        self._writer = ThreadPoolExecutor(1, "sessions")
        self._last: Future[None] | None = None

    def find(self, secret: str) -> Person | None:
        """Return whose session a cookie's secret is of; none where it counts no more.

        Raises
        ------
        data.store.StoreAway
            The database cannot be reached.
        """
        if not 0 < len(secret) <= LONGEST:
            return None
        digest, now = digest_of(secret), self.now()
        with self._store.reading() as connection:
            found = sessions.find(connection, SYSTEM, digest)
        if found is None or now > found[0].expires_at:
            return None
        seen = self._seen(found[0], now)
        if seen is not None and now - seen > self.lifetime.idle:
            return None
        if seen is None or now - seen >= TOUCHED_EVERY:
            self._note(digest, now)
        return found[1]

    def settle(self) -> None:
        """Wait until what was noted is written, or could not be."""
        if self._last is not None:
            self._last.result()

    def _seen(self, session: SessionRow, now: datetime) -> datetime | None:
        """Return when a session was used last, none where a clock that was ahead wrote it."""
        with self._lock:
            noted = self._noted.get(session.digest)
        stamps = [stamp for stamp in (session.seen_at, noted) if stamp is not None]
        return max((stamp for stamp in stamps if stamp <= now + FUTURE), default=None)

    def _note(self, digest: str, now: datetime) -> None:
        with self._lock:
            self._noted[digest] = now
            while len(self._noted) > MOST_NOTED:
                self._noted.popitem(last=False)
        self._last = self._writer.submit(self._write, digest, now)

    def _write(self, digest: str, now: datetime) -> None:
        # What cannot be written now is noted again a few minutes later.
        with (
            suppress(StoreAway, StoreBusy, StoreUnwritable),
            self._store.writing(SYSTEM) as writing,
        ):
            sessions.mend_future(writing, now, now + FUTURE, now + self.lifetime.longest)
            sessions.touch(writing, digest, now)
