"""What open issues make of a customer or a cell: the worst urgency, how many, how many late.

A place is as urgent as its worst open issue: never a mean, so nothing is hidden by numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import Urgency
from rules.urgency import worst

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from rules.parameters import Parameters
    from rules.urgency import Judged
    from rules.urgency_columns import JudgedColumns

STEPS = "cell.shade.backlog"
FULL_FROM = "cell.shade.full_from"
OVERDUE = "cell.shade.overdue"


@dataclass(frozen=True, slots=True)
class Backlog:
    """The open issues of one customer or cell."""

    urgency: Urgency = Urgency.NONE
    n: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class BacklogColumns:
    """The open issues of many customers or cells, one row each."""

    urgency: NDArray[np.uint8]
    n: NDArray[np.int32]
    overdue: NDArray[np.int32]


def backlog_of(issues: Iterable[Judged]) -> Backlog:
    """Return the backlog of the issues of one customer or cell; closed ones don't count."""
    still = [issue for issue in issues if issue.urgency is not Urgency.NONE]
    late = sum(issue.overdue for issue in still)
    return Backlog(worst(issue.urgency for issue in still), len(still), late)


def backlog_many(judged: JudgedColumns, owner: NDArray[np.integer], owners: int) -> BacklogColumns:
    """Return the backlog of each of ``owners`` customers or cells.

    ``owner`` is, for each issue, the row of its owner; below 0 where it has none.

    Raises
    ------
    IndexError
        An issue names an owner beyond ``owners``.
    """
    counts = (judged.urgency > 0) & (owner >= 0)
    rows, late = owner[counts], owner[counts & judged.overdue]
    if len(rows) and int(rows.max()) >= owners:
        raise IndexError(int(rows.max()))
    urgency = np.zeros(owners, np.uint8)
    np.maximum.at(urgency, rows, judged.urgency[counts])
    return BacklogColumns(urgency, _counted(rows, owners), _counted(late, owners))


def shade(backlog: Backlog, parameters: Parameters) -> int:
    """Return how dark a cell is shaded in the colour of its worst issue.

    0 without open issues, else as many steps as thresholds of ``cell.shade.backlog`` are
    reached, at least one; one more where something is overdue (``cell.shade.overdue``), and
    all of them from the urgency ``cell.shade.full_from`` on.
    """
    steps = parameters.numbers(STEPS)
    if not backlog.n:
        return 0
    if backlog.urgency >= parameters.choice(FULL_FROM, Urgency):
        return len(steps)
    reached = max(1, sum(backlog.n >= step for step in steps))
    more = parameters.flag(OVERDUE) and backlog.overdue > 0
    return min(reached + more, len(steps))


def shade_many(backlog: BacklogColumns, parameters: Parameters) -> NDArray[np.uint8]:
    """Return what ``shade`` says of every row."""
    steps = parameters.numbers(STEPS)
    reached = np.maximum(np.searchsorted(steps, backlog.n, side="right"), 1)
    more = (backlog.overdue > 0) & parameters.flag(OVERDUE)
    dark = np.minimum(reached + more, len(steps))
    full = backlog.urgency >= parameters.choice(FULL_FROM, Urgency)
    return np.where(backlog.n > 0, np.where(full, len(steps), dark), 0).astype(np.uint8)


def _counted(rows: NDArray[np.integer], owners: int) -> NDArray[np.int32]:
    return np.bincount(rows, minlength=owners).astype(np.int32)
