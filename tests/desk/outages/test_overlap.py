"""Whatever two outages switch: nobody whom they take together is missing, by networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.outages import taken
from desk.outages.affected import affected
from desk.outages.confirming import confirm, rows
from desk.outages.declared import Declared, PartRef
from desk.outages.declaring import declare
from desk.outages.pending import pending
from desk.outages.records import listing, one
from desk.outages.restoring import restore
from rules.outages.codes import OutageState, Part
from tests.desk.outages.drafts import fault
from tests.desk.outages.networks import (
    FEEDERS,
    SECTIONS,
    SWITCHES,
    TRANSFORMERS,
    at,
    desk_over,
    end_all,
    ringed,
)
from tests.desk.outages.running import frozen, ids, judged, powerless, trip
from tests.viewers import COORDINATOR, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk
    from desk.outages.affected import Affected

BOTH_LOST = 8
"""The customer who hangs on T3, behind K1, and on T5, behind F2."""


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


PARTS = st.lists(
    st.one_of(
        st.builds(PartRef, st.just(Part.SWITCH), st.integers(1, len(SWITCHES)), st.booleans()),
        st.builds(PartRef, st.just(Part.SECTION), st.integers(1, len(SECTIONS))),
        st.builds(PartRef, st.just(Part.FEEDER), st.integers(1, len(FEEDERS))),
        st.builds(PartRef, st.just(Part.TRANSFORMER), st.integers(1, len(TRANSFORMERS))),
    ),
    min_size=1,
    max_size=4,
    unique=True,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=PARTS, second=PARTS)
def test_whoever_two_outages_take_together_is_on_one_of_the_lists(
    desk: Desk, first: list[PartRef], second: list[PartRef]
) -> None:
    snapshot = desk.seen(DISPATCHER)

    def list_of(parts: list[PartRef], beside: list[PartRef]) -> Affected:
        return affected(snapshot, DISPATCHER, Declared(parts=tuple(parts)), beside)

    one_alone, later = list_of(first, []), list_of(second, first)
    both = ids(snapshot, one_alone) | ids(snapshot, later)
    dark = powerless([*first, *second])
    assert both >= dark - powerless([]), "the second one is judged beside the first"
    assert both >= ids(snapshot, list_of([*first, *second], []))
    assert ids(snapshot, later) >= ids(snapshot, list_of(second, [])), "nobody leaves a list"
    assert ids(snapshot, later) >= dark - powerless(first), "who had power just before is told"
    added = ids(snapshot, later) - ids(snapshot, list_of(second, []))
    assert added <= dark - powerless(first), "and nobody else"
    assert not set(snapshot.customers.raw.id[later.saved].tolist()) & dark
    assert not set(later.saved.tolist()) & set(later.rows.tolist())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(each=st.lists(PARTS, min_size=2, max_size=5))
def test_what_is_declared_one_after_the_other_leaves_nobody_out(
    desk: Desk, each: list[list[PartRef]]
) -> None:
    end_all(desk)
    refs = [declare(desk, COORDINATOR, fault(parts=tuple(parts))) for parts in each]
    found = set[int]().union(*(judged(desk, ref) for ref in refs))
    every = [part for parts in each for part in parts]
    assert found >= powerless(every) - powerless([])


def test_who_is_taken_by_faults_that_were_each_reported_twice_stays_on_a_list(desk: Desk) -> None:
    end_all(desk)
    k1, f2 = PartRef(Part.SWITCH, 1), PartRef(Part.FEEDER, 2)
    refs = [trip(desk, part) for part in (k1, f2, k1, f2)]
    for ref in refs:
        record = one(desk, COORDINATOR, ref)
        if pending(desk, COORDINATOR, record):
            confirm(desk, COORDINATOR, ref, record.edit)
    with desk.store.reading() as connection:
        out = set[int]().union(*(taken.out(connection, COORDINATOR, ref) for ref in refs))
    assert BOTH_LOST in out, "each of the four would leave him to the others"
    assert out == powerless([k1, f2]) - powerless([])
    page = rows(desk, COORDINATOR, refs[1], 1, 0, 100)
    assert BOTH_LOST in {row.customer_id for row in page.rows}, "no frozen list has changed"
    assert {line.state for line in listing(desk, COORDINATOR)} == {OutageState.REPORTED}


def test_who_hangs_on_the_tie_of_a_restored_outage_stays_on_the_list_of_a_fault_reported_twice(
    desk: Desk,
) -> None:
    end_all(desk)
    restored = trip(desk, PartRef(Part.SWITCH, 1))
    restore(desk, COORDINATOR, restored, closed=[3])  # F2 feeds the ring by the tie
    assert one(desk, COORDINATOR, restored).state is OutageState.RESTORED
    f2 = PartRef(Part.FEEDER, 2)
    refs = [trip(desk, f2), trip(desk, f2)]
    dark = at(3, 4, 5, 6) - {15} | {23}
    for ref in refs:
        if pending(desk, COORDINATOR, one(desk, COORDINATOR, ref)):
            confirm(desk, COORDINATOR, ref, 1)
    with desk.store.reading() as connection:
        out = set[int]().union(*(taken.out(connection, COORDINATOR, ref) for ref in refs))
    assert out == dark, "the list of the restored one takes nobody any more"
    assert frozen(desk, refs[0]) == dark, "and the one that was told at first still says so"
