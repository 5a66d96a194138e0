"""Which customers and issues pass the filters of a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.view import Filters
    from rules.viewer import Viewer


def customer_mask(snapshot: Snapshot, viewer: Viewer, filters: Filters) -> NDArray[np.bool_] | None:
    """Return which customers pass, one a row; none where nothing is filtered.

    A customer passes a channel when it has an open issue that came through it.
    """
    if not filters.any():
        return None
    return snapshot.masks.get((viewer, filters), lambda: _customers(snapshot, filters))


def issue_mask(snapshot: Snapshot, viewer: Viewer, filters: Filters) -> NDArray[np.bool_]:
    """Return which open issues pass: by themselves, their customer, or at least their cell."""
    issues = snapshot.issues
    mask = np.ones(len(issues.issues), bool)
    if filters.channel:
        mask &= np.array([issue.channel in filters.channel for issue in issues.issues], bool)
    if filters.urgency:
        mask &= np.isin(issues.urgency, filters.urgency)
    customers = customer_mask(snapshot, viewer, filters)
    if customers is None:
        return mask
    known = issues.customer >= 0
    mask[known] &= customers[issues.customer[known]]
    mask[~known] &= _issues_of_places(snapshot, filters)[~known]
    return mask


def cells_named(snapshot: Snapshot, filters: Filters) -> NDArray[np.bool_] | None:
    """Return which cells the filters name by station, manager or themselves; none for all."""
    if not (filters.station or filters.manager or filters.cell):
        return None
    return np.array(
        [
            _is_any(cell.station, filters.station)
            and _is_any(cell.manager, filters.manager)
            and _is_any(cell.id, filters.cell)
            for cell in snapshot.grid.cells
        ],
        bool,
    )


def _is_any(value: str | int, wanted: Sequence[str] | Sequence[int]) -> bool:
    return not wanted or value in wanted


def _customers(snapshot: Snapshot, filters: Filters) -> NDArray[np.bool_]:
    customers = snapshot.customers
    mask = np.ones(len(customers), bool)
    cells = cells_named(snapshot, filters)
    if cells is not None:
        mask &= _chosen(customers.cell, np.flatnonzero(cells))
    if filters.feeder:
        feeders = [n for n, row in enumerate(snapshot.grid.feeders) if row.id in filters.feeder]
        mask &= _chosen(customers.feeder, feeders)
    for column, wanted in (
        (customers.raw.class_, filters.class_),
        (customers.sensitivity, filters.sensitivity),
        (customers.urgency, filters.urgency),
    ):
        if wanted:
            mask &= np.isin(column, wanted)
    if filters.channel:
        mask &= _heard_from(snapshot, filters)
    return mask


def _chosen(column: NDArray[np.int32], positions: Iterable[int]) -> NDArray[np.bool_]:
    # One look-up a row, with -1 (none) falling on the last place, which is never chosen.
    table = np.zeros(int(column.max(initial=-1)) + 2, bool)
    table[[position for position in positions if position < len(table) - 1]] = True
    return table[column]


def _heard_from(snapshot: Snapshot, filters: Filters) -> NDArray[np.bool_]:
    mask = np.zeros(len(snapshot.customers), bool)
    issues = snapshot.issues
    rows = [
        row
        for row, issue in zip(issues.customer, issues.issues, strict=True)
        if row >= 0 and issue.channel in filters.channel
    ]
    mask[rows] = True
    return mask


def _issues_of_places(snapshot: Snapshot, filters: Filters) -> NDArray[np.bool_]:
    """Tell which issues pass by their cell alone, as they have no customer.

    Such an issue says nothing of a feeder, a class or a sensitivity.
    """
    issues = snapshot.issues
    if filters.feeder or filters.class_ or filters.sensitivity:
        return np.zeros(len(issues.issues), bool)
    cells = cells_named(snapshot, filters)
    if cells is None:
        return np.ones(len(issues.issues), bool)
    return np.append(cells, values=False)[issues.cell]
