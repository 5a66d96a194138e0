"""Who has power again when switches close: as the network says, and with either of two supplies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.outages import taken
from desk.outages.confirming import confirm
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.declaring import declare
from desk.outages.records import course, one
from desk.outages.restoring import NobodyRestored, restore, still_out
from rules.outages.codes import OutageState, Part, Verdict
from tests.desk.outages.drafts import fault
from tests.desk.outages.networks import (
    EACH,
    FEEDERS,
    SECOND,
    SECTIONS,
    SWITCHES,
    TRANSFORMERS,
    at,
    desk_over,
    end_all,
    living,
    ringed,
)
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from desk.desk import Desk

K1, K2, K3, K4, K5, K6 = range(1, 7)
EVERYBODY = range(1, EACH * len(TRANSFORMERS) + 1)


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


def opened(*switches: int) -> tuple[PartRef, ...]:
    return tuple(PartRef(Part.SWITCH, ref) for ref in switches)


def confirmed(desk: Desk, parts: Sequence[PartRef]) -> int:
    ref = declare(desk, COORDINATOR, fault(parts=tuple(parts)))
    confirm(desk, COORDINATOR, ref, 1)
    return ref


def out(desk: Desk, ref: int) -> set[int]:
    with desk.store.reading() as connection:
        return set(taken.out(connection, COORDINATOR, ref))


def test_who_has_two_supplies_is_back_with_the_second_one(desk: Desk) -> None:
    ref = confirmed(desk, opened(K1, K2))
    assert out(desk, ref) == at(3, 4, 5, 6) - {15} | {23}
    restore(desk, COORDINATOR, ref, closed=[K2])
    assert out(desk, ref) == at(3, 4) - {8} | {23}  # customer 8 lives by T5 again
    assert course(desk, COORDINATOR, ref)[-1].facts["left"] == 6


def test_a_second_supply_that_was_dead_before_the_outage_counts(desk: Desk) -> None:
    ref = confirmed(desk, opened(K1))
    assert 23 in out(desk, ref)  # T8, the first one of customer 23, stands in an island
    restore(desk, COORDINATOR, ref, closed=[K6])
    assert out(desk, ref) == at(3, 4) - {8}


def test_a_second_transformer_that_is_ticked_takes_its_customer_out(desk: Desk) -> None:
    ref = confirmed(desk, opened(K1, K2))
    restore(desk, COORDINATOR, ref, transformers=[5])
    assert out(desk, ref) == at(3, 4, 6) - {8} | {23}


def test_who_is_out_although_the_second_supply_lives_is_not_back_by_it(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(parts=opened(K1)))
    edit = decide(desk, COORDINATOR, ref, 1, [8], Verdict.TOUCHED, "备用未投")
    confirm(desk, COORDINATOR, ref, edit)
    restore(desk, COORDINATOR, ref, closed=[K6])  # T5 has lived all the time
    assert out(desk, ref) == at(3, 4)
    assert restore(desk, COORDINATOR, ref, closed=[K3]) is OutageState.RESTORED


def test_a_tie_gives_back_what_hangs_behind_it(desk: Desk) -> None:
    ref = confirmed(desk, opened(K1, K2))
    with pytest.raises(NobodyRestored):
        restore(desk, COORDINATOR, ref, closed=[K3])  # both of its ends are dead
    assert out(desk, ref) == at(3, 4, 5, 6) - {15} | {23}
    assert restore(desk, COORDINATOR, ref, closed=[K1, K3]) is OutageState.RESTORED


def test_who_is_still_out_is_not_taken_out_by_another_switch(desk: Desk) -> None:
    ref = confirmed(desk, opened(K1, K2))
    restore(desk, COORDINATOR, ref, closed=[K1])
    assert out(desk, ref) == at(5, 6) - {15}
    still_out(desk, COORDINATOR, ref, [7], "来电说仍停电")
    restore(desk, COORDINATOR, ref, closed=[K2])
    assert out(desk, ref) == {7}
    assert restore(desk, COORDINATOR, ref, closed=[K1]) is OutageState.RESTORED
    assert one(desk, COORDINATOR, ref).state is OutageState.RESTORED


PARTS = st.one_of(
    st.builds(PartRef, st.just(Part.SWITCH), st.integers(1, len(SWITCHES))),
    st.builds(PartRef, st.just(Part.SECTION), st.integers(1, len(SECTIONS))),
    st.builds(PartRef, st.just(Part.FEEDER), st.integers(1, len(FEEDERS))),
    st.builds(PartRef, st.just(Part.TRANSFORMER), st.integers(1, len(TRANSFORMERS))),
)
CLOSINGS = st.lists(
    st.lists(st.integers(1, len(SWITCHES)), min_size=1, max_size=2, unique=True), max_size=4
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(parts=st.lists(PARTS, min_size=1, max_size=4, unique=True), closings=CLOSINGS)
def test_whatever_is_closed_a_plain_search_says_the_same(
    desk: Desk, parts: list[PartRef], closings: list[list[int]]
) -> None:
    end_all(desk)  # what another example left running would be in force
    before, after = living([]), living(parts)
    if not dead(after) - dead(before | {p.ref for p in parts if p.noun is Part.TRANSFORMER}):
        return
    ref = confirmed(desk, parts)
    listed, known = out(desk, ref), set[int]()
    for closed in closings:
        was = out(desk, ref)
        if not was:
            return
        still = was & dead(living(closing(parts, known | set(closed))))
        if still == was:
            with pytest.raises(NobodyRestored):
                restore(desk, COORDINATOR, ref, closed=closed)
        else:
            known |= set(closed)
            restore(desk, COORDINATOR, ref, closed=closed)
        assert out(desk, ref) == still
    assert out(desk, ref) <= listed


def dead(alive: set[int]) -> set[int]:
    """Return who has power by no transformer."""
    supplies = {ref: {(ref - 1) // EACH + 1, SECOND.get(ref, 0)} for ref in EVERYBODY}
    return {ref for ref, some in supplies.items() if not some & alive}


def closing(parts: list[PartRef], closed: set[int]) -> list[PartRef]:
    """Return parts with switches closed that may have been opened."""
    others = [part for part in parts if part.noun is not Part.SWITCH or part.ref not in closed]
    return [*others, *(PartRef(Part.SWITCH, ref, opened=False) for ref in closed)]
