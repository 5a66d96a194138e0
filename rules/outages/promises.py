"""How often promised restorations (预计复电) were kept, by cause and by feeder.

A promise is **kept** if power was back for everybody by the moment promised; a minute late is
broken. Two questions are asked of every outage: was the *first* promise kept, the one by which
people made their plans, and was the *last*, the best that the bureau knew. What was promised once
power was back is no promise. An outage that still runs has broken a promise as soon as its moment
has passed; until then it counts for neither side.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

Group = TypeVar("Group", str, int)


class Kept(StrEnum):
    """What became of a promise. ``OPEN``: nobody can say yet. ``NONE``: none was made."""

    KEPT = "kept"
    BROKEN = "broken"
    OPEN = "open"
    NONE = "none"


class Promise(NamedTuple):
    """When it was made, and for when."""

    at: datetime
    expected_at: datetime


@dataclass(frozen=True, slots=True)
class Promised:
    """The promises of one outage, in any order.

    ``cause`` is as the bureau keeps it, "" where unknown; ``restored_at`` is when the last
    customer had power again, none as long as somebody has not.
    """

    promises: tuple[Promise, ...]
    restored_at: datetime | None
    cause: str = ""
    feeder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises were kept, broken and are open, and how many outages had none."""

    kept: int = 0
    broken: int = 0
    open: int = 0
    none: int = 0

    @property
    def rate(self) -> float | None:
        """Return the share of those kept among those decided, none where none is."""
        decided = self.kept + self.broken
        return self.kept / decided if decided else None


@dataclass(frozen=True, slots=True)
class Rates:
    """The first and the last promises of some outages."""

    first: Tally
    last: Tally


def first_and_last(outage: Promised, now: datetime) -> tuple[Kept, Kept]:
    """Return what became, at ``now``, of the first and of the last promise of an outage.

    Of two that were made at the same moment, the one for later was made last.
    """
    over = outage.restored_at if outage.restored_at and outage.restored_at <= now else None
    until = now if over is None else over
    made = sorted(promise for promise in outage.promises if promise.at < until)
    if not made:
        return Kept.NONE, Kept.NONE
    return _judged(made[0], over, now), _judged(made[-1], over, now)


def rates(outages: Iterable[Promised], now: datetime) -> Rates:
    """Return how often the promises of outages were kept."""
    pairs = [first_and_last(outage, now) for outage in outages]
    return Rates(_tally(first for first, _ in pairs), _tally(last for _, last in pairs))


def by_cause(outages: Iterable[Promised], now: datetime) -> dict[str, Rates]:
    """Return the rates of each cause, the one with most outages first; "" is unknown."""
    return _grouped(outages, now, lambda outage: outage.cause)


def by_feeder(outages: Iterable[Promised], now: datetime) -> dict[int, Rates]:
    """Return the rates of each feeder by its id, the one with most outages first; 0 is none."""
    return _grouped(outages, now, lambda outage: outage.feeder_id or 0)


def _judged(promise: Promise, over: datetime | None, now: datetime) -> Kept:
    if over is not None:
        return Kept.KEPT if over <= promise.expected_at else Kept.BROKEN
    return Kept.BROKEN if now > promise.expected_at else Kept.OPEN


def _tally(found: Iterable[Kept]) -> Tally:
    every = list(found)
    return Tally(*(every.count(kept) for kept in Kept))


def _grouped(
    outages: Iterable[Promised], now: datetime, group: Callable[[Promised], Group]
) -> dict[Group, Rates]:
    parts: dict[Group, list[Promised]] = {}
    for outage in outages:
        parts.setdefault(group(outage), []).append(outage)
    order = sorted(parts, key=lambda name: (-len(parts[name]), name))
    return {name: rates(parts[name], now) for name in order}
