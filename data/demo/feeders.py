"""10 kV feeders: which settlements hang on which feeder, and the way its trunk takes to them.

Every substation has the settlements that it reaches most cheaply along the roads. Their ways
form a tree; the tree's settlements, in the order of a walk around it, are cut into as many
runs of equal load as the substation has feeders. A feeder is the part of the tree that leads
to its run, so it is radial by construction and never crosses the whole county.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.mesh import Mesh, Reach, spread

if TYPE_CHECKING:
    from data.demo.arrays import Floats, Ints
    from data.demo.roads import Roads
    from data.demo.scale import Scale
    from data.demo.settlements import Settlements

YARD, TOWN_YARD = 900.0, 1_700.0
"""How far outside the middle of a town its substation lies, in metres."""
TOWN_SUBSTATIONS = 2
FEWEST_FEEDERS = 2


@dataclass(frozen=True, slots=True)
class Trunk:
    """The main line of a feeder, over points of the mesh.

    ``before`` leads from each point towards the substation (its root leads to itself);
    ``settlements`` are numbers of the settlements that it feeds. ``lane`` numbers the feeders
    of a substation, so that lines along the same road can be drawn side by side.
    """

    substation: int
    lane: int
    root: int
    before: dict[int, int]
    settlements: list[int]


@dataclass(frozen=True, slots=True)
class Substations:
    """``point`` (s) on the mesh, ``town`` (s) the town that each is named after."""

    point: Ints
    town: Ints


def make_substations(
    mesh: Mesh, roads: Roads, settlements: Settlements, scale: Scale
) -> Substations:
    """Place substations beside the roads out of the towns that have most around them."""
    places, seats = mesh.points[settlements.point], mesh.points[settlements.seats]
    away = np.hypot(*(places[:, None] - seats[None]).T)
    towns, left = [0] * TOWN_SUBSTATIONS, away[0]
    while len(towns) < min(scale.substations, len(seats) + TOWN_SUBSTATIONS - 1):
        saved = (np.maximum(left - away, 0) * settlements.share**0.75).sum(axis=1)
        towns.append(int(np.argmax(saved)))
        left = np.minimum(left, away[towns[-1]])
    on_road = np.unique(mesh.edges[roads.rank > 0])
    points: list[int] = []
    for town in towns:
        points.append(_yard(mesh, on_road, seats[town], TOWN_YARD if town == 0 else YARD, points))
    return Substations(np.array(points), np.array(towns))


def _yard(mesh: Mesh, on_road: Ints, seat: Floats, away: float, taken: list[int]) -> int:
    """Return the road point about so far from a town, on the other side of what is taken."""
    miss = np.abs(np.hypot(*(mesh.points[on_road] - seat).T) - away)
    for other in taken:
        apart = np.hypot(*(mesh.points[on_road] - mesh.points[other]).T)
        miss += np.maximum(1.8 * away - apart, 0)
    return int(on_road[np.argmin(miss)])


def make_trunks(
    mesh: Mesh, roads: Roads, settlements: Settlements, load: Ints, sites: Substations, count: int
) -> list[Trunk]:
    """Lay the trunks of ``count`` feeders; ``load`` (k) is the settlements' transformers."""
    reach = spread(mesh, roads.costs, dict.fromkeys(sites.point.tolist(), 0.0))
    home = reach.start[settlements.point]
    loads = np.array([load[home == point].sum() for point in sites.point.tolist()])
    trunks = []
    for substation, feeders in enumerate(_shared_out(loads, count)):
        root = int(sites.point[substation])
        walk = _walk(mesh, reach, root, np.flatnonzero(home == root), settlements)
        for lane, run in enumerate(_runs(walk, load, feeders)):
            before = _ways(reach, [int(settlements.point[each]) for each in run])
            trunks.append(Trunk(substation, lane, root, before, run))
    return trunks


def _shared_out(loads: Ints, count: int) -> list[int]:
    """Share feeders out by load, a few to each substation at least (Sainte-Laguë)."""
    seats = np.minimum(np.full(len(loads), FEWEST_FEEDERS), loads)
    while seats.sum() < count:
        seats[np.argmax(loads / (2 * seats + 1))] += 1
    return [int(seat) for seat in seats]


def _walk(mesh: Mesh, reach: Reach, root: int, mine: Ints, settlements: Settlements) -> list[int]:
    """Return a substation's settlements in the order of a walk around its tree."""
    ahead: dict[int, set[int]] = {}
    for point, before in _ways(reach, settlements.point[mine].tolist()).items():
        if point != before:
            ahead.setdefault(before, set()).add(point)
    at = {int(settlements.point[each]): each for each in mine.tolist()}
    walk, stack = [], [root]
    while stack:
        point = stack.pop()
        if point in at:
            walk.append(at[point])
        stack.extend(sorted(ahead.get(point, ()), key=lambda other: _turn(mesh, point, other)))
    return walk


def _turn(mesh: Mesh, point: int, other: int) -> float:
    east, north = mesh.points[other] - mesh.points[point]
    return float(np.arctan2(north, east))


def _runs(walk: list[int], load: Ints, count: int) -> list[list[int]]:
    """Cut a walk into ``count`` runs of about equal load; none is empty while there are enough."""
    loads = load[walk].astype(float)
    middle = np.cumsum(loads) - loads / 2
    wanted = np.minimum((middle / loads.sum() * count).astype(int), count - 1)
    runs: list[list[int]] = [[]]
    for left, (each, run) in zip(
        range(len(walk), 0, -1), zip(walk, wanted.tolist(), strict=True), strict=True
    ):
        if runs[-1] and (run >= len(runs) or count - len(runs) >= left):
            runs.append([])
        runs[-1].append(each)
    return runs


def _ways(reach: Reach, points: list[int]) -> dict[int, int]:
    before: dict[int, int] = {}
    for point in points:
        here = point
        while here not in before:
            before[here] = int(reach.before[here])
            here = before[here]
    return before
