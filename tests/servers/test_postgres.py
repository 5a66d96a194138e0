from __future__ import annotations

import psycopg
import pytest

from tests.servers.databases import address, create_database, drop_database
from tools.provide import OLDEST_POSTGRESQL


def test_the_server_is_new_enough_and_listens_on_loopback_only(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.info.server_version // 10_000 >= OLDEST_POSTGRESQL
        assert setting(connection, "listen_addresses") == "127.0.0.1"
        assert setting(connection, "unix_socket_directories") == ""
        assert setting(connection, "server_encoding") == "UTF8"


def test_a_copied_database_holds_what_its_template_held(postgres_url: str) -> None:
    create_database(postgres_url, "original", "template1")
    with psycopg.connect(local(postgres_url, "original")) as connection:
        connection.execute("CREATE TABLE village AS SELECT '上郎德' AS name")
    create_database(postgres_url, "copy", "original")
    with psycopg.connect(local(postgres_url, "copy")) as connection:
        connection.execute("DELETE FROM village")
    with psycopg.connect(local(postgres_url, "original")) as connection:
        assert connection.execute("SELECT name FROM village").fetchall() == [("上郎德",)]
    drop_database(postgres_url, "copy")
    drop_database(postgres_url, "original")


def test_a_database_goes_although_somebody_is_still_connected(postgres_url: str) -> None:
    create_database(postgres_url, "busy", "template1")
    with psycopg.connect(local(postgres_url, "busy")) as connection:
        drop_database(postgres_url, "busy")
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def setting(connection: psycopg.Connection[tuple[str]], name: str) -> str:
    (value,) = connection.execute("SELECT current_setting(%s)", [name]).fetchone() or ("missing",)
    return value


def local(postgres_url: str, name: str) -> str:
    return address(postgres_url, name).replace("+psycopg", "")
