"""The network as the rows of the bureau make it: where its transformers stand, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.grid import Grid, SectionRow, SwitchRow
    from geo.network import Faults, Node

Edge: TypeAlias = "SectionRow | SwitchRow"


@dataclass(frozen=True, eq=False)
class Wiring:
    """What the network of a grid says of the rows of that grid."""

    grid: Grid

    @cached_property
    def transformer_nodes(self) -> NDArray[np.int64]:
        """Return the number of each transformer's node in the network, -1 for one outside."""
        return self._numbers([row.node for row in self.grid.transformers])

    @cached_property
    def loops(self) -> tuple[tuple[Edge, ...], ...]:
        """Return the rings of closed sections and switches, and the ways from source to source."""
        edges: tuple[Edge, ...] = (*self.grid.sections, *self.grid.switches)
        found = self._faults.loops
        return tuple(tuple(edges[number] for number in loop.edges) for loop in found)

    @cached_property
    def islands(self) -> tuple[tuple[Edge, ...], ...]:
        """Return the groups of closed sections and switches that reach no source."""
        edges: tuple[Edge, ...] = (*self.grid.sections, *self.grid.switches)
        network = self.grid.network
        island = np.full(len(network.nodes), -1, np.int64)
        for number, nodes in enumerate(self._faults.islands):
            island[[network.number_of(node) for node in nodes]] = number
        found: dict[int, list[Edge]] = {}
        for number in np.flatnonzero(network.closed & (island[network.start] >= 0)).tolist():
            found.setdefault(int(island[network.start[number]]), []).append(edges[number])
        return tuple(tuple(rows) for rows in found.values())

    @cached_property
    def dangling(self) -> NDArray[np.int64]:
        """Return the transformers (positions) at nodes that no section and no switch touches."""
        network = self.grid.network
        wired = np.zeros(len(network.nodes) + 1, bool)
        wired[network.start] = wired[network.stop] = True
        return np.flatnonzero(~wired[self.transformer_nodes])

    @cached_property
    def idle_feeders(self) -> NDArray[np.int64]:
        """Return the feeders (positions) that begin where no section and no switch does."""
        idle = set(self._faults.idle_sources)
        ids = sorted({feeder for node, feeder in self.grid.sources.items() if node in idle})
        places = self.grid.positions("feeders", np.array(ids, np.int32))
        return places[places >= 0].astype(np.int64)

    @cached_property
    def _faults(self) -> Faults:
        return self.grid.network.faults()

    def _numbers(self, nodes: list[str]) -> NDArray[np.int64]:
        number: dict[Node, int] = {node: n for n, node in enumerate(self.grid.network.nodes)}
        return np.array([number.get(node, -1) for node in nodes], np.int64)
