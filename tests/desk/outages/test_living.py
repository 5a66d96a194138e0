"""Outages move through their life by acts of people with the right to them, each of them kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from data.outages import past
from desk.outages.changing import AheadOfTime, NoOutage, WhyMissing
from desk.outages.confirming import confirm
from desk.outages.deciding import decide
from desk.outages.declaring import declare
from desk.outages.living import NewDateMissing, NotConfirmed, NothingDeclared, WhoMissing, act
from desk.outages.milestones import NoMilestones, reached, stamp
from desk.outages.promising import NothingToPromise, promise, promised, promises
from desk.outages.records import course, listing, one
from rules.access import NotAllowed
from rules.codes import OutageKind
from rules.outages.codes import Milestone, OutageAct, OutageState, Stamped, Verdict
from rules.outages.life import NotNow
from tests.builders import NOW
from tests.desk.outages.drafts import DAY, FAULT, HOUR, PLANNED, fault, planned
from tests.viewers import AGENT, COORDINATOR, DISPATCHER, HEAD, manager

if TYPE_CHECKING:
    from desk.desk import Desk
    from rules.viewer import Viewer
    from tests.desk.outages.conftest import Clock


def approved(desk: Desk) -> int:
    ref = declare(desk, COORDINATOR, PLANNED)
    confirm(desk, COORDINATOR, ref, 1)
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    act(desk, DISPATCHER, ref, OutageAct.APPROVE)
    return ref


def test_a_planned_outage_from_draft_to_closed(desk: Desk, clock: Clock) -> None:
    ref = approved(desk)
    assert act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE) is OutageState.ANNOUNCED
    assert one(desk, COORDINATOR, ref).planned_at == PLANNED.began_at
    begun = clock.forward(8 * DAY + HOUR)
    assert act(desk, COORDINATOR, ref, OutageAct.BEGIN) is OutageState.BEGUN
    found = one(desk, COORDINATOR, ref)
    assert (found.began_at, found.planned_at) == (begun, PLANNED.began_at)
    back = clock.forward(HOUR)
    assert act(desk, COORDINATOR, ref, OutageAct.RESTORE) is OutageState.RESTORED
    assert one(desk, COORDINATOR, ref).restored_at == back
    assert act(desk, COORDINATOR, ref, OutageAct.CLOSE) is OutageState.CLOSED
    assert [event.act for event in course(desk, AGENT, ref)] == [
        *("declare", "confirm", "check", "approve", "announce", "begin", "restore", "close"),
    ]
    assert listing(desk, AGENT) == ()
    assert [line.id for line in listing(desk, AGENT, over=True)] == [ref]


def test_a_temporary_outage_begins_without_being_announced(desk: Desk) -> None:
    draft = planned(kind=OutageKind.TEMPORARY, began_at=NOW, expected_at=NOW + HOUR)
    ref = declare(desk, COORDINATOR, draft)
    for one_act in (OutageAct.CHECK, OutageAct.APPROVE, OutageAct.BEGIN):
        state = act(desk, DISPATCHER, ref, one_act)
    assert state is OutageState.BEGUN


@pytest.mark.parametrize("viewer", [COORDINATOR, AGENT, manager(1)], ids=lambda v: v.role)
def test_only_who_may_approves(desk: Desk, viewer: Viewer) -> None:
    ref = declare(desk, COORDINATOR, PLANNED)
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    with pytest.raises(NotAllowed):
        act(desk, viewer, ref, OutageAct.APPROVE)
    assert one(desk, COORDINATOR, ref).state is OutageState.CHECKED
    assert OutageAct.APPROVE not in one(desk, COORDINATOR, ref).acts
    assert set(one(desk, HEAD, ref).acts) == {OutageAct.APPROVE, OutageAct.SEND_BACK}
    assert act(desk, HEAD, ref, OutageAct.APPROVE) is OutageState.APPROVED


def test_who_approves_may_send_back_with_a_reason(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, PLANNED)
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    with pytest.raises(WhyMissing):
        act(desk, HEAD, ref, OutageAct.SEND_BACK)
    assert act(desk, HEAD, ref, OutageAct.SEND_BACK, "与保电冲突") is OutageState.DRAFT
    assert course(desk, COORDINATOR, ref)[-1].why == "与保电冲突"
    with pytest.raises(NotAllowed):
        act(desk, HEAD, ref, OutageAct.CHECK)


def test_nothing_is_announced_without_the_list_as_it_is_now(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, PLANNED)
    act(desk, COORDINATOR, ref, OutageAct.CHECK)
    act(desk, DISPATCHER, ref, OutageAct.APPROVE)
    with pytest.raises(NotConfirmed):
        act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE)
    confirm(desk, COORDINATOR, ref, 1)
    edit = decide(desk, COORDINATOR, ref, 1, [2], Verdict.NOT_TOUCHED, "发电车供电")
    with pytest.raises(NotConfirmed):
        act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE)
    assert one(desk, COORDINATOR, ref).state is OutageState.APPROVED
    confirm(desk, COORDINATOR, ref, edit)
    assert act(desk, COORDINATOR, ref, OutageAct.ANNOUNCE) is OutageState.ANNOUNCED


def test_nothing_is_checked_of_which_nothing_is_known(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=None, parts=()))
    with pytest.raises(NothingDeclared):
        act(desk, COORDINATOR, ref, OutageAct.CHECK)


def test_what_is_postponed_needs_a_new_date_and_a_reason(desk: Desk) -> None:
    ref = approved(desk)
    for why, at, error in (
        ("", NOW + 9 * DAY, WhyMissing), ("雨", None, NewDateMissing), ("雨", NOW, NewDateMissing),
    ):  # fmt: skip
        with pytest.raises(error):
            act(desk, COORDINATOR, ref, OutageAct.POSTPONE, why, at)
    assert one(desk, COORDINATOR, ref).state is OutageState.APPROVED
    new = PLANNED.began_at + 3 * DAY
    assert act(desk, COORDINATOR, ref, OutageAct.POSTPONE, "雨", new) is OutageState.POSTPONED
    found = one(desk, COORDINATOR, ref)
    assert (found.began_at, found.planned_at) == (new, new)
    assert found.expected_at == new + 6 * HOUR
    assert [row.why for row in promises(desk, COORDINATOR, ref)] == ["", "雨"]
    assert act(desk, COORDINATOR, ref, OutageAct.CHECK) is OutageState.CHECKED


def test_an_act_out_of_turn_changes_nothing(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, PLANNED)
    for wrong in (OutageAct.BEGIN, OutageAct.RESTORE, OutageAct.CLOSE, OutageAct.LOCATE):
        with pytest.raises(NotNow):
            act(desk, COORDINATOR, ref, wrong)
    assert one(desk, COORDINATOR, ref).state is OutageState.DRAFT
    assert len(course(desk, COORDINATOR, ref)) == 1


def test_who_is_concerned_must_be_said(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    for vague in (OutageAct.RESTORE_PART, OutageAct.STILL_OUT):
        with pytest.raises(WhoMissing):
            act(desk, COORDINATOR, ref, vague, "有人来电")


def test_what_was_done_was_not_done_tomorrow(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    with pytest.raises(AheadOfTime):
        act(desk, COORDINATOR, ref, OutageAct.LOCATE, at=NOW + HOUR)
    with pytest.raises(AheadOfTime):
        stamp(desk, COORDINATOR, ref, Milestone.CREW_SENT, NOW + HOUR)
    assert reached(desk, COORDINATOR, ref) == {}


def test_of_two_who_do_the_same_at_once_one_is_told(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)

    def locate(viewer: Viewer) -> str:
        try:
            return act(desk, viewer, ref, OutageAct.LOCATE).value
        except NotNow as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(locate, (COORDINATOR, DISPATCHER)))
    assert told == ["located", "outage.not_now"]
    assert [event.act for event in course(desk, AGENT, ref)].count("locate") == 1


def test_acts_stamp_milestones_and_hands_stamp_the_others(desk: Desk, clock: Clock) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    act(desk, COORDINATOR, ref, OutageAct.LOCATE, at=NOW - HOUR / 2)
    clock.forward(HOUR)
    act(desk, COORDINATOR, ref, OutageAct.REPAIR)
    stamp(desk, DISPATCHER, ref, Milestone.PICTURES_POSTED)
    found = reached(desk, AGENT, ref)
    assert [(one.milestone.value, one.at, one.actor, one.stamped) for one in found.values()] == [
        ("cause_found", NOW - HOUR / 2, "cora", Stamped.BY_ACT),
        ("crew_sent", NOW + HOUR, "cora", Stamped.BY_ACT),
        ("pictures_posted", NOW + HOUR, "dora", Stamped.BY_HAND),
    ]
    assert [event.act for event in course(desk, AGENT, ref)].count("stamp") == 3


def test_an_act_does_not_overrule_a_hand_but_a_hand_overrules_an_act(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    stamp(desk, COORDINATOR, ref, Milestone.CAUSE_FOUND, NOW - HOUR)
    act(desk, DISPATCHER, ref, OutageAct.LOCATE)
    act(desk, DISPATCHER, ref, OutageAct.REPAIR)
    stamp(desk, COORDINATOR, ref, Milestone.CREW_SENT, NOW - HOUR / 2)
    found = reached(desk, AGENT, ref)
    assert found[Milestone.CAUSE_FOUND].at == NOW - HOUR
    crew = found[Milestone.CREW_SENT]
    assert (crew.at, crew.stamped) == (NOW - HOUR / 2, Stamped.BY_HAND)


def test_only_faults_carry_milestones(desk: Desk) -> None:
    with pytest.raises(NoMilestones):
        stamp(desk, COORDINATOR, declare(desk, COORDINATOR, PLANNED), Milestone.CREW_SENT)


def test_every_promise_is_kept(desk: Desk, clock: Clock) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    clock.forward(HOUR / 2)
    promise(desk, DISPATCHER, ref, NOW + 4 * HOUR, "备件在途")
    rows = promises(desk, AGENT, ref)
    assert [(row.at, row.actor, row.expected_at, row.why) for row in rows] == [
        (NOW, "cora", NOW + HOUR, ""),
        (NOW + HOUR / 2, "dora", NOW + 4 * HOUR, "备件在途"),
    ]
    assert one(desk, COORDINATOR, ref).expected_at == NOW + 4 * HOUR
    assert one(desk, COORDINATOR, ref).edit == 1  # a promise is no change of the list


def test_a_promise_that_is_given_up_needs_a_reason_the_first_does_not(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(expected_at=None))
    promise(desk, COORDINATOR, ref, NOW + HOUR, "")
    with pytest.raises(WhyMissing):
        promise(desk, COORDINATOR, ref, NOW + 2 * HOUR, " ")
    assert len(promises(desk, COORDINATOR, ref)) == 1


def test_nothing_is_promised_of_what_is_over(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    act(desk, COORDINATOR, ref, OutageAct.RESTORE)
    with pytest.raises(NothingToPromise):
        promise(desk, COORDINATOR, ref, NOW + HOUR, "再等")
    assert len(promises(desk, COORDINATOR, ref)) == 1


def test_promises_beside_what_came_of_them(desk: Desk, clock: Clock) -> None:
    late = declare(desk, COORDINATOR, FAULT)
    lasting = declare(desk, COORDINATOR, fault(cause="覆冰", parts=(), expected_at=None))
    declare(desk, COORDINATOR, planned(began_at=NOW, expected_at=NOW + HOUR))
    clock.forward(HOUR / 2)
    promise(desk, COORDINATOR, late, NOW + 3 * HOUR, "备件在途")
    clock.forward(2 * HOUR)
    act(desk, COORDINATOR, late, OutageAct.RESTORE)
    found = promised(desk, AGENT, NOW - DAY)
    assert [(row.outage_id, row.cause, row.feeder_id, row.restored_at) for row in found] == [
        (late, "树障", 1, NOW + 2.5 * HOUR), (lasting, "覆冰", None, None),
    ]  # fmt: skip
    assert [[one.expected_at for one in row.promises] for row in found] == [
        [NOW + HOUR, NOW + 3 * HOUR], [],
    ]  # fmt: skip
    assert promised(desk, AGENT, NOW) == ()


def test_an_outage_that_is_not_there_cannot_be_acted_on(desk: Desk) -> None:
    with pytest.raises(NoOutage):
        act(desk, COORDINATOR, 9, OutageAct.LOCATE)
    with pytest.raises(NoOutage):
        promise(desk, COORDINATOR, 9, NOW + HOUR, "")
    with pytest.raises(NoOutage):
        stamp(desk, COORDINATOR, 9, Milestone.CREW_SENT)
    with pytest.raises(NoOutage):
        reached(desk, COORDINATOR, 9)


def test_a_plan_or_a_mistake_is_no_outage_of_the_past(desk: Desk) -> None:
    declare(desk, COORDINATOR, planned(began_at=NOW - DAY, expected_at=NOW))
    mistaken = declare(desk, COORDINATOR, FAULT)
    declare(desk, COORDINATOR, fault(began_at=NOW - 2 * HOUR))
    with desk.store.reading() as connection:
        assert past.of_feeder(connection, COORDINATOR, 1, NOW - 2 * DAY) == {"fault": 2}
    act(desk, COORDINATOR, mistaken, OutageAct.CANCEL, "误报")
    with desk.store.reading() as connection:
        assert past.of_feeder(connection, COORDINATOR, 1, NOW - 2 * DAY) == {"fault": 1}
