"""What a reach sees of a snapshot; the rules judge that part alone.

What lies outside is not hidden in a narrowed snapshot, it is not there: whatever reads one, a
tile, a list, a search or an event, cannot tell of anybody else.

Own cells are few customers, judged anew. Own field, or no knowledge of life support, leaves every
customer in its place: there only what depends on the issues or on life support is worked out
again, and all other columns are shared with the whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.snapshot.assemble import assemble
from data.snapshot.judged import JudgedCells, JudgedCustomers, JudgedIssues, Snapshot
from data.snapshot.raw import RawCustomers
from rules.backlog import backlog_many, shade_many
from rules.priority import StandingColumns, rank
from rules.urgency_columns import JudgedColumns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.judged import Parts
    from data.snapshot.open_issues import OpenIssue
    from rules.access import Reach
    from rules.backlog import BacklogColumns
    from rules.codes import Field


def narrowed(whole: Snapshot, reach: Reach) -> Snapshot:
    """Return what ``reach`` sees of everything; the network and the cells' outlines stay whole."""
    part = whole
    if reach.cells is not None:
        part = assemble(in_cells(whole.parts, reach.cells), whole.judged_at, whole.zone)
    if reach.field is not None:
        part = _in_field(part, reach.field)
    if not reach.life:
        part = _without_life(part)
    return replace(part, reach=reach)


def in_cells(parts: Parts, cells: frozenset[int]) -> Parts:
    """Return the customers of cells, and the issues and complaints that are theirs."""
    raw = _customers(parts.raw, np.isin(parts.raw.cell_id, sorted(cells)))
    here = set(raw.id.tolist())
    return replace(
        parts,
        raw=raw,
        issues=tuple(issue for issue in parts.issues if _theirs(issue, cells, here)),
        complaints={ref: n for ref, n in parts.complaints.items() if ref in here},
    )


def _theirs(issue: OpenIssue, cells: frozenset[int], here: set[int]) -> bool:
    # An issue follows its own cell; only one without a cell follows its customer.
    return issue.cell_id in cells if issue.cell_id else issue.customer_id in here


def _customers(raw: RawCustomers, kept: NDArray[np.bool_]) -> RawCustomers:
    columns = {name: column[kept] for name, column in raw.arrays().items()}
    return RawCustomers(**columns, words=raw.words.filter(pa.array(kept)).combine_chunks())


def _in_field(whole: Snapshot, field: Field) -> Snapshot:
    rows = np.flatnonzero([issue.field == field for issue in whole.issues.issues])
    issues = _chosen(whole.issues, rows)
    urgency = _backlog(issues, issues.customer, len(whole.customers)).urgency
    backlog = _backlog(issues, issues.cell, len(whole.grid.cells))
    return replace(
        whole,
        parts=replace(whole.parts, issues=issues.issues),
        customers=_reordered(whole, replace(whole.customers, urgency=urgency)),
        issues=issues,
        cells=JudgedCells(backlog, shade_many(backlog, whole.parameters), whole.cells.customers),
    )


def _chosen(issues: JudgedIssues, rows: NDArray[np.int64]) -> JudgedIssues:
    return JudgedIssues(
        tuple(issues.issues[row] for row in rows),
        urgency=issues.urgency[rows],
        overdue=issues.overdue[rows],
        deadline=issues.deadline[rows],
        customer=issues.customer[rows],
        cell=issues.cell[rows],
        lon=issues.lon[rows],
        lat=issues.lat[rows],
    )


def _backlog(issues: JudgedIssues, owner: NDArray[np.integer], owners: int) -> BacklogColumns:
    # How much of its time an issue has used is no part of a backlog.
    unused = np.zeros(len(issues.urgency))
    return backlog_many(JudgedColumns(issues.urgency, issues.overdue, unused), owner, owners)


def _without_life(whole: Snapshot) -> Snapshot:
    # Not the mark alone: an order that begins with them would name them as well.
    nobody = np.zeros(len(whole.customers), bool)
    return replace(whole, customers=_reordered(whole, replace(whole.customers, life=nobody)))


def _reordered(whole: Snapshot, customers: JudgedCustomers) -> JudgedCustomers:
    raw = customers.raw
    order = StandingColumns(
        *(raw.id, customers.life, raw.backup_hours),
        *(customers.sensitivity, raw.class_, customers.urgency),
    )
    index = replace(customers.index, rank=rank(order, whole.parameters))
    found = replace(customers, index=index)
    # Where the columns stay, so does who stands in which row.
    found.__dict__["by_id"] = whole.customers.by_id
    found.__dict__["villages"] = whole.customers.villages
    return found
