"""Days and hours of the two years before now, with their seasons. Times are seconds, UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Floats, Ints, Words, array_of

if TYPE_CHECKING:
    from datetime import datetime

DAY, HOUR, MINUTE = 86_400, 3_600, 60
ZONE = 8 * HOUR
"""China keeps one time, eight hours ahead of UTC, and no summer time."""
YEARS = 730
"""Days that the history goes back."""
SATURDAY = 5
NEW_YEAR_WEEKDAY = 3
"""1970-01-01 was a Thursday (Monday is 0)."""
STORMY = (0.30, 0.30, 0.5, 1.2, 1.6, 1.8, 1.5, 1.2, 0.6, 0.3, 0.2, 0.2)
"""How likely bad weather is, by month: thunder from April to August, ice in January."""
BUSY = (1.25, 1.35, 0.9, 0.85, 0.9, 1.05, 1.3, 1.3, 0.95, 0.85, 0.85, 1.0)
"""How much customers ask, by month: heating, New Year, summer."""
HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 13, 11, 8, 9, 12, 12, 11, 10, 11, 13, 12, 8, 4, 2)
"""How much customers ask, by hour of the day."""
ICY_MONTHS = (12, 1, 2)


def seconds(now: datetime) -> int:
    """Return a point in time as whole seconds since 1970, UTC."""
    return int(now.timestamp())


def days_before(now: int) -> Ints:
    """Return the last two years' days, each as the moment it began here, oldest first."""
    today = (now + ZONE) // DAY
    return (today - np.arange(YEARS, 0, -1)) * DAY - ZONE


def months(moments: Ints) -> Ints:
    """Return the month of each moment here, 1 to 12."""
    local = (moments + ZONE).astype("datetime64[s]")
    month: Ints = local.astype("datetime64[M]").astype(np.int64) % 12 + 1
    return month


def weekdays(moments: Ints) -> Ints:
    """Return the day of the week here, Monday is 0."""
    day: Ints = ((moments + ZONE) // DAY + NEW_YEAR_WEEKDAY) % 7
    return day


def some_days(days: Ints, weights: tuple[float, ...], count: int, rng: np.random.Generator) -> Ints:
    """Draw days, weighted by month; the same day may be drawn twice."""
    weight = np.array(weights)[months(days) - 1]
    return rng.choice(days, count, p=weight / weight.sum())


def some_hours(count: int, rng: np.random.Generator) -> Ints:
    """Draw seconds of the day, when customers call."""
    weight: Floats = np.array(HOURS) / sum(HOURS)
    return rng.choice(24, count, p=weight) * HOUR + rng.integers(0, HOUR, count)


def written(moments: Ints) -> Words:
    """Write moments as ISO 8601 with the zone; empty for negative ones."""
    local = np.datetime_as_string((moments + ZONE).astype("datetime64[s]"), unit="s")
    texts = [f"{text}+08:00" for text in local.tolist()]
    return np.where(moments < 0, "", array_of(texts))
