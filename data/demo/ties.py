"""联络开关: where neighbouring feeders come close enough to be joined by an open switch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.mesh import Mesh, Reach, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.demo.arrays import Floats
    from data.demo.feeders import Trunk

LONGEST = 3_500.0
"""The longest line built for a tie, in metres."""
MOST_PER_FEEDER = 3
OUTWARD = 0.4
"""What a metre farther from the substation is worth, in metres of line."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A line over points of the mesh from one feeder's point to another's, ends included."""

    feeder: int
    other: int
    way: list[int]


def make_ties(mesh: Mesh, trunks: list[Trunk], count: int) -> list[Tie]:
    """Choose up to ``count`` ties, first one for every feeder, far out where they help most."""
    feeders: dict[int, list[int]] = {}
    for feeder, trunk in enumerate(trunks):
        for point in trunk.before:
            feeders.setdefault(point, []).append(feeder)
    reach = spread(mesh, mesh.lengths, dict.fromkeys(feeders, 0.0))
    depth = [_depths(mesh, trunk) for trunk in trunks]
    offers = sorted(_offers(mesh, reach, feeders, depth))
    chosen: dict[tuple[int, int], Tie] = {}
    used = [0] * len(trunks)
    for most in range(1, MOST_PER_FEEDER + 1):
        for _, a, b, u, v in offers:
            free = max(used[a], used[b]) < most and (a, b) not in chosen
            if free and len(chosen) < count:
                chosen[a, b] = Tie(a, b, [*reversed(reach.way(u)), *reach.way(v)])
                used[a], used[b] = used[a] + 1, used[b] + 1
    return list(chosen.values())


def _depths(mesh: Mesh, trunk: Trunk) -> dict[int, float]:
    """Return how far along the line each point of a trunk is from its substation."""
    depth = {trunk.root: 0.0}
    for point in trunk.before:
        way = [point]
        while way[-1] not in depth:
            way.append(trunk.before[way[-1]])
        for here, nearer in zip(way[-2::-1], way[:0:-1], strict=True):
            depth[here] = depth[nearer] + float(
                np.hypot(*(mesh.points[here] - mesh.points[nearer]))
            )
    return depth


def _offers(
    mesh: Mesh, reach: Reach, feeders: dict[int, list[int]], depth: list[dict[int, float]]
) -> Iterator[tuple[float, int, int, int, int]]:
    """Yield what every possible tie costs, its two feeders and the two points where ways meet."""
    lengths = _meeting_lengths(mesh, reach)
    for edge in np.flatnonzero(np.isfinite(lengths)).tolist():
        u, v = mesh.edges[edge].tolist()
        p, q = int(reach.start[u]), int(reach.start[v])
        for a in feeders[p]:
            for b in feeders[q]:
                if a != b and q not in depth[a] and p not in depth[b]:
                    price = lengths[edge] - OUTWARD * (depth[a][p] + depth[b][q])
                    ends = (a, b, u, v) if a < b else (b, a, v, u)
                    yield (float(price), *ends)


def _meeting_lengths(mesh: Mesh, reach: Reach) -> Floats:
    u, v = mesh.edges.T
    lengths: Floats = reach.cost[u] + mesh.lengths + reach.cost[v]
    return np.where((reach.start[u] != reach.start[v]) & (lengths < LONGEST), lengths, np.inf)
