"""The five firsts of a fault outage as they stand, by the bureau's own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.parameters import overrides
from desk.outages.milestones import reached
from rules.codes import OutageKind
from rules.outages.milestones import strip, targets
from rules.overrides import rule_overrides
from rules.pack import RulePack

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from rules.outages.milestones import Step
    from rules.viewer import Viewer


def steps(desk: Desk, viewer: Viewer, record: OutageRecord) -> tuple[Step, ...]:
    """Return the six milestones; none for what is no fault."""
    if record.kind is not OutageKind.FAULT:
        return ()
    day = record.began_at.astimezone(desk.settings.timezone).date()
    with desk.store.reading() as connection:
        own = overrides(connection, viewer)
    pack = RulePack.load().overridden(rule_overrides({k: one.value for k, one in own.items()}))
    given = targets(pack, desk.seen(viewer).parameters, day)
    known = {milestone: one.at for milestone, one in reached(desk, viewer, record.id).items()}
    return strip(record.began_at, known, given, desk.now(), record.restored_at)
