"""How many may listen at once: in all, and of one account. Each open stream takes a place."""

from __future__ import annotations

from collections import Counter
from threading import RLock
from typing import TYPE_CHECKING
from weakref import finalize

from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Callable

AGAIN_SECONDS = 20
"""When whoever found no place may ask again."""


class AllTaken(BattlemapError):
    """As many listen as there is room for. Facts: ``most``, ``seconds`` until to ask again."""

    code = "live.full"


class TooManyOpen(BattlemapError):
    """An account listens as often as it may. Facts: ``most``, ``seconds`` until to ask again."""

    code = "live.too_many"


class Place:
    """The place of one stream; it is free again when left, or when nobody holds it any more."""

    def __init__(self, free: Callable[[], None]) -> None:
        """Hold it; ``free`` is called once."""
        self.leave = finalize(self, free)
        self.leave.atexit = False


class Places:
    """All the places there are; threads may share them."""

    def __init__(self, most: int, most_each: int) -> None:
        """Begin with every place free: ``most`` in all, ``most_each`` for one account."""
        self._most, self._most_each, self._lock = most, most_each, RLock()
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """Return how many places are taken."""
        with self._lock:
            return self._taken.total()

    def take(self, who: str) -> Place:
        """Take a place for an account.

        Raises
        ------
        AllTaken, TooManyOpen
            There is none left, for anybody or for this account.
        """
        with self._lock:
            if self._taken.get(who, 0) >= self._most_each:
                raise TooManyOpen(most=self._most_each, seconds=AGAIN_SECONDS)
            if self._taken.total() >= self._most:
                raise AllTaken(most=self._most, seconds=AGAIN_SECONDS)
            self._taken[who] += 1
        return Place(lambda: self._freed(who))

    def _freed(self, who: str) -> None:
        # Reentrant: a place that nobody holds may be found just where the lock is held.
        with self._lock:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]
