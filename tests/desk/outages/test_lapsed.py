"""Who was left off while the trace did not reach them is not left out once it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from desk.outages.affected import affected
from desk.outages.confirming import Undecided, confirm, rows
from desk.outages.course import course_of
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.declaring import declare, revise
from desk.outages.pending import pending
from desk.outages.records import one
from desk.outages.rows import rows_at
from desk.outages.standing import standing
from rules.outages.codes import Basis, Part, Verdict
from tests.desk.outages.drafts import EAST_CELL, OPENED, WEST_CELL, fault
from tests.desk.outages.networks import desk_over, ringed
from tests.desk.outages.running import trip
from tests.viewers import COORDINATOR
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path

    from desk.desk import Desk
    from desk.outages.standing import StandingPage, StandingRow

F2 = PartRef(Part.FEEDER, 2)
"""What supplies customer 3, who lives in the east cell."""
BOTH = (*OPENED, F2)
TWICE = 8
"""Of the ringed bureau: the customer who is supplied behind K1 and behind K2."""


def page(desk: Desk, ref: int) -> StandingPage:
    return standing(desk, COORDINATOR, ref, 0, 50, revision=0)


def row(desk: Desk, ref: int, customer: int = 3) -> StandingRow:
    (found,) = (row for row in page(desk, ref).rows if row.customer_id == customer)
    return found


def left_off(desk: Desk) -> tuple[int, int]:
    """Return a fault in the east with customer 3 left off its first list, and its edit."""
    ref = declare(desk, COORDINATOR, fault(area=EAST_CELL))
    edit = decide(desk, COORDINATOR, ref, 1, [3], Verdict.NOT_TOUCHED, "2号线有电")
    edit = decide(desk, COORDINATOR, ref, edit, [1, 2], Verdict.TOUCHED, "开关后端")
    counts = confirm(desk, COORDINATOR, ref, edit).counts
    assert (counts["touched"], counts["left_off"]) == (2, 1)
    return ref, edit


def test_who_was_left_off_is_back_when_the_own_feeder_trips_too(desk: Desk) -> None:
    ref, edit = left_off(desk)
    assert (row(desk, ref).touched, row(desk, ref).why) == (False, "2号线有电")
    edit = revise(desk, COORDINATOR, ref, edit, fault(area=EAST_CELL, parts=BOTH))
    found = row(desk, ref)
    assert (found.basis, found.touched) == (Basis.BOTH, True)
    assert (found.decided, found.why) == (False, "")
    assert page(desk, ref).undecided == 0  # trace and area agree on him: nothing is to be decided
    again = confirm(desk, COORDINATOR, ref, edit)
    assert (again.number, again.counts["touched"], again.counts["left_off"]) == (2, 3, 0)
    told = [
        {
            one.customer_id: (one.touched, one.why)
            for one in rows(desk, COORDINATOR, ref, number, 0, 9).rows
        }[3]
        for number in (1, 2)
    ]
    assert told == [(False, "2号线有电"), (True, "")]  # what was frozen stays as it was
    kept = one(desk, COORDINATOR, ref).declared.decisions[3]
    assert (kept.verdict, kept.why, kept.basis) == (
        Verdict.NOT_TOUCHED, "2号线有电", Basis.INSIDE_ONLY,
    )  # fmt: skip


def test_the_row_says_that_the_decision_holds_no_longer(desk: Desk) -> None:
    ref, edit = left_off(desk)
    revise(desk, COORDINATOR, ref, edit, fault(area=EAST_CELL, parts=BOTH))
    snapshot, record = desk.seen(COORDINATOR), one(desk, COORDINATOR, ref)
    whom = affected(snapshot, COORDINATOR, record.declared)
    course = course_of(desk, COORDINATOR, record, [1, 2, 3])
    shown = rows_at(snapshot, COORDINATOR, whom, np.arange(len(whom.rows)), course)
    reasons = {one.person.id: {why.text_key for why in one.reasons} for one in shown}
    assert {ref for ref, keys in reasons.items() if "reason.outage.lapsed" in keys} == {3}
    assert texts(Tongue.ENGLISH)("reason.outage.lapsed").startswith("Was left off while the trace")
    assert "原决定不再有效" in texts(Tongue.CHINESE)("reason.outage.lapsed")


def test_where_trace_and_area_disagree_it_is_asked_again(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=WEST_CELL))
    edit = decide(desk, COORDINATOR, ref, 1, [3], Verdict.NOT_TOUCHED, "不在范围内")
    assert page(desk, ref).undecided == 0
    edit = revise(desk, COORDINATOR, ref, edit, fault(area=WEST_CELL, parts=BOTH))
    assert (row(desk, ref).basis, row(desk, ref).touched) == (Basis.TRACED_ONLY, True)
    assert page(desk, ref).undecided == 1
    with pytest.raises(Undecided) as told:
        confirm(desk, COORDINATOR, ref, edit)
    assert told.value.facts == {"n": 1}
    edit = decide(desk, COORDINATOR, ref, edit, [3], Verdict.NOT_TOUCHED, "发电车供电")
    assert (row(desk, ref).touched, row(desk, ref).why) == (False, "发电车供电")
    assert confirm(desk, COORDINATOR, ref, edit).counts["touched"] == 2


def test_a_decision_on_an_area_alone_does_not_hold_against_a_trace(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=EAST_CELL, parts=()))
    edit = decide(desk, COORDINATOR, ref, 1, [3], Verdict.NOT_TOUCHED, "有电")
    revise(desk, COORDINATOR, ref, edit, fault(area=EAST_CELL, parts=(F2,)))
    assert row(desk, ref).touched


def test_who_was_left_off_although_traced_stays_left_off(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    edit = decide(desk, COORDINATOR, ref, 1, [2], Verdict.NOT_TOUCHED, "自备发电机")
    revise(desk, COORDINATOR, ref, edit, fault(area=WEST_CELL, parts=BOTH))
    found = row(desk, ref, 2)
    assert (found.basis, found.touched, found.decided) == (Basis.BOTH, False, True)
    assert found.why == "自备发电机"


def test_the_decision_holds_again_when_the_trace_says_what_it_said_then(desk: Desk) -> None:
    ref, edit = left_off(desk)
    edit = revise(desk, COORDINATOR, ref, edit, fault(area=EAST_CELL, parts=BOTH))
    revise(desk, COORDINATOR, ref, edit, fault(area=EAST_CELL))
    assert (row(desk, ref).touched, row(desk, ref).decided) == (False, True)


def test_who_was_added_by_hand_is_on_the_list_whatever_the_trace_says(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    edit = decide(desk, COORDINATOR, ref, 1, [3], Verdict.TOUCHED, "同一接户线")
    assert row(desk, ref).basis is Basis.BY_HAND
    for parts in (BOTH, OPENED):
        edit = revise(desk, COORDINATOR, ref, edit, fault(parts=parts))
        assert (row(desk, ref).touched, row(desk, ref).why) == (True, "同一接户线")


def test_another_outage_that_takes_the_second_supply_puts_them_back(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    desk = desk_over(ringed(), sqlite_database_url, tmp_path)
    k1, k2 = (PartRef(Part.SWITCH, n) for n in (1, 2))
    ref = declare(desk, COORDINATOR, fault(parts=(k1,)))
    edit = decide(desk, COORDINATOR, ref, 1, [TWICE], Verdict.NOT_TOUCHED, "第二电源有电")
    confirm(desk, COORDINATOR, ref, edit)
    trip(desk, k2)
    found = row(desk, ref, TWICE)
    assert (found.basis, found.touched, found.decided) == (Basis.TRACED_ONLY, True, False)
    waiting = pending(desk, COORDINATOR, one(desk, COORDINATOR, ref))
    assert waiting is not None
    assert [person.id for person in waiting.first_newly] == [TWICE]
    desk.store.close()
