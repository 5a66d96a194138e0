"""The store: one writer at a time, named errors, a change log in order, safe migrations."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import shapely
from sqlalchemy import create_engine, func, insert, inspect, select, text

from data import store as store_module
from data import tables
from data.changes import fact, newest, since
from data.migrate import StoreTooNew, migrate
from data.store import (
    Store,
    StoreAway,
    StoreBroken,
    StoreBusy,
    StoreUnknown,
    StoreUnwritable,
    open_store,
)
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


def test_migrations_make_just_the_tables_of_the_model(empty_database_url: str) -> None:
    store = open_store(empty_database_url)
    migrate(store)
    migrate(store)
    found = set(inspect(store.engine).get_table_names()) - {"alembic_version"}
    assert found == set(tables.Base.metadata.tables)
    store.close()


def test_migrated_columns_equal_the_model(store: Store) -> None:
    seen = inspect(store.engine)
    for table in tables.Base.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in seen.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        indexes = {index["name"] for index in seen.get_indexes(table.name)}
        assert {str(index.name) for index in table.indexes} <= indexes, table.name


def test_a_store_of_a_newer_version_is_refused_untouched(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNew) as refused:
        migrate(store)
    assert refused.value.facts == {"revision": "9999"}


def test_each_store_has_a_name_of_its_own(tmp_path: Path) -> None:
    names = set()
    for number in range(2):
        store = open_store(f"sqlite:///{tmp_path / str(number)}.sqlite")
        migrate(store)
        with store.reading() as connection:
            names.add(fact(connection, SYSTEM, "store"))
        store.close()
    assert len(names) == 2
    assert None not in names


def test_changes_are_numbered_in_the_order_of_their_writers(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        writing.changed("issue", "add", [7, 8])
        writing.changed("cell", "reload")
    with store.reading() as connection:
        assert newest(connection, SYSTEM).version == 3
        news = since(connection, SYSTEM, 0)
        assert news["issue"].refs == frozenset({7, 8})
        assert news["cell"].refs is None
        assert since(connection, SYSTEM, 3) == {}
        assert since(connection, SYSTEM, 2).keys() == {"cell"}


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    def write_and_fail() -> None:
        with store.writing(SYSTEM) as writing:
            writing.changed("issue", "add", [1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.Change)) == 0


def test_a_second_writer_waits_and_then_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 1)
    impatient = open_store(store.engine.url.render_as_string(hide_password=False))
    with store.writing(SYSTEM) as first:
        first.changed("issue", "add", [1])
        with pytest.raises(StoreBusy), impatient.writing(SYSTEM):
            pytest.fail("two writers at once")
    with impatient.writing(SYSTEM) as second:
        second.changed("issue", "add", [2])
    with store.reading() as connection:
        assert newest(connection, SYSTEM).version == 2
    impatient.close()


def test_eight_writers_lose_nothing(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(10):
            with store.writing(SYSTEM) as writing:
                writing.changed("issue", "add", [number * 100 + turn])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        refs = since(connection, SYSTEM, 0)["issue"].refs
    assert refs is not None
    assert len(refs) == 80


def test_readers_see_what_was_before_while_somebody_writes(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        writing.changed("issue", "add", [1])
        with store.reading() as connection:
            assert newest(connection, SYSTEM).version == 0


def test_shapes_and_moments_come_back_as_they_were(store: Store) -> None:
    shape = shapely.Polygon([(108, 26), (108.1, 26), (108, 26.1)])
    at = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    with store.writing(SYSTEM) as writing:
        row = {"code": "C1", "geometry": shape, "digest": -(2**63), "manager": "", "name": ""}
        writing.connection.execute(insert(tables.Cell), [row | {"station": ""}])
        values = {"key": "k", "value": "v", "reason": "", "set_by": "s", "set_at": at}
        writing.connection.execute(insert(tables.Parameter), [values])
    with store.reading() as connection:
        got = connection.execute(select(tables.Cell.geometry, tables.Cell.digest)).one()
        assert got.geometry.equals_exact(shape, 0)
        assert got.digest == -(2**63)
        assert connection.scalar(select(tables.Parameter.set_at)) == at


def test_a_time_without_a_zone_is_a_defect(store: Store) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
    values = {"key": "k", "value": "v", "reason": "", "set_by": "s", "set_at": naive}
    with pytest.raises(Exception, match="2026"), store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Parameter), [values])


def test_a_database_that_is_not_there_is_away() -> None:
    store = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    with pytest.raises(StoreAway), store.reading():
        pytest.fail("connected to nothing")
    store.close()


def test_a_database_without_tables_is_away_until_they_are_there(empty_database_url: str) -> None:
    store = open_store(empty_database_url)
    with pytest.raises(StoreAway), store.reading() as connection:
        newest(connection, SYSTEM)
    store.close()


def test_postgresql_addresses_mean_psycopg_3() -> None:
    store = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    assert store.engine.dialect.driver == create_engine("postgresql+psycopg://").dialect.driver
    store.close()


@pytest.mark.parametrize("url", ["nonsense", "", "mysql://x/y", "://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(StoreUnknown):
        open_store(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnwritable) as refused:
        open_store(f"sqlite:///{tmp_path}/file/store/battlemap.sqlite")
    assert str(tmp_path) in str(refused.value.facts["place"])


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "battlemap.sqlite"
    file.write_bytes(bytes(range(256)) * 20)
    store = open_store(f"sqlite:///{file}")
    with pytest.raises(StoreBroken) as refused:
        migrate(store)
    assert refused.value.facts["place"] == str(file)
    assert file.read_bytes() == bytes(range(256)) * 20
    store.close()
