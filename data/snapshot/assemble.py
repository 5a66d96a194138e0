"""Put the parts together and let the rules judge them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.snapshot.again import SIZES, customers_again, in_place, judged_rows, ranks
from data.snapshot.judged import (
    JudgedCells,
    JudgedCustomers,
    JudgedIssues,
    Parts,
    Snapshot,
)
from geo.points import PointIndex
from geo.zorder import BITS
from rules.backlog import backlog_many, shade_many
from rules.urgency_columns import (
    IssueColumns,
    JudgedColumns,
    courses,
    judge_many,
    next_change_many,
)

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from rules.urgency_columns import Courses

MOST_POINTS = 8_000
"""Customers a tile may show one by one; the zoom from which no tile holds more is theirs."""
SHALLOWEST_POINTS, DEEPEST_POINTS = 13, 18


def ahead(parts: Parts, zone: ZoneInfo) -> Courses:
    """Return what lies ahead of each open issue, so that the keeper knows when to judge again."""
    opened = [issue.opened_at.replace(tzinfo=None) for issue in parts.issues]
    columns = IssueColumns(
        np.array([issue.urgency for issue in parts.issues], np.uint8),
        np.array(opened, "datetime64[us]"),
        np.full(len(opened), np.datetime64("NaT"), "datetime64[us]"),
    )
    return courses(columns, parts.parameters, zone)


def assemble(
    parts: Parts, now: datetime, zone: ZoneInfo, former: Snapshot | None = None
) -> Snapshot:
    """Judge everything at a moment; what is as in a former snapshot is taken from there."""
    coming = ahead(parts, zone)
    judged = judge_many(coming, now)
    known = former if former is not None and in_place(former.parts, parts) else None
    place = _Places.of(parts, known)
    issue_rows = place.customer_rows(_ids(issue.customer_id for issue in parts.issues))
    urgency = backlog_many(judged, issue_rows, len(parts.raw)).urgency
    customers = _customers(parts, place, urgency, known)
    issues = _issues(parts, judged, coming.deadline, issue_rows)
    return Snapshot(
        parts=parts,
        version=parts.version,
        changed_at=parts.changed_at,
        judged_at=now,
        zone=zone,
        demo=parts.demo,
        parameters=parts.parameters,
        grid=parts.grid,
        customers=customers,
        issues=issues,
        cells=_cells(parts, judged, issues.cell, customers.cell),
        point_zoom=known.point_zoom if known else _point_zoom(parts.raw.key),
        changes_at=next_change_many(coming, now),
    )


@dataclass(frozen=True, eq=False)
class _Places:
    """Where ids of the store stand in our columns."""

    known: NDArray[np.int32]
    order: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Parts, former: Snapshot | None) -> _Places:
        if former is not None:
            return cls(*former.customers.by_id)
        order = np.argsort(parts.raw.id, kind="stable")
        return cls(parts.raw.id[order], order)

    def customer_rows(self, ids: NDArray[np.int32]) -> NDArray[np.int64]:
        if not len(self.known):
            return np.full(len(ids), -1, np.int64)
        at = np.searchsorted(self.known, ids).clip(0, len(self.known) - 1)
        return np.where(self.known[at] == ids, self.order[at], -1)


def _ids(refs: object) -> NDArray[np.int32]:
    return np.array([ref or 0 for ref in refs], np.int32)  # type: ignore[attr-defined]


def _customers(
    parts: Parts, place: _Places, urgency: NDArray[np.uint8], former: Snapshot | None
) -> JudgedCustomers:
    if former is not None:
        same = parts.complaints is former.parts.complaints
        complaints = former.customers.complaints if same else _complaints(parts, place)
        return customers_again(former.customers, parts, complaints, urgency)
    raw, everybody = parts.raw, slice(None)
    complaints = _complaints(parts, place)
    columns = judged_rows(raw, everybody, complaints, parts.grid, parts.parameters)
    columns["urgency"] = urgency
    index = PointIndex.of_sorted(
        *(raw.key, raw.x, raw.y, ranks(raw, everybody, columns, parts.parameters)),
        groups={"sensitivity": columns["sensitivity"], "class": raw.class_},
        sizes=SIZES,
    )
    return JudgedCustomers(raw=raw, index=index, complaints=complaints, **columns)


def _complaints(parts: Parts, place: _Places) -> NDArray[np.int32]:
    counts = np.zeros(len(parts.raw), np.int32)
    rows = place.customer_rows(np.array(list(parts.complaints), np.int32))
    n = np.array(list(parts.complaints.values()), np.int32)
    counts[rows[rows >= 0]] = n[rows >= 0]
    return counts


def _issues(
    parts: Parts,
    judged: JudgedColumns,
    deadline: NDArray[np.datetime64],
    rows: NDArray[np.int64],
) -> JudgedIssues:
    own = np.array([(issue.x, issue.y) for issue in parts.issues], np.float64).reshape(-1, 2)
    theirs = np.stack(
        [np.append(parts.raw.x, np.nan)[rows], np.append(parts.raw.y, np.nan)[rows]], axis=1
    )
    place = np.where(np.isnan(own), theirs, own)
    return JudgedIssues(
        issues=parts.issues,
        urgency=judged.urgency,
        overdue=judged.overdue,
        deadline=deadline,
        customer=rows,
        cell=parts.grid.positions("cells", _ids(issue.cell_id for issue in parts.issues)),
        lon=place[:, 0],
        lat=place[:, 1],
    )


def _cells(
    parts: Parts,
    judged: JudgedColumns,
    issue_cells: NDArray[np.int32],
    customer_cells: NDArray[np.int32],
) -> JudgedCells:
    n = len(parts.grid.cells)
    backlog = backlog_many(judged, issue_cells, n)
    living = np.bincount(customer_cells[customer_cells >= 0], minlength=n)
    return JudgedCells(backlog, shade_many(backlog, parts.parameters), living)


def _point_zoom(key: NDArray[np.int64]) -> int:
    """Choose by zoom for the whole map: a choice tile by tile would leave seams."""
    for zoom in range(SHALLOWEST_POINTS, DEEPEST_POINTS):
        tiles = key >> (2 * (BITS - zoom))
        starts = np.flatnonzero(np.concatenate(([True], tiles[1:] != tiles[:-1])))
        if not len(key) or int(np.diff(starts, append=len(key)).max()) <= MOST_POINTS:
            return zoom
    return DEEPEST_POINTS
