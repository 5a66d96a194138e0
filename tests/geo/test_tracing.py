"""Opening, closing and losing sources at once: compared with networkx, and seen by threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network import Network, UnknownNode
from tests.geo.by_networkx import graph_of, network, supplied_by_networkx

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.network import Node
    from tests.geo.by_networkx import Edge

# Two feeders meet at an open tie 3; a spur beyond the open switch 6 has no source.
#
#   A--a1--a2--a3 ..3.. b2--b1--B      a2 ..6.. d--e
#
CIRCUIT: list[Edge] = [
    ("A", "a1", True),
    ("a1", "a2", True),
    ("a2", "a3", True),
    ("a3", "b2", False),
    ("b1", "b2", True),
    ("B", "b1", True),
    ("a2", "d", False),
    ("d", "e", True),
]
SOURCES: dict[Node, str | int] = {"A": "north", "B": "south"}
EDGES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.booleans()), min_size=1, max_size=26
)


@pytest.fixture
def circuit() -> Network:
    return network(CIRCUIT, SOURCES)


def named(made: Network, numbers: Iterable[int]) -> set[Node]:
    return {made.nodes[number] for number in numbers}


def test_a_tie_that_is_closed_feeds_what_is_cut_off(circuit: Network) -> None:
    assert set(circuit.downstream([1])) == {"a2", "a3"}
    assert circuit.downstream([1], closed=[3]) == ()
    assert set(circuit.downstream([1, 2], closed=[3])) == {"a2"}


def test_a_tie_does_not_help_where_its_other_end_is_out_as_well(circuit: Network) -> None:
    lost = circuit.downstream([1], lost_sources=["B"], closed=[3])
    assert set(lost) == {"a2", "a3", "B", "b1", "b2"}


def test_a_feeder_is_lost_and_the_other_one_takes_over(circuit: Network) -> None:
    after = circuit.traced([], ["A"], [3])
    assert not after.lost.size
    (group,) = set(after.groups_of(np.arange(len(circuit.nodes))).tolist()) - {
        int(after.groups_of(np.array([circuit.number_of("d")]))[0])
    }
    assert [circuit.feeders[feeder] for feeder in after.feeders_of(group)] == ["south"]


def test_an_island_is_revived_and_may_lead_on(circuit: Network) -> None:
    after = circuit.traced([], closed=[6])
    assert named(circuit, after.revived) == {"d", "e"}
    bridge = network([*CIRCUIT, ("e", "b2", False)], SOURCES)
    through = bridge.traced([1], closed=[6, 8])
    assert not through.lost.size
    assert named(bridge, through.revived) == {"d", "e"}


def test_an_edge_that_is_as_wanted_changes_nothing(circuit: Network) -> None:
    assert circuit.downstream([3]) == ()
    assert set(circuit.downstream([1], closed=[0, 2])) == {"a2", "a3"}
    # Named both ways it is open afterwards, whichever way it was before.
    assert set(circuit.downstream([1, 3], closed=[3])) == {"a2", "a3"}


def test_a_lost_source_that_is_no_node_is_named(circuit: Network) -> None:
    with pytest.raises(UnknownNode) as caught:
        circuit.traced([], ["Z"])
    assert caught.value.facts == {"node": "Z"}


def test_many_threads_ask_at_once_and_nobody_sees_the_switches_of_another(
    circuit: Network,
) -> None:
    questions = [([1], []), ([2], []), ([1], [3]), ([0, 5], []), ([], [6])] * 60
    alone = [set(circuit.downstream(opened, (), closed)) for opened, closed in questions]
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda q: set(circuit.downstream(q[0], (), q[1])), questions)
        assert list(together) == alone
    assert circuit.closed.tolist() == [closed for _, _, closed in CIRCUIT]


@given(
    edges=EDGES,
    sources=st.dictionaries(st.integers(0, 14), st.integers(0, 3), max_size=4),
    data=st.data(),
)
def test_whatever_is_switched_networkx_says_the_same(
    edges: list[Edge], sources: dict[Node, str | int], data: st.DataObject
) -> None:
    some = st.lists(st.integers(0, len(edges) - 1), max_size=4)
    opened, closed = data.draw(some), data.draw(some)
    failing = st.lists(st.sampled_from(list(sources)), max_size=2) if sources else st.just([])
    lost = data.draw(failing)
    made = network(edges, sources)
    after = made.traced(opened, lost, closed)
    switched = [
        (one, other, (state or number in closed) and number not in opened)
        for number, (one, other, state) in enumerate(edges)
    ]
    left = {node: feeder for node, feeder in sources.items() if node not in lost}
    before_graph, after_graph = graph_of(edges), graph_of(switched)
    before_graph.add_nodes_from(sources)
    after_graph.add_nodes_from(sources)
    before = supplied_by_networkx(before_graph, sources)
    supplied = supplied_by_networkx(after_graph, left)
    assert named(made, after.lost) == before - supplied
    assert named(made, after.revived) == supplied - before
    assert len(after.lost) == len(set(after.lost.tolist()))
    everywhere = after.groups_of(np.arange(len(made.nodes)))
    for node, group in zip(made.nodes, everywhere.tolist(), strict=True):
        together = supplied_by_networkx(after_graph, [node])
        feeders = {sources[n] for n in together & set(left)}
        assert {made.feeders[n] for n in after.feeders_of(group)} == feeders
        members = np.flatnonzero(everywhere == group)
        # Islands that nothing of the question touches may share a group with nobody else.
        assert named(made, members) <= together
