"""Names that were guessed at too often are locked, whether there is such a name or not."""

from __future__ import annotations

from collections import OrderedDict
from datetime import timedelta
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING

from desk.door.throttle import MOST_KEPT

if TYPE_CHECKING:
    from datetime import datetime

FREE_FAILURES = 10
FIRST_LOCK, LONGEST_LOCK = timedelta(seconds=2), timedelta(minutes=5)


def lock_after(failed: int, now: datetime) -> datetime | None:
    """Return until when no password of a name is looked at after so many failures."""
    if failed < FREE_FAILURES:
        return None
    doubled = FIRST_LOCK * (1 << min(failed - FREE_FAILURES, 10))
    return now + min(doubled, LONGEST_LOCK)


def seconds_left(until: datetime | None, now: datetime) -> int:
    """Return how long a lock lasts yet; one that a wrong clock set counts as the longest."""
    if until is None:
        return 0
    return max(ceil(min(until - now, LONGEST_LOCK).total_seconds()), 0)


class Nobodies:
    """Failures at names that nobody has, counted as an account's row counts them.

    If they were not, the wait would tell which names there are. In memory and bounded, so they
    are forgotten when the process ends; threads may share it.
    """

    def __init__(self) -> None:
        """Begin with no name guessed at."""
        self._failed: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many names are remembered."""
        return len(self._failed)

    def locked_until(self, name: str) -> datetime | None:
        """Return until when a name is locked."""
        with self._lock:
            return self._failed.get(name, (0, None))[1]

    def fail(self, name: str, now: datetime) -> None:
        """Count a failure."""
        with self._lock:
            failed = self._failed.pop(name, (0, None))[0] + 1
            self._failed[name] = failed, lock_after(failed, now)
            while len(self._failed) > MOST_KEPT:
                self._failed.popitem(last=False)
