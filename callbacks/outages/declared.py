"""What is on the workbench at a moment: what the page drew and picked, what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callbacks.asking import viewer
from desk.outages import records
from desk.outages.affected import affected
from desk.outages.bench import area_of, parts_of
from desk.outages.declared import Declared

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.affected import Affected
    from desk.outages.records import OutageRecord


@dataclass(frozen=True, eq=False)
class Work:
    """An outage as the page has it, and whom it touches; ``record`` is none for a new one."""

    snapshot: Snapshot
    record: OutageRecord | None
    declared: Declared
    whom: Affected


def work(desk: Desk, base: dict[str, Any] | None, drawn: object, parts: object) -> Work:
    """Return what the page works on, decisions as they are kept.

    Raises
    ------
    desk.outages.bench.BadDrawing, desk.outages.bench.TooMuchDrawn
        What was drawn or picked is refused.
    desk.outages.records.NoOutage
        The outage is not there.
    """
    who, record = viewer(), record_of(desk, base)
    decisions = record.declared.decisions if record else {}
    declared = Declared(area_of(drawn), parts_of(parts), decisions)
    snapshot = desk.seen(who)
    return Work(snapshot, record, declared, affected(snapshot, who, declared))


def record_of(desk: Desk, base: dict[str, Any] | None) -> OutageRecord | None:
    """Return the outage that the page works on, none for a new one."""
    ref = (base or {}).get("id")
    return records.one(desk, viewer(), int(ref)) if ref else None
