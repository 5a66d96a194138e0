"""Who is still supplied once edges have been opened and closed and sources lost.

The network stays as it is, so that threads may ask at once. Its nodes stand in an order in which
all that hangs below a node follows it directly; an opened edge of the tree then takes one run of
that order off. What was taken off may still be held by an edge that closes a ring, or by a tie
that is closed: pieces and these edges make a small graph, and whatever hangs together in it with
a source is supplied. The cost follows the edges asked for and the nodes that are lost.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import rustworkx as rx

from geo.arrays import BoolArray, IntArray
from geo.tree import Tree

NO_SOURCE = -1
"""Instead of a feeder: the root of a tree is no source."""


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """The trees of a network, laid out one after the other.

    ``order`` are nodes; ``place`` is where in it each node stands, and ``size`` how many nodes
    hang at each, itself counted. ``roots`` are the nodes that trees grow from, in that order, and
    ``feeders`` the feeder that begins at each, ``NO_SOURCE`` for none. ``child`` is of each edge
    the node that it leads to in its tree, -1 where it is no part of one.
    """

    order: IntArray
    place: IntArray
    size: IntArray
    roots: IntArray
    feeders: IntArray
    child: IntArray
    chords: IntArray
    chord_ends: IntArray

    @classmethod
    def of(cls, tree: Tree, feeders: dict[int, int], edges: int) -> "Forest":
        """Lay a tree out. ``feeders`` are those of the sources, ``edges`` counts all edges."""
        order, roots = _laid_out(tree.parent)
        size = np.ones(len(order), np.int64)
        for node, above in zip(order[::-1], tree.parent[order[::-1]].tolist(), strict=True):
            if above >= 0:
                size[above] += size[node]
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        child = np.full(edges, -1, np.int64)
        below = np.flatnonzero(tree.edge >= 0)
        child[tree.edge[below]] = below
        begun = np.array([feeders.get(root, NO_SOURCE) for root in roots], np.int64)
        return cls(
            *(np.array(order, np.int64), place, size, np.array(roots, np.int64), begun),
            *(child, tree.chords, place[tree.chord_ends].reshape(-1, 2)),
        )

    def root_at(self, places: IntArray) -> IntArray:
        """Return the number of the root of whatever stands at places of the order."""
        return np.asarray(self.place[self.roots].searchsorted(places, "right") - 1, np.int64)


@dataclass(frozen=True, eq=False)
class Trace:
    """A network after edges were opened and closed and sources lost.

    It is in pieces: ``cuts`` of them hang below opened edges and come first, the others are what
    is left at each root. From ``bounds[i]`` on the order of the forest belongs to the piece
    ``owners[i]``, or, where that is -1, to its root. ``group`` tells of each piece the lowest
    piece that it hangs together with, ``begun`` the feeder that begins in it, if any.
    """

    forest: Forest
    cuts: int
    bounds: IntArray
    owners: IntArray
    group: IntArray
    begun: IntArray

    @cached_property
    def lost(self) -> IntArray:
        """The nodes that were supplied and reach no source any more."""
        return self._turned(supplied=True)

    @cached_property
    def revived(self) -> IntArray:
        """The nodes that reached no source before and do so now."""
        return self._turned(supplied=False)

    @cached_property
    def supplied(self) -> BoolArray:
        """Which groups hold a source, by the number of their lowest piece."""
        found = np.zeros(len(self.group), bool)
        found[self.group[self.begun != NO_SOURCE]] = True
        return found

    def groups_of(self, nodes: IntArray) -> IntArray:
        """Return the group that each node belongs to now."""
        places = self.forest.place[nodes]
        owners = self.owners[self.bounds.searchsorted(places, "right") - 1]
        pieces = np.where(owners >= 0, owners, self.cuts + self.forest.root_at(places))
        return np.asarray(self.group[pieces], np.int64)

    def feeders_of(self, group: int) -> tuple[int, ...]:
        """Return the feeders that supply a group now, ascending; none for one that is lost."""
        begun = self.begun[self.group == group]
        return tuple(np.unique(begun[begun != NO_SOURCE]).tolist())

    def _turned(self, *, supplied: bool) -> IntArray:
        named = np.flatnonzero(self.owners >= 0)
        roots = self.forest.root_at(self.bounds[named])
        before = self.forest.feeders[roots] != NO_SOURCE
        after = self.supplied[self.group[self.owners[named]]]
        chosen = named[(before == supplied) & (after != supplied)]
        ends = np.append(self.bounds, len(self.forest.order))
        runs = [self.forest.order[ends[n] : ends[n + 1]] for n in chosen]
        return np.concatenate([np.zeros(0, np.int64), *runs])


def traced(
    forest: Forest, opened: Collection[int], ties: IntArray, lost_sources: Collection[int]
) -> Trace:
    """Open edges that are closed, close others, lose sources.

    ``ties`` are the nodes at both ends of each edge that is closed, shape (n, 2).
    """
    cut = sorted({int(node) for node in forest.child[list(opened)] if node >= 0})
    begun = np.concatenate([np.full(len(cut), NO_SOURCE, np.int64), forest.feeders])
    lost = np.flatnonzero(np.isin(forest.roots, list(lost_sources)))
    begun[len(cut) + lost] = NO_SOURCE
    tied = forest.place[ties].reshape(-1, 2)
    # Roots whose nodes may turn: those that are lost, and the islands at which ties end.
    reached = forest.root_at(tied.ravel())
    turning = np.union1d(lost, reached[forest.feeders[reached] == NO_SOURCE])
    heads = [(int(forest.place[node]), int(forest.size[node]), n) for n, node in enumerate(cut)]
    for root in turning.tolist():
        node = forest.roots[root]
        heads.append((int(forest.place[node]), int(forest.size[node]), len(cut) + root))
    bounds, owners = _nested(sorted(heads))
    unjoined = Trace(forest, len(cut), bounds, owners, np.arange(len(begun)), begun)
    rings = forest.chord_ends[~np.isin(forest.chords, list(opened))]
    pairs = np.concatenate([rings, tied])
    pieces = unjoined.groups_of(forest.order[pairs.ravel()]).reshape(-1, 2)
    return Trace(forest, len(cut), bounds, owners, _joined(len(begun), pieces), begun)


def _laid_out(parent: IntArray) -> tuple[list[int], list[int]]:
    """Return all nodes, each followed by what hangs below it, and the roots in that order."""
    below: list[list[int]] = [[] for _ in range(len(parent))]
    waiting: list[int] = []
    for node, above in enumerate(parent.tolist()):
        (below[above] if above >= 0 else waiting).append(node)
    roots = waiting[::-1]
    order: list[int] = []
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += below[node]
    return order, roots


def _nested(heads: Sequence[tuple[int, int, int]]) -> tuple[IntArray, IntArray]:
    """Return where the owner of a place changes, and who it is: of runs, the innermost one.

    ``heads`` are start, length and owner of runs, ascending, that lie apart or one in another.
    """
    steps = np.array([(0, -1), *_steps(heads)], np.int64)
    return steps[:, 0].copy(), steps[:, 1].copy()


def _steps(heads: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    inside: list[tuple[int, int]] = []
    for start, length, owner in heads:
        yield from _left(inside, start)
        inside.append((start + length, owner))
        yield start, owner
    yield from _left(inside, None)


def _left(inside: list[tuple[int, int]], until: int | None) -> Iterator[tuple[int, int]]:
    while inside and (until is None or inside[-1][0] <= until):
        stop, _ = inside.pop()
        yield stop, inside[-1][1] if inside else -1


def _joined(pieces: int, pairs: IntArray) -> IntArray:
    """Return of each piece the lowest one that pairs join it with."""
    group = np.arange(pieces)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    known = np.unique(pairs)
    graph: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(known)))
    graph.add_edges_from_no_data([(int(a), int(b)) for a, b in known.searchsorted(pairs)])
    for members in rx.connected_components(graph):
        together = known[list(members)]
        group[together] = together.min()
    return group
