"""What the whole map says at once: who is shown, what burns, what the data lacks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desk import faults
from desk.cards.lines import lines
from desk.filtering import customer_mask, issue_mask
from rules.access import SHARES, Share
from rules.codes import Sensitivity, Urgency

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.cards.kinds import IssueLine
    from desk.view import Filters
    from rules.viewer import Viewer

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class StationStock:
    """Open issues of a supply station by urgency (position = code)."""

    station: str
    by_urgency: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over what passes the filters; ``checks`` are faults of the data by code.

    ``life_support`` is none for who must not know. ``share`` tells of which part of the bureau all
    of this is.
    """

    all_customers: int
    customers: int
    life_support: int | None
    by_sensitivity: tuple[int, ...]
    by_urgency: tuple[int, ...]
    issues: int
    overdue: int
    worst: tuple[IssueLine, ...]
    stations: tuple[StationStock, ...]
    checks: dict[str, int]
    share: Share
    now: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: the value of the URL and the name a person reads."""

    value: str
    name: str


def overview(snapshot: Snapshot, viewer: Viewer, filters: Filters, worst: int = 12) -> Overview:
    """Count what passes the filters and name the most urgent issues of it."""
    customers, issues = snapshot.customers, snapshot.issues
    mask = customer_mask(snapshot, viewer, filters)
    rows = slice(None) if mask is None else mask
    passing = issue_mask(snapshot, viewer, filters)
    shown = np.flatnonzero(passing)
    return Overview(
        all_customers=len(customers),
        customers=len(customers) if mask is None else int(mask.sum()),
        life_support=int(customers.life[rows].sum()) if snapshot.reach.life else None,
        by_sensitivity=_counts(customers.sensitivity[rows], len(Sensitivity)),
        by_urgency=_counts(issues.urgency[shown], len(Urgency)),
        issues=len(shown),
        overdue=int(issues.overdue[shown].sum()),
        worst=lines(snapshot, viewer, shown, worst),
        stations=_stations(snapshot, shown),
        checks=checks(snapshot),
        share=SHARES.get(viewer.role, Share.ALL),
        now=snapshot.judged_at,
    )


def checks(snapshot: Snapshot) -> dict[str, int]:
    """Count the faults of the data that somebody should mend; only those that occur."""
    return {str(fault): n for fault, n in faults.counts(snapshot).items()}


def bounds(snapshot: Snapshot, viewer: Viewer, filters: Filters) -> Bounds | None:
    """Return the box around what passes the filters, degrees; none where there is nothing.

    Without a filter it holds the cells as well as the customers: all of them, or one's own.
    """
    raw = snapshot.customers.raw
    mask = customer_mask(snapshot, viewer, filters)
    boxes = [_around(raw.x, raw.y)] if mask is None else [_around(raw.x[mask], raw.y[mask])]
    if mask is None:
        own = snapshot.reach.cells
        cells = (cell for cell in snapshot.grid.cells if own is None or cell.id in own)
        boxes += [cell.geometry.bounds for cell in cells]
    known = np.array([box for box in boxes if box], np.float64)
    if not len(known):
        return None
    west, south = known[:, :2].min(axis=0)
    east, north = known[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _around(x: NDArray[np.float64], y: NDArray[np.float64]) -> Bounds | None:
    if not len(x):
        return None
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def choices(snapshot: Snapshot, _viewer: Viewer) -> dict[str, tuple[Choice, ...]]:
    """Return what the filters by station, cell, manager and feeder offer."""
    grid = snapshot.grid
    stations = sorted({cell.station for cell in grid.cells if cell.station})
    managers = sorted({cell.manager for cell in grid.cells if cell.manager})
    cells = [Choice(str(row.id), _named(row.name, row.code)) for row in grid.cells]
    feeders = [Choice(str(row.id), _named(row.name, row.code)) for row in grid.feeders]
    return {
        "station": tuple(Choice(name, name) for name in stations),
        "manager": tuple(Choice(name, name) for name in managers),
        "cell": tuple(sorted(cells, key=lambda choice: choice.name)),
        "feeder": tuple(sorted(feeders, key=lambda choice: choice.name)),
    }


def _named(name: str, code: str) -> str:
    return f"{name} · {code}" if name and name != code else code


def _counts(codes: NDArray[np.integer], size: int) -> tuple[int, ...]:
    return tuple(int(n) for n in np.bincount(codes, minlength=size))


def _stations(snapshot: Snapshot, rows: NDArray[np.int64]) -> tuple[StationStock, ...]:
    cells, issues = snapshot.grid.cells, snapshot.issues
    stock: Counter[tuple[str, int]] = Counter()
    for row in rows:
        cell = int(issues.cell[row])
        stock[cells[cell].station if cell >= 0 else "", int(issues.urgency[row])] += 1
    names = sorted({station for station, _ in stock})
    return tuple(
        StationStock(name, tuple(stock[name, urgency] for urgency in range(len(Urgency))))
        for name in names
    )
