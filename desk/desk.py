"""What everything on this floor works with: the store, the read path, the clock, the limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from data.snapshot.keeper import Keeper
from desk.imports.jobs import Imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store
    from settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed down from app.py; nothing on this floor reads the environment or the wall clock."""

    store: Store
    keeper: Keeper
    settings: Settings
    now: Callable[[], datetime]
    imports: Imports


def wall_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def open_desk(store: Store, settings: Settings, now: Callable[[], datetime] = wall_clock) -> Desk:
    """Return a desk over a store."""
    keeper = Keeper(store, settings.data_dir / "index", settings.timezone, now)
    return Desk(store, keeper, settings, now, Imports(store, settings, now))
