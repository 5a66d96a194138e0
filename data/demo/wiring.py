"""From trunks and branch lines to what a network file holds: nodes, sections and switches.

A switch is an edge of the network of its own, so the node where it stands is split in two.
Nodes are named by their feeder and counted outwards from the substation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from data.demo.lines import curve
from rules.codes import SwitchState

if TYPE_CHECKING:
    from data.demo.arrays import Floats
    from data.demo.feeders import Trunk
    from data.demo.spots import Spots
    from data.demo.ties import Tie

BREAKER, SECTIONALISER, BRANCH, TIE = "breaker", "section", "load_break", "tie"
"""Kinds of switches, in the words of the import."""
SECTIONS_AT = (0.67, 0.34)
"""Shares of the feeder's load that are still ahead where the trunk has a sectionaliser."""
SHORTEST = 2.0
"""The shortest line that is drawn, in metres."""
SMALLEST_BRANCH, SMALLEST_SHARE = 3, 0.06
"""Transformers, and share of the feeder's, from which a branch has a switch of its own."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of line; ``line`` (n, 2) in metres."""

    code: str
    feeder: str
    from_node: str
    to_node: str
    line: Floats


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch; ``place`` in metres, ``behind`` the settlements that it can cut off."""

    code: str
    feeder: str
    from_node: str
    to_node: str
    kind: str
    state: SwitchState
    place: Floats
    behind: list[int]


@dataclass(slots=True)
class Wiring:
    """A feeder while it is wired; ``at`` is the node at each point of the mesh."""

    code: str
    trunk: Trunk
    places: Floats
    sections: list[Section] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)
    at: dict[int, str] = field(default_factory=dict)
    nodes: int = 0

    @property
    def source(self) -> str:
        """Return the node of the busbar that feeds it all."""
        return f"{self.code}-0000"

    def node(self) -> str:
        """Name the next node."""
        self.nodes += 1
        return f"{self.code}-{self.nodes:04d}"

    def lay(self, start: str, line: Floats) -> str:
        """Lay a section from a node and return the new node at its end."""
        code = f"{self.code}-L{len(self.sections) + 1:04d}"
        self.sections.append(Section(code, self.code, start, self.node(), line))
        return self.sections[-1].to_node

    def cut(self, start: str, kind: str, place: Floats, behind: list[int]) -> str:
        """Set a closed switch after a node and return the new node behind it."""
        code = f"{self.code}-K{len(self.switches) + 1:02d}"
        there, closed = self.node(), SwitchState.CLOSED
        switch = Switch(code, self.code, start, there, kind, closed, place, behind)
        self.switches.append(switch)
        return there


def wire_trunk(
    code: str,
    trunk: Trunk,
    places: Floats,
    load: dict[int, int],
    at: dict[int, int],
    ends: set[int],
) -> Wiring:
    """Lay the trunk of a feeder with its breaker, sectionalisers and branch switches.

    ``places`` (n, 2) is where the points of the mesh lie on this feeder's lane, in metres.
    ``load`` gives the transformers of each of its settlements, ``at`` the settlement at a
    point of the mesh. ``ends`` are points where ties will be joined.
    """
    wiring = Wiring(code, trunk, places)
    ahead = _ahead(trunk)
    behind = _behind(trunk, ahead, at)
    weight = {point: sum(load[each] for each in behind[point]) for point in trunk.before}
    halts = {trunk.root} | ends | {p for p, others in ahead.items() if len(others) > 1}
    halts |= {point for point in trunk.before if point in at and at[point] in load}
    kinds = _switch_kinds(trunk, ahead, weight)
    here = places[trunk.root]
    wiring.at[trunk.root] = wiring.cut(wiring.source, BREAKER, here, behind[trunk.root])
    for start, way in _stretches(trunk, ahead, halts):
        node = wiring.at[start]
        if way[0] in kinds:
            place = places[start] + 0.06 * (places[way[0]] - places[start])
            node = wiring.cut(node, kinds[way[0]], place, behind[way[0]])
        wiring.at[way[-1]] = wiring.lay(node, curve(places[[start, *way]]))
    return wiring


def wire_branches(wiring: Wiring, spots: Spots, mine: dict[int, str]) -> dict[int, str]:
    """Lay the lines to the transformers; return the node of each.

    ``mine`` gives the trunk's node for each settlement of the feeder.
    """
    where = {node: wiring.places[point] for point, node in wiring.at.items()}
    nodes: dict[int, str] = {}
    waiting = np.flatnonzero(np.isin(spots.settlement, list(mine))).tolist()
    while waiting:
        ready = [t for t in waiting if spots.branch[t] < 0 or int(spots.branch[t]) in nodes]
        for spot in ready:
            on = int(spots.branch[spot])
            start = nodes[on] if on >= 0 else mine[int(spots.settlement[spot])]
            begin = spots.place[on] if on >= 0 else where[start]
            nodes[spot] = wiring.lay(start, _lead(spots, spot, begin))
        waiting = [spot for spot in waiting if spot not in nodes]
    return nodes


def wire_tie(number: int, tie: Tie, wirings: list[Wiring], places: Floats) -> Switch:
    """Lay the line of a tie from its first feeder to an open switch at the second."""
    one, other = wirings[tie.feeder], wirings[tie.other]
    line = places[tie.way].copy()
    line[0], line[-1] = one.places[tie.way[0]], other.places[tie.way[-1]]
    end = one.lay(one.at[tie.way[0]], curve(line))
    return Switch(
        code=f"LK{number:03d}",
        feeder=one.code,
        from_node=end,
        to_node=other.at[tie.way[-1]],
        kind=TIE,
        state=SwitchState.OPEN,
        place=line[-1],
        behind=[],
    )


def _lead(spots: Spots, spot: int, begin: Floats) -> Floats:
    """Return the line to a transformer: along the streets in towns, straight elsewhere.

    Two transformers on one pole are drawn a little apart: a line of no length is no line.
    """
    end = spots.place[spot]
    if np.hypot(*(end - begin)) < SHORTEST:
        end = begin + SHORTEST * spots.valley[spot]
    if not spots.urban[spot]:
        return np.stack([begin, end])
    street = spots.valley[spot]
    corner = begin + ((end - begin) @ street) * street
    return np.stack([begin, corner, end])


def _ahead(trunk: Trunk) -> dict[int, list[int]]:
    ahead: dict[int, list[int]] = {point: [] for point in trunk.before}
    for point, before in trunk.before.items():
        if point != before:
            ahead[before].append(point)
    return ahead


def _outwards(trunk: Trunk, ahead: dict[int, list[int]]) -> list[int]:
    order = [trunk.root]
    for point in order:
        order.extend(ahead[point])
    return order


def _behind(trunk: Trunk, ahead: dict[int, list[int]], at: dict[int, int]) -> dict[int, list[int]]:
    """Return for every point the feeder's settlements at it and farther out."""
    mine = set(trunk.settlements)
    behind: dict[int, list[int]] = {}
    for point in reversed(_outwards(trunk, ahead)):
        here = [at[point]] if at.get(point) in mine else []
        behind[point] = here + [each for other in ahead[point] for each in behind[other]]
    return behind


def _switch_kinds(
    trunk: Trunk, ahead: dict[int, list[int]], weight: dict[int, int]
) -> dict[int, str]:
    """Decide before which points there is a switch: along the main way, and into branches."""
    fewest = max(SMALLEST_BRANCH, SMALLEST_SHARE * weight[trunk.root])
    heaviest = {p: max(others, key=weight.__getitem__) for p, others in ahead.items() if others}
    kinds = {
        other: BRANCH
        for point, others in ahead.items()
        for other in others
        if other != heaviest[point] and weight[other] >= fewest
    }
    left = [share * weight[trunk.root] for share in SECTIONS_AT]
    point = trunk.root
    while point in heaviest and left:
        main = heaviest[point]
        if weight[main] <= left[0] and point != trunk.root:
            kinds[main] = SECTIONALISER
            left = [share for share in left if share < weight[main]]
        point = main
    return kinds


def _stretches(
    trunk: Trunk, ahead: dict[int, list[int]], halts: set[int]
) -> list[tuple[int, list[int]]]:
    """Return the trunk as stretches from halt to halt, outwards: where each begins, its points."""
    stretches = []
    for start in [point for point in _outwards(trunk, ahead) if point in halts]:
        for other in ahead[start]:
            way = [other]
            while way[-1] not in halts and ahead[way[-1]]:
                way.append(ahead[way[-1]][0])
            stretches.append((start, way))
    return stretches
