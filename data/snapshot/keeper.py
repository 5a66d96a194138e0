"""Hands out the newest snapshot, and renews no more of it than has changed."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from data import changes, parameters
from data.snapshot import kept, surveyed
from data.snapshot.assemble import assemble
from data.snapshot.judged import Parts
from data.snapshot.narrowing import narrowed
from data.snapshot.open_issues import IssueBook
from data.store import StoreAway
from rules.access import WHOLE
from rules.overrides import parameter_overrides
from rules.parameters import Parameters
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from data.changes import Changed
    from data.snapshot.judged import Snapshot
    from data.snapshot.narrowing import Narrowed
    from data.snapshot.raw import RawCustomers
    from data.store import Store
    from rules.access import Reach

GRID = frozenset({"cell", "feeder", "source", "section", "switch", "transformer", "relay", "line"})
SLEWED = timedelta(minutes=1)
"""By less than that a clock that is being corrected goes back without a word."""
MOST_REACHES = 64
"""Narrowed snapshots kept; one that was not asked for the longest makes room."""


class Keeper:
    """The one holder of the current snapshot of a process; threads may share it."""

    def __init__(
        self, store: Store, folder: Path, zone: ZoneInfo, now: Callable[[], datetime]
    ) -> None:
        """Hold nothing yet: the first call reads the store."""
        self._store, self._folder, self._zone, self._now = store, folder, zone, now
        self._lock, self._narrowing = Lock(), Lock()
        self._parts: Parts | None = None
        self._book = IssueBook()
        self._snapshot: Snapshot | None = None
        self._narrow: OrderedDict[Reach, Narrowed] = OrderedDict()
        self._judge_again: datetime | None = None

    def current(self) -> Snapshot:
        """Return the snapshot at the newest version of the data.

        While the database is away the last one is returned: pages say that it is.

        Raises
        ------
        StoreAway
            The database is away and nothing was ever read.
        """
        known = self._snapshot
        if not self._lock.acquire(blocking=known is None) and known is not None:
            return known  # somebody is reading the store anew: a map of a moment ago will do
        try:
            return self._refreshed()
        except StoreAway:
            if known is None:
                raise
            return known
        finally:
            self._lock.release()

    def keep(self) -> None:
        """Leave files from which the next process starts at once, as whoever has written should.

        Where the database has gone away meanwhile, that process reads it by itself.
        """
        with suppress(StoreAway), self._lock, self._store.reading() as connection:
            kept.customers(connection, SYSTEM, self._folder)

    def renewed(self) -> Snapshot:
        """Return the snapshot as the store is now, however long it takes.

        Raises
        ------
        StoreAway
            The database is away.
        """
        with self._lock:
            return self._refreshed()

    def catch_up(self) -> None:
        """Read what this process has just written, before it tells the writer that it is done.

        Whoever reads next may be handed a map of a moment ago, see :meth:`current`; but whoever
        has written finds it in whatever is asked after. Where the database has gone away
        meanwhile, it is read as soon as it is back.
        """
        with suppress(StoreAway):
            self.renewed()

    @property
    def due(self) -> datetime | None:
        """Return when time alone will change the snapshot; none while nothing is open."""
        return self._judge_again

    def seen(self, reach: Reach) -> Snapshot:
        """Return what a reach sees of the newest snapshot; the same one until it changes.

        Raises
        ------
        StoreAway
            The database is away and nothing was ever read.
        """
        return self.part(self.current(), reach)

    def part(self, whole: Snapshot, reach: Reach) -> Snapshot:
        """Return what a reach sees of a snapshot of the whole."""
        if reach == WHOLE:
            return whole
        with self._narrowing:
            known = self._narrow.get(reach)
            if known is None or known.part.moment != whole.moment:
                known = narrowed(whole, reach, known)
                self._narrow[reach] = known
            self._narrow.move_to_end(reach)
            while len(self._narrow) > MOST_REACHES:
                self._narrow.popitem(last=False)
        return known.part

    def _refreshed(self) -> Snapshot:
        now = self._now()
        with self._store.reading() as connection:
            version = self._store.version(connection)
            fresh = self._parts is not None and self._parts.version == version
            if self._parts is None or not fresh:
                self._parts = self._read(connection)
        if self._snapshot is None or not fresh or self._is_due(self._snapshot, now):
            self._snapshot = assemble(self._parts, now, self._zone, self._snapshot)
            self._judge_again = self._snapshot.changes_at
        return self._snapshot

    def _is_due(self, judged: Snapshot, now: datetime) -> bool:
        # Where the clock was ahead and has been set right, time has not made urgent what it said.
        set_back = now < judged.judged_at - SLEWED
        return set_back or (self._judge_again is not None and now >= self._judge_again)

    def _read(self, connection: Connection) -> Parts:
        newest = changes.newest(connection, SYSTEM)
        known = self._parts
        news = changes.since(connection, SYSTEM, known.version if known else 0)
        if known and "parameter" not in news:
            own = known.parameters
        else:
            stored = parameters.overrides(connection, SYSTEM)
            own = Parameters.from_overrides(
                parameter_overrides({key: row.value for key, row in stored.items()})
            )
        self._book.follow(connection, news.get("issue"), self._now(), _window(own))
        return Parts(
            version=newest.version,
            changed_at=newest.at,
            demo=changes.fact(connection, SYSTEM, "demo") is not None,
            raw=self._customers(connection, news),
            grid=known.grid
            if known and not GRID & news.keys()
            else surveyed.read(connection, SYSTEM),
            issues=self._book.issues,
            complaints=self._book.complaints,
            parameters=own,
        )

    def _customers(self, connection: Connection, news: Mapping[str, Changed]) -> RawCustomers:
        changed = news.get("customer")
        if self._parts is None:
            return kept.customers(connection, SYSTEM, self._folder)
        if changed is None:
            return self._parts.raw
        fresh = kept.patched(self._parts.raw, connection, SYSTEM, changed)
        return kept.customers(connection, SYSTEM, self._folder) if fresh is None else fresh


def _window(own: Parameters) -> timedelta:
    return timedelta(days=own.whole("sensitivity.complaints.window_days"))
