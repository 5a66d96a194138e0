"""Where things are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.snapshot.grid import with_id

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.view import Selection
    from rules.viewer import Viewer

Position = tuple[float, float]
"""Longitude and latitude, WGS-84 degrees."""


def own_cells(snapshot: Snapshot, _viewer: Viewer) -> tuple[str, ...]:
    """Return the names of the few cells that are the viewer's own; none where all are."""
    own = snapshot.reach.cells or frozenset()
    return tuple(cell.name or cell.code for cell in snapshot.grid.cells if cell.id in own)


def position(snapshot: Snapshot, selection: Selection | None) -> Position | None:
    """Return where a thing lies; none for what has no single place."""
    if selection is None:
        return None
    grid, ref = snapshot.grid, selection.id
    find = {
        "customer": lambda: _customer(snapshot, ref),
        "issue": lambda: _issue(snapshot, ref),
        "transformer": lambda: _point(with_id(grid.transformers, ref)),
        "switch": lambda: _point(with_id(grid.switches, ref)),
        "relay": lambda: _point(with_id(grid.relays, ref)),
    }
    return find[selection.noun]() if selection.noun in find else None


def _customer(snapshot: Snapshot, ref: int) -> Position | None:
    row = snapshot.customers.rows_of(np.array([ref], np.int32))[0]
    raw = snapshot.customers.raw
    return (float(raw.x[row]), float(raw.y[row])) if row >= 0 else None


def _issue(snapshot: Snapshot, ref: int) -> Position | None:
    issues = snapshot.issues
    for row, issue in enumerate(issues.issues):
        if issue.id == ref and not np.isnan(issues.lon[row]):
            return float(issues.lon[row]), float(issues.lat[row])
    return None


def _point(row: object) -> Position | None:
    x, y = getattr(row, "x", None), getattr(row, "y", None)
    return None if x is None or y is None else (float(x), float(y))
