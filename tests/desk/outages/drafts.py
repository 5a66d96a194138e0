"""Drafts over ``small_bureau``.

Opening K1 takes T1, and with it customers 1 and 2; ``WEST_CELL`` holds these two as well,
``EVERYBODY`` also customers 3 (of T2) and 4 (without a transformer).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import shapely

from desk.outages.declared import PartRef
from desk.outages.draft import Draft
from rules.codes import OutageKind
from rules.outages.codes import Part
from tests.builders import NOW, SIDE, SOUTH, WEST

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
K1, K2 = 1, 2
WEST_CELL = shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
EAST_CELL = shapely.box(WEST + SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE)
EVERYBODY = shapely.box(WEST, SOUTH, WEST + 4 * SIDE, SOUTH + SIDE)
OPENED = (PartRef(Part.SWITCH, K1),)
FAULT = Draft(OutageKind.FAULT, "树障", "上寨", NOW - HOUR, NOW + HOUR, None, OPENED)
PLANNED = Draft(OutageKind.PLANNED, "换杆", "上寨", NOW + 8 * DAY, NOW + 8 * DAY + HOUR * 6,
                WEST_CELL, OPENED)  # fmt: skip


def fault(**changes: Any) -> Draft:
    """Return a fault by which K1 has opened, with changes."""
    return replace(FAULT, **changes)


def planned(**changes: Any) -> Draft:
    """Return planned work in the west cell with K1 opened, with changes."""
    return replace(PLANNED, **changes)
