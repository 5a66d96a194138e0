"""An outage is declared, and what it was declared by is changed.

Two people may edit one outage. Who saves second, having looked at an older edit, is told who was
first and when; nothing of the first is lost, and the second still has the draft in hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.outages import events, outages, parts, promises
from data.outages.events import Happening
from data.outages.parts import PartRow
from desk.outages.area import admit
from desk.outages.changing import AheadOfTime, changing, readable
from errors import BattlemapError
from geo.mending import mend
from rules.access import Right, require
from rules.codes import OutageKind
from rules.masking import for_the_record
from rules.outages.codes import Noted, OutageState, Part
from rules.outages.life import FIRST

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from data.snapshot.grid import Grid
    from data.snapshot.judged import Snapshot
    from data.store import Writing
    from desk.desk import Desk
    from desk.outages.changing import Changing
    from desk.outages.declared import PartRef
    from rules.viewer import Viewer

LONGEST_CAUSE, LONGEST_PLACE = 120, 400
"""Characters that the store keeps."""
EARTH = (-180.0, -85.0, 180.0, 85.0)
"""Degrees: what a map of ours can show."""
NOT_BEGUN = frozenset(
    {OutageState.DRAFT, OutageState.CHECKED, OutageState.APPROVED, OutageState.POSTPONED}
)
"""States in which the time of the beginning is still a plan that nobody has announced."""
NOUNS = {
    Part.SWITCH: "switches",
    Part.FEEDER: "feeders",
    Part.SECTION: "sections",
    Part.TRANSFORMER: "transformers",
}
"""What the grid calls the rows of each noun."""


class KindUnfit(BattlemapError):
    """An outage of this kind is not declared here, or cannot become one. Facts: ``kind``."""

    code = "outage.kind_unfit"


class WrongOrder(BattlemapError):
    """Power is expected back before the outage begins. Facts: ``began_at``, ``expected_at``."""

    code = "outage.wrong_order"


class PartUnknown(BattlemapError):
    """A part of the network is not in the bureau's data. Facts: ``part``, ``ref``."""

    code = "outage.part_unknown"


class PartTwice(BattlemapError):
    """A switch cannot be both opened and closed. Facts: ``ref``."""

    code = "outage.part_twice"


class AreaUnfit(BattlemapError):
    """The area is no area, or crosses itself without an evident meaning. Facts: ``fault``."""

    code = "outage.area_unfit"


class TooLong(BattlemapError):
    """A text is longer than what is kept. Facts: ``most``."""

    code = "outage.too_long"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody says of an outage.

    ``began_at`` is when it began or is to begin, ``expected_at`` when power is expected back;
    ``area`` is a polygon or multipolygon in WGS-84 degrees, none where nothing was drawn; ``sure``
    is that an area out of proportion is meant.
    """

    kind: OutageKind
    cause: str
    place: str
    began_at: datetime
    expected_at: datetime | None = None
    area: shapely.Polygon | shapely.MultiPolygon | None = None
    parts: tuple[PartRef, ...] = ()
    sure: bool = False


def declare(desk: Desk, viewer: Viewer, draft: Draft) -> int:
    """Keep a new outage and return its id; what was expected is the first promise.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not declare outages.
    KindUnfit, WrongOrder, PartUnknown, PartTwice, AreaUnfit, TooLong
        The draft does not hold together.
    desk.outages.area.AreaOutside, desk.outages.area.AreaAsks
        Its area lies outside the bureau, or is out of proportion and nobody is sure of it.
    desk.outages.changing.AheadOfTime
        A fault would begin later than now.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    if draft.kind not in FIRST:
        raise KindUnfit(kind=draft.kind.value)
    snapshot, now = desk.seen(viewer), desk.now()
    values = _checked(desk, snapshot.grid, draft)
    _admit(snapshot, values["area"], draft)
    day = now.astimezone(desk.settings.timezone).date()
    own = {"kind": str(draft.kind), "state": str(FIRST[draft.kind]), "edit": 1,
           "made_by": viewer.name, "made_at": now}  # fmt: skip
    if draft.kind is not OutageKind.FAULT:
        own["planned_at"] = draft.began_at
    with desk.store.writing(viewer) as writing:
        number = outages.next_number(writing, day)
        outage_id = outages.add(writing, {"number": number, **own, **values})
        parts.replace(writing, outage_id, _rows(draft))
        _promise(writing, outage_id, now, draft.expected_at)
        facts: dict[str, object] = {"kind": draft.kind.value, "parts": len(draft.parts),
                                    "area": draft.area is not None}  # fmt: skip
        told = Happening(Noted.DECLARE, now, facts)
        events.tell(writing, outage_id, number, told)
    return outage_id


def revise(desk: Desk, viewer: Viewer, outage_id: int, edit: int, draft: Draft) -> int:
    """Change what an outage was declared by, looked at as of ``edit``; return the new edit.

    A draft that says nothing new changes nothing. Decisions about customers stay, and so does a
    promise that the draft is silent about.

    Raises
    ------
    desk.outages.changing.EditedMeanwhile
        Somebody changed it meanwhile; the draft is still the caller's.
    desk.outages.changing.NotEditable
        It is restored or over.
    KindUnfit
        An outage keeps its kind.
    rules.access.NotAllowed, desk.outages.changing.NoOutage, and as for :func:`declare`
        It may not be done, or the draft does not hold together.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    snapshot = desk.seen(viewer)
    values = _checked(desk, snapshot.grid, draft)
    with changing(desk, viewer, outage_id) as change:
        change.require_edit(edit)
        if draft.kind is not change.outage.kind:
            raise KindUnfit(kind=draft.kind.value)
        if not _same(change.outage.area, values["area"]):
            _admit(snapshot, values["area"], draft)  # what was let in once is not asked again
        _keep_promise(change, values)
        if change.outage.planned_at and change.outage.state in NOT_BEGUN:
            values["planned_at"] = draft.began_at
        return _revised(change, draft, values)


def _keep_promise(change: Changing, values: dict[str, object]) -> None:
    """Let the promise stand of which nothing is said: it is given up for another one only."""
    promised, began_at = change.outage.expected_at, values["began_at"]
    if values["expected_at"] is not None or promised is None:
        return
    if isinstance(began_at, datetime) and promised <= began_at:
        raise wrong_order(began_at, promised, change.zone)
    values["expected_at"] = promised


def wrong_order(began_at: datetime, expected_at: datetime, zone: ZoneInfo) -> WrongOrder:
    """Return the error of an end before the beginning, in the bureau's own time."""
    return WrongOrder(began_at=began_at.astimezone(zone), expected_at=expected_at.astimezone(zone))


def _revised(change: Changing, draft: Draft, values: dict[str, object]) -> int:
    writing, was = change.writing, change.outage
    before = parts.of(writing.connection, writing.viewer, was.id)
    after = tuple(sorted(_rows(draft)))
    new = [name for name, value in values.items() if not _same(getattr(was, name), value)]
    if before != after:
        new.append("parts")
        parts.replace(writing, was.id, after)
    if not new:
        return was.edit
    if "expected_at" in new:
        _promise(writing, was.id, change.now, draft.expected_at)
    change.set(**values)
    change.tell(Noted.REVISE, {"changed": sorted(new)})
    return change.next_edit()


def _checked(desk: Desk, grid: Grid, draft: Draft) -> dict[str, object]:
    """Return the columns that a draft says, if it holds together."""
    zone = desk.settings.timezone
    if draft.expected_at is not None and draft.expected_at <= draft.began_at:
        raise wrong_order(draft.began_at, draft.expected_at, zone)
    if draft.kind is OutageKind.FAULT and draft.began_at > desk.now():
        raise AheadOfTime(at=draft.began_at.astimezone(zone))
    return {
        "cause": _short(draft.cause, LONGEST_CAUSE),
        "place": _short(draft.place, LONGEST_PLACE),
        "began_at": draft.began_at,
        "expected_at": draft.expected_at,
        "area": _area(draft),
        "feeder_id": _feeder(grid, draft),
    }


def _short(text: str, most: int) -> str:
    told = for_the_record(readable(text))
    if len(told) > most:
        raise TooLong(most=most)
    return told


def _area(draft: Draft) -> shapely.MultiPolygon | None:
    if draft.area is None:
        return None
    found = mend(draft.area)
    if found.geometry is None:
        raise AreaUnfit(fault=found.faults[-1].value)
    if not shapely.box(*EARTH).covers(shapely.box(*found.geometry.bounds)):
        raise AreaUnfit(fault="outage.off_the_earth")
    return found.geometry


def _admit(snapshot: Snapshot, area: object, draft: Draft) -> None:
    if isinstance(area, shapely.MultiPolygon):
        admit(snapshot, area, sure=draft.sure)


def _feeder(grid: Grid, draft: Draft) -> int | None:
    """Return the one feeder of all parts that are without power, none where there are several."""
    found = set()
    for part in draft.parts:
        rows = getattr(grid, NOUNS[part.noun])
        (place,) = grid.positions(NOUNS[part.noun], np.array([part.ref], np.int32))
        if place < 0:
            raise PartUnknown(part=part.noun.value, ref=part.ref)
        if part.opened:
            found.add(part.ref if part.noun is Part.FEEDER else rows[place].feeder_id)
    return found.pop() if len(found) == 1 else None


def _rows(draft: Draft) -> list[PartRow]:
    rows = {PartRow(part.noun, part.ref, part.opened) for part in draft.parts}
    known: set[tuple[Part, int]] = set()
    for row in sorted(rows):
        if (row.noun, row.ref) in known:
            raise PartTwice(ref=row.ref)
        known.add((row.noun, row.ref))
    return sorted(rows)


def _promise(writing: Writing, outage_id: int, at: datetime, expected_at: datetime | None) -> None:
    if expected_at is not None:
        promises.add(writing, outage_id, at, expected_at, "")


def _same(was: object, now: object) -> bool:
    if isinstance(was, shapely.Geometry) and isinstance(now, shapely.Geometry):
        return bool(shapely.equals_exact(was, now))
    return was == now
