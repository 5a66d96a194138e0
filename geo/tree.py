"""Shortest ways through a graph to its roots, and the rings that the other edges close."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx as rx

from geo.arrays import IntArray


def distances(graph: rx.PyGraph[int, None], roots: Sequence[int]) -> IntArray:
    """Count for every node the edges to its nearest root; -1 where it reaches none."""
    distance = np.full(graph.num_nodes(), -1, np.int64)
    if roots:
        for steps, layer in enumerate(rx.graph_bfs_layers(graph, list(roots))):
            distance[layer] = steps
    return distance


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """A shortest way from every node to a root.

    ``parent`` and ``edge`` (both -1 at a root) lead one step nearer; among several the edge with
    the lowest number is taken. ``chords`` are the edges that are no one's step, with their ends.
    """

    distance: IntArray
    parent: IntArray
    edge: IntArray
    chords: IntArray
    chord_ends: IntArray

    @classmethod
    def of(
        cls,
        graph: rx.PyGraph[int, None],
        roots: Sequence[int],
        edges: IntArray,
        start: IntArray,
        stop: IntArray,
    ) -> "Tree":
        """Grow the tree from ``roots``, at least one in each component of ``graph``.

        ``edges`` are the numbers of the edges in the graph, whose ends ``start[edge]`` and
        ``stop[edge]`` differ.
        """
        distance = distances(graph, roots)
        ends = np.stack((start[edges], stop[edges]))
        ends = np.where(distance[ends[0]] <= distance[ends[1]], ends, ends[::-1])
        near, far = ends
        steps = np.flatnonzero(distance[near] < distance[far])[::-1]
        parent, edge = np.full((2, len(distance)), -1, np.int64)
        # Assigned from the highest edge to the lowest, so that the lowest one stays.
        parent[far[steps]], edge[far[steps]] = near[steps], edges[steps]
        unused = edge[far] != edges
        return cls(distance, parent, edge, edges[unused], ends[:, unused].T)

    def rings(self) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Give for every chord the edges of its ring, in their order, and the roots it hangs on.

        Two roots mean that the edges lead from one to the other and form no ring.
        """
        for chord, (one, other) in zip(self.chords.tolist(), self.chord_ends.tolist(), strict=True):
            yield self._ring(chord, one, other)

    def _ring(self, chord: int, one: int, other: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        left: list[int] = []
        right: list[int] = []
        while one != other:
            if self.distance[one] < self.distance[other]:
                one, other, left, right = other, one, right, left
            if self.edge[one] < 0:
                break
            left.append(int(self.edge[one]))
            one = int(self.parent[one])
        roots = (self._root(one),) if one == other else (one, other)
        return (*reversed(left), chord, *right), roots

    def _root(self, node: int) -> int:
        while self.edge[node] >= 0:
            node = int(self.parent[node])
        return node
