"""A desk over a small bureau, at a time that stands still (a fixture for every floor above)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from desk.desk import Desk, open_desk
from settings import Settings
from tests.builders import NOW, small_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over ``small_bureau``."""
    store = open_store(sqlite_database_url)
    small_bureau().write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": sqlite_database_url}
    )
    yield open_desk(store, settings, lambda: NOW)
    store.close()
