from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select

from data import changes, tables
from data.clearing import OWN, clear, is_empty
from data.store import Store, open_store
from rules.viewer import SYSTEM
from tests.builders import small_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Writing

KEPT = {"change", "fact", "parameter"}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


def counts(store: Store) -> dict[str, int]:
    with store.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables.Base.metadata.sorted_tables
        }


def clear_and_fail(writing: Writing) -> None:
    clear(writing, begin_own=False)
    raise ZeroDivisionError


def test_a_new_store_is_empty_and_a_bureau_fills_it(store: Store) -> None:
    with store.reading() as connection:
        assert is_empty(connection, SYSTEM)
    small_bureau().write(store)
    with store.reading() as connection:
        assert not is_empty(connection, SYSTEM)


def test_everything_about_a_bureau_goes_and_the_version_grows(store: Store) -> None:
    small_bureau().write(store)
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Fact), {"key": "demo", "value": "1"})
    before = counts(store)
    with store.reading() as connection:
        version = store.version(connection)
    with store.writing(SYSTEM) as writing:
        clear(writing, begin_own=True)
    after = counts(store)
    assert all(count == 0 for name, count in after.items() if name not in KEPT)
    assert after["change"] > before["change"]
    with store.reading() as connection:
        assert store.version(connection) > version
        assert changes.fact(connection, SYSTEM, "demo") is None
        assert changes.fact(connection, SYSTEM, "store") is not None
        assert changes.fact(connection, SYSTEM, OWN) == "1"


def test_a_clearing_that_fails_leaves_everything(store: Store) -> None:
    small_bureau().write(store)
    before = counts(store)
    with pytest.raises(ZeroDivisionError), store.writing(SYSTEM) as writing:
        clear_and_fail(writing)
    assert counts(store) == before


def test_it_can_be_filled_and_cleared_again(store: Store) -> None:
    for _ in range(2):
        small_bureau().write(store)
        with store.writing(SYSTEM) as writing:
            clear(writing, begin_own=False)
        with store.reading() as connection:
            assert is_empty(connection, SYSTEM)
            assert changes.fact(connection, SYSTEM, OWN) is None
