"""Times that no outage can have are refused by every door, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desk.outages.changing import BeforeBeginning
from desk.outages.confirming import confirm
from desk.outages.declaring import declare, revise
from desk.outages.draft import PlanPast
from desk.outages.living import act
from desk.outages.milestones import reached, stamp
from desk.outages.promising import PromisePast, promise, promises
from desk.outages.records import course, listing, one
from desk.outages.restoring import restore
from desk.outages.times import TimeOutside
from rules.codes import OutageKind
from rules.outages.codes import Milestone, OutageAct, OutageState
from tests.builders import NOW
from tests.desk.outages.drafts import DAY, FAULT, HOUR, PLANNED, fault, planned
from tests.viewers import COORDINATOR, DISPATCHER
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.desk import Desk
    from desk.outages.draft import Draft
    from errors import BattlemapError
    from tests.desk.outages.conftest import Clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR = datetime(1, 1, 1, tzinfo=SHANGHAI)
LAST_YEAR = datetime(9999, 12, 31, 23, 59, tzinfo=SHANGHAI)
BEFORE, AFTER = datetime(1999, 12, 31, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
OUTSIDE = {
    "a fault in year 1": fault(began_at=FIRST_YEAR),
    "a fault before 2000": fault(began_at=BEFORE),
    "a plan in year 9999": planned(began_at=LAST_YEAR, expected_at=None),
    "a plan from 2100 on": planned(began_at=AFTER, expected_at=AFTER + HOUR),
    "an end in year 9999": planned(expected_at=LAST_YEAR),
}


@pytest.mark.parametrize("draft", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_a_year_that_no_outage_has_is_refused(desk: Desk, draft: Draft) -> None:
    with pytest.raises(TimeOutside) as told:
        declare(desk, COORDINATOR, draft)
    assert told.value.facts == {"first": "2000", "last": "2099"}
    assert listing(desk, COORDINATOR) == ()
    ref = declare(desk, COORDINATOR, planned())
    before = one(desk, COORDINATOR, ref)
    with pytest.raises(TimeOutside):
        revise(desk, COORDINATOR, ref, 1, draft)
    assert one(desk, COORDINATOR, ref) == before
    for tongue, words in (
        (Tongue.ENGLISH, "between 2000 and 2099"),
        (Tongue.CHINESE, "2000 至 2099"),
    ):
        assert words in texts(tongue).error(told.value)


LATER: dict[str, Callable[[Desk, int], object]] = {
    "promised": lambda desk, ref: promise(desk, COORDINATOR, ref, LAST_YEAR, "再等"),
    "promised long ago": lambda desk, ref: promise(desk, COORDINATOR, ref, FIRST_YEAR, "再等"),
    "restored": lambda desk, ref: restore(desk, COORDINATOR, ref, everybody=True, at=FIRST_YEAR),
    "located": lambda desk, ref: act(desk, COORDINATOR, ref, OutageAct.LOCATE, at=LAST_YEAR),
    "stamped": lambda desk, ref: stamp(desk, COORDINATOR, ref, Milestone.CREW_SENT, FIRST_YEAR),
}


@pytest.mark.parametrize("does", LATER.values(), ids=LATER.keys())
def test_nothing_happens_in_such_a_year(desk: Desk, does: Callable[[Desk, int], object]) -> None:
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    before = one(desk, COORDINATOR, ref)
    with pytest.raises(TimeOutside):
        does(desk, ref)
    assert one(desk, COORDINATOR, ref) == before
    assert len(course(desk, COORDINATOR, ref)) == 2
    assert len(promises(desk, COORDINATOR, ref)) == 1
    assert reached(desk, COORDINATOR, ref) == {}


@pytest.mark.parametrize("at", [LAST_YEAR, AFTER - DAY / 48], ids=["begins", "ends"])
def test_nothing_is_postponed_to_such_a_year(desk: Desk, at: datetime) -> None:
    ref = declare(desk, COORDINATOR, planned())
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    with pytest.raises(TimeOutside):
        act(desk, COORDINATOR, ref, OutageAct.POSTPONE, "雨", at)
    assert one(desk, COORDINATOR, ref).state is OutageState.CHECKED
    assert len(promises(desk, COORDINATOR, ref)) == 1


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
JUST_BEFORE = FAULT.began_at - HOUR / 60
TOO_EARLY: dict[str, Callable[[Desk, int, datetime], object]] = {
    "restored": lambda desk, ref, at: restore(desk, COORDINATOR, ref, everybody=True, at=at),
    "in part": lambda desk, ref, at: restore(desk, COORDINATOR, ref, customers=[1], at=at),
    "located": lambda desk, ref, at: act(desk, COORDINATOR, ref, OutageAct.LOCATE, at=at),
    "stamped": lambda desk, ref, at: stamp(desk, COORDINATOR, ref, Milestone.CREW_SENT, at),
}


def says(error: BattlemapError, english: str, chinese: str) -> None:
    """See that a refusal says what is wrong, in both languages."""
    assert english in texts(Tongue.ENGLISH).error(error)
    assert chinese in texts(Tongue.CHINESE).error(error)


@pytest.mark.parametrize("at", [LONG_AGO, JUST_BEFORE], ids=["in 2000", "a minute before"])
@pytest.mark.parametrize("does", TOO_EARLY.values(), ids=TOO_EARLY.keys())
def test_nothing_happens_before_it_began(
    desk: Desk, does: Callable[[Desk, int, datetime], object], at: datetime
) -> None:
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    before = one(desk, COORDINATOR, ref)
    with pytest.raises(BeforeBeginning) as told:
        does(desk, ref, at)
    assert told.value.facts == {"at": at, "began_at": FAULT.began_at}
    says(told.value, "before the outage began (2026-05-20 11:00)", "早于停电开始时间")
    assert one(desk, COORDINATOR, ref) == before
    assert len(course(desk, COORDINATOR, ref)) == 2
    assert reached(desk, COORDINATOR, ref) == {}
    does(desk, ref, FAULT.began_at)


def test_the_minute_in_which_it_began_is_not_before_it(desk: Desk) -> None:
    began = FAULT.began_at + HOUR / 80  # 45 seconds, of which a form knows nothing
    ref = declare(desk, COORDINATOR, fault(began_at=began))
    stamp(desk, COORDINATOR, ref, Milestone.CREW_SENT, FAULT.began_at)
    assert reached(desk, COORDINATOR, ref)[Milestone.CREW_SENT].at == began


def test_work_begins_a_day_before_it_was_to_at_most(desk: Desk, clock: Clock) -> None:
    ref = declare(desk, COORDINATOR, planned(kind=OutageKind.TEMPORARY))
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    act(desk, DISPATCHER, ref, OutageAct.APPROVE)
    clock.forward(9 * DAY)
    for early in (LONG_AGO, NOW - DAY - HOUR):
        with pytest.raises(BeforeBeginning):
            act(desk, COORDINATOR, ref, OutageAct.BEGIN, at=early)
    assert one(desk, COORDINATOR, ref).state is OutageState.APPROVED
    assert act(desk, COORDINATOR, ref, OutageAct.BEGIN, at=NOW) is OutageState.BEGUN
    assert one(desk, COORDINATOR, ref).began_at == NOW


def test_nobody_promises_what_is_past(desk: Desk, clock: Clock) -> None:
    ref = declare(desk, COORDINATOR, fault())
    now = clock.forward(5 * HOUR)
    for expected in (NOW + HOUR / 60, now):
        with pytest.raises(PromisePast) as told:
            promise(desk, COORDINATOR, ref, expected, "再等")
    says(told.value, "2026-05-20 17:00 is past already", "2026-05-20 17:00 已经过去")
    assert [row.expected_at for row in promises(desk, COORDINATOR, ref)] == [FAULT.expected_at]
    assert one(desk, COORDINATOR, ref).expected_at == FAULT.expected_at
    promise(desk, COORDINATOR, ref, now + HOUR, "备件在途")
    assert len(promises(desk, COORDINATOR, ref)) == 2


@pytest.mark.parametrize("kind", [OutageKind.PLANNED, OutageKind.TEMPORARY])
def test_a_plan_of_long_ago_is_none(desk: Desk, kind: OutageKind) -> None:
    past = planned(kind=kind, began_at=NOW - 400 * DAY, expected_at=NOW - 399 * DAY)
    with pytest.raises(PlanPast) as told:
        declare(desk, COORDINATOR, past)
    says(told.value, "more than a day ago", "不能从一天以前")
    assert listing(desk, COORDINATOR) == ()
    ref = declare(desk, COORDINATOR, planned(kind=kind))
    with pytest.raises(PlanPast):
        revise(desk, COORDINATOR, ref, 1, past)
    assert one(desk, COORDINATOR, ref).began_at == PLANNED.began_at
    late = planned(kind=kind, began_at=NOW - DAY, expected_at=NOW + HOUR)
    assert declare(desk, COORDINATOR, late) > ref  # what was done at once is entered the day after


def test_a_fault_may_be_found_out_about_long_afterwards(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(began_at=NOW - 400 * DAY, expected_at=None))
    assert one(desk, COORDINATOR, ref).began_at == NOW - 400 * DAY


def test_work_that_goes_on_for_days_is_still_revised(desk: Desk, clock: Clock) -> None:
    draft = planned(kind=OutageKind.TEMPORARY, began_at=NOW, expected_at=NOW + 9 * DAY)
    ref = declare(desk, COORDINATOR, draft)
    for step in (OutageAct.CHECK, OutageAct.APPROVE, OutageAct.BEGIN):
        act(desk, DISPATCHER, ref, step)
    clock.forward(5 * DAY)
    same = planned(kind=OutageKind.TEMPORARY, began_at=NOW, expected_at=None, cause="换杆两基")
    assert revise(desk, COORDINATOR, ref, 1, same) == 2
    assert one(desk, COORDINATOR, ref).cause == "换杆两基"
