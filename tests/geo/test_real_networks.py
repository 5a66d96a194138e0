from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from geo.network import LOOPED
from tests.geo.by_networkx import (
    Edge,
    agrees_with_networkx,
    graph_of,
    network,
    supplied_by_networkx,
)

if TYPE_CHECKING:
    from pathlib import Path

    from geo.network import Node


@pytest.fixture(scope="module")
def ding0(shared_data: Path) -> list[Edge]:
    """Lines and transformers, closed, and the three open points."""
    folder = shared_data / "networks" / "ding0_33535"

    def ends(name: str, one: str, other: str, *, closed: bool) -> list[Edge]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return [(row[one], row[other], closed) for row in csv.DictReader(file)]

    return [
        *ends("lines.csv", "bus0", "bus1", closed=True),
        *ends("transformers.csv", "bus0", "bus1", closed=True),
        *ends("switches.csv", "bus_closed", "bus_open", closed=False),
    ]


BUSBAR = "Busbar_mvgd_33535_MV"


def outgoing(edges: list[Edge]) -> dict[Node, str | int]:
    """Let a feeder begin at every far end of a line that leaves the busbar."""
    ends = [set(edge[:2]) - {BUSBAR} for edge in edges if BUSBAR in edge[:2]]
    return {node: f"feeder {number}" for number, (node,) in enumerate(ends)}


def without_busbar(edges: list[Edge]) -> list[Edge]:
    return [(a, b, closed and BUSBAR not in (a, b)) for a, b, closed in edges]


def test_a_real_rural_network_agrees_with_networkx(ding0: list[Edge]) -> None:
    feeding = [number for number, edge in enumerate(ding0) if BUSBAR in edge[:2]]
    agrees_with_networkx(ding0, {BUSBAR: "station"}, feeding[:2])
    edges, sources = without_busbar(ding0), outgoing(ding0)
    assert len(sources) >= 2
    agrees_with_networkx(edges, sources, [100])
    made = network(edges, sources)
    assert LOOPED not in made.feeder_of_nodes().values()
    supplied = supplied_by_networkx(graph_of(edges), sources)
    for edge in range(0, len(edges), 197):
        lost = supplied - supplied_by_networkx(graph_of(edges, [edge]), sources)
        assert set(made.downstream([edge])) == lost


def test_closing_its_open_points_makes_loops(ding0: list[Edge]) -> None:
    sources = outgoing(ding0)
    before = network(without_busbar(ding0), sources).faults().loops
    assert all(len(ring.edges) == 2 for ring in before)  # two transformers side by side
    closed = without_busbar([(a, b, True) for a, b, _ in ding0])
    after = network(closed, sources).faults().loops
    assert len(after) == len(before) + 3
    assert sum(len(ring.feeders) == 2 for ring in after) >= 1


def test_a_real_city_network_agrees_with_networkx(shared_data: Path) -> None:
    path = shared_data / "networks" / "oberrhein" / "mv_oberrhein.json"
    tables = json.loads(path.read_text(encoding="utf-8"))["_object"]

    def rows(name: str) -> list[dict[str, object]]:
        table = json.loads(tables[name]["_object"])
        labelled = zip(table["index"], table["data"], strict=True)
        return [{"id": i, **dict(zip(table["columns"], row, strict=True))} for i, row in labelled]

    opened = {row["element"] for row in rows("switch") if row["et"] == "l" and not row["closed"]}
    edges: list[Edge] = [
        (int(str(row["from_bus"])), int(str(row["to_bus"])), row["id"] not in opened)
        for row in rows("line")
    ]
    sources: dict[Node, str | int] = {
        int(str(row["lv_bus"])): str(row["name"]) for row in rows("trafo")
    }
    assert len(opened) > 3
    for edge in range(0, len(edges), 7):
        agrees_with_networkx(edges, sources, [edge, (edge * 31) % len(edges)])
    made = network(edges, sources)
    assert set(made.feeder_of_nodes().values()) == {0, 1}
    assert made.faults().loops == ()
