"""The same answers by networkx, slowly and by the book, for the tests of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from geo.network import DEAD, LOOPED, Network

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.network import Node

Edge = tuple[str | int, str | int, bool]


def network(edges: Iterable[Edge], sources: dict[Node, str | int]) -> Network:
    rows = list(edges)
    return Network.build(
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        sources,
        payloads=[f"edge {number}" for number in range(len(rows))],
    )


def graph_of(edges: Iterable[Edge], without: Iterable[int] = ()) -> nx.MultiGraph:
    graph = nx.MultiGraph()
    left_out = set(without)
    for number, (one, other, closed) in enumerate(edges):
        graph.add_nodes_from((one, other))
        if closed and number not in left_out:
            graph.add_edge(one, other, number)
    return graph


def feeders_by_networkx(
    graph: nx.MultiGraph, sources: dict[Node, str | int], feeders: tuple[str | int, ...]
) -> dict[Node, int]:
    answer: dict[Node, int] = {}
    for nodes in nx.connected_components(graph):
        found = {sources[node] for node in nodes if node in sources}
        number = DEAD if not found else LOOPED if len(found) > 1 else feeders.index(found.pop())
        answer.update(dict.fromkeys(nodes, number))
    return answer


def supplied_by_networkx(graph: nx.MultiGraph, sources: Iterable[Node]) -> set[Node]:
    return set().union(*(nx.node_connected_component(graph, source) for source in sources))


def agrees_with_networkx(
    edges: list[Edge], sources: dict[Node, str | int], opened: list[int]
) -> None:
    """Compare feeders, downstream, paths and rings."""
    made, graph = network(edges, sources), graph_of(edges)
    graph.add_nodes_from(sources)
    assert made.feeder_of_nodes() == feeders_by_networkx(graph, sources, made.feeders)
    cut = graph_of(edges, opened)
    cut.add_nodes_from(sources)
    lost = supplied_by_networkx(graph, sources) - supplied_by_networkx(cut, sources)
    assert set(made.downstream(opened)) == lost
    away = nx.multi_source_dijkstra_path_length(graph, set(sources)) if sources else {}
    for node in list(graph)[:: max(len(graph) // 300, 1)]:
        path = made.path_to_source(node)
        assert len(path) == away.get(node, 0)
        assert_leads_to_a_source(made, node, path)
    plain = nx.number_of_edges(graph) - len(graph) + nx.number_connected_components(graph)
    extra = sum(max(len(nodes & set(sources)) - 1, 0) for nodes in nx.connected_components(graph))
    faults = made.faults()
    assert len(faults.loops) + sum(edges[e][2] for e in faults.self_loops) == plain + extra


def assert_leads_to_a_source(made: Network, node: Node, path: list[int]) -> None:
    at = made.number_of(node)
    for edge in path:
        assert made.closed[edge]
        ends = {int(made.start[edge]), int(made.stop[edge])}
        assert at in ends
        at = (ends - {at}).pop()
    if made.feeder_numbers[made.number_of(node)] != DEAD:
        assert at in made.source_nodes.tolist()
