"""The workbench of an outage: what was drawn and picked in a browser, as it is declared.

Rings come from terra-draw as lists of positions in degrees (WGS-84), areas and the holes that are
cut out of them apart: a hole may reach beyond its area, and what it leaves is worked out here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import shapely

from desk.outages.area import AreaEmpty, require_joinable, require_untangled
from desk.outages.declared import PartRef
from desk.view import LARGEST_ID
from errors import BattlemapError
from geo.facts import written
from geo.mending import GeometryFault, crossing_of, mend, read_ring
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.mending import Mended

PATH, NEW = "/outages", "/outages/new"
MOST_POSITIONS = 100_000
"""Positions of a whole drawing: no hand makes as many."""
FARTHEST = 1_000
"""Degrees. Who goes round the map more than once draws far off; no hand draws farther than this."""
MOST_PARTS = 500


class BadDrawing(BattlemapError):
    """A ring that was drawn crosses itself, and what is inside is anybody's guess.

    Fact: ``place`` ("longitude latitude"), as ``crossing`` has it in numbers.
    """

    code = "outage.drawing"

    def __init__(self, crossing: tuple[float, float]) -> None:
        """Keep where it crosses itself."""
        super().__init__(place=" ".join(str(written(n)) for n in crossing))
        self.crossing = crossing


class TooMuchDrawn(BattlemapError):
    """More positions, or more parts, than anybody draws or picks."""

    code = "outage.too_much_drawn"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a URL of the workbench says: the outage, none for a new one, and what is picked."""

    outage_id: int | None
    parts: tuple[PartRef, ...] = ()
    tab: str = ""

    @classmethod
    def parse(cls, path: str, search: str) -> Asked | None:
        """Read a URL; none where it is not one of the workbench."""
        query = parse_qs(search.removeprefix("?"))
        ref = path.removeprefix(f"{PATH}/")
        tab = query.get("tab", [""])[0]
        if path == NEW:
            return cls(None, parts_named(query.get("part", ())), tab)
        if path == ref or not (ref.isdecimal() and len(ref) <= len(str(LARGEST_ID))):
            return None
        return cls(int(ref), (), tab) if int(ref) <= LARGEST_ID else None


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What was drawn, none for nothing; ``untangled`` is that a ring crossed itself, harmlessly."""

    area: shapely.MultiPolygon | None
    untangled: bool = False


def href(outage_id: int) -> str:
    """Return the address of an outage's workbench."""
    return f"{PATH}/{outage_id}"


def href_of_new(noun: Part, ref: int) -> str:
    """Return the address at which a new outage begins with a part of the network."""
    return f"{NEW}?part={noun}.{ref}"


def area_of(drawn: object) -> shapely.MultiPolygon | None:
    """Return what rings enclose, holes cut out; none where nothing is drawn.

    Raises
    ------
    BadDrawing
        A ring crosses itself so that its area is anybody's guess.
    desk.outages.area.AreaEmpty
        A ring encloses nothing.
    TooMuchDrawn
        The drawing has more than ``MOST_POSITIONS``.
    desk.outages.area.AreaTangled
        Its rings cross each other at every turn.
    """
    return read_drawn(drawn).area


def read_drawn(drawn: object) -> Drawn:
    """Return what rings enclose, and whether one that crossed itself was put right.

    Raises
    ------
    BadDrawing, TooMuchDrawn, desk.outages.area.AreaEmpty, desk.outages.area.AreaTangled
        As for :func:`area_of`.
    """
    areas, holes = _rings(drawn, "areas"), _rings(drawn, "holes")
    if sum(map(len, (*areas, *holes))) > MOST_POSITIONS:
        raise TooMuchDrawn(most=MOST_POSITIONS)
    read = [read_ring(ring) for ring in (*areas, *holes)]
    require_untangled([one.geometry for one in read if one.geometry is not None])
    mended = [_polygon(one) for one in read]
    require_joinable([one.geometry for one in mended if one.geometry is not None])
    outer, inner = mended[: len(areas)], mended[len(areas) :]
    left = shapely.difference(_joined(outer), _joined(inner))
    polygons = [one for one in shapely.get_parts(left) if _is_area(one)]
    untangled = any(GeometryFault.UNTANGLED in one.faults for one in mended)
    return Drawn(shapely.multipolygons(polygons) if polygons else None, untangled)


def rings_of(area: shapely.MultiPolygon | None) -> dict[str, list[list[list[float]]]]:
    """Return an area as it is handed to a browser to be drawn on."""
    polygons = () if area is None else area.geoms
    return {
        "areas": [_positions(one.exterior) for one in polygons],
        "holes": [_positions(hole) for one in polygons for hole in one.interiors],
    }


def parts_of(given: object) -> tuple[PartRef, ...]:
    """Return parts as a browser tells them: noun, id, and whether it is opened.

    What is none of the network's nouns is left out: no page of ours says so.

    Raises
    ------
    TooMuchDrawn
        There are more than ``MOST_PARTS``.
    """
    told = given if isinstance(given, list) else []
    if len(told) > MOST_PARTS:
        raise TooMuchDrawn(most=MOST_PARTS)
    return tuple(part for one in told if (part := _part(one)) is not None)


def told(parts: Iterable[PartRef]) -> list[list[object]]:
    """Return parts as a browser keeps them."""
    return [[str(part.noun), part.ref, part.opened] for part in parts]


def parts_named(names: Sequence[str]) -> tuple[PartRef, ...]:
    """Return parts as a URL names them: ``switch.12``, ``switch.12.closed``."""
    split = [name.split(".") for name in names]
    return parts_of(
        [
            [noun, int(ref), more != ["closed"]]
            for noun, ref, *more in (one for one in split if len(one) > 1)
            if ref.isdecimal() and len(ref) <= len(str(LARGEST_ID))
        ]
    )


def _part(one: Any) -> PartRef | None:  # noqa: ANN401 - whatever a page sends
    match one:
        case [str(noun), int(ref), bool(opened)] if noun in set(Part) and 0 < ref <= LARGEST_ID:
            return PartRef(Part(noun), ref, opened)
        case _:
            return None


def _rings(drawn: object, name: str) -> list[list[list[float]]]:
    rings = drawn.get(name) if isinstance(drawn, dict) else None
    return rings if isinstance(rings, list) and all(_is_ring(ring) for ring in rings) else []


def _is_ring(ring: object) -> bool:
    return isinstance(ring, list) and all(
        isinstance(one, list)
        and len(one) > 1
        and all(isinstance(n, int | float) and abs(n) <= FARTHEST for n in one)
        for one in ring
    )


def _joined(mended: list[Mended]) -> shapely.Geometry:
    return shapely.union_all([one.geometry for one in mended])


def _polygon(read: Mended) -> Mended:
    mended = mend(read)
    if mended.geometry is None:
        if read.geometry is None or mended.faults[-1] is not GeometryFault.SELF_CROSSING:
            raise AreaEmpty
        raise BadDrawing(crossing_of(read.geometry))
    return mended


def _positions(ring: shapely.LinearRing) -> list[list[float]]:
    return [[round(x, 7), round(y, 7)] for x, y in shapely.get_coordinates(ring).tolist()]


def _is_area(part: shapely.Geometry) -> bool:
    """Tell whether something is left: a hole as large as its area leaves an empty polygon."""
    return isinstance(part, shapely.Polygon) and not part.is_empty
