"""The demo bureau may be cleared, lists and all; no label makes a store with outages one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data import changes
from desk.outages.confirming import confirm, is_unaltered, rows
from desk.outages.declaring import declare
from rules.viewer import SYSTEM
from tests.desk.outages.drafts import fault
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from desk.desk import Desk

LABELS = {
    "inserted": "INSERT INTO fact (key, value) VALUES ('demo', '1')",
    "renamed": "UPDATE fact SET key = 'demo' WHERE key = 'store'",
}


@pytest.mark.parametrize("label", LABELS.values(), ids=LABELS)
def test_no_label_opens_the_frozen_lists(desk: Desk, label: str) -> None:
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    with (
        pytest.raises(DBAPIError, match="outages are kept here"),
        desk.store.writing(SYSTEM) as writing,
    ):
        writing.connection.execute(text(label))
    page = rows(desk, COORDINATOR, ref, 1, 0, 9)
    assert [row.customer_id for row in page.rows] == [1, 2]
    assert is_unaltered(desk, COORDINATOR, ref, 1)
    with desk.store.reading() as connection:
        assert changes.fact(connection, SYSTEM, "demo") is None
        assert changes.fact(connection, SYSTEM, "store") is not None
