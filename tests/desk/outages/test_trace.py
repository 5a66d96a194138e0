"""Who is out by what is switched: rings, ties, islands, and customers with two supplies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.outages.affected import BASES, affected
from desk.outages.declared import Decision, Declared, PartRef
from desk.outages.trace import lost_transformers
from rules.outages.codes import Basis, Part, Verdict
from tests.builders import SOUTH, WEST
from tests.desk.outages.networks import (
    EACH,
    FEEDERS,
    SECOND,
    SECTIONS,
    SWITCHES,
    TRANSFORMERS,
    at,
    desk_over,
    living,
    ringed,
)
from tests.viewers import DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.affected import Affected

K1, K2, K3, K4, K5, K6 = (PartRef(Part.SWITCH, n) for n in range(1, 7))


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def snapshot(desk: Desk) -> Snapshot:
    return desk.seen(DISPATCHER)


def close(part: PartRef) -> PartRef:
    return PartRef(part.noun, part.ref, opened=False)


def by(snapshot: Snapshot, *parts: PartRef) -> Affected:
    return affected(snapshot, DISPATCHER, Declared(parts=parts))


def ids(snapshot: Snapshot, rows: np.ndarray) -> set[int]:
    return set(snapshot.customers.raw.id[rows].tolist())


def test_who_has_a_second_supply_that_lives_is_not_out_and_is_shown(snapshot: Snapshot) -> None:
    found = by(snapshot, K1)
    assert found.transformers.tolist() == [2, 3]  # T3, T4 on the ring behind it
    assert ids(snapshot, found.rows) == at(3, 4) - {8} | {23}
    assert ids(snapshot, found.saved) == {8}
    assert [snapshot.grid.feeders[n].code for n in found.saved_by] == ["F2"]
    assert found.count == 6


def test_where_both_supplies_are_lost_the_customer_is_out(snapshot: Snapshot) -> None:
    found = by(snapshot, K1, K2)
    assert ids(snapshot, found.rows) == at(3, 4, 5, 6) - {15} | {23}
    assert ids(snapshot, found.saved) == {15}  # by T7, which F3 feeds


def test_the_second_supply_alone_is_lost_and_the_first_one_lives(snapshot: Snapshot) -> None:
    found = by(snapshot, K2)
    assert ids(snapshot, found.rows) == at(5, 6) - {15}
    assert ids(snapshot, found.saved) == {8, 15}
    fed = dict(zip(snapshot.customers.raw.id[found.saved].tolist(), found.saved_by, strict=True))
    assert {ref: snapshot.grid.feeders[n].code for ref, n in fed.items()} == {8: "F1", 15: "F3"}


def test_whose_first_transformer_is_dead_already_loses_the_second(snapshot: Snapshot) -> None:
    # T8 stands in an island; customer 23 lives by T4 alone.
    named = by(snapshot, PartRef(Part.TRANSFORMER, 4))
    assert ids(snapshot, named.rows) == at(4) | {23}
    assert not named.saved.size


def test_one_section_of_a_ring_takes_nobody(snapshot: Snapshot) -> None:
    assert by(snapshot, PartRef(Part.SECTION, 4)).count == 0
    both = by(snapshot, PartRef(Part.SECTION, 3), PartRef(Part.SECTION, 5))
    assert both.transformers.tolist() == [2, 3]
    # The node between two open sections of the ring, and nothing else.
    assert by(
        snapshot, PartRef(Part.SECTION, 3), PartRef(Part.SECTION, 4)
    ).transformers.tolist() == [2]


def test_a_tie_that_is_closed_feeds_back_whatever_hangs_behind_it(snapshot: Snapshot) -> None:
    assert by(snapshot, K1, close(K3)).count == 0
    assert by(snapshot, K1, close(K4)).transformers.tolist() == [2, 3]  # fed before K1 only
    assert by(snapshot, PartRef(Part.FEEDER, 1), close(K4)).count == 0
    assert ids(snapshot, by(snapshot, PartRef(Part.FEEDER, 1)).saved) == {8}


def test_ties_through_an_island_lead_on(snapshot: Snapshot) -> None:
    assert by(snapshot, K2, close(K5)).transformers.tolist() == [4, 5]
    assert by(snapshot, K2, close(K5), close(K6)).count == 0


def test_whoever_is_saved_but_stands_in_the_area_is_a_question(snapshot: Snapshot) -> None:
    area = shapely.multipolygons([shapely.box(WEST, SOUTH, WEST + 0.015, SOUTH + 0.02)])
    found = affected(snapshot, DISPATCHER, Declared(area=area, parts=(K1,)))
    basis = dict(zip(snapshot.customers.raw.id[found.rows].tolist(), found.basis, strict=True))
    assert BASES[basis[8]] is Basis.INSIDE_ONLY
    assert BASES[basis[7]] is Basis.BOTH
    assert BASES[basis[10]] is Basis.TRACED_ONLY
    assert ids(snapshot, found.saved) == {8}
    assert found.undecided == len(at(1, 2)) + 1 + len(at(4)) + 1


def test_decisions_put_on_and_take_off(snapshot: Snapshot) -> None:
    decisions = {
        8: Decision(Verdict.TOUCHED, "备用未投", Basis.BY_HAND),
        7: Decision(Verdict.NOT_TOUCHED, "自备", Basis.TRACED_ONLY),
        99: Decision(Verdict.TOUCHED, "?", Basis.BY_HAND),
    }
    found = affected(snapshot, DISPATCHER, Declared(parts=(K1,), decisions=decisions))
    on = found.rows[found.touched]
    assert ids(snapshot, on) == at(3, 4) - {7} | {23}
    assert ids(snapshot, found.rows[found.decided]) == {7, 8}
    basis = dict(zip(snapshot.customers.raw.id[found.rows].tolist(), found.basis, strict=True))
    assert BASES[basis[8]] is Basis.BY_HAND


def test_a_grid_manager_counts_the_customers_of_own_cells(desk: Desk) -> None:
    own = desk.seen(manager(1))
    found = affected(own, manager(1), Declared(parts=(K1,)))
    assert found.transformers.tolist() == [2, 3]  # the network is everybody's
    assert ids(own, found.rows) == at(3, 4) - {8}
    elsewhere = desk.seen(manager(2))
    seen = affected(elsewhere, manager(2), Declared(parts=(K1,)))
    assert ids(elsewhere, seen.rows) == {23}


def test_parts_that_are_not_there_any_more_take_nobody(snapshot: Snapshot) -> None:
    gone = [PartRef(noun, 999) for noun in Part]
    assert by(snapshot, *gone, PartRef(Part.SWITCH, 999, opened=False)).count == 0


PARTS = st.one_of(
    st.builds(PartRef, st.just(Part.SWITCH), st.integers(1, len(SWITCHES)), st.booleans()),
    st.builds(PartRef, st.just(Part.SECTION), st.integers(1, len(SECTIONS))),
    st.builds(PartRef, st.just(Part.FEEDER), st.integers(1, len(FEEDERS))),
    st.builds(PartRef, st.just(Part.TRANSFORMER), st.integers(1, len(TRANSFORMERS))),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, max_size=6, unique=True))
def test_whatever_is_out_a_plain_search_says_the_same(
    snapshot: Snapshot, parts: list[PartRef]
) -> None:
    before, after = living([]), living(parts)
    lost = {t for t in before if t not in after} | {
        part.ref for part in parts if part.noun is Part.TRANSFORMER
    }
    assert set((lost_transformers(snapshot.grid, parts) + 1).tolist()) == lost
    out: set[int] = set()
    saved: set[int] = set()
    for customer in range(1, EACH * len(TRANSFORMERS) + 1):
        supplies = {(customer - 1) // EACH + 1, SECOND.get(customer, 0)} - {0}
        if supplies & lost:
            (saved if supplies & after else out).add(customer)
    found = by(snapshot, *parts)
    assert ids(snapshot, found.rows) == out
    assert ids(snapshot, found.saved) == saved
