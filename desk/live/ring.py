"""What was told last, kept once for all who listen: each of them holds only its place in it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import islice
from threading import Lock


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of the changes numbered above ``begin``, ``version`` included.

    Both are the same where nothing was written and time alone made issues more urgent.
    """

    begin: int
    version: int
    body: bytes


class Ring:
    """The last ``size`` tellings; each begins where the one before ended. Threads may share it.

    A place counts the tellings since the ring was made, so it says the same for ever.
    """

    def __init__(self, size: int) -> None:
        """Start empty."""
        self._kept: deque[Told] = deque(maxlen=size)
        self._end = 0
        self._lock = Lock()

    @property
    def end(self) -> int:
        """Return the place behind the newest telling."""
        return self._end

    def append(self, told: Told) -> None:
        """Add the newest telling; the oldest makes room."""
        with self._lock:
            self._kept.append(told)
            self._end += 1

    def after(self, place: int) -> list[Told] | None:
        """Return what was told from a place on; none where some of it is no longer kept."""
        with self._lock:
            first = self._end - len(self._kept)
            if place < first:
                return None
            return list(islice(self._kept, place - first, None))

    def place_of(self, version: int) -> int | None:
        """Return from where to listen for one who knows everything up to a version.

        None where the ring does not reach back so far, or was never at just that version.
        """
        with self._lock:
            place = self._end - len(self._kept)
            for told in self._kept:
                if told.begin == version:
                    return place
                place += 1
            return self._end if self._kept and self._kept[-1].version == version else None
