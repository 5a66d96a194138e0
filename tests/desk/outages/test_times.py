"""Times that no outage can have are refused by every door, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from desk.outages.confirming import confirm
from desk.outages.declaring import declare, revise
from desk.outages.living import act
from desk.outages.milestones import reached, stamp
from desk.outages.promising import promise, promises
from desk.outages.records import course, listing, one
from desk.outages.restoring import restore
from desk.outages.times import TimeOutside
from rules.outages.codes import Milestone, OutageAct, OutageState
from tests.desk.outages.drafts import DAY, HOUR, fault, planned
from tests.viewers import COORDINATOR
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.desk import Desk
    from desk.outages.draft import Draft

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
