from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import psycopg
import pyarrow as pa
import pytest
import shapely
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from data import bulk
from data.bulk import delete_rows, insert_rows, settle_ids, table_of, take_ids, update_rows
from data.store import Store, StoreAway, open_store
from data.tables import Cell, Customer, Issue, Phone
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.bulk import Values

CUSTOMER, PHONE, CELL, ISSUE = (table_of(model) for model in (Customer, Phone, Cell, Issue))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


def people(count: int) -> dict[str, Values]:
    words = ("sensitivity_reason", "village", "address", "equipment")
    return {
        "id": np.arange(1, count + 1),
        "account": pa.array([f"{n:05d}" for n in range(count)]),
        "name": [f"客户\t{n}\\N\n" for n in range(count)],
        "kind": ["other"] * count,
        "class": np.zeros(count, np.int64),
        "sensitivity": np.zeros(count, np.int64),
        "language": ["zh"] * count,
        "consent": ["unknown"] * count,
        "backup_hours": pa.array([None if n % 2 else n / 4 for n in range(count)], pa.float64()),
        "x": np.full(count, 108.5),
        "y": np.full(count, 26.5),
        "qk": np.arange(count) + 2**61,
        "digest": -np.arange(count) - 2**62,
    } | {word: [""] * count for word in words}


def all_of(store: Store, query: Any) -> list[Any]:
    with store.reading() as connection:
        return list(connection.execute(query))


def test_rows_arrive_as_they_were_given(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        insert_rows(writing.connection, CUSTOMER, people(3))
    c = CUSTOMER.c
    found = all_of(store, select(c.account, c.name, c.backup_hours, c.qk, c.digest).order_by(c.id))
    assert [tuple(row) for row in found] == [
        ("00000", "客户\t0\\N\n", 0.0, 2**61, -(2**62)),
        ("00001", "客户\t1\\N\n", None, 2**61 + 1, -(2**62) - 1),
        ("00002", "客户\t2\\N\n", 0.5, 2**61 + 2, -(2**62) - 2),
    ]


def test_more_rows_than_a_piece(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 7)
    with store.writing(SYSTEM) as writing:
        insert_rows(writing.connection, CUSTOMER, people(50))
        update_rows(
            writing.connection,
            CUSTOMER,
            {"id": np.arange(1, 31), "name": [f"新{n}" for n in range(1, 31)]},
        )
        delete_rows(writing.connection, CUSTOMER, "id", np.arange(40, 51))
    found = all_of(store, select(CUSTOMER.c.id, CUSTOMER.c.name).order_by(CUSTOMER.c.id))
    assert [row.id for row in found] == list(range(1, 40))
    assert [row.name for row in found[:30]] == [f"新{n}" for n in range(1, 31)]
    assert found[30].name == "客户\t30\\N\n"


def test_shapes_and_moments_are_stored_as_the_model_does(store: Store) -> None:
    square, when = shapely.box(108, 26, 109, 27), datetime(2024, 5, 1, 8, 30, tzinfo=UTC)
    words = {name: [""] for name in ("name", "station", "manager", "manager_phone")}
    with store.writing(SYSTEM) as writing:
        insert_rows(
            writing.connection,
            CELL,
            {"id": [1], "code": ["C"], "geometry": [square], "digest": [0], **words},
        )
        insert_rows(
            writing.connection,
            ISSUE,
            {
                "id": [1], "number": ["W"], "account": [""], "channel": ["visit"],
                "demand_type": ["fault"], "field": ["repair"], "urgency": [1], "title": [""],
                "text": [""], "opened_at": pa.array([when], pa.timestamp("us", "UTC")),
                "closed_at": pa.array([None], pa.timestamp("us", "UTC")), "digest": [0],
            },
        )  # fmt: skip
    (shape,) = all_of(store, select(Cell.geometry))
    assert shape.geometry.equals(square)
    (times,) = all_of(store, select(Issue.opened_at, Issue.closed_at))
    assert tuple(times) == (when, None)
    (again,) = all_of(store, select(func.count()).where(Issue.opened_at == when))
    assert again[0] == 1


def test_an_update_by_another_key(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        insert_rows(writing.connection, CUSTOMER, people(3))
        update_rows(
            writing.connection, CUSTOMER, {"account": ["00001"], "x": [109.0]}, key="account"
        )
    assert [row.x for row in all_of(store, select(CUSTOMER.c.x).order_by(CUSTOMER.c.id))] == [
        108.5,
        109.0,
        108.5,
    ]


def test_nothing_is_done_for_no_rows(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        insert_rows(writing.connection, CUSTOMER, {})
        insert_rows(writing.connection, CUSTOMER, people(0))
        update_rows(writing.connection, CUSTOMER, {"id": np.array([], np.int64), "name": []})
        delete_rows(writing.connection, CUSTOMER, "id", np.array([], np.int64))
    assert all_of(store, select(func.count()).select_from(CUSTOMER))[0][0] == 0


def test_ids_go_on_where_they_ended(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        assert take_ids(writing.connection, CUSTOMER, 2).tolist() == [1, 2]
        insert_rows(writing.connection, CUSTOMER, people(5))
        settle_ids(writing.connection, CUSTOMER)
        assert take_ids(writing.connection, CUSTOMER, 2).tolist() == [6, 7]
        row = {name: values[0] for name, values in people(1).items() if name != "id"}
        plain = {n: v.as_py() if isinstance(v, pa.Scalar) else v for n, v in row.items()}
        plain = {n: v.item() if isinstance(v, np.generic) else v for n, v in plain.items()}
        result = writing.connection.execute(
            CUSTOMER.insert().values(plain | {"account": "next"}).returning(CUSTOMER.c.id)
        )
        assert result.scalar_one() == 6


def test_phones_go_with_their_customers(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        insert_rows(writing.connection, CUSTOMER, people(2))
        columns: dict[str, Values] = {
            "customer_id": [1, 1, 2], "position": [0, 1, 0], "number": ["a", "b", "c"],
        }  # fmt: skip
        insert_rows(writing.connection, PHONE, columns)
        delete_rows(writing.connection, PHONE, "customer_id", np.array([1]))
    assert [row.number for row in all_of(store, select(Phone.number))] == ["c"]


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    twice = people(2) | {"account": ["same", "same"]}
    with pytest.raises((IntegrityError, psycopg.IntegrityError)), store.writing(SYSTEM) as writing:  # noqa: PT012
        insert_rows(writing.connection, CUSTOMER, people(1) | {"id": [9]})
        insert_rows(writing.connection, CUSTOMER, twice)
    assert all_of(store, select(func.count()).select_from(CUSTOMER))[0][0] == 0


def test_a_database_that_goes_away_is_named(postgresql_database_url: str) -> None:
    store, other = open_store(postgresql_database_url), open_store(postgresql_database_url)
    with pytest.raises(StoreAway), store.writing(SYSTEM) as writing:  # noqa: PT012
        (pid,) = writing.connection.execute(text("SELECT pg_backend_pid()")).one()
        with other.reading() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        insert_rows(writing.connection, CUSTOMER, people(1000))
    store.close()
    other.close()
