"""The ties that could restore what an outage takes: each alone, with whom it would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.outages.affected import affected
from desk.outages.backfeed import backfeed
from desk.outages.declared import Declared, PartRef
from rules.outages.codes import Part
from tests.desk.outages.networks import FEEDERS, SECTIONS, SWITCHES, desk_over, ringed
from tests.viewers import DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk

BY_ISLAND = ("K6", "F3", 0, (0, 1, 0, 0))
FROM_H = ("K5", "F2", 0, (0, 1, 0, 0))
"""Customer 23 has a second supply in the island: feeding that from either end helps as well."""
K1, K2, K3, K4, K5, K6 = (PartRef(Part.SWITCH, n) for n in range(1, 7))
F1, F2, F3 = (PartRef(Part.FEEDER, n) for n in range(1, 4))
PARTS = st.one_of(
    st.builds(PartRef, st.just(Part.SWITCH), st.integers(1, len(SWITCHES)), st.booleans()),
    st.builds(PartRef, st.just(Part.SECTION), st.integers(1, len(SECTIONS))),
    st.builds(PartRef, st.just(Part.FEEDER), st.integers(1, len(FEEDERS))),
)


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def snapshot(desk: Desk) -> Snapshot:
    return desk.seen(DISPATCHER)


def told(snapshot: Snapshot, *parts: PartRef) -> list[tuple[str, str, int, tuple[int, ...]]]:
    return [
        (one.tie.code, one.feeder.code if one.feeder else "", one.transformers, one.by_sensitivity)
        for one in backfeed(snapshot, DISPATCHER, parts)
    ]


def test_a_tie_restores_the_part_behind_the_opened_switch(snapshot: Snapshot) -> None:
    # Both transformers of the ring; customer 8 has power anyway, 23 gets it back by T4.
    assert told(snapshot, K1) == [("K3", "F2", 2, (2, 2, 2, 0)), FROM_H, BY_ISLAND]
    assert [one.customers for one in backfeed(snapshot, DISPATCHER, [K1])] == [6, 1, 1]


def test_no_tie_restores_who_has_power_again(desk: Desk, snapshot: Snapshot) -> None:
    ids = desk.seen(DISPATCHER).customers.raw.id
    out = affected(snapshot, DISPATCHER, Declared(parts=(K1,)))
    served = frozenset(ids[out.rows[:2]].tolist())
    (ring, *_) = backfeed(snapshot, DISPATCHER, [K1], served)
    assert (ring.tie.code, ring.customers) == ("K3", 4)
    everybody = frozenset(ids.tolist())
    assert {one.customers for one in backfeed(snapshot, DISPATCHER, [K1], everybody)} == {0}


def test_every_tie_of_a_tripped_feeder_is_offered_with_who_would_feed(snapshot: Snapshot) -> None:
    assert told(snapshot, F1) == [
        ("K3", "F2", 4, (4, 4, 4, 0)),
        ("K4", "F3", 4, (4, 4, 4, 0)),
        FROM_H,
        BY_ISLAND,
    ]


def test_what_helps_the_most_sensitive_comes_first(snapshot: Snapshot) -> None:
    found = told(snapshot, F1, K1)
    # The ring, what is before it, then from both ends the island.
    assert found == [
        ("K3", "F2", 2, (2, 2, 2, 0)),
        ("K4", "F3", 2, (2, 2, 2, 0)),
        FROM_H,
        BY_ISLAND,
    ]


def test_a_tie_into_what_is_dead_as_well_is_not_offered(snapshot: Snapshot) -> None:
    assert told(snapshot, K1, F2) == [BY_ISLAND]
    assert told(snapshot, K2) == [("K3", "F1", 2, (2, 2, 1, 0))]  # K5 leads into an island


def test_what_the_outage_itself_opens_or_closes_is_not_offered(snapshot: Snapshot) -> None:
    assert told(snapshot, K1, K3) == [FROM_H, BY_ISLAND]
    assert told(snapshot, K1, PartRef(Part.SWITCH, 3, opened=False)) == []


def test_no_tie_helps_a_transformer_that_is_out_by_itself(snapshot: Snapshot) -> None:
    assert told(snapshot, PartRef(Part.TRANSFORMER, 3)) == []
    assert told(snapshot, K1, PartRef(Part.TRANSFORMER, 3)) == [
        ("K3", "F2", 1, (1, 2, 1, 0)),
        FROM_H,
        BY_ISLAND,
    ]


def test_a_grid_manager_is_told_of_own_customers_only(desk: Desk) -> None:
    ring, _, island = backfeed(desk.seen(manager(2)), manager(2), [K1])
    assert (ring.tie.code, ring.transformers, ring.customers) == ("K3", 2, 1)
    assert (island.tie.code, island.transformers, island.customers) == ("K6", 0, 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, max_size=5, unique=True))
def test_closing_a_tie_restores_just_those_whom_it_was_said_to(
    snapshot: Snapshot, parts: list[PartRef]
) -> None:
    before = affected(snapshot, DISPATCHER, Declared(parts=tuple(parts)))
    for one in backfeed(snapshot, DISPATCHER, parts):
        closing = PartRef(Part.SWITCH, one.tie.id, opened=False)
        after = affected(snapshot, DISPATCHER, Declared(parts=(*parts, closing)))
        assert len(before.transformers) - len(after.transformers) == one.transformers
        assert before.count - after.count == one.customers
        assert set(after.rows.tolist()) <= set(before.rows.tolist())
