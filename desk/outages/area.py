"""The door for areas: what somebody drew, sent or uploaded becomes an area, or a named error.

Nothing is guessed. An outline that crosses itself is untangled where every way to do so gives the
same area, and refused with the place of the crossing where not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from errors import BattlemapError
from geo.crossings import MOST_JOINED, MOST_UNTANGLED_TOGETHER, cross_more_often, is_crowded
from geo.crs import WGS84, CoordinateSystem
from geo.facts import written
from geo.mending import GeometryFault, crossing_of, mend
from geo.outline import outline
from geo.zorder import is_position

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot

CUSTOMERS, PERCENT = "outage.area.asks_customers", "outage.area.asks_percent"
TIMES, MARGIN = "outage.area.asks_times", "outage.area.margin"
"""Parameters: when an area asks whether it is meant, and what a proposed one leaves around."""
COUNTY = 0.25
"""Square degrees below which no bureau counts: half a degree each way, a small county."""


class AreaEmpty(BattlemapError):
    """Nothing was drawn, or what was drawn has no extent."""

    code = "outage.area.empty"


class AreaUnreadable(BattlemapError):
    """What came is no area. Fact ``what``: the part that is not as it must be."""

    code = "outage.area.unreadable"


class AreaOfWrongType(BattlemapError):
    """Lines or points hold nobody. Fact ``type``: what came instead of an area."""

    code = "outage.area.wrong_type"


class AreaCrossesItself(BattlemapError):
    """What is inside is open to doubt. Facts ``lon``, ``lat``: where the outline crosses itself."""

    code = "outage.area.crossing"


class AreaTangled(BattlemapError):
    """Outlines cross each other at every turn. Fact ``most``: how often they may."""

    code = "outage.area.tangled"


class AreaCrowded(BattlemapError):
    """So many sides lie close to each other that nobody can judge them. Fact ``corners``."""

    code = "outage.area.crowded"


class AreaNotInDegrees(BattlemapError):
    """Degrees were promised, and these are none. Facts ``x``, ``y``: the first such corner."""

    code = "outage.area.not_degrees"


class AreaOutside(BattlemapError):
    """No part of the area lies in the bureau. Facts ``lon``, ``lat``: where it lies."""

    code = "outage.area.outside"


class AreaAsks(BattlemapError):
    """The area is larger than any outage should be: is it meant? Facts ``customers``, ``of``.

    ``customers`` is how many are inside, ``of`` how many there are.
    """

    code = "outage.area.asks"


@dataclass(frozen=True, slots=True, eq=False)
class ReadArea:
    """An area in WGS-84 degrees, and what had to be mended."""

    area: shapely.MultiPolygon
    mended: tuple[GeometryFault, ...] = ()


def read_shapes(shapes: Iterable[shapely.Geometry], system: CoordinateSystem = WGS84) -> ReadArea:
    """Make one area of polygons in a coordinate system; where they overlap, they are joined.

    Raises
    ------
    AreaEmpty, AreaUnreadable, AreaOfWrongType, AreaCrossesItself, AreaNotInDegrees, AreaTangled,
    AreaCrowded
        As they say; nothing is left out silently.
    geo.crs.NotConvertible
        Corners lie where the coordinate system does not reach.
    """
    parts = [part for shape in shapes for part in _polygons(shape)]
    if not parts:
        raise AreaEmpty
    _require_degrees(parts, system)
    drawn = system.geometries_to_wgs84(np.array(parts, object))
    require_untangled(drawn)
    mended = [mend(part) for part in drawn]
    for part, given in zip(drawn, mended, strict=True):
        if given.geometry is None:
            raise _refusal(given.faults[-1], part)
    areas = [given.geometry for given in mended]
    require_joinable(areas)
    joined = areas[0] if len(areas) == 1 else shapely.union_all(areas)
    faults = dict.fromkeys(fault for given in mended for fault in given.faults)
    return ReadArea(shapely.multipolygons(_polygons(joined)), tuple(faults))


def require_untangled(parts: Iterable[shapely.Geometry]) -> None:
    """Refuse areas that take too long to judge, or to untangle one after the other.

    Raises
    ------
    AreaCrowded, AreaTangled
        As they say.
    """
    parts = tuple(parts)
    if is_crowded(parts):
        raise AreaCrowded(corners=int(shapely.get_num_coordinates(np.array(parts, object)).sum()))
    tangled = [part for part in parts if not part.is_valid]
    if len(tangled) > 1 and cross_more_often(tangled, MOST_UNTANGLED_TOGETHER):
        raise AreaTangled(most=MOST_UNTANGLED_TOGETHER)


def require_joinable(areas: Sequence[shapely.Geometry]) -> None:
    """Refuse several areas (AreaTangled) that cross each other too often to be joined."""
    if len(areas) > 1 and cross_more_often(areas, MOST_JOINED):
        raise AreaTangled(most=MOST_JOINED)


def admit(
    snapshot: Snapshot, area: shapely.MultiPolygon, *, sure: bool = False
) -> NDArray[np.int64]:
    """Let an area pass that an outage of this bureau may have; return who is inside (rows).

    Raises
    ------
    AreaOutside
        Nobody lives in it and no cell touches it.
    AreaAsks
        It is out of all proportion, and whoever drew it has not said to be sure.
    """
    inside = snapshot.customers.index.positions_within(area)
    found, everybody = len(inside), len(snapshot.customers)
    if not found and not _touches(snapshot, area):
        middle = area.representative_point()
        raise AreaOutside(lon=written(middle.x), lat=written(middle.y))
    if not sure and (_is_much(snapshot, found) or _is_wide(snapshot, area)):
        raise AreaAsks(customers=found, of=everybody)
    return inside


def proposed(snapshot: Snapshot, rows: NDArray[np.int64]) -> shapely.MultiPolygon | None:
    """Propose an area for a notice: around customers (rows), none where there is nobody."""
    if not len(rows):
        return None
    raw = snapshot.customers.raw
    return outline(raw.x[rows], raw.y[rows], margin_m=snapshot.parameters.number(MARGIN))


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """Take an area and collections of areas apart; parts that are empty are nothing."""
    parts, waiting = [], [shape]
    while waiting:
        one = waiting.pop()
        if isinstance(one, shapely.Polygon):
            parts += [] if one.is_empty else [one]
        elif isinstance(one, shapely.MultiPolygon | shapely.GeometryCollection):
            waiting += reversed(one.geoms)
        else:
            raise AreaOfWrongType(type=one.geom_type)
    return parts


def _require_degrees(parts: list[shapely.Polygon], system: CoordinateSystem) -> None:
    corners = shapely.get_coordinates(parts)
    if not np.isfinite(corners).all():
        raise AreaUnreadable(what="coordinates")
    beyond = np.flatnonzero(~is_position(corners[:, 0], corners[:, 1]))
    if system.datum is not None and len(beyond):
        x, y = corners[beyond[0]]
        raise AreaNotInDegrees(x=written(x), y=written(y))


def _refusal(fault: GeometryFault, shape: shapely.Geometry) -> BattlemapError:
    if fault is GeometryFault.SELF_CROSSING:
        lon, lat = crossing_of(shape)
        return AreaCrossesItself(lon=written(lon), lat=written(lat))
    return AreaEmpty()


def _touches(snapshot: Snapshot, area: shapely.MultiPolygon) -> bool:
    grid, raw = snapshot.grid, snapshot.customers.raw
    if grid.cells:
        return bool(len(grid.cell_shapes.query(area, predicate="intersects")))
    # A bureau without outlines lies where its customers are; without these it has no outside.
    around = shapely.box(raw.x.min(), raw.y.min(), raw.x.max(), raw.y.max()) if len(raw) else area
    return bool(shapely.intersects(around, area))


def _is_much(snapshot: Snapshot, inside: int) -> bool:
    """Tell whether so many customers are many, and too large a share of all."""
    own = snapshot.parameters
    share = own.whole(PERCENT) * len(snapshot.customers)
    return inside >= own.whole(CUSTOMERS) and 100 * inside > share


def _is_wide(snapshot: Snapshot, area: shapely.MultiPolygon) -> bool:
    """Tell whether an area is out of proportion to the box around cells and customers."""
    wider = snapshot.parameters.number(TIMES)
    if area.area <= wider * COUNTY:
        return False
    raw = snapshot.customers.raw
    boxes = shapely.bounds([cell.geometry for cell in snapshot.grid.cells]).reshape(-1, 4)
    x, y = np.append(boxes[:, [0, 2]], raw.x), np.append(boxes[:, [1, 3]], raw.y)
    return bool(len(x)) and area.area > wider * float(np.ptp(x) * np.ptp(y))
