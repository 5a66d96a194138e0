"""Roads: along the valleys from town to town, over some passes, and out to the villages."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Bools, Floats, Ints, Stream, random_stream
from data.demo.lines import chains, curve, relax
from data.demo.mesh import Mesh, spread, waves
from data.demo.settlements import Settlements, walking_costs

if TYPE_CHECKING:
    from data.demo.terrain import Terrain

HIGHWAY, COUNTY, VILLAGE = 1, 2, 3
BESIDE = 140.0
"""How far a road keeps from the river, in metres."""
SHARED = 0.45
"""What going along an existing road costs, against building a new one."""
DETOUR = 1.7
"""How much longer the way by existing roads must be before a pass is built."""
NEAREST = 4


@dataclass(frozen=True, slots=True)
class Roads:
    """``rank`` (m) tells for each edge of the mesh which road runs along it, 0 for none.

    ``places`` (n, 2) is where each point of the mesh lies on the road side of the river, in
    metres; ``costs`` (m) is what going along each edge costs, now that there are roads.
    """

    rank: Ints
    places: Floats
    costs: Floats

    def ways(self, mesh: Mesh, rank: int) -> list[Floats]:
        """Return the roads of a rank as smooth lines in metres, cut at junctions."""
        pairs = mesh.edges[self.rank == rank]
        stops = np.unique(mesh.edges[(self.rank > 0) & (self.rank != rank)])
        return [curve(self.places[chain]) for chain in chains(pairs, stops.tolist())]


def make_roads(mesh: Mesh, terrain: Terrain, settlements: Settlements, seed: int) -> Roads:
    """Build the highway, then the roads between towns, then the roads to the villages."""
    rng = random_stream(seed, Stream.ROADS)
    plan = _Plan(mesh, walking_costs(mesh, terrain), np.zeros(len(mesh.edges), dtype=np.int64))
    seats = settlements.seats.tolist()
    plan.join({seats[0]: 0.0}, [terrain.inlet, terrain.outlet], HIGHWAY)
    plan.join({seats[0]: 0.0}, seats[1:], COUNTY)
    for seat, others in _close_pairs(mesh, settlements.seats).items():
        plan.bridge_detours(seat, others)
    roads = dict.fromkeys(np.unique(mesh.edges[plan.rank > 0]).tolist(), 0.0)
    plan.join(roads, settlements.point.tolist(), VILLAGE)
    return Roads(plan.rank, _beside_rivers(mesh, terrain, plan.rank > 0, rng), plan.now())


@dataclass(frozen=True, slots=True)
class _Plan:
    """Roads while they are built: ``rank`` is filled in."""

    mesh: Mesh
    costs: Floats
    rank: Ints

    def now(self) -> Floats:
        return np.where(self.rank > 0, SHARED * self.costs, self.costs)

    def join(self, starts: dict[int, float], goals: list[int], rank: int) -> None:
        reach = spread(self.mesh, self.now(), starts)
        for goal in goals:
            self._build(reach.way(goal), rank)

    def bridge_detours(self, seat: int, others: list[int]) -> None:
        by_road = np.where(self.rank > 0, self.costs, np.inf)
        reach = spread(self.mesh, self.costs, {seat: 0.0}, others)
        along = spread(self.mesh, by_road, {seat: 0.0}, others)
        for other in others:
            if along.cost[other] > DETOUR * reach.cost[other]:
                self._build(reach.way(other), COUNTY)

    def _build(self, way: list[int], rank: int) -> None:
        for a, b in pairwise(way):
            first, last = self.mesh.first[a], self.mesh.first[a + 1]
            edge = self.mesh.edge[first:last][self.mesh.target[first:last] == b]
            self.rank[edge] = np.where(self.rank[edge] == 0, rank, self.rank[edge])


def _close_pairs(mesh: Mesh, seats: Ints) -> dict[int, list[int]]:
    """Return for each town the nearest others, every pair once."""
    pairs: dict[int, list[int]] = {}
    for seat in seats.tolist():
        away = np.hypot(*(mesh.points[seats] - mesh.points[seat]).T)
        for other in seats[np.argsort(away, kind="stable")][1 : NEAREST + 1].tolist():
            if seat not in pairs.get(other, []):
                pairs.setdefault(seat, []).append(other)
    return pairs


def _beside_rivers(mesh: Mesh, terrain: Terrain, built: Bools, rng: np.random.Generator) -> Floats:
    """Move every point to one bank of its stream; where the bank changes there is a bridge."""
    relaxed = relax(mesh.points, mesh.edges[built], mesh.border, rounds=2)
    flow = mesh.points[terrain.receiver] - mesh.points
    flow /= np.maximum(np.hypot(*flow.T), 1.0)[:, None]
    bank = np.tanh(4 * waves(mesh.points, 8_000.0, rng)) * BESIDE
    return relaxed + np.stack([-flow[:, 1], flow[:, 0]], axis=1) * bank[:, None]
