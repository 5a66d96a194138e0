"""Customers whose file names no cell belong to the cell in which they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from data.bulk import table_of, update_rows
from data.importing.digests import CELL_NAMED
from data.importing.stored import object_column, read_columns
from data.tables import Cell, Customer
from geo.areas import NO_CELL, cell_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.importing.writing.journal import Journal
    from geo.arrays import FloatArray
    from rules.viewer import Viewer


def place_in_cells(connection: Connection, viewer: Viewer, journal: Journal) -> None:
    """Find the cells of the store's customers anew, but of those whose file named one."""
    query = select(Customer.id, Customer.x, Customer.y, Customer.cell_id).where(
        Customer.digest.op("&")(CELL_NAMED) == 0
    )
    types = (pa.int64(), pa.float64(), pa.float64(), pa.int64())
    ids, x, y, before = read_columns(connection, viewer, query, types)
    now = cell_ids_at(connection, x.to_numpy(), y.to_numpy())
    moved = pc.not_equal(pc.fill_null(now, 0), pc.fill_null(before, 0))
    changed = ids.filter(moved).to_numpy()
    table = table_of(Customer)
    update_rows(connection, table, {"id": changed, "cell_id": now.filter(moved)})
    journal.changed(table.name, changed)


def cell_ids_at(connection: Connection, x: FloatArray, y: FloatArray) -> pa.Array:
    """Return the id of the cell at each position (degrees); null outside all cells."""
    rows = connection.execute(select(Cell.id, Cell.geometry).order_by(Cell.id)).all()
    if not rows:
        return pa.nulls(len(x), pa.int64())
    index = cell_of(x, y, object_column([row.geometry for row in rows]))
    ids = np.array([row.id for row in rows], np.int64)
    return pa.array(ids[index], pa.int64(), mask=index == NO_CELL)
