"""Hearing of changes on both databases: who writes is somebody else."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import psycopg
import pytest

from data.store import StoreAway, open_store
from data.tail import tail_of
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store
    from data.tail import Tail

LONG = 60.0


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def tail(store: Store) -> Iterator[Tail]:
    made = tail_of(store)
    yield made
    made.close()


def change(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        writing.changed("issue", "change", [1])


def test_a_change_is_heard_and_only_once(store: Store, tail: Tail) -> None:
    assert tail.wait(LONG)  # nobody knows what was before
    assert not tail.wait(0.0)
    change(store)
    assert tail.wait(LONG)
    assert not tail.wait(0.0)


def test_several_changes_at_once_are_heard_as_news(store: Store, tail: Tail) -> None:
    tail.wait(LONG)
    for _ in range(5):
        change(store)
    assert tail.wait(LONG)


def test_waiting_ends_when_told_to_stop(tail: Tail) -> None:
    def listen() -> None:
        while not tail.stopped.is_set():
            tail.wait(LONG)
        tail.close()  # in the thread that waits, as is asked of whoever uses it

    waiting = Thread(target=listen)
    waiting.start()
    tail.stopped.set()
    waiting.join(LONG / 2)
    assert not waiting.is_alive()


def test_a_line_that_breaks_is_said_and_mended(postgresql_database_url: str) -> None:
    store = open_store(postgresql_database_url)
    tail = tail_of(store)
    tail.wait(LONG)
    address = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )
    with pytest.raises(StoreAway):
        tail.wait(LONG)
    assert tail.wait(LONG)  # it listens again, and something may have happened
    change(store)
    assert tail.wait(LONG)
    tail.close()
    store.close()


def test_a_database_that_is_not_there_is_away() -> None:
    store = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    with pytest.raises(StoreAway):
        tail_of(store).wait(LONG)
