"""The judgement of ``rules.urgency`` over columns: all open issues at once.

What depends on the parameters alone is worked out once (``courses``); judging at a moment is
then a few comparisons a row, and ``next_change_many`` says when to judge again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import Urgency
from rules.deadlines import EPOCH, deadlines, ticks
from rules.policy import OverdueGrowth
from rules.urgency import GROWTH, HIGHEST, OVERDUE, WHOLE

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from numpy.typing import NDArray

    from rules.parameters import Parameters

TOP = int(Urgency.EMERGENCY)


@dataclass(frozen=True, slots=True, eq=False)
class IssueColumns:
    """What urgency rests on, one row an issue, all of one length.

    ``urgency`` is the class given, ``opened_at`` and ``closed_at`` are UTC in microseconds;
    ``closed_at`` is NaT where the issue is open.
    """

    urgency: NDArray[np.uint8]
    opened_at: NDArray[np.datetime64]
    closed_at: NDArray[np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """What lies ahead of each issue, in microseconds since 1970.

    ``grows`` is when the deadline counts as near, ``due`` the last moment in time.
    """

    given: NDArray[np.uint8]
    opened: NDArray[np.int64]
    grows: NDArray[np.int64]
    due: NDArray[np.int64]
    closed: NDArray[np.int64]
    open: NDArray[np.bool_]
    overdue_growth: OverdueGrowth
    highest: int

    @property
    def span(self) -> NDArray[np.int64]:
        """Return the time that each issue may take, at least a microsecond."""
        span: NDArray[np.int64] = np.maximum(self.due - self.opened, 1)
        return span

    @property
    def deadline(self) -> NDArray[np.datetime64]:
        """Return the deadlines as UTC moments."""
        return self.due.view("datetime64[us]")


@dataclass(frozen=True, slots=True, eq=False)
class JudgedColumns:
    """How urgent each issue is at a moment; the fields are those of ``rules.urgency.Judged``."""

    urgency: NDArray[np.uint8]
    overdue: NDArray[np.bool_]
    share_used: NDArray[np.float64]


def courses(columns: IssueColumns, parameters: Parameters, zone: tzinfo) -> Courses:
    """Work out once what lies ahead of each issue; ``zone`` is where the bureau's days begin."""
    opened = columns.opened_at.astype("datetime64[us]").view(np.int64)
    due = deadlines(columns.urgency, columns.opened_at, parameters, zone).view(np.int64)
    span = np.maximum(due - opened, 1)
    return Courses(
        given=np.maximum(columns.urgency, np.uint8(Urgency.ORDINARY)),
        opened=opened,
        grows=opened + span * parameters.whole(GROWTH) // WHOLE,
        due=due,
        closed=columns.closed_at.astype("datetime64[us]").view(np.int64),
        open=np.isnat(columns.closed_at),
        overdue_growth=parameters.choice(OVERDUE, OverdueGrowth),
        highest=int(parameters.choice(HIGHEST, Urgency)),
    )


def judge_many(ahead: Courses, now: datetime) -> JudgedColumns:
    """Return what ``rules.urgency.urgency_of`` says of every row at a moment.

    Raises
    ------
    ValueError
        The moment has no zone.
    """
    at = ticks(now)
    late = at > ahead.due
    urgency = np.where(ahead.open, _grown(ahead, at), 0).astype(np.uint8)
    used = np.where(ahead.open, at, ahead.closed) - ahead.opened
    return JudgedColumns(urgency, ahead.open & late, np.maximum(used / ahead.span, 0.0))


def next_change_many(ahead: Courses, now: datetime) -> datetime | None:
    """Return what ``rules.urgency.next_change`` says of all rows together."""
    at = ticks(now)
    urgency = _grown(ahead, at)
    growing = (at < ahead.grows) & (ahead.given < ahead.highest)
    in_time = np.where(growing, ahead.grows, ahead.due + 1)
    change = [in_time[ahead.open & (at <= ahead.due)]]
    if ahead.overdue_growth is OverdueGrowth.REPEAT:
        again = ahead.due + ahead.span * (_limits_past(ahead, at) + 1)
        most = np.maximum(ahead.given, ahead.highest)
        change.append(again[ahead.open & (at > ahead.due) & (urgency < most)])
    moments = np.concatenate(change)
    return EPOCH + timedelta(microseconds=int(moments.min())) if len(moments) else None


def _limits_past(ahead: Courses, at: int) -> NDArray[np.int64]:
    past: NDArray[np.int64] = (at - ahead.due) // ahead.span
    return past


def _grown(ahead: Courses, at: int) -> NDArray[np.int64]:
    late = at > ahead.due
    steps = (at >= ahead.grows).astype(np.int64) + np.where(late, _steps_overdue(ahead, at), 0)
    grown: NDArray[np.int64] = np.maximum(
        ahead.given, np.minimum(ahead.given + steps, ahead.highest)
    )
    if ahead.overdue_growth is OverdueGrowth.EMERGENCY:
        grown[late] = TOP
    return grown


def _steps_overdue(ahead: Courses, at: int) -> NDArray[np.int64] | int:
    if ahead.overdue_growth is OverdueGrowth.REPEAT:
        return 1 + _limits_past(ahead, at)
    return int(ahead.overdue_growth is OverdueGrowth.STEP)
