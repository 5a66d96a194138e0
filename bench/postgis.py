"""PostGIS as a peer: the same customers in a schema of its own, asked in its best form."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

import psycopg
import shapely
from psycopg import sql

from bench.customers import CLASSES, Customers
from bench.figures import medians_ms

Answer = tuple[tuple[int, ...], tuple[int, ...]]
"""Customers by class, and the rows of the first by priority."""

_TRIAL_RUNS = 3
_TABLE = """
CREATE TABLE customers (id integer, class smallint, rank integer, geom geometry(Point, 4326))
"""
_GIVEN = """
CREATE TEMPORARY TABLE given (id integer, class smallint, rank integer, x float8, y float8)
"""
# Neighbours on the map become neighbours on disk, which is worth a third of the time.
_FILL = """
INSERT INTO customers
SELECT id, class, rank, geom
FROM (SELECT *, ST_SetSRID(ST_MakePoint(x, y), 4326) AS geom FROM given) AS placed
ORDER BY ST_GeoHash(geom)
"""
_BY_CLASS = """
(SELECT array_agg(n ORDER BY class)
 FROM (SELECT class, count(found.class) AS n
       FROM generate_series(0, %(last)s) AS classes (class) LEFT JOIN found USING (class)
       GROUP BY class) AS counted)
"""
_FIRST = """
(SELECT array_agg(id ORDER BY rank)
 FROM (SELECT id, rank FROM found ORDER BY rank LIMIT %(first)s) AS ordered)
"""
_FOUND = """
WITH found AS MATERIALIZED (SELECT id, class, rank FROM customers WHERE {test})
SELECT {by_class}, {first}
"""
_TESTS = ("ST_Covers(%(area)s::geometry, geom)", "ST_Intersects(geom, %(area)s::geometry)")
_WORKERS = (0, 2)


@contextmanager
def asking(
    customers: Customers, area: shapely.Polygon, first: int, dsn: str
) -> Iterator[Callable[[], Answer]]:
    """Load the customers into a new schema and give the question; drop the schema at the end.

    The best form differs from machine to machine: two predicates, each with and without parallel
    workers, are tried for some runs, and the fastest is the one that is given.
    """
    schema = sql.Identifier(f"bench_{secrets.token_hex(4)}")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
        try:
            connection.execute(sql.SQL("SET search_path TO {}, public").format(schema))
            _load(connection, customers)
            yield _best(connection, area, first)
        finally:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(schema))


def _load(connection: psycopg.Connection, customers: Customers) -> None:
    connection.execute(_TABLE)
    connection.execute(_GIVEN)
    columns = (customers.class_, customers.rank, customers.lon, customers.lat)
    rows = zip(range(len(customers.lon)), *(column.tolist() for column in columns), strict=True)
    with connection.cursor().copy("COPY given FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute(_FILL)
    connection.execute("CREATE INDEX ON customers USING gist (geom)")
    connection.execute("VACUUM (ANALYZE) customers")


def _best(
    connection: psycopg.Connection, area: shapely.Polygon, first: int
) -> Callable[[], Answer]:
    parameters = {
        "area": shapely.to_wkb(shapely.set_srid(area, 4326), include_srid=True),
        "first": first,
        "last": CLASSES - 1,
    }
    forms: dict[str, Callable[[], Answer]] = {}
    for test in _TESTS:
        query = _FOUND.format(test=test, by_class=_BY_CLASS, first=_FIRST)
        for workers in _WORKERS:
            ask = partial(_ask, connection, query, parameters, workers)
            forms[f"{test} {workers}"] = ask
    times = medians_ms(forms, _TRIAL_RUNS)
    return forms[min(times, key=lambda form: times[form])]


def _ask(
    connection: psycopg.Connection, query: str, parameters: dict[str, object], workers: int
) -> Answer:
    connection.execute(f"SET max_parallel_workers_per_gather = {workers:d}")
    row = connection.execute(query, parameters).fetchone()
    by_class, first = cast("tuple[list[int], list[int] | None]", row)
    return tuple(by_class), tuple(first or ())
