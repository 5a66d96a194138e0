"""What the list of an outage is told besides: when it runs, and which others touch the same."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from data.outages import history, taken
from desk.outages.rows import Course
from rules.outages.why import When

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from rules.viewer import Viewer

LONGEST_MONTH = timedelta(days=31)


def course_of(
    desk: Desk, viewer: Viewer, record: OutageRecord | None, customer_ids: Sequence[int]
) -> Course:
    """Return the times of an outage, and which others touch these customers.

    Those that run now are named, those of the month in which it begins are counted. One that is
    not declared yet begins now.
    """
    now = desk.now()
    when = When(record.began_at, record.expected_at) if record else When(now)
    own, ref = (record.number, record.id) if record else ("", 0)
    month = _month(when.began_at, desk.settings.timezone)
    with desk.store.reading() as connection:
        found = taken.numbers(connection, viewer, customer_ids)
        told = history.times_listed(connection, viewer, customer_ids, month, ref)
    others = {ref: tuple(n for n in numbers if n != own) for ref, numbers in found.items()}
    return Course(when, now, others, told)


def _month(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return where the month of a moment begins and ends, on the bureau's calendar."""
    first = at.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + LONGEST_MONTH).replace(day=1)
    return first.astimezone(UTC), following.astimezone(UTC)
