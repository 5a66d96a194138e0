"""Feeders have no file of their own: the file of sources names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from data.bulk import insert_rows, settle_ids, table_of, take_ids, update_rows
from data.tables import Feeder

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.importing.plan import KindPlan
    from data.importing.writing.journal import Journal


def write_feeders(connection: Connection, plan: KindPlan, journal: Journal) -> None:
    """Add the feeders that sources name, and take over new names and substations.

    Of several sources of one feeder the first with a name counts.
    """
    said = _said(plan)
    stored = {row.code: row for row in connection.execute(select(table_of(Feeder)))}
    table = table_of(Feeder)
    fresh = [code for code in said if code not in stored]
    ids = take_ids(connection, table, len(fresh))
    columns = {"id": ids, "code": fresh, **_columns([said[code] for code in fresh])}
    insert_rows(connection, table, columns)
    settle_ids(connection, table)
    journal.added(table.name, ids)
    renamed = [
        code
        for code, words in said.items()
        if code in stored and words != (stored[code].name, stored[code].substation)
    ]
    old = np.array([stored[code].id for code in renamed], np.int64)
    update_rows(connection, table, {"id": old, **_columns([said[c] for c in renamed])})
    journal.changed(table.name, old)


def _columns(words: list[tuple[str, str]]) -> dict[str, list[str]]:
    return {"name": [name for name, _ in words], "substation": [place for _, place in words]}


def _said(plan: KindPlan) -> dict[str, tuple[str, str]]:
    """Return name and substation of every feeder in rows that are new or changed."""
    positions = np.sort(np.concatenate((plan.added, plan.changed)))
    columns = plan.batch.columns
    said: dict[str, tuple[str, str]] = {}
    for position in positions.tolist():
        code, name, substation = (
            columns[field][position].as_py() for field in ("feeder", "feeder_name", "substation")
        )
        before = said.get(code, ("", ""))
        said[code] = (before[0] or name, before[1] or substation)
    return said
