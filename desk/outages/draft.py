"""What somebody says of an outage, and whether it holds together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.outages.parts import PartRow
from desk.outages.changing import AheadOfTime, readable
from desk.outages.times import LATE, bounded
from errors import BattlemapError
from geo.mending import mend
from rules.codes import OutageKind
from rules.masking import for_the_record
from rules.outages.codes import Part

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from data.snapshot.grid import Grid
    from desk.desk import Desk
    from desk.outages.declared import PartRef

LONGEST_CAUSE, LONGEST_PLACE = 120, 400
"""Characters that the store keeps."""
EARTH = (-180.0, -85.0, 180.0, 85.0)
"""Degrees: what a map of ours can show."""
NOUNS = {
    Part.SWITCH: "switches",
    Part.FEEDER: "feeders",
    Part.SECTION: "sections",
    Part.TRANSFORMER: "transformers",
}
"""What the grid calls the rows of each noun."""


class WrongOrder(BattlemapError):
    """Power is expected back before the outage begins. Facts: ``began_at``, ``expected_at``."""

    code = "outage.wrong_order"


class PlanPast(BattlemapError):
    """What is planned would have begun long ago. Facts: ``began_at``."""

    code = "outage.plan_past"


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


def checked(desk: Desk, grid: Grid, draft: Draft) -> dict[str, object]:
    """Return the columns that a draft says, if it holds together."""
    zone = desk.settings.timezone
    bounded((draft.began_at, draft.expected_at))
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


def not_long_past(draft: Draft, now: datetime, zone: ZoneInfo) -> None:
    """Go on only if what is planned begins now or later; it may be entered a day late.

    Raises
    ------
    PlanPast
        It would have begun before. A fault may: it is found out about afterwards.
    """
    if draft.kind is not OutageKind.FAULT and draft.began_at < now - LATE:
        raise PlanPast(began_at=draft.began_at.astimezone(zone))


def rows_of(draft: Draft) -> list[PartRow]:
    """Return the parts of a draft as they are kept.

    Raises
    ------
    PartTwice
        A switch is both opened and closed.
    """
    rows = {PartRow(part.noun, part.ref, part.opened) for part in draft.parts}
    known: set[tuple[Part, int]] = set()
    for row in sorted(rows):
        if (row.noun, row.ref) in known:
            raise PartTwice(ref=row.ref)
        known.add((row.noun, row.ref))
    return sorted(rows)


def wrong_order(began_at: datetime, expected_at: datetime, zone: ZoneInfo) -> WrongOrder:
    """Return the error of an end before the beginning, in the bureau's own time."""
    return WrongOrder(began_at=began_at.astimezone(zone), expected_at=expected_at.astimezone(zone))


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
