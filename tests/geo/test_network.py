from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network import DEAD, LOOPED, Network, UnevenEdges, UnknownNode
from tests.geo.by_networkx import agrees_with_networkx, network

if TYPE_CHECKING:
    from geo.network import Node
    from tests.geo.by_networkx import Edge

# Two feeders meet at an open tie t; d and e are cut off behind an open switch.
#
#   A--a1--a2--a3 ..t.. b2--b1--B      a2..d--e
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


def circuit(*closed: int) -> Network:
    return network(
        [(a, b, state or number in closed) for number, (a, b, state) in enumerate(CIRCUIT)], SOURCES
    )


def test_each_node_knows_its_feeder() -> None:
    made = circuit()
    named = {
        node: number if number < 0 else made.feeders[number]
        for node, number in made.feeder_of_nodes().items()
    }
    assert named == {
        "A": "north", "a1": "north", "a2": "north", "a3": "north",
        "B": "south", "b1": "south", "b2": "south",
        "d": DEAD, "e": DEAD,
    }  # fmt: skip


def test_a_closed_tie_joins_two_feeders() -> None:
    feeders = circuit(3).feeder_of_nodes()
    assert {feeders[node] for node in ("A", "a3", "b2", "B")} == {LOOPED}
    assert feeders["d"] == DEAD


def test_the_path_leads_up_to_the_source() -> None:
    made = circuit()
    assert made.path_to_source("a3") == [2, 1, 0]
    assert [made.payloads[edge] for edge in made.path_to_source("b2")] == ["edge 4", "edge 5"]
    assert made.path_to_source("A") == []
    assert made.path_to_source("e") == []


def test_what_is_downstream_of_an_opened_switch() -> None:
    made = circuit()
    assert set(made.downstream([1])) == {"a2", "a3"}
    assert set(made.downstream([0, 5])) == {"a1", "a2", "a3", "b1", "b2"}
    assert made.downstream([3]) == ()  # it was open
    assert circuit(3).downstream([1]) == ()  # supplied from the other end
    assert set(circuit(3).downstream([1, 4])) == {"a2", "a3", "b2"}


def test_a_feeder_trips_in_the_substation() -> None:
    assert set(circuit().downstream([], ["A"])) == {"A", "a1", "a2", "a3"}
    assert circuit(3).downstream([], ["A"]) == ()
    with pytest.raises(UnknownNode):
        circuit().downstream([], ["Z"])


def test_parallel_edges_are_opened_one_by_one() -> None:
    made = network([("A", "x", True), ("A", "x", True), ("x", "y", True)], {"A": "north"})
    assert made.downstream([0]) == ()
    assert made.downstream([0, 0]) == ()
    assert set(made.downstream([1, 0])) == {"x", "y"}
    (ring,) = made.faults().loops
    assert sorted(ring.edges) == [0, 1]
    assert ring.feeders == (0,)


def test_faults_are_found() -> None:
    edges = [
        *CIRCUIT,
        ("a1", "r1", True),
        ("r1", "r2", True),
        ("r2", "a1", True),
        ("b1", "b1", True),
    ]
    faults = network(edges, {**SOURCES, "C": "west"}).faults(attached=["a3"])
    assert [set(island) for island in faults.islands] == [{"d", "e"}]
    (ring,) = faults.loops
    assert sorted(ring.edges) == [8, 9, 10]
    assert faults.idle_sources == ("C",)
    assert faults.self_loops == (11,)
    assert set(faults.dangling) == {"e"}


def test_a_way_between_two_sources_is_told_with_both_feeders() -> None:
    (way,) = circuit(3).faults().loops
    assert sorted(way.edges) == [0, 1, 2, 3, 4, 5]
    assert way.feeders == (0, 1)
    assert list(way.edges) in ([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0])


def test_one_feeder_may_begin_twice() -> None:
    made = network([("A", "x", True), ("x", "B", True)], {"A": "north", "B": "north"})
    assert set(made.feeder_of_nodes().values()) == {0}
    (way,) = made.faults().loops
    assert way.feeders == (0,)


def test_an_empty_network() -> None:
    made = Network.build([], [], [], {})
    assert made.feeder_of_nodes() == {}
    assert made.downstream([]) == ()
    assert made.faults().islands == ()
    lone = Network.build([], [], [], {"A": "north"})
    assert lone.feeder_of_nodes() == {"A": 0}
    assert lone.faults().idle_sources == ("A",)


def test_without_sources_everything_is_an_island() -> None:
    made = network(CIRCUIT, {})
    assert set(made.feeder_of_nodes().values()) == {DEAD}
    assert len(made.faults().islands) == 3
    assert made.path_to_source("a3") == []


def test_mistakes_are_named() -> None:
    with pytest.raises(UnknownNode) as caught:
        circuit().path_to_source("Z")
    assert caught.value.facts == {"node": "Z"}
    with pytest.raises(UnevenEdges):
        Network.build(["a"], ["b", "c"], [True], {})


@given(
    edges=st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.booleans()), max_size=30),
    sources=st.dictionaries(st.integers(0, 16), st.integers(0, 3), max_size=4),
    data=st.data(),
)
def test_any_network_agrees_with_networkx(
    edges: list[Edge], sources: dict[Node, str | int], data: st.DataObject
) -> None:
    opened = st.lists(st.integers(0, len(edges) - 1), max_size=3) if edges else st.just([])
    agrees_with_networkx(edges, sources, data.draw(opened))
