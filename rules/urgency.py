"""How urgent an issue is now, and why.

Urgency starts from the class that the issue was given and only grows: one step when the share
``issue.growth.percent`` of its time is used, further when it is overdue, as
``issue.growth.overdue`` says, and by time alone never beyond ``issue.growth.highest``. A closed
issue is not urgent at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.codes import Urgency
from rules.deadlines import TICK, deadline, in_utc
from rules.policy import OverdueGrowth
from rules.reasons import Reason, ReasonSource, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, timedelta, tzinfo

    from rules.parameters import Parameters

GROWTH = "issue.growth.percent"
OVERDUE = "issue.growth.overdue"
HIGHEST = "issue.growth.highest"
WHOLE = 100
"""Percent."""


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the urgency of an issue rests on: its class and when it was opened and closed."""

    urgency: Urgency
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """How urgent an issue is at a moment.

    ``deadline`` is in UTC, the last moment in time. ``share_used`` is the part of the time
    between opening and deadline that has passed, 0 before the opening, above 1 when overdue;
    of a closed issue, the part that was used until it was closed.
    """

    urgency: Urgency
    reasons: tuple[Reason, ...]
    deadline: datetime
    share_used: float
    overdue: bool


def urgency_of(issue: IssueFacts, now: datetime, parameters: Parameters, zone: tzinfo) -> Judged:
    """Judge an issue at a moment; ``zone`` is where the bureau's days begin.

    Raises
    ------
    ValueError
        A moment has no zone.
    """
    due = deadline(issue.urgency, issue.opened_at, parameters, zone)
    span = _span(issue, due)
    used = in_utc(issue.closed_at or now) - in_utc(issue.opened_at)
    share = max(0.0, used / span)
    if issue.closed_at is not None:
        why = reason("urgency.closed", ReasonSource.ISSUE, closed_at=issue.closed_at)
        return Judged(Urgency.NONE, (why,), due, share, overdue=False)
    urgency = _grown(issue, in_utc(now), due, parameters)
    reasons = tuple(_reasons(issue, in_utc(now), due, parameters))
    return Judged(urgency, reasons, due, share, overdue=in_utc(now) > due)


def worst(urgencies: Iterable[Urgency]) -> Urgency:
    """Return the highest urgency; ``NONE`` of nothing."""
    return max(urgencies, default=Urgency.NONE)


def next_change(
    issues: Iterable[IssueFacts], now: datetime, parameters: Parameters, zone: tzinfo
) -> datetime | None:
    """Return the first moment after ``now`` at which time alone changes a judgement.

    Until then every issue keeps its urgency and stays overdue or not; ``share_used`` alone
    goes on growing. None where nothing will change any more. Raises like ``urgency_of``.
    """
    changes = (_next_of(issue, in_utc(now), parameters, zone) for issue in issues)
    return min((change for change in changes if change is not None), default=None)


def _span(issue: IssueFacts, due: datetime) -> timedelta:
    return max(due - in_utc(issue.opened_at), TICK)


def _given(issue: IssueFacts) -> Urgency:
    return max(issue.urgency, Urgency.ORDINARY)


def _grows_at(issue: IssueFacts, due: datetime, parameters: Parameters) -> datetime:
    span = _span(issue, due)
    return in_utc(issue.opened_at) + span * parameters.whole(GROWTH) // WHOLE


def _limits_past(issue: IssueFacts, now: datetime, due: datetime) -> int:
    return (now - due) // _span(issue, due)


def _grown(issue: IssueFacts, now: datetime, due: datetime, parameters: Parameters) -> Urgency:
    given = _given(issue)
    steps = int(now >= _grows_at(issue, due, parameters))
    if now > due:
        if parameters.choice(OVERDUE, OverdueGrowth) is OverdueGrowth.EMERGENCY:
            return Urgency.EMERGENCY
        steps += _steps_overdue(issue, now, due, parameters)
    return Urgency(max(given, min(given + steps, parameters.choice(HIGHEST, Urgency))))


def _steps_overdue(issue: IssueFacts, now: datetime, due: datetime, parameters: Parameters) -> int:
    match parameters.choice(OVERDUE, OverdueGrowth):
        case OverdueGrowth.REPEAT:
            return 1 + _limits_past(issue, now, due)
        case OverdueGrowth.STEP:
            return 1
        case _:
            return 0


def _reasons(
    issue: IssueFacts, now: datetime, due: datetime, parameters: Parameters
) -> Iterator[Reason]:
    given = _given(issue)
    limit = f"issue.limit.{given.name.lower()}"
    yield reason("urgency.class", ReasonSource.ISSUE, limit, level=given, deadline=due)
    if now > due:
        growth = parameters.choice(OVERDUE, OverdueGrowth)
        yield reason("urgency.overdue", ReasonSource.DEADLINE, OVERDUE, deadline=due, growth=growth)
    elif now >= _grows_at(issue, due, parameters):
        percent = parameters.whole(GROWTH)
        yield reason("urgency.near", ReasonSource.DEADLINE, GROWTH, deadline=due, percent=percent)


def _next_of(
    issue: IssueFacts, now: datetime, parameters: Parameters, zone: tzinfo
) -> datetime | None:
    if issue.closed_at is not None:
        return None
    due = deadline(issue.urgency, issue.opened_at, parameters, zone)
    if now <= due:
        grows = _grows_at(issue, due, parameters)
        growing = now < grows and _given(issue) < parameters.choice(HIGHEST, Urgency)
        return grows if growing else due + TICK
    repeats = parameters.choice(OVERDUE, OverdueGrowth) is OverdueGrowth.REPEAT
    highest = max(_given(issue), parameters.choice(HIGHEST, Urgency))
    if not repeats or _grown(issue, now, due, parameters) >= highest:
        return None
    again = _limits_past(issue, now, due) + 1
    return due + _span(issue, due) * again
