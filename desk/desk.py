"""What everything on this floor works with: the store, the read path, the clock, the limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.snapshot.keeper import Keeper
from data.snapshot.shelf import Shelf
from desk.door.clock import seconds_running
from desk.door.door import Door
from desk.door.throttle import Allowance
from desk.imports.jobs import Imports
from rules.access import Right, reach_of, require

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.outages.listed_columns import ListColumns
    from data.snapshot.judged import Snapshot
    from data.store import Store
    from rules.viewer import Viewer
    from settings import Settings

LISTS = 4
"""Confirmed lists whose columns are kept: of 100,000 customers each has some 15 MB."""
SEARCHES, SEARCH_EVERY = 60, 0.5
"""Searches that an account may make at once, and the seconds after which one more."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed down from app.py; nothing on this floor reads the environment or the wall clock.

    ``searches`` is what each account may still search: by whatever way, it counts together.
    ``lists`` keeps the columns of confirmed lists, which never change, by revision and digest.
    """

    store: Store
    keeper: Keeper
    settings: Settings
    now: Callable[[], datetime]
    imports: Imports
    door: Door
    searches: Allowance
    lists: Shelf[ListColumns]

    def seen(self, viewer: Viewer) -> Snapshot:
        """Return what a viewer may see of the newest snapshot: nothing else is ever handed out.

        Raises
        ------
        rules.access.NotAllowed
            The viewer may not look at the map at all.
        data.store.StoreAway
            The database is away and nothing was ever read.
        """
        require(viewer, Right.LOOK)
        return self.keeper.seen(reach_of(viewer))


def wall_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def open_desk(store: Store, settings: Settings, now: Callable[[], datetime] = wall_clock) -> Desk:
    """Return a desk over a store."""
    keeper = Keeper(store, settings.data_dir / "index", settings.timezone, now)
    imports = Imports(store, settings, now, keeper.catch_up)
    door = Door(store, settings, now)
    searches = Allowance(SEARCHES, SEARCH_EVERY, seconds_running)
    return Desk(store, keeper, settings, now, imports, door, searches, Shelf(LISTS))
