"""Reading the change log costs what is new in it, however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from data import changes
from data.outages import outages
from data.store import open_store
from rules.viewer import SYSTEM
from tests.builders import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.store import Store, Writing


@pytest.fixture
def store(sqlite_database_url: str) -> Iterator[Store]:
    found = open_store(sqlite_database_url)
    yield found
    found.close()


def plans(store: Store, ask: Callable[[Writing], object]) -> str:
    """Return how SQLite goes about the statements that are asked."""
    asked: list[tuple[str, object]] = []

    def note(_c: object, _u: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    with store.writing(SYSTEM) as writing:
        ask(writing)
        event.remove(store.engine, "before_cursor_execute", note)
        told = [
            row[3]
            for statement, values in asked
            if statement.startswith("SELECT")
            for row in writing.connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}",
                values,  # type: ignore[arg-type]
            )
        ]
    return "\n".join(told)


def test_what_is_new_is_found_without_reading_the_whole_log(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        writing.changed("cell", "made", [1, 2])
        version = changes.newest(writing.connection, SYSTEM).version
        writing.changed("cell", "made", [2, 3])
        writing.changed("issue", "made")
        found = changes.since(writing.connection, SYSTEM, version)
    assert found == {
        "cell": changes.Changed("cell", frozenset({2, 3})),
        "issue": changes.Changed("issue", None),
    }
    told = plans(store, lambda writing: changes.since(writing.connection, SYSTEM, version))
    assert "SEARCH change USING INTEGER PRIMARY KEY" in told
    assert "SCAN change" not in told


def test_the_next_number_is_found_without_reading_every_outage(store: Store) -> None:
    told = plans(store, lambda writing: outages.next_number(writing, NOW.date()))
    assert "SEARCH outage" in told
    assert "SCAN outage" not in told
