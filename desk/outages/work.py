"""What is on the workbench at a moment: what a page drew and picked, and whom that touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.outages import records
from desk.outages.affected import affected
from desk.outages.bench import area_of, parts_of
from desk.outages.beside import beside_of
from desk.outages.declared import Declared

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.affected import Affected
    from desk.outages.declared import PartRef
    from desk.outages.records import OutageRecord
    from rules.viewer import Viewer


@dataclass(frozen=True, eq=False)
class Work:
    """An outage as the page has it, and whom it touches; ``record`` is none for a new one.

    ``beside`` are the parts that other outages have switched.
    """

    snapshot: Snapshot
    record: OutageRecord | None
    declared: Declared
    beside: tuple[PartRef, ...]
    whom: Affected


def work(desk: Desk, viewer: Viewer, outage_id: int | None, drawn: object, parts: object) -> Work:
    """Return what a page works on, decisions as they are kept.

    Raises
    ------
    desk.outages.bench.BadDrawing, desk.outages.bench.TooMuchDrawn
        What was drawn or picked is refused.
    desk.outages.changing.NoOutage
        The outage is not there.
    """
    record = records.one(desk, viewer, outage_id) if outage_id else None
    decisions = record.declared.decisions if record else {}
    declared = Declared(area_of(drawn), parts_of(parts), decisions)
    snapshot, beside = desk.seen(viewer), beside_of(desk, viewer, record)
    whom = affected(snapshot, viewer, declared, beside)
    return Work(snapshot, record, declared, beside, whom)
