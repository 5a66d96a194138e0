"""Who had power again, and has lost it once more by what a list is declared by now.

Fault by an opened switch and a tripped feeder; the switch is closed, and whoever hangs behind it
is back; then the feeder that feeds it trips as well, and is added to the same outage. Who stays on
a list keeps when power came back, and so would be dark and counted as having power.

Taken anew is who had power by the parts of the list before and has none by those of the new one,
both with what was closed in the course and with what other outages have switched; and who hangs on
what an added part takes by itself, whichever way power was said to have come back, unless the
network shows another way. So is who stands in an area that did not reach there before: why it was
drawn so nobody can tell afterwards, and in doubt somebody is out; but for an area that is the one
which is proposed around those who are still out. What somebody said of the
restoration after the parts or the area were last changed was said in the knowledge of them, and
counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.outages import events, taken
from desk.outages.declared import PartRef
from desk.outages.holding import Holding, holding
from desk.outages.proposing import is_proposal, rows_out
from desk.outages.trace import lost_transformers, trace
from rules.outages.codes import Noted, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from data.outages.events import EventRow
    from data.outages.revisions import RevisionRow
    from data.snapshot.judged import Snapshot
    from desk.outages.changing import Changing
    from desk.outages.declared import Declared

TAKING = frozenset({"parts", "area"})
"""What of an outage decides whom it takes, as a revision of it names it."""


def lost_again(
    change: Changing,
    snapshot: Snapshot,
    declared: Declared,
    before: RevisionRow,
    beside: Sequence[PartRef],
) -> frozenset[int]:
    """Return who (ids) has power again by the list before and is taken by what is new since.

    ``beside`` is what other outages have switched. Nobody is, where parts and area are the same.
    """
    connection, viewer = change.writing.connection, change.writing.viewer
    course = events.of(connection, viewer, change.outage.id)
    since = _changed_at(course, change.now)
    back = taken.of(connection, viewer, change.outage.id).items()
    ids = np.array(sorted(ref for ref, at in back if at is not None and at <= since), np.int32)
    rows = snapshot.customers.rows_of(ids)
    rows = rows[rows >= 0]
    if not len(rows):
        return frozenset()
    lost = _by_parts(snapshot, rows, _parts(before), declared.parts, beside, course)
    inside = _by_area(snapshot, rows, before, declared)
    if inside.any() and declared.area is not None:
        again = {ref for ref, at in back if at is not None} - set(
            snapshot.customers.raw.id[rows[lost]].tolist()
        )
        around = rows_out(snapshot, viewer, declared.parts, _parts(before), again, beside)
        lost |= inside & (not is_proposal(snapshot, declared.area, around))
    return frozenset(snapshot.customers.raw.id[rows[lost]].tolist())


def _changed_at(course: Sequence[EventRow], now: datetime) -> datetime:
    """Return when parts or area were changed the last time: now, where nobody has said."""
    for event in reversed(course):
        changed = event.facts.get("changed")
        if event.act == Noted.REVISE and isinstance(changed, list) and TAKING & set(changed):
            return event.at
    return now


def _parts(before: RevisionRow) -> tuple[PartRef, ...]:
    return tuple(
        PartRef(Part(str(part["noun"])), int(str(part["ref"])), opened=bool(part["opened"]))
        for part in before.parts
    )


def _by_parts(
    snapshot: Snapshot,
    rows: NDArray[np.int64],
    was: Sequence[PartRef],
    now: Sequence[PartRef],
    beside: Sequence[PartRef],
    course: Sequence[EventRow],
) -> NDArray[np.bool_]:
    """Tell of each row whether it loses its power by the parts that are another now."""
    if set(was) == set(now):
        return np.zeros(len(rows), bool)
    grid, raw = snapshot.grid, snapshot.customers.raw
    before = trace(grid, (*beside, *_held_before(course).of(was))).living
    held = holding(event.facts for event in course)
    living = trace(grid, (*beside, *held.of(now))).living
    hit = before & ~living
    alone = lost_transformers(grid, [part for part in now if part not in was])
    hit[alone] |= ~living[alone]
    first = snapshot.customers.transformer[rows]
    second = grid.positions("transformers", raw.second_transformer_id[rows])
    lost: NDArray[np.bool_] = (hit[first] | hit[second]) & ~(living[first] | living[second])
    return lost


def _held_before(course: Sequence[EventRow]) -> Holding:
    """Return what was closed and held until somebody changed the outage since the list before."""
    confirmed = max((one.id for one in course if one.act == Noted.CONFIRM), default=0)
    return holding(
        event.facts for event in course if not (event.act == Noted.REVISE and event.id > confirmed)
    )


def _by_area(
    snapshot: Snapshot, rows: NDArray[np.int64], before: RevisionRow, declared: Declared
) -> NDArray[np.bool_]:
    """Tell of each row whether it stands in the area, and did not stand in the one before."""
    inside = np.zeros(len(rows), bool)
    if declared.area is not None:
        within = snapshot.customers.index.positions_within
        inside |= np.isin(rows, within(declared.area))
        if before.area is not None:
            inside &= ~np.isin(rows, within(before.area))
    return inside
