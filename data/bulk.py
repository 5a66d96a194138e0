"""Many rows at once: raw ``executemany`` on SQLite, ``COPY`` on PostgreSQL.

Both are several times faster than building statements row by row. Values go through the bind
processors of the model's column types, so that shapes and moments are stored as everywhere else.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
import pyarrow as pa
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    MetaData,
    Table,
    any_,
    bindparam,
    func,
    select,
)

from data.later import Later
from data.store import StoreAway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import psycopg
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Dialect
    from sqlalchemy.orm import DeclarativeBase
else:
    psycopg = Later("psycopg")

CHUNK = 20_000
"""Rows that are Python objects at any one time."""
_STAGING = "bulk_staging"
_FOUND = "found_by"

Values: TypeAlias = "pa.Array | NDArray[Any] | Sequence[Any]"
"""One column: an Arrow array, a numpy array or a sequence; nulls are ``None`` (or Arrow nulls)."""
Columns: TypeAlias = "Mapping[str, Values]"
"""Columns by their name in the database, all of one length."""


def table_of(model: type[DeclarativeBase]) -> Table:
    """Return the table of a model."""
    return cast("Table", model.__table__)


def insert_rows(connection: Connection, table: Table, columns: Columns) -> None:
    """Append rows.

    Every column that may not be null and has no default in the database must be given; ids too
    (see :func:`take_ids`).

    Raises
    ------
    StoreAway
        The database was lost on the way.
    """
    if not _count(columns):
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, columns)
        return
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=list(columns))
    ordered = {name: columns[name] for name in compiled.positiontup or ()}
    for rows in _rows(connection.dialect, table, ordered):
        connection.exec_driver_sql(compiled.string, rows)


def update_rows(connection: Connection, table: Table, columns: Columns, key: str = "id") -> None:
    """Set the given columns of existing rows, found by ``key``, which is one of ``columns``.

    Raises
    ------
    StoreAway
        The database was lost on the way.
    """
    if not _count(columns):
        return
    if connection.dialect.name == "postgresql":
        _update_from_staging(connection, table, columns, key)
        return
    found = table.c[key] == bindparam(_FOUND)
    others = [name for name in columns if name != key]
    statement = table.update().where(found)
    compiled = statement.compile(dialect=connection.dialect, column_keys=others)
    ordered = {
        name: columns[key if name == _FOUND else name] for name in compiled.positiontup or ()
    }
    for rows in _rows(connection.dialect, table, ordered, found_by=key):
        connection.exec_driver_sql(compiled.string, rows)


def delete_rows(
    connection: Connection, table: Table, column: str, values: NDArray[np.int64]
) -> None:
    """Delete the rows whose integer ``column`` has one of the values."""
    target = table.c[column]
    for start in range(0, len(values), CHUNK):
        chunk = values[start : start + CHUNK].tolist()
        if connection.dialect.name == "postgresql":
            # One parameter for all of them: a list of thousands takes longer than the deleting.
            chosen = target == any_(bindparam("chosen", chunk, ARRAY(BigInteger)))
        else:
            chosen = target.in_(chunk)
        connection.execute(table.delete().where(chosen))


def take_ids(connection: Connection, table: Table, count: int) -> NDArray[np.int64]:
    """Return the next free ids of a table; only the one writer may ask."""
    newest = connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    return np.arange(newest + 1, newest + 1 + count, dtype=np.int64)


def settle_ids(connection: Connection, table: Table) -> None:
    """Let the database's own numbering of ``id`` go on after ids that were given by us."""
    if connection.dialect.name != "postgresql":
        return
    newest = connection.scalar(select(func.max(table.c.id)))
    if newest is not None:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, newest)))


def _update_from_staging(connection: Connection, table: Table, columns: Columns, key: str) -> None:
    like = [Column(name, table.c[name].type) for name in columns]
    staging = Table(_STAGING, MetaData(), *like, prefixes=["TEMPORARY"])
    staging.create(connection)
    _copy(connection, staging, columns)
    settings = {name: staging.c[name] for name in columns if name != key}
    connection.execute(table.update().values(settings).where(table.c[key] == staging.c[key]))
    staging.drop(connection)


def _copy(connection: Connection, table: Table, columns: Columns) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    statement = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    with (
        _named_errors(),
        _cursor(connection) as cursor,
        cursor.copy(statement.encode()) as copy,
    ):
        for rows in _rows(connection.dialect, table, columns):
            for row in rows:
                copy.write_row(row)


@contextmanager
def _cursor(connection: Connection) -> Iterator[psycopg.Cursor[Any]]:
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    with driver.cursor() as cursor:
        yield cursor


@contextmanager
def _named_errors() -> Iterator[None]:
    # COPY goes past SQLAlchemy, so its translation of errors does not see these.
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise StoreAway from error


def _rows(
    dialect: Dialect, table: Table, columns: Columns, found_by: str = _FOUND
) -> Iterator[list[tuple[Any, ...]]]:
    bound_as = [table.c[found_by if name == _FOUND else name] for name in columns]
    processors = [_processor(dialect, column) for column in bound_as]
    for start in range(0, _count(columns), CHUNK):
        lists = [_listed(values, start) for values in columns.values()]
        bound = [
            values if process is None else [process(value) for value in values]
            for values, process in zip(lists, processors, strict=True)
        ]
        yield list(zip(*bound, strict=True))


def _listed(values: Values, start: int) -> list[Any]:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return cast("list[Any]", values.slice(start, CHUNK).to_pylist())
    part = values[start : start + CHUNK]
    return cast("list[Any]", part.tolist()) if isinstance(part, np.ndarray) else list(part)


def _processor(dialect: Dialect, column: Column[Any]) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _count(columns: Columns) -> int:
    return len(next(iter(columns.values()))) if columns else 0
