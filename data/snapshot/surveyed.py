"""The grid read from the store, whole: it is small enough."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from data.snapshot.grid import (
    CellRow,
    FeederRow,
    Grid,
    LineRow,
    Named,
    RelayRow,
    SectionRow,
    SwitchRow,
    TransformerRow,
)
from data.snapshot.names import readable
from data.tables import (
    Cell,
    Feeder,
    Line,
    Relay,
    RelayServes,
    Section,
    Source,
    Switch,
    Transformer,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from data.tables import Base
    from rules.viewer import Viewer

_NAMES = frozenset({"name", "station", "manager", "substation"})
"""Columns of names; codes and nodes hold the network together and are left as they are."""


def read(connection: Connection, _viewer: Viewer) -> Grid:
    """Read the whole grid."""
    sources = connection.execute(select(Source.node, Source.feeder_id))
    return Grid(
        cells=_rows(connection, Cell, CellRow),
        feeders=_rows(connection, Feeder, FeederRow),
        sources={row.node: row.feeder_id for row in sources},
        sections=_rows(connection, Section, SectionRow),
        switches=_rows(connection, Switch, SwitchRow),
        transformers=_rows(connection, Transformer, TransformerRow),
        relays=_rows(connection, Relay, RelayRow),
        lines=_rows(connection, Line, LineRow),
        served=_served(connection),
    )


def _served(connection: Connection) -> dict[str, NDArray[np.int32]]:
    found: dict[str, list[int]] = {}
    for noun, ref in connection.execute(select(RelayServes.noun, RelayServes.ref).distinct()):
        found.setdefault(noun, []).append(ref)
    return {noun: np.array(sorted(refs), np.int32) for noun, refs in found.items()}


def _rows(connection: Connection, table: type[Base], row: type[Named]) -> tuple[Named, ...]:
    """Read the columns of a table that a row names, ordered by id; its names are masked."""
    columns = [table.__table__.c[field.name] for field in fields(row)]
    found = connection.execute(select(*columns).order_by(table.__table__.c.id)).all()
    if not found:
        return ()
    told = [
        readable(values) if field.name in _NAMES else values
        for field, values in zip(fields(row), zip(*found, strict=True), strict=True)
    ]
    return tuple(row(*values) for values in zip(*told, strict=True))
