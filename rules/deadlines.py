"""By when an issue must be solved, one at a time and over columns.

A deadline is the last moment that still counts: the end of the local day or month is its last
microsecond, so that it reads 23:59 and not the next day. Columns of moments are
``datetime64[us]`` in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import Urgency
from rules.limits import LimitEnd

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    from rules.limits import TimeLimit
    from rules.parameters import Parameters

TICK = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEAST_HOURS = "issue.limit.least_hours"
CLASSES = tuple(urgency for urgency in Urgency if urgency is not Urgency.NONE)


def in_utc(moment: datetime) -> datetime:
    """Return a moment in UTC.

    Raises
    ------
    ValueError
        The moment has no zone: it could mean anything.
    """
    if moment.tzinfo is None:
        raise ValueError(moment)
    return moment.astimezone(UTC)


def ticks(moment: datetime) -> int:
    """Return the microseconds since 1970 of a moment."""
    return (in_utc(moment) - EPOCH) // TICK


def deadline(given: Urgency, opened_at: datetime, parameters: Parameters, zone: tzinfo) -> datetime:
    """Return the last moment, in UTC, at which an issue of a class is in time.

    ``zone`` is where the bureau's days begin. What must be done the same day or month gets at
    least ``issue.limit.least_hours``. An issue without a class is an ordinary one.
    """
    limit, opened = parameters.limit(given), in_utc(opened_at)
    if limit.end is LimitEnd.AFTER_HOURS:
        return opened + timedelta(hours=limit.hours)
    end = _end(limit, opened.astimezone(zone).date(), zone)
    return max(end, opened + timedelta(hours=parameters.number(LEAST_HOURS)))


def deadlines(
    given: NDArray[np.uint8],
    opened_at: NDArray[np.datetime64],
    parameters: Parameters,
    zone: tzinfo,
) -> NDArray[np.datetime64]:
    """Return what ``deadline`` says of every row; ``given`` holds numbers of ``Urgency``."""
    opened = opened_at.astype("datetime64[us]")
    due = opened.copy()
    classes = np.maximum(given, np.uint8(Urgency.ORDINARY))
    for urgency in CLASSES:
        rows = classes == urgency
        if rows.any():
            due[rows] = _due(parameters.limit(urgency), opened[rows], parameters, zone)
    return due


def _due(
    limit: TimeLimit, opened: NDArray[np.datetime64], parameters: Parameters, zone: tzinfo
) -> NDArray[np.datetime64]:
    if limit.end is LimitEnd.AFTER_HOURS:
        return opened + np.timedelta64(limit.hours, "h")
    days, where = np.unique(_local_days(opened, zone), return_inverse=True)
    ends = [ticks(_end(limit, day, zone)) for day in days.astype(object)]
    least = timedelta(hours=parameters.number(LEAST_HOURS))
    end = np.array(ends, np.int64).view("datetime64[us]")[where]
    soonest = opened + np.timedelta64(least // TICK, "us")
    return np.where(end > soonest, end, soonest)


def _end(limit: TimeLimit, day: date, zone: tzinfo) -> datetime:
    if limit.end is LimitEnd.SAME_MONTH:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    else:
        day += timedelta(days=1)
    return datetime.combine(day, time.min, zone).astimezone(UTC) - TICK


def _local_days(opened: NDArray[np.datetime64], zone: tzinfo) -> NDArray[np.datetime64]:
    """Return the local day of each moment.

    The offset from UTC is looked up once a day; only on a day on which it changes is each
    moment looked up by itself.
    """
    days, where = np.unique(opened.astype("datetime64[D]"), return_inverse=True)
    starts = [datetime.combine(day, time.min, UTC) for day in days.astype(object)]
    first = np.array([_offset(start, zone) for start in starts], np.int64)
    last = np.array([_offset(start + timedelta(days=1), zone) for start in starts], np.int64)
    moved: NDArray[np.datetime64] = opened + first.view("timedelta64[us]")[where]
    local: NDArray[np.datetime64] = moved.astype("datetime64[D]")
    for row in np.flatnonzero((first != last)[where]):
        moment = opened[row].astype(object).replace(tzinfo=UTC)
        local[row] = np.datetime64(moment.astimezone(zone).date())
    return local


def _offset(moment: datetime, zone: tzinfo) -> int:
    return (moment.astimezone(zone).utcoffset() or timedelta()) // TICK
