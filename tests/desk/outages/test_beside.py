"""Outages that run at once: whoever they take together stands on one of their lists."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.outages import taken
from desk.outages.affected import BASES, affected
from desk.outages.backfeed import backfeed
from desk.outages.beside import beside_of
from desk.outages.confirming import confirm
from desk.outages.confirming import rows as frozen_rows
from desk.outages.declared import Declared, PartRef
from desk.outages.declaring import declare
from desk.outages.living import act
from desk.outages.marking import marks
from desk.outages.records import one
from desk.outages.restoring import NobodyRestored, restore
from desk.outages.standing import standing
from desk.outages.work import work
from rules.codes import OutageKind
from rules.outages.codes import Basis, OutageAct, OutageState, Part
from tests.builders import NOW
from tests.desk.outages.drafts import DAY, fault, planned
from tests.desk.outages.networks import at, desk_over, ringed
from tests.desk.outages.running import by, close, frozen, ids, judged, saved, trip
from tests.viewers import COORDINATOR, DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk

K1, K2, K3, K4, K5, K6 = (PartRef(Part.SWITCH, n) for n in range(1, 7))
F1, F2, F3 = (PartRef(Part.FEEDER, n) for n in range(1, 4))
BOTH_LOST = 8
"""The customer at T3 (behind K1) and T5 (behind K2)."""


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


def test_who_loses_the_second_supply_by_another_outage_is_on_its_list(desk: Desk) -> None:
    first = trip(desk, K1)
    assert BOTH_LOST not in frozen(desk, first)
    assert saved(desk, first) == {BOTH_LOST}
    second = trip(desk, K2)
    assert frozen(desk, second) == at(5, 6) - {15} | {BOTH_LOST}
    assert saved(desk, second) == {15}  # by T7, which lives
    basis = {
        row.customer_id: row.basis for row in frozen_rows(desk, COORDINATOR, second, 1, 0, 100).rows
    }
    assert basis[BOTH_LOST] is Basis.TRACED_ONLY
    assert not saved(desk, first), "who is shown as saved has no supply left"


def test_the_workbench_and_the_standing_list_say_the_same(desk: Desk) -> None:
    trip(desk, K1)
    told = [["switch", 2, True]]
    fresh = work(desk, COORDINATOR, None, None, told)
    assert BOTH_LOST in ids(fresh.snapshot, fresh.whom)
    second = declare(desk, COORDINATOR, fault(parts=(K2,)))
    page = standing(desk, COORDINATOR, second, 0, 100)
    assert {row.customer_id for row in page.rows} == at(5, 6) - {15} | {BOTH_LOST}
    assert page.touched == len(at(5, 6))
    assert BOTH_LOST in ids(fresh.snapshot, work(desk, COORDINATOR, second, None, told).whom)


def test_once_the_first_is_restored_the_second_is_judged_without_it(desk: Desk) -> None:
    first, second = trip(desk, K1), trip(desk, K2)
    restore(desk, COORDINATOR, first, closed=[1])
    assert one(desk, COORDINATOR, first).state is OutageState.RESTORED
    assert judged(desk, second) == at(5, 6) - {15}
    assert saved(desk, second) == {BOTH_LOST, 15}
    confirm(desk, COORDINATOR, second, 1)
    assert frozen(desk, second, 2) == at(5, 6) - {15}
    assert BOTH_LOST in frozen(desk, second), "a frozen list never changes"


def test_who_hangs_on_a_tie_is_out_when_the_feeder_behind_it_trips(desk: Desk) -> None:
    first = declare(desk, COORDINATOR, fault(parts=(K1, close(K3))))
    assert not judged(desk, first)  # nobody: F2 feeds the ring
    second = trip(desk, F2)
    assert frozen(desk, second) == at(3, 4, 5, 6) - {15} | {23}
    assert by(desk, second).transformers.tolist() == [2, 3, 4, 5]
    sections = [
        one_["geometry"]["coordinates"]
        for one_ in marks(
            desk.seen(COORDINATOR), COORDINATOR, Declared(parts=(F2,)), by(desk, second),
            beside_of(desk, COORDINATOR, one(desk, COORDINATOR, second)), area=False,
        )["features"]
        if one_["properties"]["what"] == "section"
    ]  # fmt: skip
    assert len(sections) == len(("c-d", "d-e", "e-c", "s2-f", "g-h"))


def test_a_tie_closed_in_restoring_counts_until_the_outage_is_closed(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[3])
    assert one(desk, COORDINATOR, first).state is OutageState.RESTORED  # all of it by F2
    second = declare(desk, COORDINATOR, fault(parts=(F2,)))
    assert judged(desk, second) == at(3, 4, 5, 6) - {15} | {23}
    act(desk, COORDINATOR, first, OutageAct.CLOSE)
    assert judged(desk, second) == at(5, 6) - {15}


def test_an_outage_that_is_restored_by_word_alone_is_back_to_normal(desk: Desk) -> None:
    first = trip(desk, K1, close(K5))  # the tie to an island feeds nobody
    act(desk, COORDINATOR, first, OutageAct.RESTORE)
    second = declare(desk, COORDINATOR, fault(parts=(K2,)))
    assert judged(desk, second) == at(5, 6) - {15}


def test_an_island_that_another_outage_feeds_can_lose_its_power(desk: Desk) -> None:
    declare(desk, COORDINATOR, fault(parts=(close(K6),)))  # F3 feeds x-y, which has no source
    second = declare(desk, COORDINATOR, fault(parts=(F3,)))
    assert judged(desk, second) == at(7, 8) - {23}
    assert by(desk, second).transformers.tolist() == [6, 7]


def test_a_transformer_that_has_power_again_is_in_force_no_more(desk: Desk) -> None:
    third, fourth = (PartRef(Part.TRANSFORMER, n) for n in (3, 4))
    first = trip(desk, third, fourth)
    second = declare(desk, COORDINATOR, fault(parts=(K2,)))
    assert BOTH_LOST in judged(desk, second)
    restore(desk, COORDINATOR, first, transformers=[3])
    assert one(desk, COORDINATOR, first).state is OutageState.PARTLY_RESTORED
    assert BOTH_LOST not in judged(desk, second)


def test_what_one_outage_opens_no_other_one_closes(desk: Desk) -> None:
    declare(desk, COORDINATOR, fault(parts=(K3,)))
    tied = declare(desk, COORDINATOR, fault(parts=(K1, close(K3))))
    assert judged(desk, tied) == at(3, 4) - {BOTH_LOST} | {23}


def test_power_does_not_come_back_by_a_feeder_that_another_outage_tripped(desk: Desk) -> None:
    first = trip(desk, K1)
    second = trip(desk, F2)
    with pytest.raises(NobodyRestored):
        restore(desk, COORDINATOR, first, closed=[3])
    with desk.store.reading() as connection:
        assert taken.out(connection, COORDINATOR, first) == at(3, 4) - {BOTH_LOST} | {23}
    restore(desk, COORDINATOR, first, closed=[1])
    assert one(desk, COORDINATOR, first).state is OutageState.RESTORED
    assert judged(desk, second) == at(5, 6) - {15}


def test_a_switch_that_two_outages_opened_is_closed_by_who_says_so(desk: Desk) -> None:
    first, second = trip(desk, K1), trip(desk, K1, K2)
    assert restore(desk, COORDINATOR, second, closed=[1, 2]) is OutageState.RESTORED
    assert one(desk, COORDINATOR, first).state is OutageState.REPORTED


def test_no_tie_to_a_dead_feeder_is_offered(desk: Desk) -> None:
    def offered(beside: tuple[PartRef, ...]) -> dict[str, int]:
        found = backfeed(desk.seen(COORDINATOR), COORDINATOR, [K1], frozenset(), beside)
        return {one_.tie.code: one_.customers for one_ in found}

    assert offered(())["K3"] == 6
    trip(desk, F2)
    record = one(desk, COORDINATOR, declare(desk, COORDINATOR, fault(parts=(K1,))))
    beside = beside_of(desk, COORDINATOR, record)
    assert "K3" not in offered(beside)
    assert offered(beside)["K6"] == 1  # customer 23 by T8


def test_alone_an_outage_is_judged_as_by_the_network_only(desk: Desk) -> None:
    ref = trip(desk, K1, F2)
    assert beside_of(desk, COORDINATOR, one(desk, COORDINATOR, ref)) == ()
    alone = affected(desk.seen(COORDINATOR), COORDINATOR, Declared(parts=(K1, F2)))
    found = by(desk, ref)
    for name in ("rows", "basis", "touched", "transformers", "saved", "saved_by"):
        assert getattr(found, name).tolist() == getattr(alone, name).tolist()


def test_an_area_stands_for_itself(desk: Desk) -> None:
    trip(desk, K1)
    beside = beside_of(desk, COORDINATOR, None)
    assert beside == (K1,)
    assert not affected(desk.seen(COORDINATOR), COORDINATOR, Declared(), beside).count


def test_a_grid_manager_counts_by_the_outages_of_others_too(desk: Desk) -> None:
    trip(desk, K1)
    second = trip(desk, K2)
    west = {ref for ref in at(1, 2, 3, 4) if ref in judged(desk, second, manager(1))}
    assert west == {BOTH_LOST}


@pytest.mark.parametrize(
    ("promised", "counts"),
    [
        pytest.param(timedelta(hours=1), False, id="ends before"),
        pytest.param(timedelta(days=9), True, id="ends later"),
        pytest.param(-timedelta(hours=1), True, id="promise broken"),
        pytest.param(None, True, id="no promise"),
    ],
)
def test_beside_planned_work_runs_what_may_last_until_then(
    desk: Desk, promised: timedelta | None, *, counts: bool
) -> None:
    until = None if promised is None else NOW + promised
    began_at = NOW - timedelta(hours=3)
    first = fault(parts=(K1,), began_at=began_at, expected_at=until)
    declare(desk, COORDINATOR, first)
    ref = declare(desk, COORDINATOR, planned(area=None, parts=(K2,), began_at=NOW + 8 * DAY,
                                             kind=OutageKind.PLANNED))  # fmt: skip
    assert (BOTH_LOST in judged(desk, ref)) is counts
    now = declare(desk, COORDINATOR, fault(parts=(K2,)))
    assert BOTH_LOST in judged(desk, now)


@pytest.mark.parametrize(
    ("acts", "later", "counts"),
    [
        pytest.param((), timedelta(0), False, id="a draft"),
        pytest.param((OutageAct.CHECK,), timedelta(0), True, id="checked"),
        pytest.param((OutageAct.CHECK, OutageAct.APPROVE), timedelta(hours=1), True, id="overlaps"),
        pytest.param((OutageAct.CHECK,), DAY, False, id="another day"),
        pytest.param((OutageAct.CHECK,), -DAY, False, id="the day before"),
        pytest.param((OutageAct.CHECK, OutageAct.CANCEL), timedelta(0), False, id="cancelled"),
    ],
)
def test_two_plans_for_the_same_time_see_each_other(
    desk: Desk, acts: tuple[OutageAct, ...], later: timedelta, *, counts: bool
) -> None:
    begins = NOW + 8 * DAY
    ends = begins + timedelta(hours=4)
    first = planned(area=None, parts=(K1,), began_at=begins + later, expected_at=ends + later)
    other = declare(desk, COORDINATOR, first)
    for one_act in acts:
        act(desk, DISPATCHER, other, one_act, "先定下来")
    second = planned(area=None, parts=(K2,), began_at=begins, expected_at=ends)
    ref = declare(desk, COORDINATOR, second)
    assert (BOTH_LOST in judged(desk, ref)) is counts
    now = declare(desk, COORDINATOR, fault(parts=(K2,)))
    assert BOTH_LOST not in judged(desk, now), "a plan is not in force before it begins"


def test_what_has_no_life_any_more_is_not_judged_by_what_runs_now(desk: Desk) -> None:
    old = trip(desk, K2)
    act(desk, COORDINATOR, old, OutageAct.RESTORE)
    act(desk, COORDINATOR, old, OutageAct.CLOSE)
    trip(desk, K1)
    assert beside_of(desk, COORDINATOR, one(desk, COORDINATOR, old)) == ()
    assert judged(desk, old) == at(5, 6) - {15}


def test_the_bases_of_who_is_added_are_those_of_the_trace(desk: Desk) -> None:
    snapshot = desk.seen(COORDINATOR)
    found = affected(snapshot, COORDINATOR, Declared(parts=(K2,)), (K1,))
    assert {BASES[code] for code in found.basis.tolist()} == {Basis.TRACED_ONLY}
