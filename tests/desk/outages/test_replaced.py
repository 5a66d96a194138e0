"""Frozen rows and a connection that is not the product's: it replaces nothing.

``INSERT OR REPLACE`` deletes a row without a trigger, unless the connection asks for triggers.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from desk.outages.confirming import confirm, is_unaltered
from desk.outages.declaring import declare
from tests.builders import small_bureau
from tests.desk.outages.drafts import fault
from tests.desk.outages.networks import desk_over
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("outage_event", "outage_promise", "outage_revision", "revision_customer")
REPLACED = {
    **{table: f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}" for table in TABLES},  # noqa: S608
    "a revision by its number": (
        "INSERT OR REPLACE INTO outage_revision SELECT id + 100, outage_id, number, at, 'x', edit, "
        "version, ground, area, parts, counts, size, digest FROM outage_revision"
    ),
    "a customer by the row": (
        "INSERT OR REPLACE INTO revision_customer (rowid, revision_id, position, customer_id, "
        "account, touched, basis, why, sensitivity, class, life, urgency, language) SELECT rowid, "
        "999, 0, customer_id, account, touched, basis, why, sensitivity, class, life, urgency, "
        "language FROM revision_customer"
    ),
    "an update": "UPDATE OR REPLACE revision_customer SET position = 0",
}


@pytest.mark.parametrize("attempt", REPLACED.values(), ids=REPLACED)
def test_no_connection_replaces_a_frozen_row(
    attempt: str, sqlite_database_url: str, tmp_path: Path
) -> None:
    desk = desk_over(small_bureau(), sqlite_database_url, tmp_path)
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    with closing(sqlite3.connect(sqlite_database_url.removeprefix("sqlite:///"))) as other:
        kept = [other.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608
        assert all(kept)
        with pytest.raises(sqlite3.IntegrityError, match="this is only appended to"):
            other.execute(attempt)
        other.rollback()
        assert [
            other.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            for table in TABLES
        ] == kept
    assert is_unaltered(desk, COORDINATOR, ref, 1)
    desk.store.close()
