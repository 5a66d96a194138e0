"""A drawing while it is drawn: whom it holds at this moment, or why nobody can say yet.

A hand on its way through a drawing crosses its own line, or leaves the bureau; that is no error
of anybody's, so it is told here rather than raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.area import AreaEmpty, AreaOutside, admit
from desk.outages.bench import BadDrawing, read_drawn
from rules.codes import Sensitivity

if TYPE_CHECKING:
    from desk.desk import Desk
    from rules.viewer import Viewer


class Remark(StrEnum):
    """What is to be said of a drawing, besides a number."""

    NONE = "none"
    CROSSING = "crossing"
    UNTANGLED = "untangled"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Held:
    """Whom a drawing holds: how many, and by sensitivity (position = code).

    ``count`` is none where what is inside is open to doubt; ``crossing`` is where the outline
    crosses itself then, as longitude and latitude.
    """

    count: int | None
    by_sensitivity: tuple[int, ...] = ()
    remark: Remark = Remark.NONE
    crossing: tuple[float, float] | None = None


def held(desk: Desk, viewer: Viewer, drawn: object) -> Held:
    """Count whom the rings of a drawing hold, of those whom the viewer sees.

    An area out of proportion is counted as well: whether it is meant is asked when it is kept.

    Raises
    ------
    desk.outages.bench.TooMuchDrawn
        No hand draws as much.
    desk.outages.area.AreaTangled
        Its rings cross each other at every turn.
    """
    try:
        drawing = read_drawn(drawn)
    except BadDrawing as error:
        return Held(None, remark=Remark.CROSSING, crossing=error.crossing)
    except AreaEmpty:
        return Held(None)
    if drawing.area is None:
        return Held(None)
    snapshot = desk.seen(viewer)
    try:
        rows = admit(snapshot, drawing.area, sure=True)
    except AreaOutside:
        return Held(0, (0,) * len(Sensitivity), Remark.OUTSIDE)
    levels = np.bincount(snapshot.customers.sensitivity[rows], minlength=len(Sensitivity))
    remark = Remark.UNTANGLED if drawing.untangled else Remark.NONE
    return Held(len(rows), tuple(levels.tolist()), remark)
