"""A plan is done as it was approved: with more in it, it has to be approved again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desk.outages.changing import EditedMeanwhile, WhyMissing
from desk.outages.confirming import confirm
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.declaring import declare, revise
from desk.outages.living import NotConfirmed, act
from desk.outages.promising import promise, promises
from desk.outages.records import course, one
from rules.codes import OutageKind
from rules.outages.codes import Noted, OutageAct, OutageState, Part, Verdict
from rules.outages.life import NotNow
from tests.desk.outages.drafts import DAY, EVERYBODY, HOUR, OPENED, PLANNED, fault, planned
from tests.viewers import AGENT, COORDINATOR, DISPATCHER, HEAD

if TYPE_CHECKING:
    from desk.desk import Desk
    from rules.viewer import Viewer

F2 = PartRef(Part.FEEDER, 2)
STEPS = {
    OutageState.DRAFT: (),
    OutageState.CHECKED: (OutageAct.CHECK,),
    OutageState.APPROVED: (OutageAct.CHECK, OutageAct.APPROVE),
    OutageState.ANNOUNCED: (OutageAct.CHECK, OutageAct.APPROVE, OutageAct.ANNOUNCE),
}
LATER = PLANNED.began_at + 7 * HOUR
GROWS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "parts": ({"parts": (*OPENED, F2)}, ["parts"]),
    "area": ({"area": EVERYBODY}, ["area"]),
    "beginning": ({"began_at": PLANNED.began_at - HOUR}, ["began_at"]),
    "end": ({"expected_at": LATER}, ["expected_at"]),
}
STAYS: dict[str, dict[str, Any]] = {
    "words": {"cause": "更换变压器", "place": "下寨"},
    "an earlier end": {"expected_at": PLANNED.began_at + HOUR},
    "seconds": {"began_at": PLANNED.began_at + HOUR / 120},
}


def brought_to(desk: Desk, state: OutageState, kind: OutageKind = OutageKind.PLANNED) -> int:
    """Return a plan with a confirmed list, checked, approved and announced as far as wanted."""
    ref = declare(desk, COORDINATOR, planned(kind=kind))
    confirm(desk, COORDINATOR, ref, 1)
    for step in STEPS[state]:
        act(desk, DISPATCHER if step is OutageAct.APPROVE else COORDINATOR, ref, step)
    assert one(desk, COORDINATOR, ref).state is state
    return ref


def state_of(desk: Desk, ref: int) -> OutageState:
    return one(desk, COORDINATOR, ref).state


@pytest.mark.parametrize("state", [OutageState.CHECKED, OutageState.APPROVED])
@pytest.mark.parametrize(("changes", "told"), GROWS.values(), ids=GROWS.keys())
def test_with_more_in_it_an_approved_plan_is_a_draft_again(
    desk: Desk, state: OutageState, changes: dict[str, Any], told: list[str]
) -> None:
    ref = brought_to(desk, state)
    assert revise(desk, COORDINATOR, ref, 1, planned(**changes)) == 2
    assert state_of(desk, ref) is OutageState.DRAFT
    last = course(desk, AGENT, ref)[-1]
    assert (last.act, last.actor) == (Noted.ASK_AGAIN, "cora")
    assert last.facts == {"from": state.value, "to": "draft", "changed": told}
    kept = one(desk, COORDINATOR, ref)  # nothing of the change is lost
    assert (kept.began_at, kept.expected_at) == (
        changes.get("began_at", PLANNED.began_at),
        changes.get("expected_at", PLANNED.expected_at),
    )
    assert set(kept.declared.parts) == set(changes.get("parts", OPENED))
    for step in (OutageAct.ANNOUNCE, OutageAct.BEGIN, OutageAct.APPROVE):
        with pytest.raises(NotNow):
            act(desk, DISPATCHER, ref, step)


@pytest.mark.parametrize("changes", STAYS.values(), ids=STAYS.keys())
def test_with_no_more_in_it_it_stays_approved(desk: Desk, changes: dict[str, Any]) -> None:
    ref = brought_to(desk, OutageState.APPROVED)
    revise(desk, COORDINATOR, ref, 1, planned(**changes))
    assert state_of(desk, ref) is OutageState.APPROVED
    assert course(desk, AGENT, ref)[-1].act == Noted.REVISE


def test_small_work_does_not_become_a_month_for_everybody(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.APPROVED)
    month = planned(
        area=EVERYBODY,
        parts=(PartRef(Part.FEEDER, 1), F2),
        expected_at=PLANNED.began_at + 30 * DAY,
    )
    edit = revise(desk, COORDINATOR, ref, 1, month)
    edit = decide(desk, COORDINATOR, ref, edit, [4], Verdict.TOUCHED, "同一接户线")
    assert confirm(desk, COORDINATOR, ref, edit).counts["touched"] == 4
    with pytest.raises(NotNow):
        act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE)
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    act(desk, HEAD, ref, OutageAct.APPROVE, edit=edit)
    assert act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE) is OutageState.ANNOUNCED


def test_a_temporary_outage_is_held_to_it_as_well(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.APPROVED, OutageKind.TEMPORARY)
    revise(desk, COORDINATOR, ref, 1, planned(kind=OutageKind.TEMPORARY, parts=(*OPENED, F2)))
    with pytest.raises(NotNow):
        act(desk, COORDINATOR, ref, OutageAct.BEGIN)
    assert state_of(desk, ref) is OutageState.DRAFT


def test_who_may_approve_may_put_more_into_it(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.APPROVED)
    edit = revise(desk, DISPATCHER, ref, 1, planned(parts=(*OPENED, F2)))
    decide(desk, DISPATCHER, ref, edit, [4], Verdict.TOUCHED, "同一接户线")
    assert state_of(desk, ref) is OutageState.APPROVED
    promise(desk, DISPATCHER, ref, LATER, "工期延长")
    assert state_of(desk, ref) is OutageState.APPROVED


def test_what_was_announced_with_more_people_or_time_is_approved_again(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.ANNOUNCED)
    sooner = PLANNED.began_at - DAY
    revise(desk, COORDINATOR, ref, 1, planned(parts=(*OPENED, F2), began_at=sooner))
    found = one(desk, COORDINATOR, ref)
    assert (found.state, found.began_at, found.planned_at) == (OutageState.DRAFT, sooner, sooner)
    assert course(desk, AGENT, ref)[-1].facts["changed"] == ["began_at", "parts"]
    longer = brought_to(desk, OutageState.ANNOUNCED)
    promise(desk, COORDINATOR, longer, LATER, "工期延长")
    assert state_of(desk, longer) is OutageState.DRAFT
    assert [event.act for event in course(desk, AGENT, longer)][-2:] == ["promise", "ask_again"]
    assert [row.why for row in promises(desk, AGENT, longer)] == ["", "工期延长"]


def test_an_earlier_end_of_what_was_announced_needs_no_approval(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.ANNOUNCED)
    promise(desk, COORDINATOR, ref, PLANNED.began_at + HOUR, "工期缩短")
    assert state_of(desk, ref) is OutageState.ANNOUNCED


def test_who_is_added_by_hand_was_not_approved_and_who_is_left_off_was(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.APPROVED)
    edit = decide(desk, COORDINATOR, ref, 1, [2], Verdict.NOT_TOUCHED, "发电车供电")
    edit = decide(desk, COORDINATOR, ref, edit, [1], Verdict.TOUCHED, "核实")  # is on it already
    assert state_of(desk, ref) is OutageState.APPROVED
    decide(desk, COORDINATOR, ref, edit, [1, 3], Verdict.TOUCHED, "同一接户线")
    assert state_of(desk, ref) is OutageState.DRAFT
    assert course(desk, AGENT, ref)[-1].facts["changed"] == ["customers"]
    assert one(desk, COORDINATOR, ref).declared.decisions.keys() == {1, 2, 3}


def test_a_fault_is_approved_by_nobody(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    edit = revise(desk, COORDINATOR, ref, 1, fault(parts=(*OPENED, F2)))
    decide(desk, COORDINATOR, ref, edit, [4], Verdict.TOUCHED, "同一接户线")
    assert state_of(desk, ref) is OutageState.REPORTED


def test_approved_is_what_the_approver_saw(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.CHECKED)
    decide(desk, DISPATCHER, ref, 1, [3], Verdict.TOUCHED, "同一接户线")
    known = len(course(desk, AGENT, ref))
    with pytest.raises(EditedMeanwhile) as told:
        act(desk, HEAD, ref, OutageAct.APPROVE, edit=1)
    assert (told.value.facts["by"], told.value.facts["edit"]) == ("dora", 2)
    assert state_of(desk, ref) is OutageState.CHECKED
    assert len(course(desk, AGENT, ref)) == known
    assert act(desk, HEAD, ref, OutageAct.APPROVE, edit=2) is OutageState.APPROVED


def refused(desk: Desk, ref: int, by: str) -> None:
    """See that nobody approves what was looked at with edit 1, and that nothing is written then."""
    state, known = state_of(desk, ref), len(course(desk, AGENT, ref))
    with pytest.raises(EditedMeanwhile) as told:
        act(desk, HEAD, ref, OutageAct.APPROVE, edit=1)
    assert (told.value.facts["by"], told.value.facts["edit"]) == (by, 2)
    assert (state_of(desk, ref), len(course(desk, AGENT, ref))) == (state, known)


@pytest.mark.parametrize("viewer", [COORDINATOR, DISPATCHER], ids=lambda v: v.role)
def test_a_later_end_that_was_promised_meanwhile_is_not_approved_unseen(
    desk: Desk, viewer: Viewer
) -> None:
    ref = brought_to(desk, OutageState.CHECKED)
    assert promise(desk, viewer, ref, LATER, "工期延长") == 2
    if viewer is COORDINATOR:  # who may approve leaves it checked
        act(desk, COORDINATOR, ref, OutageAct.CHECK)
    refused(desk, ref, viewer.name)
    assert one(desk, COORDINATOR, ref).expected_at == LATER
    assert act(desk, HEAD, ref, OutageAct.APPROVE, edit=2) is OutageState.APPROVED


def test_what_was_postponed_is_checked_and_approved_with_its_new_date(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.APPROVED)
    act(desk, COORDINATOR, ref, OutageAct.POSTPONE, "雨", PLANNED.began_at + DAY)
    for step in (OutageAct.ANNOUNCE, OutageAct.BEGIN, OutageAct.APPROVE):
        with pytest.raises(NotNow):
            act(desk, DISPATCHER, ref, step)
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    refused(desk, ref, "cora")
    assert act(desk, HEAD, ref, OutageAct.APPROVE, edit=2) is OutageState.APPROVED
    with pytest.raises(NotConfirmed):
        act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE)
    assert confirm(desk, COORDINATOR, ref, 2).number == 2
    assert act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE) is OutageState.ANNOUNCED
    assert one(desk, COORDINATOR, ref).planned_at == PLANNED.began_at + DAY


def test_an_earlier_end_and_the_promise_of_what_runs_make_no_edit(desk: Desk) -> None:
    ref = brought_to(desk, OutageState.CHECKED)
    assert promise(desk, COORDINATOR, ref, PLANNED.began_at + HOUR, "工期缩短") is None
    assert act(desk, HEAD, ref, OutageAct.APPROVE, edit=1) is OutageState.APPROVED
    runs = declare(desk, COORDINATOR, fault())
    assert promise(desk, COORDINATOR, runs, PLANNED.began_at, "等待备件") is None
    assert one(desk, COORDINATOR, runs).edit == 1


def test_the_guard_is_asked_of_what_is_approved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody changes the plan between the click and the transaction: what counts is the new."""
    ref = declare(desk, COORDINATOR, planned(parts=(F2,), area=None))
    for days in (10, 20):  # T1 was out twice already, T2 never
        began = PLANNED.began_at - days * DAY
        before = declare(desk, COORDINATOR, fault(began_at=began, expected_at=None))
        confirm(desk, COORDINATOR, before, 1)
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    renewed = desk.keeper.renewed

    def meanwhile() -> Any:
        monkeypatch.setattr(type(desk.keeper), "renewed", lambda _self: renewed())
        revise(desk, DISPATCHER, ref, 1, planned(area=None))
        return renewed()

    monkeypatch.setattr(type(desk.keeper), "renewed", lambda _self: meanwhile())
    with pytest.raises(WhyMissing):
        act(desk, DISPATCHER, ref, OutageAct.APPROVE)
    assert one(desk, COORDINATOR, ref).declared.parts == OPENED
    assert state_of(desk, ref) is OutageState.CHECKED
