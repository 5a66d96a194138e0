"""Faults of the data, one by one: what somebody should mend, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from desk.people import persons

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from rules.viewer import Viewer


class Fault(StrEnum):
    """What can be wrong; each has a remedy with the text ``list.remedy.<code>``."""

    CUSTOMER_WITHOUT_CELL = "customer_without_cell"
    CUSTOMER_WITHOUT_TRANSFORMER = "customer_without_transformer"
    TRANSFORMER_WITHOUT_FEEDER = "transformer_without_feeder"
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
    Fault.CELL_WITHOUT_MANAGER: _without_manager,
    Fault.ISSUE_NOWHERE: _nowhere,
}
_SHOWN = {
    Fault.CUSTOMER_WITHOUT_CELL: _customers,
    Fault.CUSTOMER_WITHOUT_TRANSFORMER: _customers,
    Fault.TRANSFORMER_WITHOUT_FEEDER: _transformers,
    Fault.CELL_WITHOUT_MANAGER: _cells,
    Fault.ISSUE_NOWHERE: _issues,
}
