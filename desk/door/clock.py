"""A clock that a jump of the computer's clock does not move: sessions are judged by it.

Somebody sets the computer's clock, or a time server corrects it by hours: nobody must be signed
out by that, and no session may live on for ever. While the process runs, time goes on as it
really passes; small corrections are followed. Only a restart believes the wall again.
"""

from __future__ import annotations

import time
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

FOLLOWED = timedelta(minutes=5)
"""A difference from the wall clock that is followed rather than ridden out."""


def seconds_running() -> float:
    """Return seconds that have passed since some moment, those of a suspended machine included."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SteadyClock:
    """The wall clock without its jumps; threads may share it."""

    def __init__(self, wall: Callable[[], datetime], elapsed: Callable[[], float]) -> None:
        """Believe the wall once; ``elapsed`` are seconds that only ever pass."""
        self._wall, self._elapsed, self._lock = wall, elapsed, Lock()
        self._at, self._beat = wall(), elapsed()

    def __call__(self) -> datetime:
        """Return the time now, in UTC."""
        with self._lock:
            wall, beat = self._wall(), self._elapsed()
            expected = self._at + timedelta(seconds=beat - self._beat)
            self._at = wall if abs(wall - expected) <= FOLLOWED else expected
            self._beat = beat
            return self._at
