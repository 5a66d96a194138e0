"""How often somebody may try: allowances that refill with time, in memory and bounded."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING

from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEPT = 10_000
HOME_NETWORK = 64
"""Bits of an IPv6 address that one household or machine has: the rest it can choose freely."""


class TooMany(BattlemapError):
    """Too many attempts or questions. Facts: ``seconds`` until the next may be made."""

    code = "door.too_many"


@dataclass(slots=True)
class _Left:
    tries: float
    at: float
    told: bool = False


class Allowance:
    """So many tries at once, and one more every so many seconds; by whatever names who tries.

    What has not tried for the longest is forgotten first when too many are known: memory is
    bounded however many addresses somebody makes up.
    """

    def __init__(self, tries: int, every: float, elapsed: Callable[[], float]) -> None:
        """Begin with everybody's allowance full."""
        self._tries, self._every, self._elapsed = tries, every, elapsed
        self._known: OrderedDict[str, _Left] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return of how many it is remembered what they tried."""
        return len(self._known)

    def wait(self, who: str) -> int:
        """Return the seconds until ``who`` may try, 0 for now; nothing is used up."""
        with self._lock:
            return self._wait(self._left(who))

    def use(self, who: str) -> bool:
        """Use one try; tell whether it was the last one, once until the allowance is full again."""
        with self._lock:
            return self._use(who)

    def take(self, who: str) -> bool:
        """Use one try, as :meth:`use`. No two who ask at once share one.

        Raises
        ------
        TooMany
            There is none left.
        """
        with self._lock:
            seconds = self._wait(self._left(who))
            if seconds:
                raise TooMany(seconds=seconds)
            return self._use(who)

    def refill(self, who: str) -> None:
        """Forget what ``who`` has tried."""
        with self._lock:
            self._known.pop(who, None)

    def _use(self, who: str) -> bool:
        left = self._known[who] = self._left(who)
        self._known.move_to_end(who)
        left.tries = max(left.tries - 1, 0)
        last = left.tries < 1 and not left.told
        left.told = left.told or last
        while len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        return last

    def _left(self, who: str) -> _Left:
        now = self._elapsed()
        known = self._known.get(who)
        if known is None:
            return _Left(self._tries, now)
        tries = known.tries + (now - known.at) / self._every
        if tries >= self._tries:
            return _Left(self._tries, now)
        return _Left(tries, now, known.told)

    def _wait(self, left: _Left) -> int:
        return 0 if left.tries >= 1 else max(ceil((1 - left.tries) * self._every), 1)


def neighbourhood(origin: str) -> str:
    """Return what stands for an address: itself, of IPv6 the network that one machine has."""
    try:
        address = ip_address(origin)
    except ValueError:
        return origin
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(int(address) >> (128 - HOME_NETWORK))
    return origin
