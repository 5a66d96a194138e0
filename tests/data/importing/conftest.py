"""Stores and folders for tests of the import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from tests.data.importing.bureau import Bureau, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bureau(database_url: str, tmp_path: Path) -> Iterator[Bureau]:
    """Give an empty store and an empty folder; on both kinds of databases."""
    yield from _bureau(database_url, tmp_path)


@pytest.fixture
def small_bureau(sqlite_database_url: str, tmp_path: Path) -> Iterator[Bureau]:
    """Give the same on SQLite only, for what does not depend on the database."""
    yield from _bureau(sqlite_database_url, tmp_path)


def _bureau(url: str, tmp_path: Path) -> Iterator[Bureau]:
    folder = tmp_path / "bureau"
    folder.mkdir()
    store = open_store(url)
    yield Bureau(store, folder, settings_for(tmp_path / "var", url))
    store.close()
