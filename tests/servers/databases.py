"""Databases for tests of the store: fresh ones for every test, SQLite and PostgreSQL in turn.

Migrations run once for each kind of database in a session; every test then gets a copy of the
result, which takes milliseconds. Copies share the name that a migration gives to a store.
"""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from data.migrate import migrate
from data.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ("sqlite", "postgresql")
TEMPLATE = "battlemap_template"
NUMBERS = count(1)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a fresh, migrated, empty store; the test runs once for each kind."""
    url: str = request.getfixturevalue(f"{request.param}_database_url")
    return url


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a database without any table, for tests of the migrations."""
    url: str = request.getfixturevalue(f"empty_{request.param}_database_url")
    return url


@pytest.fixture
def sqlite_database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give the address of a fresh, migrated, empty SQLite store."""
    file = tmp_path / "store" / "battlemap.sqlite"
    file.parent.mkdir()
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_database_url(postgresql_template: str, postgres_url: str) -> Iterator[str]:
    """Give the address of a fresh, migrated, empty store on PostgreSQL."""
    name = f"test_{next(NUMBERS)}"
    create_database(postgres_url, name, postgresql_template)
    yield address(postgres_url, name)
    drop_database(postgres_url, name)


@pytest.fixture
def empty_sqlite_database_url(tmp_path: Path) -> str:
    """Give the address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'store' / 'battlemap.sqlite'}"


@pytest.fixture
def empty_postgresql_database_url(postgres_url: str) -> Iterator[str]:
    """Give the address of a database on PostgreSQL without any table."""
    name = f"test_{next(NUMBERS)}"
    create_database(postgres_url, name, "template1")
    yield address(postgres_url, name)
    drop_database(postgres_url, name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate a SQLite file once and give its path."""
    file = tmp_path_factory.mktemp("template") / "battlemap.sqlite"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_template(postgres_url: str) -> str:
    """Migrate a database on PostgreSQL once and give its name."""
    create_database(postgres_url, TEMPLATE, "template1")
    migrated(address(postgres_url, TEMPLATE))
    return TEMPLATE


def migrated(url: str) -> None:
    """Bring the database at ``url`` to the newest schema and let go of it."""
    store = open_store(url)
    migrate(store)
    store.close()


def address(postgres_url: str, name: str) -> str:
    """Return the SQLAlchemy address of a database of the cluster, by psycopg 3."""
    server = postgres_url.removeprefix("postgresql://").rpartition("/")[0]
    return f"postgresql+psycopg://{server}/{name}"


def create_database(postgres_url: str, name: str, template: str) -> None:
    """Copy the database ``template`` to ``name``."""
    order = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template))
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(order)


def drop_database(postgres_url: str, name: str) -> None:
    """Remove a database, even where a test left a connection open."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
