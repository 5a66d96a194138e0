"""A bureau with a ring, ties, an island and customers with two supplies, for tests of outages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import shapely

from data import tables
from data.store import open_store
from desk.desk import Desk, open_desk
from desk.outages.living import act
from desk.outages.records import listing
from rules.outages.codes import OutageAct, OutageState, Part
from settings import Settings
from tests.builders import NOW, SIDE, SOUTH, WEST, Bureau
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desk.outages.declared import PartRef

SECTIONS = ("s1-a", "a-b", "c-d", "d-e", "e-c", "s2-f", "g-h", "s3-m", "x-y")
"""In the order of their codes S1, S2 …; what has no source is x-y, and c-d-e is a ring."""
SWITCHES = (
    ("K1", "b-c", "closed"),
    ("K2", "f-g", "closed"),
    ("K3", "e-h", "open"),
    ("K4", "m-b", "open"),
    ("K5", "y-h", "open"),
    ("K6", "m-x", "open"),
)
TRANSFORMERS = ("a", "b", "d", "e", "g", "h", "m", "x")
"""T1, T2 … stand at these nodes."""
FEEDERS = ("s1", "s2", "s3")
EACH = 3
SECOND = {8: 5, 15: 7, 23: 4}
"""Who (id of the customer) has a second transformer, and which."""


def ringed() -> Bureau:
    """Return the bureau, three customers at each transformer.

    T3's second customer also has T5, T5's third one T7, T8's second one T4. The network::

        s1-a-b =K1= c-d-e-c (ring)    e /K3/ h     m /K4/ b
        s2-f =K2= g-h                 y /K5/ h     m /K6/ x-y (no source)
        s3-m
    """
    bureau = Bureau()
    for number in (1, 2):
        west = WEST + SIDE * (number - 1)
        bureau.add(
            tables.Cell, code=f"C{number}", name="", station="", manager="甲", manager_phone="",
            geometry=shapely.box(west, SOUTH, west + SIDE, SOUTH + SIDE),
        )  # fmt: skip
    for number, node in enumerate(FEEDERS, start=1):
        bureau.add(tables.Feeder, code=f"F{number}", name=f"{number}号线", substation="东站")
        bureau.add(tables.Source, node=node, feeder_id=number)
    for number, ends in enumerate(SECTIONS, start=1):
        start, stop = ends.split("-")
        bureau.add(
            tables.Section, code=f"S{number}", feeder_id=None, from_node=start, to_node=stop,
            geometry=shapely.LineString([(WEST, SOUTH), (WEST + 0.001 * number, SOUTH)]),
            length_m=100.0,
        )  # fmt: skip
    for code, ends, state in SWITCHES:
        start, stop = ends.split("-")
        bureau.add(
            tables.Switch, code=code, name="", kind="", from_node=start, to_node=stop,
            state=state, feeder_id=None, x=WEST, y=SOUTH,
        )  # fmt: skip
    _people(bureau)
    return bureau


def _people(bureau: Bureau) -> None:
    for number, node in enumerate(TRANSFORMERS, start=1):
        x, y = WEST + 0.004 * number, SOUTH + 0.01
        bureau.add(
            tables.Transformer, code=f"T{number}", name="", node=node, feeder_id=None,
            ownership="public", x=x, y=y,
        )  # fmt: skip
        for one in range(EACH):
            bureau.customer(
                x + 0.0005 * one, y, cell_id=1 if x < WEST + SIDE else 2, transformer_id=number,
                second_transformer_id=SECOND.get(EACH * (number - 1) + one + 1), sensitivity=one,
            )  # fmt: skip


def desk_over(bureau: Bureau, url: str, folder: Path) -> Desk:
    """Return a desk over a bureau, at a time that stands still."""
    store = open_store(url)
    bureau.write(store)
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(folder), "BATTLEMAP_DATABASE_URL": url}
    )
    return open_desk(store, settings, lambda: NOW)


def end_all(desk: Desk) -> None:
    """Restore and close whatever runs."""
    for line in listing(desk, COORDINATOR):
        if line.state is not OutageState.RESTORED:
            act(desk, COORDINATOR, line.id, OutageAct.RESTORE)
        act(desk, COORDINATOR, line.id, OutageAct.CLOSE)


def at(*transformers: int) -> set[int]:
    """Return the ids of the customers at transformers."""
    return {EACH * (t - 1) + one for t in transformers for one in range(1, EACH + 1)}


def living(parts: Iterable[PartRef]) -> set[int]:
    """Return which transformers have power, by networkx and by the book."""

    def named(noun: Part, *, opened: bool = True) -> set[int]:
        return {p.ref for p in known if p.noun is noun and p.opened is opened}

    known = tuple(parts)
    graph = nx.MultiGraph()
    graph.add_nodes_from([*FEEDERS, *TRANSFORMERS])
    for number, ends in enumerate(SECTIONS, start=1):
        if number not in named(Part.SECTION):
            graph.add_edge(*ends.split("-"))
    for number, (_, ends, state) in enumerate(SWITCHES, start=1):
        shut = state == "closed" or number in named(Part.SWITCH, opened=False)
        if shut and number not in named(Part.SWITCH):
            graph.add_edge(*ends.split("-"))
    sources = [s for n, s in enumerate(FEEDERS, start=1) if n not in named(Part.FEEDER)]
    alive = set().union(*(nx.node_connected_component(graph, source) for source in sources))
    powered = {n for n, node in enumerate(TRANSFORMERS, start=1) if node in alive}
    return powered - named(Part.TRANSFORMER)
