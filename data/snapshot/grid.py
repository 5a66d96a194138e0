"""Everything on the map that is small enough to be held whole: cells, network, relays, lines."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import shapely

from data.snapshot.afar import Afar
from data.snapshot.shelf import Shelf
from data.snapshot.wiring import Wiring
from geo.network import Network
from geo.spots import Spots
from rules.codes import SwitchState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


DRAWN = 2_000
"""Parts of tiles that are kept; the largest have some hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class CellRow:
    """A grid cell. ``station`` and ``manager`` are "" where nobody is named."""

    id: int
    code: str
    name: str
    station: str
    manager: str
    manager_phone: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class FeederRow:
    """A feeder and the substation it leaves from."""

    id: int
    code: str
    name: str
    substation: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section; ``feeder_id`` is none where no feeder reaches it."""

    id: int
    code: str
    feeder_id: int | None
    from_node: str
    to_node: str
    geometry: BaseGeometry | None
    length_m: float | None


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """A switch with its normal state."""

    id: int
    code: str
    name: str
    kind: str
    from_node: str
    to_node: str
    state: str
    feeder_id: int | None
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class TransformerRow:
    """A distribution transformer and the feeder that reaches it."""

    id: int
    code: str
    name: str
    node: str
    ownership: str
    feeder_id: int | None
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class RelayRow:
    """A relay contact; its phone is not on the map."""

    id: int
    code: str
    kind: str
    name: str
    language: str
    reliability: float | None
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the landscape."""

    id: int
    kind: str
    name: str
    geometry: BaseGeometry


Named = TypeVar(
    "Named", CellRow, FeederRow, SectionRow, SwitchRow, TransformerRow, RelayRow, LineRow
)


@dataclass(frozen=True, eq=False)
class Grid:
    """The bureau's territory and network, each noun ordered by id.

    ``sources`` maps a node to the id of the feeder that begins there; ``served`` has the ids of
    the customers, cells and transformers that some relay reaches, by noun.
    """

    cells: tuple[CellRow, ...]
    feeders: tuple[FeederRow, ...]
    sources: Mapping[str | int, str | int]
    sections: tuple[SectionRow, ...]
    switches: tuple[SwitchRow, ...]
    transformers: tuple[TransformerRow, ...]
    relays: tuple[RelayRow, ...]
    lines: tuple[LineRow, ...]
    served: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)

    @cached_property
    def network(self) -> Network:
        """Return the network as switched: the edges are the sections, then the switches."""
        edges: list[SectionRow | SwitchRow] = [*self.sections, *self.switches]
        closed = [True] * len(self.sections)
        closed += [switch.state == SwitchState.CLOSED for switch in self.switches]
        return Network.build(
            [edge.from_node for edge in edges],
            [edge.to_node for edge in edges],
            closed,
            self.sources,
            edges,
        )

    @cached_property
    def wiring(self) -> Wiring:
        """Return what the network says of these rows."""
        return Wiring(self)

    @cached_property
    def cell_shapes(self) -> shapely.STRtree:
        """Return the cells' polygons, to be asked for those in a box."""
        return shapely.STRtree([cell.geometry for cell in self.cells])

    @cached_property
    def section_shapes(self) -> shapely.STRtree:
        """Return the sections' lines; a section without one is never found."""
        return shapely.STRtree([section.geometry for section in self.sections])

    @cached_property
    def afar(self) -> Afar:
        """Return the coarse shapes of cells and feeders."""
        lines = [row for row in self.sections if row.geometry is not None]
        return Afar(
            [cell.geometry for cell in self.cells],
            [row.geometry for row in lines if row.geometry is not None],
            [row.feeder_id or 0 for row in lines],
        )

    @cached_property
    def trunk_shapes(self) -> shapely.STRtree:
        """Return the trunks in full detail."""
        return shapely.STRtree(self.afar.joined)

    @cached_property
    def _first_of_feeder(self) -> dict[int, SectionRow]:
        lines = [row for row in self.sections if row.geometry is not None]
        return {row.feeder_id or 0: row for row in reversed(lines)}

    def trunks(self, z: int, places: NDArray[np.int64]) -> list[SectionRow]:
        """Return feeders as they look at a zoom, each as a section of one coarse line.

        ``places`` are those of ``trunk_shapes``. A trunk carries the id of its feeder's first
        section, so that it leads to the same feeder.
        """
        courses, feeders = self.afar.trunks(z), self.afar.feeders
        return [
            replace(self._first_of_feeder[int(feeders[place])], geometry=courses[place])
            for place in places
        ]

    @cached_property
    def drawn(self) -> Shelf[Any]:
        """Return what was drawn for tiles and only a change of the grid makes stale."""
        return Shelf(DRAWN)

    @cached_property
    def line_shapes(self) -> shapely.STRtree:
        """Return the landscape's lines."""
        return shapely.STRtree([line.geometry for line in self.lines])

    @cached_property
    def label_points(self) -> NDArray[np.float64]:
        """Return a point inside each cell, degrees, shape (cells, 2): where its name stands."""
        inside = [shapely.point_on_surface(cell.geometry) for cell in self.cells]
        points: NDArray[np.float64] = shapely.get_coordinates(inside)
        return points.reshape(-1, 2)

    def spots(self, noun: str) -> Spots:
        """Return where each row of ``noun`` stands."""
        return self._spots[noun]

    @cached_property
    def _spots(self) -> dict[str, Spots]:
        tied = np.argsort([row.state != SwitchState.OPEN for row in self.switches], kind="stable")
        return {
            "transformers": _placed(self.transformers),
            "switches": _placed(self.switches, tied),
            "relays": _placed(self.relays),
        }

    def positions(self, noun: str, ids: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the position of each id in the tuple of ``noun``; -1 where there is none."""
        known = self._ids.get(noun, lambda: self._ids_of(noun))
        if not len(known):
            return np.full(len(ids), -1, np.int32)
        place = np.searchsorted(known, ids).clip(0, len(known) - 1).astype(np.int32)
        return np.where(known[place] == ids, place, np.int32(-1))

    @cached_property
    def _ids(self) -> Shelf[NDArray[np.int32]]:
        return Shelf(len(fields(self)))

    def _ids_of(self, noun: str) -> NDArray[np.int32]:
        return np.array([row.id for row in getattr(self, noun)], np.int32)


def _placed(
    rows: Sequence[TransformerRow | SwitchRow | RelayRow], order: NDArray[np.int64] | None = None
) -> Spots:
    places = np.array([(row.x, row.y) for row in rows], np.float64).reshape(-1, 2)
    return Spots.of(places[:, 0], places[:, 1], order)


def with_id(rows: Sequence[Named], ref: int | None) -> Named | None:
    """Return the row with an id, of rows ordered by id; none where there is none."""
    if ref is None:
        return None
    place = bisect_left(rows, ref, key=lambda row: row.id)
    return rows[place] if place < len(rows) and rows[place].id == ref else None
