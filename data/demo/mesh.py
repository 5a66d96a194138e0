"""An irregular mesh over the county: everything that has a place grows on it.

Points lie about ``SPACING`` metres apart, jittered so that no direction is preferred, and are
joined as Delaunay triangles. Coordinates are metres east and north of the county's middle.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import rustworkx as rx
import shapely

from data.demo.arrays import Bools, Floats, Ints, Stream, random_stream

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SPACING = 400.0
RADIUS = 24_500.0
MARGIN = 1_600.0
JITTER = 0.33


@dataclass(frozen=True, slots=True)
class Mesh:
    """The points of the county and what lies beside what.

    ``points`` (n, 2) in metres; ``rim`` (k, 2) are points outside, which bound the patches of
    those at the edge. ``edges`` (m, 2) joins points. ``first`` (n + 1), ``target`` and ``edge``
    (2m) list the neighbours of point i, and by which edge, at ``first[i]:first[i + 1]``.
    ``border`` marks points beside a point outside.
    """

    points: Floats
    rim: Floats
    edges: Ints
    lengths: Floats
    first: Ints
    target: Ints
    edge: Ints
    border: Bools

    def neighbours(self, point: int) -> Ints:
        """Return the points joined to one."""
        return self.target[self.first[point] : self.first[point + 1]]


@dataclass(frozen=True, slots=True)
class Reach:
    """Shortest ways from several starts: cost, the point before (itself at a start), the start.

    Points that no way leads to have infinite cost and -1 for the others.
    """

    cost: Floats
    before: Ints
    start: Ints

    def way(self, point: int) -> list[int]:
        """Return the points from one back to its start, both included."""
        way = [point]
        while self.before[way[-1]] != way[-1]:
            way.append(int(self.before[way[-1]]))
        return way


def make_mesh(seed: int) -> Mesh:
    """Scatter the points of a county about 50 km across and join them."""
    rng = random_stream(seed, Stream.MESH)
    scattered = _scatter(rng)
    beyond = np.hypot(*scattered.T) - _outline(rng, scattered)
    everything = scattered[beyond < MARGIN]
    pairs = _delaunay(everything)
    county = _largest(beyond[beyond < MARGIN] < 0, pairs)
    inside = ~_largest(~county, pairs)  # what the county encloses is county
    number = np.cumsum(inside) - 1
    kept = inside[pairs].all(axis=1)
    crossing = pairs[inside[pairs].sum(axis=1) == 1]
    border = np.zeros(int(inside.sum()), dtype=bool)
    border[number[crossing[inside[crossing]]]] = True
    return _joined(everything[inside], everything[~inside], number[pairs[kept]], border)


def spread(
    mesh: Mesh, costs: Floats, starts: Mapping[int, float], goals: Collection[int] = ()
) -> Reach:
    """Find the cheapest ways from the starts, each with its own cost to begin with (Dijkstra).

    ``costs`` (m) belongs to the edges; an infinite one closes its edge. With goals the search
    ends when all of them are reached, and says nothing of points farther away.
    """
    left = set(goals)
    count = len(mesh.points)
    best = [float("inf")] * count
    before, start = [-1] * count, [-1] * count
    first, target = mesh.first.tolist(), mesh.target.tolist()
    arc_costs = costs[mesh.edge].tolist()
    heap: list[tuple[float, int]] = []
    for point, cost in starts.items():
        best[point], before[point], start[point] = cost, point, point
        heapq.heappush(heap, (cost, point))
    while heap:
        cost, point = heapq.heappop(heap)
        if cost > best[point]:
            continue
        left.discard(point)
        if goals and not left:
            break
        for arc in range(first[point], first[point + 1]):
            there, total = target[arc], cost + arc_costs[arc]
            if total < best[there]:
                best[there], before[there], start[there] = total, point, start[point]
                heapq.heappush(heap, (total, there))
    return Reach(np.array(best), np.array(before), np.array(start))


def waves(points: Floats, length: float, rng: np.random.Generator, stretch: float = 1.0) -> Floats:
    """Return smooth noise of mean 0 and deviation 1 at the points.

    ``length`` is the typical wave length in metres; ``stretch`` draws it out from south-west
    to north-east, as folded mountains are.
    """
    count = 24
    along = points @ np.array([[0.8, -0.6], [0.6, 0.8]]) / np.array([stretch, 1.0])
    angle = rng.uniform(0, 2 * np.pi, count)
    number = 2 * np.pi / (length * rng.uniform(0.6, 1.6, count))
    vectors = number * np.stack([np.cos(angle), np.sin(angle)])
    noise: Floats = np.cos(along @ vectors + rng.uniform(0, 2 * np.pi, count)).sum(axis=1)
    noise *= np.sqrt(2 / count)
    return noise


def _scatter(rng: np.random.Generator) -> Floats:
    reach = 1.5 * RADIUS
    columns = np.arange(-reach, reach, SPACING)
    rows = np.arange(-reach, reach, SPACING * np.sqrt(0.75))
    x, y = np.meshgrid(columns, rows)
    x[1::2] += SPACING / 2
    grid = np.stack([x.ravel(), y.ravel()], axis=1)
    return grid + rng.uniform(-JITTER, JITTER, grid.shape) * SPACING


def _outline(rng: np.random.Generator, points: Floats) -> Floats:
    """Return how far from the middle the county reaches, in the direction of each point."""
    angle = np.arctan2(points[:, 1], points[:, 0])
    radius = np.ones(len(points))
    for turns, size in ((2, 0.10), (3, 0.09), (4, 0.05), (5, 0.05), (7, 0.035), (11, 0.02)):
        radius += size * np.cos(turns * angle + rng.uniform(0, 2 * np.pi))
    return RADIUS * radius + waves(points, 3_500.0, rng) * 500.0


def _delaunay(points: Floats) -> Ints:
    drawn = shapely.delaunay_triangles(shapely.multipoints(points), only_edges=True)
    ends = shapely.get_coordinates(drawn)
    place = points[:, 0] + 1j * points[:, 1]
    order = np.argsort(place)
    found = order[np.searchsorted(place[order], ends[:, 0] + 1j * ends[:, 1])]
    pairs = np.sort(found.reshape(-1, 2), axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def _largest(inside: Bools, pairs: Ints) -> Bools:
    """Keep the largest connected part of the points inside."""
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(inside)))
    graph.extend_from_edge_list([(a, b) for a, b in pairs[inside[pairs].all(axis=1)].tolist()])
    largest = np.zeros(len(inside), dtype=bool)
    parts = sorted(rx.connected_components(graph), key=len)
    largest[list(parts[-1])] = True
    return largest


def _joined(points: Floats, rim: Floats, pairs: Ints, border: Bools) -> Mesh:
    lengths = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    origin = np.concatenate([pairs[:, 0], pairs[:, 1]])
    target = np.concatenate([pairs[:, 1], pairs[:, 0]])
    edge = np.tile(np.arange(len(pairs)), 2)
    order = np.argsort(origin, kind="stable")
    first = np.searchsorted(origin[order], np.arange(len(points) + 1))
    return Mesh(points, rim, pairs, lengths, first, target[order], edge[order], border)
