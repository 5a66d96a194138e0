"""What a reach sees of a snapshot; the rules judge that part alone.

What lies outside is not hidden in a narrowed snapshot, it is not there: whatever reads one, a
tile, a list, a search or an event, cannot tell of anybody else.

Own cells are few customers, judged apart. Own field, or no knowledge of life support, leaves every
customer in its place: there only what depends on the issues or on life support is worked out
again, and all other columns are shared with the whole. Where nothing but issues has changed since
the part was worked out last, only what these touch is worked out anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import ref

import numpy as np

from data.snapshot.assemble import assemble
from data.snapshot.judged import JudgedCells, JudgedCustomers, JudgedIssues, Snapshot
from data.snapshot.raw import RawCustomers
from rules.backlog import backlog_many, shade_many
from rules.priority import StandingColumns, rank
from rules.urgency_columns import JudgedColumns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from data.snapshot.judged import Parts
    from rules.access import Reach
    from rules.backlog import BacklogColumns
    from rules.codes import Field


@dataclass(frozen=True, eq=False)
class Narrowed:
    """The part of a reach. ``rows`` of the customers of ``origin`` are in it, none for all.

    The whole is not held: a reach that nobody asks for any more must not keep it in memory.
    """

    part: Snapshot
    rows: NDArray[np.int64] | None
    origin: ref[RawCustomers]


def narrowed(whole: Snapshot, reach: Reach, former: Narrowed | None = None) -> Narrowed:
    """Return what ``reach`` sees of everything; the network and the cells' outlines stay whole.

    ``former`` is what the same reach saw before, of whatever snapshot.
    """
    part, rows, origin = whole, None, ref(whole.parts.raw)
    if reach.cells is not None:
        known = former if former and former.origin() is whole.parts.raw else None
        rows = known.rows if known else _rows_in(whole, reach.cells)
        alike = known.part if known and reach.life and reach.field is None else None
        parts = _of_cells(whole, reach.cells, rows, alike)
        part = assemble(parts, whole.judged_at, whole.zone, alike)
    everybody = part.customers
    if reach.field is not None:
        part = _in_field(part, reach.field)
    if not reach.life:
        nobody = np.zeros(len(part.customers), bool)
        part = replace(part, customers=replace(part.customers, life=nobody))
    if reach.field is not None or not reach.life:
        part = replace(part, customers=_reordered(part, former.part if former else None))
        # The columns stay: so does who stands in which row.
        part.customers.__dict__["by_id"] = everybody.by_id
    return Narrowed(replace(part, reach=reach), rows, origin)


def _rows_in(whole: Snapshot, cells: frozenset[int]) -> NDArray[np.int64]:
    return np.flatnonzero(np.isin(whole.parts.raw.cell_id, sorted(cells)))


def _of_cells(
    whole: Snapshot,
    cells: frozenset[int],
    rows: NDArray[np.int64] | None,
    former: Snapshot | None,
) -> Parts:
    """Return the customers of cells, and the issues and complaints that are theirs."""
    assert rows is not None  # noqa: S101 - of a reach with cells
    raw = former.parts.raw if former else _customers(whole.parts.raw, rows)
    complaints = _complaints(raw, whole.customers.complaints[rows])
    if former and former.parts.complaints == complaints:
        complaints = former.parts.complaints  # the very same: then nobody is judged again
    theirs = np.flatnonzero(np.isin(whole.issue_cells, sorted(cells)))
    issues = tuple(whole.parts.issues[row] for row in theirs)
    return replace(whole.parts, raw=raw, issues=issues, complaints=complaints)


def _complaints(raw: RawCustomers, counts: NDArray[np.int32]) -> Mapping[int, int]:
    some = np.flatnonzero(counts)
    return dict(zip(raw.id[some].tolist(), counts[some].tolist(), strict=True))


def _customers(raw: RawCustomers, rows: NDArray[np.int64]) -> RawCustomers:
    columns = {name: column[rows] for name, column in raw.arrays().items()}
    return RawCustomers(**columns, words=raw.words.take(rows).combine_chunks())


def _in_field(whole: Snapshot, field: Field) -> Snapshot:
    rows = np.flatnonzero([issue.field == field for issue in whole.issues.issues])
    issues = _chosen(whole.issues, rows)
    urgency = _backlog(issues, issues.customer, len(whole.customers)).urgency
    backlog = _backlog(issues, issues.cell, len(whole.grid.cells))
    return replace(
        whole,
        parts=replace(whole.parts, issues=issues.issues),
        customers=replace(whole.customers, urgency=urgency),
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


def _reordered(part: Snapshot, former: Snapshot | None) -> JudgedCustomers:
    # Not the mark alone: an order that begins with lives would name them as well.
    index = replace(part.customers.index, rank=_ranks(part, former))
    return replace(part.customers, index=index)


def _ranks(part: Snapshot, former: Snapshot | None) -> NDArray[np.int64]:
    now = part.customers
    if former is None or not _comparable(former, part):
        return _ranked(part, slice(None))
    known = former.customers
    moved = np.flatnonzero(
        (known.urgency != now.urgency)
        | (known.sensitivity != now.sensitivity)
        | (known.life != now.life)
    )
    found = known.index.rank.copy()
    found[moved] = _ranked(part, moved)
    return found


def _comparable(former: Snapshot, now: Snapshot) -> bool:
    return former.customers.raw is now.customers.raw and former.parameters is now.parameters


def _ranked(part: Snapshot, rows: NDArray[np.int64] | slice) -> NDArray[np.int64]:
    raw, own = part.customers.raw, part.customers
    order = StandingColumns(
        *(raw.id[rows], own.life[rows], raw.backup_hours[rows]),
        *(own.sensitivity[rows], raw.class_[rows], own.urgency[rows]),
    )
    return rank(order, part.parameters)
