"""Faults of the data, one by one: what somebody should mend, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from data.snapshot.grid import SwitchRow
from desk.people import persons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from data.snapshot.wiring import Edge
    from rules.viewer import Viewer

CODES = 6
"""Of a ring or an island, as many sections and switches are named."""


class Fault(StrEnum):
    """What can be wrong; each has a remedy with the text ``list.remedy.<code>``."""

    CUSTOMER_WITHOUT_CELL = "customer_without_cell"
    CUSTOMER_WITHOUT_TRANSFORMER = "customer_without_transformer"
    TRANSFORMER_WITHOUT_FEEDER = "transformer_without_feeder"
    TRANSFORMER_DANGLING = "transformer_dangling"
    NETWORK_LOOP = "network_loop"
    NETWORK_ISLAND = "network_island"
    FEEDER_IDLE = "feeder_idle"
    CELL_WITHOUT_MANAGER = "cell_without_manager"
    ISSUE_NOWHERE = "issue_nowhere"


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One faulty thing. ``place`` is longitude and latitude, none where it has no position."""

    fault: Fault
    noun: str
    id: int
    code: str
    name: str
    detail: str
    place: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Faults:
    """How many there are of each kind, and some of them."""

    counts: Mapping[Fault, int]
    rows: tuple[FaultRow, ...]


def faults(snapshot: Snapshot, viewer: Viewer, kind: Fault | None, start: int, stop: int) -> Faults:
    """Return rows ``start`` to ``stop`` of the faults, all kinds after each other or one.

    Within a kind customers come by priority, issues by urgency, everything else in the order of
    the grid.
    """
    found = _found(snapshot)
    rows: list[FaultRow] = []
    before = 0
    for fault in (kind,) if kind else tuple(Fault):
        positions = found[fault]
        part = positions[max(start - before, 0) : max(stop - before, 0)]
        rows += _SHOWN[fault](snapshot, viewer, fault, part)
        before += len(positions)
    return Faults({fault: len(positions) for fault, positions in found.items()}, tuple(rows))


def counts(snapshot: Snapshot) -> dict[Fault, int]:
    """Count the faults of each kind that occurs."""
    found = {fault: len(positions) for fault, positions in _found(snapshot).items()}
    return {fault: n for fault, n in found.items() if n}


def nowhere(snapshot: Snapshot) -> NDArray[np.bool_]:
    """Tell which open issues have neither a known customer nor a position: no map shows them."""
    issues = snapshot.issues
    return (issues.customer < 0) & np.isnan(issues.lon)


def _found(snapshot: Snapshot) -> dict[Fault, NDArray[np.int64]]:
    return {fault: _FINDERS[fault](snapshot) for fault in Fault}


def _nowhere(snapshot: Snapshot) -> NDArray[np.int64]:
    order = snapshot.issues.worst_first
    return order[nowhere(snapshot)[order]]


def _without_cell(snapshot: Snapshot) -> NDArray[np.int64]:
    order = snapshot.customers.by_priority
    return order[snapshot.customers.cell[order] < 0]


def _without_transformer(snapshot: Snapshot) -> NDArray[np.int64]:
    order = snapshot.customers.by_priority
    return order[snapshot.customers.transformer[order] < 0]


def _without_feeder(snapshot: Snapshot) -> NDArray[np.int64]:
    return np.flatnonzero([row.feeder_id is None for row in snapshot.grid.transformers])


def _without_manager(snapshot: Snapshot) -> NDArray[np.int64]:
    return np.flatnonzero([not cell.manager for cell in snapshot.grid.cells])


def _dangling(snapshot: Snapshot) -> NDArray[np.int64]:
    return snapshot.grid.wiring.dangling


def _loops(snapshot: Snapshot) -> NDArray[np.int64]:
    return np.arange(len(snapshot.grid.wiring.loops))


def _islands(snapshot: Snapshot) -> NDArray[np.int64]:
    return np.arange(len(snapshot.grid.wiring.islands))


def _idle(snapshot: Snapshot) -> NDArray[np.int64]:
    return snapshot.grid.wiring.idle_feeders


def _customers(
    snapshot: Snapshot, viewer: Viewer, fault: Fault, rows: NDArray[np.int64]
) -> list[FaultRow]:
    return [
        FaultRow(fault, "customer", p.id, p.account, p.name, p.address, (p.x, p.y))
        for p in persons(snapshot, viewer, rows)
    ]


def _transformers(
    snapshot: Snapshot, _viewer: Viewer, fault: Fault, rows: NDArray[np.int64]
) -> list[FaultRow]:
    chosen = [snapshot.grid.transformers[row] for row in rows]
    return [
        FaultRow(fault, "transformer", t.id, t.code, t.name, "", _place(t.x, t.y)) for t in chosen
    ]


def _cells(
    snapshot: Snapshot, _viewer: Viewer, fault: Fault, rows: NDArray[np.int64]
) -> list[FaultRow]:
    found = []
    for row in rows:
        cell = snapshot.grid.cells[row]
        lon, lat = snapshot.grid.label_points[row]
        place = (float(lon), float(lat))
        found.append(FaultRow(fault, "cell", cell.id, cell.code, cell.name, cell.station, place))
    return found


def _looped(
    snapshot: Snapshot, _viewer: Viewer, fault: Fault, rows: NDArray[np.int64]
) -> list[FaultRow]:
    # Where a switch takes part, it is what can be opened.
    rings = [snapshot.grid.wiring.loops[row] for row in rows]
    return [_edge(fault, min(ring, key=_is_section), ring) for ring in rings]


def _cut_off(
    snapshot: Snapshot, _viewer: Viewer, fault: Fault, rows: NDArray[np.int64]
) -> list[FaultRow]:
    groups = [snapshot.grid.wiring.islands[row] for row in rows]
    return [_edge(fault, group[0], group) for group in groups]


def _edge(fault: Fault, edge: Edge, group: Sequence[Edge]) -> FaultRow:
    """Return a group of sections and switches as the one of them by which it is found."""
    codes = [one.code for one in group]
    told = " – ".join(codes[:CODES]) + (" …" if len(codes) > CODES else "")
    if isinstance(edge, SwitchRow):
        place = _place(edge.x, edge.y)
        return FaultRow(fault, "switch", edge.id, edge.code, edge.name, told, place)
    line = edge.geometry
    middle = line.interpolate(0.5, normalized=True) if line is not None else None
    place = (middle.x, middle.y) if middle is not None else None
    return FaultRow(fault, "section", edge.id, edge.code, "", told, place)


def _is_section(edge: Edge) -> bool:
    return not isinstance(edge, SwitchRow)


def _feeders(
    snapshot: Snapshot, _viewer: Viewer, fault: Fault, rows: NDArray[np.int64]
) -> list[FaultRow]:
    chosen = [snapshot.grid.feeders[row] for row in rows]
    return [FaultRow(fault, "feeder", f.id, f.code, f.name, f.substation, None) for f in chosen]


def _issues(
    snapshot: Snapshot, _viewer: Viewer, fault: Fault, rows: NDArray[np.int64]
) -> list[FaultRow]:
    chosen = [snapshot.issues.issues[row] for row in rows]
    return [FaultRow(fault, "issue", i.id, i.number, i.title, "", None) for i in chosen]


def _place(x: float | None, y: float | None) -> tuple[float, float] | None:
    return None if x is None or y is None else (x, y)


_FINDERS = {
    Fault.CUSTOMER_WITHOUT_CELL: _without_cell,
    Fault.CUSTOMER_WITHOUT_TRANSFORMER: _without_transformer,
    Fault.TRANSFORMER_WITHOUT_FEEDER: _without_feeder,
    Fault.TRANSFORMER_DANGLING: _dangling,
    Fault.NETWORK_LOOP: _loops,
    Fault.NETWORK_ISLAND: _islands,
    Fault.FEEDER_IDLE: _idle,
    Fault.CELL_WITHOUT_MANAGER: _without_manager,
    Fault.ISSUE_NOWHERE: _nowhere,
}
_SHOWN = {
    Fault.CUSTOMER_WITHOUT_CELL: _customers,
    Fault.CUSTOMER_WITHOUT_TRANSFORMER: _customers,
    Fault.TRANSFORMER_WITHOUT_FEEDER: _transformers,
    Fault.TRANSFORMER_DANGLING: _transformers,
    Fault.NETWORK_LOOP: _looped,
    Fault.NETWORK_ISLAND: _cut_off,
    Fault.FEEDER_IDLE: _feeders,
    Fault.CELL_WITHOUT_MANAGER: _cells,
    Fault.ISSUE_NOWHERE: _issues,
}
