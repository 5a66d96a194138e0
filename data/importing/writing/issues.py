"""An issue belongs to the customer whose account it names, and to a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from data.bulk import table_of, update_rows
from data.importing.stored import read_columns
from data.importing.writing.cells import cell_ids_at
from data.tables import Customer, Issue

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.importing.writing.journal import Journal
    from rules.viewer import Viewer

_WHOLE, _DECIMAL = pa.int64(), pa.float64()


def link_issues(connection: Connection, viewer: Viewer, journal: Journal) -> None:
    """Link every issue to its customer by account, and to that customer's cell.

    An issue without a customer lies in the cell at its own position. An issue that names no
    account keeps the customer that it was given otherwise.
    """
    named, given = aliased(Customer), aliased(Customer)
    query = (
        select(Issue.id, Issue.customer_id, Issue.cell_id, Issue.x, Issue.y)
        .add_columns(func.coalesce(named.id, given.id), func.coalesce(named.cell_id, given.cell_id))
        .outerjoin(named, (named.account == Issue.account) & (Issue.account != ""))
        .outerjoin(given, (given.id == Issue.customer_id) & (Issue.account == ""))
    )
    types = (_WHOLE, _WHOLE, _WHOLE, _DECIMAL, _DECIMAL, _WHOLE, _WHOLE)
    ids, customer, cell, x, y, found, of_customer = read_columns(connection, viewer, query, types)
    here = cell_ids_at(
        connection,
        x.to_numpy(zero_copy_only=False).astype(np.float64),
        y.to_numpy(zero_copy_only=False).astype(np.float64),
    )
    cells = pc.if_else(pc.is_valid(found), of_customer, here)
    differs = pc.or_(_differ(customer, found), _differ(cell, cells))
    changed = ids.filter(differs).to_numpy()
    table = table_of(Issue)
    columns = {
        "id": changed,
        "customer_id": found.filter(differs),
        "cell_id": cells.filter(differs),
    }
    update_rows(connection, table, columns)
    journal.changed(table.name, changed)


def _differ(before: pa.Array, now: pa.Array) -> pa.Array:
    return pc.not_equal(pc.fill_null(before, 0), pc.fill_null(now, 0))
