"""The audit, read by whoever may: some of it, all of it as a file, and what one can ask for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from data import audit
from data.audit import Entry, Sought
from rules.access import Right, require
from rules.acts import Nature, nature_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from desk.desk import Desk
    from rules.viewer import Viewer

__all__ = ["PATH", "Asked", "Days", "Entry", "Trail", "acts", "count", "days", "trail", "whole"]

PATH = "/audit"
PAGE = 100
CHUNK = 5_000
SHOWN_DAYS = 30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """How many acts of each nature there were on each of some days, one after the other."""

    days: tuple[date, ...]
    counts: Mapping[Nature, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the URL of the audit screen says; what it cannot mean is left out.

    ``since`` and ``until`` are days where the bureau is, both included. ``before`` is the number
    of the act from which on older ones are shown.
    """

    actor: str = ""
    act: str = ""
    ref: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @classmethod
    def parse(cls, search: str) -> Asked:
        """Read the query of a URL, with or without its question mark."""
        return cls.of(parse_qs(search.removeprefix("?")))

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> Asked:
        """Read what stands under each name; of several values the first counts."""

        def first(name: str) -> str:
            return query.get(name, [""])[0].strip()[:120]

        before = first("before")
        return cls(
            actor=first("actor"),
            act=first("act"),
            ref=first("ref"),
            since=_day(first("since")),
            until=_day(first("until")),
            before=int(before) if before.isdecimal() and len(before) < 19 else None,  # noqa: PLR2004
        )

    @property
    def href(self) -> str:
        """Return the address of the screen that shows this."""
        pairs = {
            "actor": self.actor,
            "act": self.act,
            "ref": self.ref,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "before": str(self.before or ""),
        }
        query = urlencode({name: value for name, value in pairs.items() if value})
        return PATH + (f"?{query}" if query else "")

    def sought(self, zone: ZoneInfo) -> Sought:
        """Return what the store is asked for; days begin in ``zone``."""
        return Sought(
            actor=self.actor,
            act=self.act,
            ref=self.ref,
            since=_start(self.since, zone) if self.since else None,
            until=_start(self.until + _DAY, zone) if self.until else None,
        )


@dataclass(frozen=True, slots=True)
class Trail:
    """Acts, the newest first, how many there are in all, and where the older ones begin."""

    entries: tuple[Entry, ...]
    count: int
    older: Asked | None


def trail(desk: Desk, viewer: Viewer, asked: Asked) -> Trail:
    """Return a page of the acts that were asked for.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not read the audit.
    data.store.StoreAway
        The database cannot be reached.
    """
    require(viewer, Right.READ_AUDIT)
    sought = asked.sought(desk.settings.timezone)
    with desk.store.reading() as connection:
        found = audit.page(connection, viewer, sought, asked.before, PAGE + 1)
        n = audit.count(connection, viewer, sought)
    shown, more = found[:PAGE], len(found) > PAGE
    return Trail(shown, n, replace(asked, before=shown[-1].id) if more else None)


def count(desk: Desk, viewer: Viewer, asked: Asked) -> int:
    """Return how many acts were asked for; raises like ``trail``."""
    require(viewer, Right.READ_AUDIT)
    with desk.store.reading() as connection:
        return audit.count(connection, viewer, asked.sought(desk.settings.timezone))


def days(desk: Desk, viewer: Viewer, asked: Asked) -> Days:
    """Return how many acts there were on each of the last days that are asked for.

    They end with the last day asked for, else with today where the bureau is, and are at most
    30. Raises like ``trail``.
    """
    require(viewer, Right.READ_AUDIT)
    zone = desk.settings.timezone
    last = asked.until or desk.now().astimezone(zone).date()
    first = max(asked.since or date.min, last - (SHOWN_DAYS - 1) * _DAY)
    shown = [first + n * _DAY for n in range((last - first).days + 1)]
    if not shown:
        return Days((), dict.fromkeys(Nature, ()))
    bounds = [_start(day, zone) for day in (*shown, last + _DAY)]
    with desk.store.reading() as connection:
        found = audit.tally(connection, viewer, asked.sought(zone), bounds)
    counts = {nature: [0] * len(shown) for nature in Nature}
    for (n, act), many in found.items():
        counts[nature_of(act)][n] += many
    return Days(tuple(shown), {nature: tuple(many) for nature, many in counts.items()})


def acts(desk: Desk, viewer: Viewer) -> Sequence[str]:
    """Return the kinds of acts that occur; raises like ``trail``."""
    require(viewer, Right.READ_AUDIT)
    with desk.store.reading() as connection:
        return audit.acts(connection, viewer)


def whole(desk: Desk, viewer: Viewer, asked: Asked) -> Iterator[Entry]:
    """Return every act that was asked for, the newest first; raises like ``trail``."""
    require(viewer, Right.READ_AUDIT)
    return _all(desk, viewer, asked.sought(desk.settings.timezone))


def _all(desk: Desk, viewer: Viewer, sought: Sought) -> Iterator[Entry]:
    before: int | None = None
    while True:
        with desk.store.reading() as connection:
            some = audit.page(connection, viewer, sought, before, CHUNK)
        yield from some
        if len(some) < CHUNK:
            return
        before = some[-1].id


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
