"""The whole as the rules judge it at a moment: what the map, lists, cards and search read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from data.snapshot.shelf import Shelf
from geo.spots import Spots
from rules.access import WHOLE
from rules.codes import Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    import pyarrow as pa
    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.open_issues import OpenIssue
    from data.snapshot.raw import RawCustomers
    from data.snapshot.villages import Villages
    from geo.points import PointIndex
    from rules.access import Reach
    from rules.backlog import BacklogColumns
    from rules.parameters import Parameters

MOST_TILES = 48
"""Tiles that are kept of a snapshot: four views of a wall. The largest have some 150 kilobytes."""


@dataclass(frozen=True, eq=False)
class Parts:
    """What was read from the store, at one version of the data."""

    version: int
    changed_at: datetime | None
    demo: bool
    raw: RawCustomers
    grid: Grid
    issues: tuple[OpenIssue, ...]
    complaints: Mapping[int, int]
    parameters: Parameters


@dataclass(frozen=True, eq=False)
class JudgedCustomers:
    """Customers sorted by Z-order key; all arrays have one row a customer.

    ``cell``, ``feeder`` and ``transformer`` are positions in the grid's tuples, -1 for none.
    ``complaints`` counts those within the window of the parameters.
    """

    raw: RawCustomers
    index: PointIndex
    sensitivity: NDArray[np.uint8]
    life: NDArray[np.bool_]
    urgency: NDArray[np.uint8]
    cell: NDArray[np.int32]
    feeder: NDArray[np.int32]
    transformer: NDArray[np.int32]
    complaints: NDArray[np.int32]

    def __len__(self) -> int:
        """Return the number of customers."""
        return len(self.raw)

    @property
    def words(self) -> pa.Table:
        """Return the strings: account, name, village, address."""
        return self.raw.words

    @cached_property
    def hot(self) -> NDArray[np.int64]:
        """Return the rows with an emergency: they are shown one by one at every zoom."""
        return np.flatnonzero(self.urgency == Urgency.EMERGENCY)

    @cached_property
    def hot_spots(self) -> Spots:
        """Return where the rows of ``hot`` are; the most sensitive of them are foremost."""
        hot = self.hot
        order = np.lexsort((self.index.rank[hot], ~self.life[hot], 255 - self.sensitivity[hot]))
        return Spots.of(self.raw.x[hot], self.raw.y[hot], order)

    @cached_property
    def by_priority(self) -> NDArray[np.int64]:
        """Return all rows, the most important first: a list is scrolled through in this order."""
        return np.argsort(self.index.rank)

    @property
    def villages(self) -> Villages:
        """Return the villages that the addresses name: no judgement changes them."""
        return self.raw.villages

    @cached_property
    def by_id(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the ids in order and the row of each."""
        order = np.argsort(self.raw.id, kind="stable")
        return self.raw.id[order], order

    def rows_of(self, ids: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the row of each id, -1 for an id that is no customer's."""
        known, order = self.by_id
        if not len(known):
            return np.full(len(ids), -1, np.int64)
        place = np.searchsorted(known, ids).clip(0, len(known) - 1)
        return np.where(known[place] == ids, order[place], -1)


@dataclass(frozen=True, eq=False)
class JudgedIssues:
    """The open issues and what the rules say of each, in the same order.

    ``customer`` are rows of the customers, ``cell`` positions of cells, -1 for none.
    ``deadline`` is UTC; ``lon, lat`` are the issue's own place, else its customer's, else NaN.
    """

    issues: tuple[OpenIssue, ...]
    urgency: NDArray[np.uint8]
    overdue: NDArray[np.bool_]
    deadline: NDArray[np.datetime64]
    customer: NDArray[np.int64]
    cell: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    @cached_property
    def worst_first(self) -> NDArray[np.int64]:
        """Return the rows, the most urgent first and of those the one that is due first."""
        return np.lexsort((self.deadline, -self.urgency.astype(np.int64)))

    @cached_property
    def spots(self) -> Spots:
        """Return where the issues were raised; the worst of them are foremost."""
        return Spots.of(self.lon, self.lat, self.worst_first)

    @cached_property
    def first_due(self) -> tuple[NDArray[np.int64], NDArray[np.datetime64]]:
        """Return the rows of customers with issues, ascending, and by when the first is due."""
        by_deadline = np.argsort(self.deadline, kind="stable")
        known = by_deadline[self.customer[by_deadline] >= 0]
        customers, first = np.unique(self.customer[known], return_index=True)
        return customers, self.deadline[known[first]]

    @cached_property
    def id(self) -> NDArray[np.int64]:
        """Return the ids."""
        return np.array([issue.id for issue in self.issues], np.int64)


@dataclass(frozen=True, eq=False)
class JudgedCells:
    """Per cell, in the grid's order: its backlog, how dark it is shaded, how many live there."""

    backlog: BacklogColumns
    shade: NDArray[np.uint8]
    customers: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything at version ``version`` of the data, judged at ``judged_at``.

    ``point_zoom`` is the zoom from which customers are drawn one by one; ``changed_at`` is
    when the data last changed, none for an empty store; ``changes_at`` is when time alone will
    make an issue more urgent, none where it never will.
    """

    parts: Parts
    version: int
    changed_at: datetime | None
    judged_at: datetime
    zone: ZoneInfo
    demo: bool
    parameters: Parameters
    grid: Grid
    customers: JudgedCustomers
    issues: JudgedIssues
    cells: JudgedCells
    point_zoom: int
    reach: Reach = WHOLE
    changes_at: datetime | None = None

    @property
    def moment(self) -> tuple[int, datetime]:
        """Return of which version this is, and when it was judged."""
        return self.version, self.judged_at

    @property
    def stamp(self) -> str:
        """Return what tells two states of the map apart, and two reaches; filters excepted."""
        return f"{self.version}-{int(self.judged_at.timestamp() * 1000)}{self.reach.stamp}"

    @cached_property
    def issue_cells(self) -> NDArray[np.int32]:
        """Return the id of the cell to which each issue belongs, 0 for none.

        That is its own cell; only an issue without a cell follows its customer.
        """
        own = np.array([issue.cell_id or 0 for issue in self.issues.issues], np.int32)
        theirs = np.append(self.customers.raw.cell_id, np.int32(0))[self.issues.customer]
        return np.where(own != 0, own, theirs)

    @cached_property
    def masks(self) -> Shelf[NDArray[np.bool_]]:
        """Return the filter masks worked out so far; they live and die with the snapshot."""
        return Shelf(24)

    @cached_property
    def tiles(self) -> Shelf[bytes]:
        """Return encoded tiles of this snapshot: many browsers look at the same few."""
        return Shelf(MOST_TILES)
