"""What the list of an outage is told besides: when it runs, and which others touch the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.outages import taken
from desk.outages.rows import Course
from rules.outages.why import When

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from rules.viewer import Viewer


def course_of(
    desk: Desk, viewer: Viewer, record: OutageRecord | None, customer_ids: Sequence[int]
) -> Course:
    """Return the times of an outage, and which running ones leave these customers without power.

    One that is not declared yet begins now.
    """
    now = desk.now()
    when = When(record.began_at, record.expected_at) if record else When(now)
    own = record.number if record else ""
    with desk.store.reading() as connection:
        found = taken.numbers(connection, viewer, customer_ids)
    others = {ref: tuple(n for n in numbers if n != own) for ref, numbers in found.items()}
    return Course(when, now, others, {})
