from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = create_engine(database_url)
    yield opened
    opened.dispose()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_gets_a_migrated_store_of_its_own(engine: Engine, turn: str) -> None:
    assert "alembic_version" in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (turn VARCHAR(9))"))
        connection.execute(text("INSERT INTO left_behind VALUES (:turn)"), {"turn": turn})
        assert connection.scalar(text("SELECT count(*) FROM left_behind")) == 1


def test_the_empty_sqlite_file_is_not_there_yet(empty_sqlite_database_url: str) -> None:
    file = make_url(empty_sqlite_database_url).database
    assert file is not None
    assert not Path(file).exists()


def test_the_empty_postgresql_database_has_no_table(empty_postgresql_database_url: str) -> None:
    engine = create_engine(empty_postgresql_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
