"""Every switch of two real networks, held against networkx on the files as others made them.

Our side reads the bureau's files that ``tests.realdata`` writes; the other side reads the raw
files and knows nothing of ours: a line of theirs is out where one of its switches is open.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd

from geo.network import Network
from tests import realdata

MEDIUM = float(realdata.MEDIUM_VOLTAGE_KV)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Ours:
    """A network of ours, the numbers of its sections and switches by code, its transformers."""

    network: Network
    edge: dict[str, int]
    open_switches: list[str]
    nodes: dict[str, str]

    def lost(self, opened: Iterable[str], closed: Iterable[str] = ()) -> set[str]:
        """Return the codes of the transformers that lose every source."""
        dead = set(
            self.network.downstream(
                [self.edge[code] for code in opened], (), [self.edge[code] for code in closed]
            )
        )
        return {code for code, node in self.nodes.items() if node in dead}


def ours(folder: Path) -> Ours:
    tables = {
        name: pd.read_csv(folder / f"{name}.csv", dtype=str)
        for name in ("sections", "switches", "sources", "transformers")
    }
    sections, switches = tables["sections"], tables["switches"]
    made = Network.build(
        [*sections.from_node, *switches.from_node],
        [*sections.to_node, *switches.to_node],
        [True] * len(sections) + (switches.state == "closed").tolist(),
        dict(zip(tables["sources"].node, tables["sources"].feeder, strict=True)),
    )
    codes = [*sections.code, *switches.code]
    return Ours(
        made,
        {code: number for number, code in enumerate(codes)},
        switches.code[switches.state == "open"].tolist(),
        dict(zip(tables["transformers"].code, tables["transformers"].node, strict=True)),
    )


class Oberrhein:
    """The raw file: buses, lines, switches at the ends of lines, transformers."""

    def __init__(self, shared_data: Path) -> None:
        path = shared_data / "networks" / "oberrhein" / "mv_oberrhein_substations.json"
        self.tables = json.loads(path.read_text(encoding="utf-8"))["_object"]
        self.switches = {str(row["id"]): row for row in self.rows("switch") if row["et"] == "l"}
        self.lines, self.buses = self.rows("line"), [row["id"] for row in self.rows("bus")]
        trafos = self.rows("trafo")
        self.sources = [t["lv_bus"] for t in trafos if t["vn_hv_kv"] > realdata.MEDIUM_VOLTAGE_KV]
        self.stations = {
            t["name"]: t["hv_bus"] for t in trafos if t["vn_hv_kv"] <= realdata.MEDIUM_VOLTAGE_KV
        }

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table, each with its index as ``id``."""
        table = json.loads(self.tables[name]["_object"])
        return [
            {"id": i, **dict(zip(table["columns"], row, strict=True))}
            for i, row in zip(table["index"], table["data"], strict=True)
        ]

    def dead(self, opened: Iterable[str] = (), closed: Iterable[str] = ()) -> set[str]:
        """Return the stations without supply once switches are opened and others closed."""
        open_now = {code for code, row in self.switches.items() if not row["closed"]}
        open_now = (open_now - set(closed)) | set(opened)
        out = {self.switches[code]["element"] for code in open_now}
        graph = nx.MultiGraph()
        graph.add_nodes_from(self.buses)
        graph.add_edges_from(
            (row["from_bus"], row["to_bus"]) for row in self.lines if row["id"] not in out
        )
        alive = set().union(*(nx.node_connected_component(graph, n) for n in self.sources))
        return {name for name, bus in self.stations.items() if bus not in alive}


def test_every_switch_of_oberrhein_is_traced_as_networkx_traces_it(
    shared_data: Path, tmp_path: Path
) -> None:
    made = ours(realdata.oberrhein(shared_data, tmp_path))
    raw = Oberrhein(shared_data)
    already = raw.dead()
    taken = 0
    for code, row in raw.switches.items():
        if row["closed"]:
            expected = raw.dead([code]) - already
            assert made.lost([code]) == expected, code
            taken += bool(expected)
        else:
            assert made.lost([], [code]) == raw.dead([], [code]) - already == set(), code
    assert len(raw.switches) == 322
    assert taken > 200  # most switches do take somebody's supply: the test can fail


def test_every_switch_of_oberrhein_with_every_tie_closed(shared_data: Path, tmp_path: Path) -> None:
    made = ours(realdata.oberrhein(shared_data, tmp_path))
    raw = Oberrhein(shared_data)
    already = raw.dead()
    closed = [code for code, row in raw.switches.items() if row["closed"]]
    assert len(made.open_switches) == 6
    helped = 0
    for code, tie in product(closed[::4], made.open_switches):
        expected = raw.dead([code], [tie]) - already
        assert made.lost([code], [tie]) == expected, (code, tie)
        helped += expected < made.lost([code])
    assert helped > 20


class Ding0:
    """The raw files: lines and open switches at medium voltage, transformers at their high side.

    Low voltage hangs below the transformers and has no switch: it cannot say otherwise.
    """

    def __init__(self, shared_data: Path) -> None:
        self.folder = shared_data / "networks" / "ding0_33535"
        buses = self.rows("buses")
        medium = {row["name"] for row in buses if float(row["v_nom"]) == MEDIUM}
        self.ends = {
            row["name"]: (row["bus0"], row["bus1"])
            for row in self.rows("lines")
            if row["bus0"] in medium and row["bus1"] in medium
        }
        self.closed = nx.MultiGraph()
        self.closed.add_nodes_from(medium)
        self.closed.add_edges_from((*ends, name) for name, ends in self.ends.items())
        self.ends |= {
            row["name"]: (row["bus_closed"], row["bus_open"]) for row in self.rows("switches")
        }
        self.stations = {
            row["name"]: row["bus0"] if row["bus0"] in medium else row["bus1"]
            for row in self.rows("transformers")
        }

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a file, the number of the district left out of all names."""
        return [
            {column: plain(str(value)) for column, value in row.items()}
            for row in realdata.records(pd.read_csv(self.folder / f"{name}.csv", dtype=str))
        ]

    def dead(self, opened: str = "", closed: str = "") -> set[str]:
        """Return the transformers without supply once one line is opened, one switch closed."""
        graph = self.closed.copy()
        if graph.has_edge(*self.ends.get(opened, ("", "")), opened):
            graph.remove_edge(*self.ends[opened], opened)
        if closed:
            graph.add_edge(*self.ends[closed], closed)
        alive = nx.node_connected_component(graph, realdata.DING0_BUSBAR)
        return {name for name, high in self.stations.items() if high not in alive}


def plain(name: str) -> str:
    """Leave the number of the district out, as the translation does."""
    return name.replace("mvgd_33535_", "").replace("_mvgd_33535", "")


def test_every_switch_and_section_of_ding0_is_traced_as_networkx_traces_it(
    shared_data: Path, tmp_path: Path
) -> None:
    made = ours(realdata.ding0(shared_data, tmp_path))
    raw = Ding0(shared_data)
    assert len(made.open_switches) == 3
    assert raw.dead() == set()
    for switch in made.open_switches:
        assert made.lost([switch]) == raw.dead(switch) == set()
        assert made.lost([], [switch]) == raw.dead("", switch) == set()
    sections = [code for code in made.edge if code not in made.open_switches]
    taken = helped = 0
    for code in sections:
        expected = raw.dead(code)
        assert made.lost([code]) == expected, code
        taken += bool(expected)
        for switch in made.open_switches if expected else []:
            fed = raw.dead(code, switch)
            assert made.lost([code], [switch]) == fed, (code, switch)
            helped += fed < expected
    assert taken > 100
    assert helped > 30
