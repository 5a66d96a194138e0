from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select

from data import tables
from data.clearing import is_empty
from data.demo.loading import StoreHoldsOwnData
from data.store import Store, open_store
from desk.demo import NoDemo, clear_demo, holds_demo, refuse_own_data, wants_demo
from rules.viewer import SYSTEM
from tests.desk.reading import while_another_reads
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk


@pytest.fixture
def demo_desk(desk: Desk) -> Desk:
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Fact), {"key": "demo", "value": "1"})
        row = {"key": "issue.limit.key", "value": "5d", "set_by": "x", "set_at": desk.now()}
        writing.connection.execute(insert(tables.Parameter), row)
    return desk


@pytest.fixture
def empty_store(sqlite_database_url: str) -> Iterator[Store]:
    store = open_store(sqlite_database_url)
    yield store
    store.close()


def test_an_empty_store_wants_the_demo(empty_store: Store) -> None:
    assert wants_demo(empty_store, SYSTEM)
    refuse_own_data(empty_store, SYSTEM)


def test_a_bureaus_own_data_is_left_alone(desk: Desk) -> None:
    assert not holds_demo(desk.store, SYSTEM)
    assert not wants_demo(desk.store, SYSTEM)
    with pytest.raises(StoreHoldsOwnData):
        refuse_own_data(desk.store, SYSTEM)
    with pytest.raises(NoDemo):
        clear_demo(desk, DISPATCHER)
    assert len(desk.keeper.current().customers.raw) == 4


def test_clearing_leaves_a_store_that_stays_empty(demo_desk: Desk) -> None:
    assert demo_desk.keeper.current().demo
    rejected = demo_desk.settings.data_dir / "rejected"
    rejected.mkdir()
    (rejected / "1-customers.csv").touch()
    with demo_desk.store.reading() as connection:
        before = demo_desk.store.version(connection)
    clear_demo(demo_desk, DISPATCHER)
    with demo_desk.store.reading() as connection:
        assert is_empty(connection, SYSTEM)
        assert demo_desk.store.version(connection) > before
        assert connection.scalar(select(func.count()).select_from(tables.Parameter)) == 1
        assert connection.scalar(select(func.count()).select_from(tables.Phone)) == 0
    assert not rejected.exists()
    assert not wants_demo(demo_desk.store, SYSTEM)
    snapshot = while_another_reads(demo_desk)
    assert not snapshot.demo
    assert len(snapshot.customers.raw) == 0
