"""Power comes back to a part, to all, and not to somebody who still has none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from data.outages import taken
from desk.outages.back import with_power
from desk.outages.changing import AheadOfTime, WhyMissing
from desk.outages.confirming import confirm, rows
from desk.outages.deciding import decide
from desk.outages.declaring import declare
from desk.outages.living import act
from desk.outages.records import course, listing, one, totals
from desk.outages.restoring import NobodyRestored, NotListed, restore, still_out
from rules.access import NotAllowed
from rules.outages.codes import OutageAct, OutageState, Verdict
from rules.outages.life import NotNow
from tests.builders import NOW
from tests.desk.outages.drafts import EVERYBODY, HOUR, K1, PLANNED, fault
from tests.viewers import AGENT, COORDINATOR, DISPATCHER, manager

if TYPE_CHECKING:
    from desk.desk import Desk
    from rules.viewer import Viewer
    from tests.desk.outages.conftest import Clock


def confirmed(desk: Desk) -> int:
    """Confirm a fault that takes customers 1 and 2 by K1, and 4 by hand; return its id."""
    ref = declare(desk, COORDINATOR, fault())
    edit = decide(desk, COORDINATOR, ref, 1, [4], Verdict.TOUCHED, "接在同一表箱")
    confirm(desk, COORDINATOR, ref, edit)
    return ref


def out(desk: Desk, ref: int) -> set[int]:
    with desk.store.reading() as connection:
        return set(taken.out(connection, COORDINATOR, ref))


def test_a_ticked_transformer_takes_its_customers_out(desk: Desk) -> None:
    ref = confirmed(desk)
    state = restore(desk, COORDINATOR, ref, transformers=[1])
    assert (state, out(desk, ref)) == (OutageState.PARTLY_RESTORED, {4})
    assert with_power(desk, COORDINATOR, ref) == {1, 2}
    assert one(desk, COORDINATOR, ref).restored_at is None
    facts = course(desk, COORDINATOR, ref)[-1].facts
    assert (facts["customers"], facts["left"], facts["transformers"]) == (2, 1, [1])


def test_a_switch_that_is_closed_again_takes_out_whom_it_feeds(desk: Desk) -> None:
    ref = confirmed(desk)
    restore(desk, COORDINATOR, ref, closed=[K1])
    assert out(desk, ref) == {4}


def test_when_the_last_one_is_back_the_outage_is_restored_by_itself(
    desk: Desk, clock: Clock
) -> None:
    ref = confirmed(desk)
    restore(desk, COORDINATOR, ref, customers=[1, 4])
    later = clock.forward(HOUR)
    assert restore(desk, DISPATCHER, ref, customers=[2]) is OutageState.RESTORED
    assert one(desk, COORDINATOR, ref).restored_at == later
    page = rows(desk, COORDINATOR, ref, 1, 0, 9).rows
    assert {row.customer_id: row.restored_at for row in page} == {1: NOW, 2: later, 4: NOW}


def test_everybody_at_once(desk: Desk) -> None:
    ref = confirmed(desk)
    state = restore(desk, COORDINATOR, ref, everybody=True, at=NOW - HOUR / 2)
    assert (state, out(desk, ref)) == (OutageState.RESTORED, set())
    assert one(desk, COORDINATOR, ref).restored_at == NOW - HOUR / 2


@pytest.mark.parametrize("closes", [False, True])
def test_still_out_puts_one_back_and_reopens(desk: Desk, closes: bool) -> None:  # noqa: FBT001
    ref = confirmed(desk)
    restore(desk, COORDINATOR, ref, everybody=True)
    if closes:
        act(desk, COORDINATOR, ref, OutageAct.CLOSE)
    state = still_out(desk, DISPATCHER, ref, [2], "来电说仍停电")
    assert (state, out(desk, ref)) == (OutageState.PARTLY_RESTORED, {2})
    assert one(desk, COORDINATOR, ref).restored_at is None
    told = course(desk, COORDINATOR, ref)[-1]
    assert (told.act, told.actor, told.why) == ("still_out", "dora", "来电说仍停电")
    assert restore(desk, COORDINATOR, ref, customers=[2]) is OutageState.RESTORED
    assert act(desk, COORDINATOR, ref, OutageAct.CLOSE) is OutageState.CLOSED


def test_still_out_needs_a_reason_and_somebody_on_the_list(desk: Desk) -> None:
    ref = confirmed(desk)
    restore(desk, COORDINATOR, ref, everybody=True)
    with pytest.raises(WhyMissing):
        still_out(desk, COORDINATOR, ref, [2], "")
    for wrong in ([], [3], [2, 3]):
        with pytest.raises(NotListed):
            still_out(desk, COORDINATOR, ref, wrong, "来电")
    assert one(desk, COORDINATOR, ref).state is OutageState.RESTORED
    assert out(desk, ref) == set()


def test_nobody_is_still_out_of_what_was_never_restored(desk: Desk) -> None:
    ref = confirmed(desk)
    with pytest.raises(NotNow):
        still_out(desk, COORDINATOR, ref, [2], "来电")


def test_who_was_not_out_does_not_come_back(desk: Desk) -> None:
    ref = confirmed(desk)
    before = len(course(desk, COORDINATOR, ref))
    nobodies: list[dict[str, Any]] = [
        {}, {"customers": [3]}, {"transformers": [2]}, {"transformers": [99]},
    ]  # fmt: skip
    for nobody in nobodies:
        with pytest.raises(NobodyRestored):
            restore(desk, COORDINATOR, ref, **nobody)
    assert (out(desk, ref), len(course(desk, COORDINATOR, ref))) == ({1, 2, 4}, before)


def test_what_has_not_begun_is_not_restored(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, PLANNED)
    with pytest.raises(NotNow):
        restore(desk, COORDINATOR, ref, everybody=True)


def test_power_did_not_come_back_tomorrow(desk: Desk) -> None:
    ref = confirmed(desk)
    with pytest.raises(AheadOfTime):
        restore(desk, COORDINATOR, ref, everybody=True, at=NOW + HOUR)
    assert out(desk, ref) == {1, 2, 4}


def test_a_fault_without_a_list_can_be_restored_as_a_whole(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(parts=()))
    assert restore(desk, COORDINATOR, ref, everybody=True) is OutageState.RESTORED


@pytest.mark.parametrize("viewer", [AGENT, manager(1)], ids=lambda v: v.role)
def test_who_has_no_right_restores_nothing(desk: Desk, viewer: Viewer) -> None:
    ref = confirmed(desk)
    with pytest.raises(NotAllowed):
        restore(desk, viewer, ref, everybody=True)
    with pytest.raises(NotAllowed):
        still_out(desk, viewer, ref, [1], "来电")
    assert out(desk, ref) == {1, 2, 4}


def test_two_who_restore_at_once_lose_nobody(desk: Desk) -> None:
    ref = confirmed(desk)
    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(restore, desk, viewer, ref, customers=[customer])
            for viewer, customer in ((COORDINATOR, 1), (DISPATCHER, 2))
        ]
        assert {one.result() for one in done} == {OutageState.PARTLY_RESTORED}
    assert out(desk, ref) == {4}
    acts = [(event.act, event.actor) for event in course(desk, AGENT, ref)[-2:]]
    assert sorted(acts) == [("restore_part", "cora"), ("restore_part", "dora")]


def test_a_customer_in_two_outages_counts_once_and_shows_both(desk: Desk) -> None:
    first = confirmed(desk)
    second = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    confirm(desk, COORDINATOR, second, 1)
    assert [(line.listed, line.out) for line in listing(desk, COORDINATOR)] == [(4, 4), (3, 3)]
    found = totals(desk, COORDINATOR)
    assert (found.running, found.out) == (2, 4)
    also = {row.customer_id: row.also for row in rows(desk, COORDINATOR, second, 1, 0, 9).rows}
    number = one(desk, COORDINATOR, first).number
    assert also == {1: (number,), 2: (number,), 4: (number,), 3: ()}
    restore(desk, COORDINATOR, first, everybody=True)
    assert totals(desk, COORDINATOR).out == 4
    also = {row.customer_id: row.also for row in rows(desk, COORDINATOR, second, 1, 0, 9).rows}
    assert set(also.values()) == {()}
    assert totals(desk, manager(2)).out == 1


def test_a_grid_manager_is_told_of_the_own_customers_and_no_counts_of_all(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    confirm(desk, COORDINATOR, ref, 1)
    restore(desk, COORDINATOR, ref, customers=[1])
    restore(desk, COORDINATOR, ref, everybody=True)
    everybody = desk.seen(COORDINATOR).customers.raw.id.tolist()
    still_out(desk, COORDINATOR, ref, everybody, "又停了")
    own = desk.seen(manager(1)).customers.raw.id.tolist()
    assert 0 < len(own) < len(everybody)
    whole, narrowed = course(desk, COORDINATOR, ref), course(desk, manager(1), ref)
    assert [(event.act, event.at, event.why) for event in narrowed] == [
        (event.act, event.at, event.why) for event in whole
    ]
    assert whole[-1].facts["ids"] == everybody
    assert narrowed[-1].facts["ids"] == own
    told = {name for event in narrowed for name in event.facts}
    assert {name for event in whole for name in event.facts} - told == {"customers", "left"}
