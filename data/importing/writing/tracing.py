"""Which feeder supplies what, worked out from the network as it is operated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from data.bulk import table_of, update_rows
from data.importing.sieve import EXAMPLES, Finding, Level
from data.importing.stored import ids_of, read_columns
from data.tables import Feeder, Section, Source, Switch, Transformer
from geo.network import DEAD, LOOPED, Network
from rules.codes import SwitchState

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import InstrumentedAttribute

    from data.importing.writing.journal import Journal
    from geo.arrays import IntArray
    from rules.viewer import Viewer

_TEXT, _WHOLE = pa.string(), pa.int64()


@dataclass(frozen=True, slots=True)
class _Edges:
    """Sections or switches: ids, codes, ends and the feeder that the store has for them."""

    ids: pa.Array
    start: pa.Array
    stop: pa.Array
    feeder: pa.Array
    extra: pa.Array


def trace(connection: Connection, viewer: Viewer, journal: Journal) -> tuple[Finding, ...]:
    """Trace the whole network and store for every part the feeder that supplies it.

    A part that reaches no source, or the sources of two feeders, has none; a section then keeps
    the feeder that its file named. A switch belongs to the feeder at its first end that has one.
    """
    sections = _edges(connection, viewer, Section, Section.feeder_code)
    switches = _edges(connection, viewer, Switch, Switch.state)
    network = _network(connection, sections, switches)
    at = _Traced(network)
    said = _feeders_said(connection, viewer, sections.extra)
    _store(
        connection,
        table_of(Section),
        sections,
        pc.coalesce(at.feeder(sections.start), said),
        journal,
    )
    first, second = at.feeder(switches.start), at.feeder(switches.stop)
    _store(connection, table_of(Switch), switches, pc.coalesce(first, second), journal)
    transformers = _transformers(connection, viewer)
    _store(connection, table_of(Transformer), transformers, at.feeder(transformers.start), journal)
    return _findings(at.numbers(transformers.start), transformers.extra)


class _Traced:
    """Feeders by the names of nodes."""

    def __init__(self, network: Network) -> None:
        self._nodes = pa.array([str(node) for node in network.nodes], _TEXT)
        self._numbers = np.append(network.feeder_numbers, DEAD)
        self._feeders = np.array([int(feeder) for feeder in network.feeders] or [0], np.int64)

    def numbers(self, nodes: pa.Array) -> IntArray:
        """Return the number of the feeder at each node, or DEAD, or LOOPED."""
        found = pc.fill_null(pc.index_in(nodes, self._nodes), -1)
        numbers: IntArray = self._numbers[found.to_numpy(zero_copy_only=False)]
        return numbers

    def feeder(self, nodes: pa.Array) -> pa.Array:
        """Return the id of the feeder at each node; null where there is not one."""
        numbers = self.numbers(nodes)
        return pa.array(self._feeders[numbers], _WHOLE, mask=numbers < 0)


def _network(connection: Connection, sections: _Edges, switches: _Edges) -> Network:
    closed = pc.equal(switches.extra, SwitchState.CLOSED.value).to_pylist()
    sources = {row.node: row.feeder_id for row in connection.execute(select(table_of(Source)))}
    return Network.build(
        pa.concat_arrays([sections.start, switches.start]).to_pylist(),
        pa.concat_arrays([sections.stop, switches.stop]).to_pylist(),
        [True] * len(sections.ids) + closed,
        sources,
    )


def _edges(
    connection: Connection,
    viewer: Viewer,
    model: type[Section | Switch],
    extra: InstrumentedAttribute[str],
) -> _Edges:
    query = select(model.id, model.from_node, model.to_node, model.feeder_id, extra)
    types = (_WHOLE, _TEXT, _TEXT, _WHOLE, _TEXT)
    return _Edges(*read_columns(connection, viewer, query.order_by(model.id), types))


def _transformers(connection: Connection, viewer: Viewer) -> _Edges:
    t = Transformer
    query = select(t.id, t.node, t.node, t.feeder_id, t.code).order_by(t.id)
    return _Edges(*read_columns(connection, viewer, query, (_WHOLE, _TEXT, _TEXT, _WHOLE, _TEXT)))


def _feeders_said(connection: Connection, viewer: Viewer, codes: pa.Array) -> pa.Array:
    query = select(Feeder.code, Feeder.id)
    known, ids = read_columns(connection, viewer, query, (_TEXT, _WHOLE))
    return ids_of(codes, known, ids.to_numpy())


def _store(
    connection: Connection, table: Table, rows: _Edges, feeder: pa.Array, journal: Journal
) -> None:
    differs = pc.not_equal(pc.fill_null(rows.feeder, 0), pc.fill_null(feeder, 0))
    changed = rows.ids.filter(differs).to_numpy()
    update_rows(connection, table, {"id": changed, "feeder_id": feeder.filter(differs)})
    journal.changed(table.name, changed)


def _findings(numbers: IntArray, codes: pa.Array) -> tuple[Finding, ...]:
    found = []
    for state, code in ((DEAD, "transformer_unfed"), (LOOPED, "transformer_looped")):
        mask = numbers == state
        first = codes.filter(pa.array(mask))[:EXAMPLES].to_pylist()
        if first:
            facts = {"codes": ", ".join(first)}
            found.append(Finding(code, int(mask.sum()), facts=facts, level=Level.WARNING))
    return tuple(found)
