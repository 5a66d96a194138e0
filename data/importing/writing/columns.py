"""The columns of the store's tables, made from the columns of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from sqlalchemy import select

from data.importing.stored import TABLES, ids_of, object_column, read_columns
from data.importing.villages import villages
from data.tables import Cell, Feeder, Transformer
from geo import zorder
from geo.areas import line_length_m
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from data.bulk import Values
    from data.importing.plan import KindPlan
    from geo.arrays import IntArray
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class StoreColumn:
    """Values for a column of a table, and the field of the file that they come from."""

    field: str
    values: Values


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some rows of a plan, and the connection on which references become ids."""

    plan: KindPlan
    positions: IntArray
    connection: Connection
    viewer: Viewer

    def text(self, field: str) -> pa.Array:
        """Return the field of the chosen rows."""
        return self.plan.batch.columns[field].take(pa.array(self.positions))

    def shapes(self) -> list[object]:
        """Return the shapes of the chosen rows."""
        shapes = self.plan.batch.shapes
        return [] if shapes is None else list(shapes[self.positions])

    def ids(self, codes: pa.Array, model: type[Cell | Feeder | Transformer]) -> pa.Array:
        """Return the ids of what codes name; null where nothing is named so."""
        query = select(model.code, model.id)
        known, ids = read_columns(self.connection, self.viewer, query, (pa.string(), pa.int64()))
        return ids_of(codes, known, ids.to_numpy())


def store_columns(rows: Chosen) -> dict[str, StoreColumn]:
    """Return all columns of the table but its ``id``, for the chosen rows."""
    table, batch = TABLES[rows.plan.kind], rows.plan.batch
    plain = {name: StoreColumn(name, rows.text(name)) for name in batch.columns if name in table.c}
    more = _MORE.get(rows.plan.kind)
    digest = StoreColumn("", rows.plan.digest[rows.positions])
    return plain | (more(rows) if more else {}) | {"digest": digest}


def only_given(columns: Mapping[str, StoreColumn], given: frozenset[str]) -> dict[str, Values]:
    """Return the columns whose field the file has: the rest stays as it is in the store."""
    return {
        name: column.values
        for name, column in columns.items()
        if not column.field or column.field in given
    }


def _cells(rows: Chosen) -> dict[str, StoreColumn]:
    return {"geometry": StoreColumn("geometry", object_column(rows.shapes()))}


def _sources(rows: Chosen) -> dict[str, StoreColumn]:
    return {"feeder_id": StoreColumn("feeder", rows.ids(rows.text("feeder"), Feeder))}


def _sections(rows: Chosen) -> dict[str, StoreColumn]:
    feeder, shapes = rows.text("feeder"), rows.shapes()
    lengths = [None if shape is None else line_length_m(shape) for shape in shapes]
    return {
        "feeder_code": StoreColumn("feeder", feeder),
        "feeder_id": StoreColumn("feeder", rows.ids(feeder, Feeder)),
        "geometry": StoreColumn("geometry", object_column(shapes)),
        "length_m": StoreColumn("geometry", pa.array(lengths, pa.float64())),
    }


def _lines(rows: Chosen) -> dict[str, StoreColumn]:
    return {"geometry": StoreColumn("geometry", object_column(rows.shapes()))}


def _customers(rows: Chosen) -> dict[str, StoreColumn]:
    cells = rows.plan.cells
    if cells is None:
        raise TypeError(rows.plan.kind)
    x, y = (rows.text(name).to_numpy(zero_copy_only=False) for name in ("x", "y"))
    named = {
        f"{name}_id": StoreColumn(name, rows.ids(rows.text(name), Transformer))
        for name in ("transformer", "second_transformer")
    }
    cell_ids = rows.ids(cells.take(pa.array(rows.positions)), Cell)
    return named | {
        "cell_id": StoreColumn("", cell_ids),
        "village": StoreColumn("address", villages(rows.text("address"))),
        "qk": StoreColumn("", zorder.key(x, y)),
    }


def in_z_order(rows: Chosen) -> Chosen:
    """Return customers in Z-order, so that the ids they get follow the map."""
    x, y = (rows.text(name).to_numpy(zero_copy_only=False) for name in ("x", "y"))
    order = np.argsort(zorder.key(x, y), kind="stable")
    return Chosen(rows.plan, rows.positions[order], rows.connection, rows.viewer)


_MORE: Mapping[Kind, Callable[[Chosen], dict[str, StoreColumn]]] = MappingProxyType(
    {
        Kind.CELLS: _cells,
        Kind.SOURCES: _sources,
        Kind.SECTIONS: _sections,
        Kind.CUSTOMERS: _customers,
        Kind.LINES: _lines,
    }
)
