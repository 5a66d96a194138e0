"""What the store already has, read column by column."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from data.bulk import table_of
from data.importing.columns import key_of
from data.tables import (
    Cell,
    Customer,
    Issue,
    Line,
    Relay,
    Section,
    Source,
    Switch,
    Transformer,
)
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Select, Table

    from geo.arrays import IntArray
    from rules.viewer import Viewer

_CHUNK = 50_000

TABLES: Mapping[Kind, Table] = MappingProxyType(
    {
        Kind.CELLS: table_of(Cell),
        Kind.SOURCES: table_of(Source),
        Kind.SECTIONS: table_of(Section),
        Kind.SWITCHES: table_of(Switch),
        Kind.TRANSFORMERS: table_of(Transformer),
        Kind.CUSTOMERS: table_of(Customer),
        Kind.RELAYS: table_of(Relay),
        Kind.ISSUES: table_of(Issue),
        Kind.LINES: table_of(Line),
    }
)
"""Where the rows of each kind are kept; the name of the table is the noun of the change log."""


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """The rows of a kind: what they are known by, their ids and the digests they came with."""

    keys: pa.Array
    ids: IntArray
    digests: IntArray


def stored_keys(connection: Connection, viewer: Viewer, kind: Kind) -> StoredKeys:
    """Read what rows of a kind there are. Lines are known by their digests."""
    table, key = TABLES[kind], key_of(kind)
    keys = table.c[key.name] if key else table.c.digest
    query = select(keys, table.c.id, table.c.digest)
    key_type = pa.string() if key else pa.int64()
    found = read_columns(connection, viewer, query, (key_type, pa.int64(), pa.int64()))
    return StoredKeys(found[0], found[1].to_numpy(), found[2].to_numpy())


def read_columns(
    connection: Connection,
    _viewer: Viewer,
    query: Select[*tuple[Any, ...]],
    types: tuple[pa.DataType, ...],
) -> tuple[pa.Array, ...]:
    """Read the columns of a query as Arrow arrays, a piece at a time."""
    parts: list[list[pa.Array]] = [[pa.array([], kind)] for kind in types]
    result = connection.execute(query.execution_options(yield_per=_CHUNK))
    for rows in result.partitions():
        for part, kind, values in zip(parts, types, zip(*rows, strict=True), strict=True):
            part.append(pa.array(values, kind))
    return tuple(pa.concat_arrays(part) for part in parts)


def ids_of(codes: pa.Array, keys: pa.Array, ids: IntArray) -> pa.Array:
    """Find the id of each code; null where there is none."""
    return pa.array(ids, pa.int64()).take(pc.index_in(codes, keys))


def object_column(values: list[Any]) -> np.ndarray[Any, Any]:
    """Return values (shapes, mostly) as an object array; numpy would take some of them apart."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
