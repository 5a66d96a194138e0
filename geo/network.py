"""Which feeder supplies which node, what lies downstream of a switch, and what is wrong.

A network is nodes and edges; an edge is a section of line or a switch and conducts while it is
closed. Sources are the nodes where feeders begin. As operated it should be radial: every node
reaches one source, one way. Nothing here depends on that: in a meshed network a node is lost
only when it reaches no source at all.
"""

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import rustworkx as rx

from errors import BattlemapError
from geo.arrays import BoolArray, IntArray
from geo.tracing import Forest, Trace, traced
from geo.tree import Tree

Node: TypeAlias = str | int
Feeder: TypeAlias = str | int

DEAD = -1
"""Instead of a feeder: the node reaches no source."""

LOOPED = -2
"""Instead of a feeder: the node reaches the sources of two feeders or more."""


class UnknownNode(BattlemapError):
    """A node was asked for that no edge and no source names. Facts: ``node``."""

    code = "geo.network.node"


class UnevenEdges(BattlemapError):
    """The columns of the edges have different lengths. Facts: ``lengths``."""

    code = "geo.network.edges"


@dataclass(frozen=True, slots=True)
class Loop:
    """Closed edges that form a ring, or, with two feeders, a way from source to source."""

    edges: tuple[int, ...]
    feeders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a network as operated.

    ``islands`` are groups of connected nodes without a source, ``loops`` as in :class:`Loop`,
    ``dangling`` the nodes at the end of one single edge to which nothing is attached,
    ``idle_sources`` the sources that no edge touches, ``self_loops`` the edges that lead from a
    node to itself.
    """

    islands: tuple[tuple[Node, ...], ...]
    loops: tuple[Loop, ...]
    dangling: tuple[Node, ...]
    idle_sources: tuple[Node, ...]
    self_loops: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Network:
    """A network as operated; make one with :meth:`build`.

    ``nodes`` are the names; ``start``, ``stop`` and ``closed`` have one row an edge, in the order
    given, ``start`` and ``stop`` being numbers of nodes; ``payloads`` is whatever the caller
    wants to find again at an edge. ``source_nodes`` are numbers of nodes and ``source_feeders``
    the numbers of their feeders in ``feeders``.
    """

    nodes: tuple[Node, ...]
    start: IntArray
    stop: IntArray
    closed: BoolArray
    payloads: tuple[object, ...]
    feeders: tuple[Feeder, ...]
    source_nodes: IntArray
    source_feeders: IntArray

    @classmethod
    def build(
        cls,
        from_nodes: Iterable[Node],
        to_nodes: Iterable[Node],
        closed: Iterable[bool],
        sources: Mapping[Node, Feeder],
        payloads: Iterable[object] | None = None,
    ) -> "Network":
        """Connect edges by the names of their ends.

        Parameters
        ----------
        sources
            From the node where a feeder begins to the feeder. A feeder may begin at several.
        payloads
            Anything, one an edge; by default None for each.

        Raises
        ------
        UnevenEdges
            The columns have different lengths.
        """
        starts, stops, states = list(from_nodes), list(to_nodes), list(closed)
        carried = [None] * len(starts) if payloads is None else list(payloads)
        _require_even(starts, stops, states, carried)
        nodes = tuple(dict.fromkeys([*starts, *stops, *sources]))
        feeders = tuple(dict.fromkeys(sources.values()))
        node_number = {node: number for number, node in enumerate(nodes)}
        feeder_number = {feeder: number for number, feeder in enumerate(feeders)}
        return cls(
            nodes,
            _numbers(node_number[node] for node in starts),
            _numbers(node_number[node] for node in stops),
            np.array(states, bool),
            tuple(carried),
            feeders,
            _numbers(node_number[node] for node in sources),
            _numbers(feeder_number[feeder] for feeder in sources.values()),
        )

    def number_of(self, node: Node) -> int:
        """Give a node's number.

        Raises
        ------
        UnknownNode
            No edge and no source names it.
        """
        try:
            return self._node_number[node]
        except KeyError as error:
            raise UnknownNode(node=node) from error

    def feeder_of_nodes(self) -> dict[Node, int]:
        """Tell for every node the number of the feeder that supplies it, or DEAD, or LOOPED."""
        return dict(zip(self.nodes, self.feeder_numbers.tolist(), strict=True))

    @cached_property
    def feeder_numbers(self) -> IntArray:
        """The same as an array in the order of ``nodes``."""
        component = self._component
        feeder = np.full(int(component.max(initial=-1)) + 1, DEAD, np.int64)
        feeder[component[self.source_nodes]] = self.source_feeders
        # Of several feeders the last one stands there now; the others see that it is not theirs.
        disputed = feeder[component[self.source_nodes]] != self.source_feeders
        feeder[component[self.source_nodes[disputed]]] = LOOPED
        return feeder[component]

    def path_to_source(self, node: Node) -> list[int]:
        """Give the closed edges (numbers) from a node to its nearest source, fewest edges first.

        Empty for a source itself and for a dead node.

        Raises
        ------
        UnknownNode
            No edge and no source names it.
        """
        tree = self._tree
        number, path = self.number_of(node), []
        while tree.edge[number] >= 0:
            path.append(int(tree.edge[number]))
            number = int(tree.parent[number])
        return path if number in self._sources else []

    def downstream(
        self,
        opened: Iterable[int],
        lost_sources: Iterable[Node] = (),
        closed: Iterable[int] = (),
    ) -> tuple[Node, ...]:
        """Tell which nodes lose every source when edges (numbers) are opened and others closed.

        ``lost_sources`` are nodes where feeders begin that no longer supply, as when a breaker
        trips in the substation. Nodes that are dead already are not told again.

        Raises
        ------
        UnknownNode
            A lost source is no node.
        """
        lost = self.traced(opened, lost_sources, closed).lost
        return tuple(self.nodes[number] for number in lost)

    def traced(
        self,
        opened: Iterable[int],
        lost_sources: Iterable[Node] = (),
        closed: Iterable[int] = (),
    ) -> Trace:
        """Tell the same with all that follows: what is revived, and what hangs together.

        An edge that is already as wanted changes nothing; where one is named both ways, it is
        open afterwards. Threads may ask at once.

        Raises
        ------
        UnknownNode
            A lost source is no node.
        """
        opening = frozenset(int(edge) for edge in opened)
        ties = [int(edge) for edge in closed if not self.closed[edge] and edge not in opening]
        ends = np.stack((self.start[ties], self.stop[ties]), axis=1)
        lost = {self.number_of(node) for node in lost_sources}
        return traced(self._forest, [edge for edge in opening if self.closed[edge]], ends, lost)

    def faults(self, attached: Iterable[Node] = ()) -> Faults:
        """Find islands, loops, dangling ends, idle sources and edges from a node to itself.

        ``attached`` are nodes at which something ends rightly: a transformer, a customer.
        """
        touching = np.bincount(np.concatenate((self.start, self.stop)), minlength=len(self.nodes))
        fine = self._sources | {self._node_number.get(node, -1) for node in attached}
        ends = (int(number) for number in np.flatnonzero(touching == 1))
        return Faults(
            self._islands(),
            tuple(Loop(edges, self._feeders_of(roots)) for edges, roots in self._tree.rings()),
            tuple(self.nodes[number] for number in ends if number not in fine),
            tuple(self.nodes[number] for number in self.source_nodes if touching[number] == 0),
            tuple(int(edge) for edge in np.flatnonzero(self.start == self.stop)),
        )

    @cached_property
    def _node_number(self) -> dict[Node, int]:
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def _sources(self) -> frozenset[int]:
        return frozenset(self.source_nodes.tolist())

    @cached_property
    def _graph(self) -> rx.PyGraph[int, None]:
        """The nodes and closed edges."""
        graph: rx.PyGraph[int, None] = rx.PyGraph(multigraph=True)
        graph.add_nodes_from(range(len(self.nodes)))
        ends = zip(self.start[self.closed].tolist(), self.stop[self.closed].tolist(), strict=True)
        graph.add_edges_from_no_data(list(ends))
        return graph

    @cached_property
    def _component(self) -> IntArray:
        """The number of each node's group of connected nodes."""
        component = np.zeros(len(self.nodes), np.int64)
        for number, members in enumerate(rx.connected_components(self._graph)):
            component[list(members)] = number
        return component

    @cached_property
    def _tree(self) -> Tree:
        """The shortest ways to the sources; in an island, to its first node."""
        supplied = np.isin(self._component, self._component[self.source_nodes])
        dead = np.flatnonzero(~supplied)
        first_of_islands = dead[np.unique(self._component[dead], return_index=True)[1]]
        roots = [*self.source_nodes.tolist(), *first_of_islands.tolist()]
        edges = np.flatnonzero(self.closed & (self.start != self.stop))
        return Tree.of(self._graph, roots, edges, self.start, self.stop)

    @cached_property
    def _forest(self) -> Forest:
        begun = dict(zip(self.source_nodes.tolist(), self.source_feeders.tolist(), strict=True))
        return Forest.of(self._tree, begun, len(self.start))

    def _islands(self) -> tuple[tuple[Node, ...], ...]:
        dead = np.flatnonzero(self.feeder_numbers == DEAD)
        order = dead[np.argsort(self._component[dead], kind="stable")]
        cuts = np.flatnonzero(np.diff(self._component[order])) + 1
        groups = np.split(order, cuts) if len(order) else []
        named = [tuple(self.nodes[number] for number in group) for group in groups]
        return tuple(named)

    def _feeders_of(self, roots: tuple[int, ...]) -> tuple[int, ...]:
        of_source = dict(zip(self.source_nodes.tolist(), self.source_feeders.tolist(), strict=True))
        return tuple(sorted({of_source[root] for root in roots if root in of_source}))


def _require_even(*columns: Sized) -> None:
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1:
        raise UnevenEdges(lengths=", ".join(str(length) for length in lengths))


def _numbers(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, np.int64)
