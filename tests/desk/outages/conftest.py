"""A desk over ``small_bureau`` on either database, with a clock that a test can set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from desk.desk import Desk, open_desk
from settings import Settings
from tests.builders import NOW, small_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta
    from pathlib import Path


@dataclass
class Clock:
    """A clock that stands still until somebody sets it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def forward(self, by: timedelta) -> datetime:
        """Set it forward and return the time."""
        self.now += by
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Give a clock at ``NOW``."""
    return Clock()


@pytest.fixture
def desk(database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """Give a desk over ``small_bureau``, once on each kind of database."""
    store = open_store(database_url)
    small_bureau().write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": database_url}
    )
    yield open_desk(store, settings, clock)
    store.close()
