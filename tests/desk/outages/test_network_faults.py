"""Faults of the network are checks with a place on the map, and never make a list wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from data import tables
from desk.faults import Fault, counts, faults
from desk.listing import Listing, Tab
from desk.outages.affected import affected
from desk.outages.declared import Declared, PartRef
from rules.outages.codes import Part
from screens import listed
from tests.builders import NOW, SOUTH, WEST
from tests.desk.outages.networks import desk_over, ringed
from tests.viewers import DISPATCHER, manager
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    bureau = ringed()
    bureau.add(
        tables.Transformer, code="T9", name="", node="nowhere", feeder_id=None,
        ownership="public", x=WEST + 0.03, y=SOUTH + 0.01,
    )  # fmt: skip
    bureau.customer(
        WEST + 0.03, SOUTH + 0.01, cell_id=2, transformer_id=9, second_transformer_id=None,
        sensitivity=0,
    )  # fmt: skip
    bureau.add(tables.Feeder, code="F4", name="四号线", substation="西站")
    bureau.add(tables.Source, node="s4", feeder_id=4)
    # A closed switch beside K2's section: a ring of two, found by the switch.
    bureau.add(
        tables.Switch, code="K7", name="旁路", kind="", from_node="g", to_node="h", state="closed",
        feeder_id=None, x=WEST + 0.02, y=SOUTH + 0.01,
    )  # fmt: skip
    made = desk_over(bureau, sqlite_database_url, tmp_path)
    yield made
    made.store.close()


def found(desk: Desk, fault: Fault) -> list[tuple[str, str, str]]:
    rows = faults(desk.seen(DISPATCHER), DISPATCHER, fault, 0, 99).rows
    return [(row.noun, row.code, row.detail) for row in rows]


def test_each_fault_of_the_network_is_told_with_what_takes_part(desk: Desk) -> None:
    assert found(desk, Fault.TRANSFORMER_DANGLING) == [("transformer", "T9", "")]
    assert found(desk, Fault.NETWORK_ISLAND) == [("section", "S9", "S9")]
    assert found(desk, Fault.FEEDER_IDLE) == [("feeder", "F4", "西站")]
    ring, bypass = found(desk, Fault.NETWORK_LOOP)
    assert (ring[:2], set(ring[2].split(" – "))) == (("section", ring[1]), {"S3", "S4", "S5"})
    assert (bypass[:2], set(bypass[2].split(" – "))) == (("switch", "K7"), {"S7", "K7"})
    told = counts(desk.seen(DISPATCHER))
    assert (told[Fault.NETWORK_LOOP], told[Fault.NETWORK_ISLAND]) == (2, 1)


def test_what_has_a_place_leads_to_the_map(desk: Desk) -> None:
    snapshot = desk.seen(DISPATCHER)
    places = {
        row.code: row.place
        for kind in (Fault.NETWORK_LOOP, Fault.NETWORK_ISLAND, Fault.TRANSFORMER_DANGLING)
        for row in faults(snapshot, DISPATCHER, kind, 0, 9).rows
    }
    assert places["K7"] == (WEST + 0.02, SOUTH + 0.01)
    line = next(row.geometry for row in snapshot.grid.sections if row.code == "S9")
    assert line is not None
    assert places["S9"] is not None
    assert shapely.Point(places["S9"]).distance(line) < 1e-9
    assert all(place is not None for place in places.values())


def test_a_loop_does_not_make_the_trace_wrong(desk: Desk) -> None:
    snapshot = desk.seen(DISPATCHER)
    (seventh,) = (row.id for row in snapshot.grid.sections if row.code == "S7")
    one = affected(snapshot, DISPATCHER, Declared(parts=(PartRef(Part.SECTION, seventh),)))
    assert one.count == 0  # K7 still leads there
    both = Declared(parts=(PartRef(Part.SECTION, seventh), PartRef(Part.SWITCH, 7)))
    assert affected(snapshot, DISPATCHER, both).transformers.tolist() == [5]


@pytest.mark.parametrize("tongue", list(Tongue))
def test_every_kind_is_named_in_the_list_and_on_the_map(desk: Desk, tongue: Tongue) -> None:
    say = texts(tongue)
    listing = Listing(tab=Tab.FAULTS)
    words = listed.Words(say, listing, NOW, desk.settings.timezone)
    for row in faults(desk.seen(DISPATCHER), DISPATCHER, None, 0, 99).rows:
        assert listed.row(row, words)["fault"] == say(f"list.fault.{row.fault}")
        assert say(f"map.check.{row.fault}", n=2)
        assert say(f"list.remedy.{row.fault}")


def test_the_network_is_everybodys_so_its_faults_are(desk: Desk) -> None:
    own = counts(desk.seen(manager(1)))
    assert own[Fault.NETWORK_LOOP] == 2
