"""What rows may refer to: what the store has, and what the same import brings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from sqlalchemy import select

from data.importing.stored import object_column, read_columns
from data.importing.values.text import to_mask
from data.tables import Cell, Customer, Feeder, Section, Source, Switch, Transformer
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Select

    from data.importing.batch import Batch
    from geo.arrays import FloatArray, GeometryArray
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Places:
    """Things with a code and a position (degrees, NaN where it is not known)."""

    codes: pa.Array
    x: FloatArray
    y: FloatArray

    def at(self, codes: pa.Array) -> tuple[FloatArray, FloatArray]:
        """Return the positions of the things that rows name; NaN where there is none."""
        found = pc.index_in(codes, self.codes)
        known = to_mask(pc.is_valid(found))
        index = pc.fill_null(found, 0).to_numpy(zero_copy_only=False)
        if not len(self.x):
            return np.full(len(codes), np.nan), np.full(len(codes), np.nan)
        return np.where(known, self.x[index], np.nan), np.where(known, self.y[index], np.nan)


@dataclass(frozen=True, slots=True)
class Areas:
    """Cells by code."""

    codes: pa.Array
    shapes: GeometryArray


@dataclass(frozen=True)
class Known:
    """Everything that can be referred to once the batches are in the store.

    A row of a batch stands before the row of the store with the same key.
    """

    connection: Connection
    viewer: Viewer
    batches: Mapping[Kind, Batch]

    @cached_property
    def feeders(self) -> pa.Array:
        """The codes of all feeders."""
        return self._codes(select(Feeder.code), (Kind.SOURCES, "feeder"))

    @cached_property
    def nodes(self) -> pa.Array:
        """The nodes that sections, switches and sources name."""
        stored = [
            self._read(select(column))
            for column in (
                Section.from_node,
                Section.to_node,
                Switch.from_node,
                Switch.to_node,
                Source.node,
            )
        ]
        ends = [
            self._given(kind, column)
            for kind in (Kind.SECTIONS, Kind.SWITCHES)
            for column in ("from_node", "to_node")
        ]
        return pc.unique(pa.concat_arrays([*stored, *ends, self._given(Kind.SOURCES, "node")]))

    @cached_property
    def transformers(self) -> Places:
        """All transformers."""
        return self._places(
            Kind.TRANSFORMERS, select(Transformer.code, Transformer.x, Transformer.y)
        )

    @cached_property
    def customers(self) -> Places:
        """All customers, by account."""
        return self._places(Kind.CUSTOMERS, select(Customer.account, Customer.x, Customer.y))

    @cached_property
    def cells(self) -> Areas:
        """All cells."""
        rows = self.connection.execute(select(Cell.code, Cell.geometry)).all()
        batch = self.batches.get(Kind.CELLS)
        fresh = batch.keys.to_pylist() if batch else []
        shapes = list(batch.shapes) if batch and batch.shapes is not None else []
        again = set(fresh)
        kept = [row for row in rows if row.code not in again]
        return Areas(
            pa.array([*fresh, *(row.code for row in kept)], pa.string()),
            object_column([*shapes, *(row.geometry for row in kept)]),
        )

    @cached_property
    def node_places(self) -> Places:
        """Where nodes lie, as the lines of the sections tell that end at them."""
        rows = self.connection.execute(
            select(Section.from_node, Section.to_node, Section.geometry).where(
                Section.geometry.is_not(None)
            )
        ).all()
        batch = self.batches.get(Kind.SECTIONS)
        starts, stops = [row.from_node for row in rows], [row.to_node for row in rows]
        shapes = [row.geometry for row in rows]
        if batch is not None and batch.shapes is not None:
            drawn = pa.array(shapely.get_type_id(batch.shapes) == shapely.GeometryType.LINESTRING)
            starts += batch.columns["from_node"].filter(drawn).to_pylist()
            stops += batch.columns["to_node"].filter(drawn).to_pylist()
            shapes += list(batch.shapes[drawn.to_numpy(zero_copy_only=False)])
        lines = object_column(shapes)
        # Of several lines that end at a node the newest counts: index_in finds the first.
        first, last = shapely.get_point(lines, 0)[::-1], shapely.get_point(lines, -1)[::-1]
        points = np.concatenate((first, last))
        codes = pa.array([*reversed(starts), *reversed(stops)], pa.string())
        return Places(codes, shapely.get_x(points), shapely.get_y(points))

    def _places(self, kind: Kind, query: Select[*tuple[Any, ...]]) -> Places:
        types = (pa.string(), pa.float64(), pa.float64())
        codes, x, y = read_columns(self.connection, self.viewer, query, types)
        batch = self.batches.get(kind)
        if batch is None:
            return Places(codes, _numbers(x), _numbers(y))
        return Places(
            pa.concat_arrays([batch.keys, codes]),
            np.concatenate((batch.number("x"), _numbers(x))),
            np.concatenate((batch.number("y"), _numbers(y))),
        )

    def _codes(self, query: Select[*tuple[Any, ...]], given: tuple[Kind, str]) -> pa.Array:
        return pc.unique(pa.concat_arrays([self._read(query), self._given(*given)]))

    def _read(self, query: Select[*tuple[Any, ...]]) -> pa.Array:
        return read_columns(self.connection, self.viewer, query, (pa.string(),))[0]

    def _given(self, kind: Kind, column: str) -> pa.Array:
        batch = self.batches.get(kind)
        return pa.array([], pa.string()) if batch is None else batch.columns[column]


def _numbers(column: pa.Array) -> FloatArray:
    numbers: FloatArray = column.to_numpy(zero_copy_only=False)
    return numbers.astype(np.float64)
