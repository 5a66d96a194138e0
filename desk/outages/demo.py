"""Something to look at in a demo bureau: running faults at work, and work that is planned.

Everything is done as people would do it, by the demo bureau's own coordinator and dispatcher and at
the times that are told, so that it stands in the course and in the audit like any other act. The
same bureau at the same time is given the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.demo import words
from data.outages import taken
from data.snapshot.grid import with_id
from desk.outages.affected import affected
from desk.outages.confirming import confirm
from desk.outages.declared import Declared, PartRef
from desk.outages.declaring import declare, revise
from desk.outages.draft import Draft
from desk.outages.living import act
from desk.outages.milestones import stamp
from desk.outages.promising import promise
from desk.outages.records import listing
from desk.outages.trace import lost_transformers
from rules.codes import OutageKind, SwitchState
from rules.outages.codes import Milestone, OutageAct, OutageState, Part
from rules.viewer import Role, Viewer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.records import OutageLine

COORDINATOR = Viewer("demo-coordinator", Role.COORDINATOR)
DISPATCHER = Viewer("demo-dispatcher", Role.DISPATCHER)
MINUTE = timedelta(minutes=1)
FEWEST, MOST = 2, 15
"""Transformers that planned work takes."""
DAYS_AHEAD = {"approved": 8, "draft": 12}
MARGIN = 0.001
"""Degrees by which the area of planned work is drawn wider than its customers stand."""


def liven(desk: Desk) -> None:
    """Bring the running faults to where they would be by now, and plan some work.

    Raises
    ------
    data.store.StoreAway, data.store.StoreBusy
        The store cannot be written.
    """
    running = [line for line in listing(desk, DISPATCHER) if line.state is OutageState.REPORTED]
    oldest_first = sorted(running, key=lambda line: (line.began_at, line.id))
    for turn, line in enumerate(oldest_first):
        _work_on(desk, line, whole=turn == 0, repairs=turn < len(oldest_first) - 1)
    switches = _worth_planning(desk.seen(DISPATCHER), {line.feeder_id for line in running})
    for plan, switch in zip((_approved, _drafted), switches, strict=False):
        plan(desk, switch)


def _work_on(desk: Desk, line: OutageLine, *, whole: bool, repairs: bool) -> None:
    """Do what is done about a fault; of the youngest not even the repair has begun."""
    began, final = line.began_at, line.expected_at
    first = final
    if whole and final is not None:
        first = max(began + 30 * MINUTE, final - 45 * MINUTE)
    early = _at(desk, began + 4 * MINUTE)
    edit = revise(early, COORDINATOR, line.id, 0, _declared(early, line, first))
    act(_at(desk, began + 9 * MINUTE), DISPATCHER, line.id, OutageAct.LOCATE)
    confirm(_at(desk, began + 12 * MINUTE), COORDINATOR, line.id, edit)
    if repairs:
        act(_at(desk, began + 17 * MINUTE), DISPATCHER, line.id, OutageAct.REPAIR)
        stamp(_at(desk, began + 20 * MINUTE), COORDINATOR, line.id, Milestone.CUSTOMERS_TOLD)
    if whole and final is not None and final != first:
        later = _at(desk, began + 30 * MINUTE)
        stamp(later, COORDINATOR, line.id, Milestone.PICTURES_POSTED)
        promise(later, DISPATCHER, line.id, final, words.PROMISED_LATER)


def _declared(desk: Desk, line: OutageLine, expected_at: datetime | None) -> Draft:
    feeder = with_id(desk.seen(DISPATCHER).grid.feeders, line.feeder_id)
    with desk.store.reading() as connection:
        refs = sorted(taken.transformers(connection, DISPATCHER, line.id))
    return Draft(
        kind=line.kind,
        cause=line.cause,
        place=feeder.name if feeder else "",
        began_at=line.began_at,
        expected_at=expected_at,
        parts=tuple(PartRef(Part.TRANSFORMER, ref) for ref in refs),
    )


def _approved(desk: Desk, switch: int) -> None:
    then = _at(desk, desk.now() - timedelta(days=1))
    draft = _planned(desk, switch, DAYS_AHEAD["approved"], words.PLANNED_CAUSES[0])
    ref = declare(then, COORDINATOR, draft)
    confirm(then, COORDINATOR, ref, 1)
    act(then, COORDINATOR, ref, OutageAct.CHECK)
    # Whoever is without power too often already is met in a demo bureau as well.
    act(then, DISPATCHER, ref, OutageAct.APPROVE, words.APPROVED_ALL_THE_SAME)


def _drafted(desk: Desk, switch: int) -> None:
    """Leave a draft whose area and trace do not quite agree: there is something to decide."""
    snapshot = desk.seen(COORDINATOR)
    parts = (PartRef(Part.SWITCH, switch),)
    at = affected(snapshot, COORDINATOR, Declared(parts=parts)).rows
    raw = snapshot.customers.raw
    area = shapely.MultiPoint(np.column_stack([raw.x[at], raw.y[at]])).convex_hull.buffer(MARGIN)
    draft = _planned(desk, switch, DAYS_AHEAD["draft"], words.PLANNED_CAUSES[1])
    declare(_at(desk, desk.now() - 30 * MINUTE), COORDINATOR, replace(draft, area=area))


def _planned(desk: Desk, switch: int, days: int, cause: str) -> Draft:
    zone, grid = desk.settings.timezone, desk.seen(DISPATCHER).grid
    day = desk.now().astimezone(zone).date() + timedelta(days=days)
    row = with_id(grid.switches, switch)
    return Draft(
        kind=OutageKind.PLANNED,
        cause=cause,
        place=row.name if row else "",
        began_at=datetime.combine(day, time(9), zone),
        expected_at=datetime.combine(day, time(17), zone),
        parts=(PartRef(Part.SWITCH, switch),),
    )


def _worth_planning(snapshot: Snapshot, busy: set[int | None]) -> Iterator[int]:
    """Return switches behind which a few transformers with customers are, one a feeder."""
    known = set(busy)
    for row in snapshot.grid.switches:
        if row.state != SwitchState.CLOSED or row.feeder_id in known:
            continue
        lost = lost_transformers(snapshot.grid, (PartRef(Part.SWITCH, row.id),))
        if FEWEST <= len(lost) <= MOST and np.isin(snapshot.customers.transformer, lost).any():
            known.add(row.feeder_id)
            yield row.id


def _at(desk: Desk, moment: datetime) -> Desk:
    """Return the desk at another time."""
    return replace(desk, now=lambda: moment)
