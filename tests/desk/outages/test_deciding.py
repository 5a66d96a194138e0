"""What trace and area disagree on is decided by a person, and kept with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from data.tables import Audit
from desk.outages.affected import BASES, affected
from desk.outages.changing import EditedMeanwhile, NotEditable, WhyMissing
from desk.outages.compare import members
from desk.outages.confirming import confirm
from desk.outages.deciding import CustomerUnknown, decide
from desk.outages.declaring import declare
from desk.outages.living import act
from desk.outages.records import course, one
from rules.access import NotAllowed
from rules.outages.codes import Basis, OutageAct, Verdict
from tests.desk.outages.drafts import EAST_CELL, EVERYBODY, fault, planned
from tests.viewers import AGENT, COORDINATOR, DISPATCHER, manager

if TYPE_CHECKING:
    from desk.desk import Desk


def listed(desk: Desk, ref: int) -> dict[int, tuple[str, bool]]:
    """Return the basis of everybody in question, and whether they are on the list."""
    snapshot = desk.seen(COORDINATOR)
    found = affected(snapshot, COORDINATOR, one(desk, COORDINATOR, ref).declared)
    ids = snapshot.customers.raw.id[found.rows].tolist()
    bases = [BASES[code].value for code in found.basis.tolist()]
    rows = zip(ids, bases, found.touched.tolist(), strict=True)
    return {customer: (basis, touched) for customer, basis, touched in rows}


def test_the_two_ways_disagree_and_each_difference_is_decided(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=EAST_CELL))
    assert listed(desk, ref) == {
        1: ("traced_only", True), 2: ("traced_only", True), 3: ("inside_only", True),
    }  # fmt: skip
    edit = decide(desk, COORDINATOR, ref, 1, [3], Verdict.NOT_TOUCHED, "由2号线供电")
    edit = decide(desk, COORDINATOR, ref, edit, [1, 2], Verdict.TOUCHED, "开关后端")
    assert {ref: on for ref, (_, on) in listed(desk, ref).items()} == {1: True, 2: True, 3: False}
    assert edit == 3


def test_somebody_is_added_by_hand_and_taken_off_again(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    edit = decide(desk, COORDINATOR, ref, 1, [4], Verdict.TOUCHED, "接在同一表箱")
    assert listed(desk, ref)[4] == ("by_hand", True)
    decide(desk, DISPATCHER, ref, edit, [4], Verdict.NOT_TOUCHED, "核实未停")
    assert not listed(desk, ref).get(4, ("", False))[1]
    kept = one(desk, COORDINATOR, ref).declared.decisions[4]
    assert (kept.verdict, kept.why) == (Verdict.NOT_TOUCHED, "核实未停")
    told = [
        (event.actor, event.facts["verdict"], event.why) for event in course(desk, AGENT, ref)[1:]
    ]
    assert told == [("cora", "touched", "接在同一表箱"), ("dora", "not_touched", "核实未停")]


def test_a_decision_that_was_overruled_can_still_be_shown(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=EVERYBODY))
    edit = decide(desk, COORDINATOR, ref, 1, [4, 3], Verdict.NOT_TOUCHED, "由2号线供电")
    decide(desk, DISPATCHER, ref, edit, [3], Verdict.TOUCHED, "现场核实")
    told = [
        (event.actor, event.facts["verdict"], event.facts["ids"], event.why)
        for event in course(desk, COORDINATOR, ref)[1:]
    ]
    assert told == [
        ("cora", "not_touched", [3, 4], "由2号线供电"), ("dora", "touched", [3], "现场核实"),
    ]  # fmt: skip
    with desk.store.reading() as connection:
        kept = connection.scalars(select(Audit.after).where(Audit.act == "decide_outage"))
        assert [after["customers"] for after in kept if after and "ids" not in after] == [2, 1]


def test_a_manager_is_named_only_the_own_customers_of_a_decision(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    edit = decide(desk, COORDINATOR, ref, 1, [1, 3], Verdict.TOUCHED, "现场核实")
    confirm(desk, COORDINATOR, ref, edit)
    facts = course(desk, manager(2), ref)[1].facts
    assert facts == {"verdict": "touched", "ids": [3]}


def test_all_of_a_transformer_are_those_of_it_on_the_list_that_is_decided(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned(area=EVERYBODY))
    snapshot = desk.seen(COORDINATOR)
    whom = affected(snapshot, COORDINATOR, one(desk, COORDINATOR, ref).declared)

    def those(basis: Basis, transformer: int) -> tuple[int, ...]:
        return members(snapshot, COORDINATOR, whom, basis, transformer)

    assert set(those(Basis.BOTH, 1)) == {1, 2}
    assert [those(Basis.INSIDE_ONLY, at) for at in (0, 1, 2)] == [(4,), (), (3,)]
    assert those(Basis.BOTH, 99) == ()


@pytest.mark.parametrize("why", ["", " \n", "长" * 401], ids=["none", "blank", "long"])
def test_a_decision_needs_a_usable_reason(desk: Desk, why: str) -> None:
    ref = declare(desk, COORDINATOR, fault())
    with pytest.raises(WhyMissing):
        decide(desk, COORDINATOR, ref, 1, [3], Verdict.TOUCHED, why)
    assert one(desk, COORDINATOR, ref).declared.decisions == {}
    assert one(desk, COORDINATOR, ref).edit == 1


def test_who_is_no_customer_cannot_be_decided_about(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    with pytest.raises(CustomerUnknown) as told:
        decide(desk, COORDINATOR, ref, 1, [3, 77, 78], Verdict.TOUCHED, "手工添加")
    assert told.value.facts == {"n": 2}
    with pytest.raises(CustomerUnknown):
        decide(desk, COORDINATOR, ref, 1, [], Verdict.TOUCHED, "手工添加")
    assert one(desk, COORDINATOR, ref).declared.decisions == {}


def test_a_decision_about_an_older_edit_is_refused(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    decide(desk, DISPATCHER, ref, 1, [3], Verdict.TOUCHED, "先到")
    with pytest.raises(EditedMeanwhile) as told:
        decide(desk, COORDINATOR, ref, 1, [4], Verdict.TOUCHED, "后到")
    assert told.value.facts["by"] == "dora"
    assert set(one(desk, COORDINATOR, ref).declared.decisions) == {3}


def test_the_list_of_what_is_over_stays(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    act(desk, COORDINATOR, ref, OutageAct.CANCEL, "误报")
    with pytest.raises(NotEditable):
        decide(desk, COORDINATOR, ref, 1, [3], Verdict.TOUCHED, "太迟")


def test_who_has_no_right_decides_nothing(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    with pytest.raises(NotAllowed):
        decide(desk, AGENT, ref, 1, [3], Verdict.TOUCHED, "试试")


def test_health_and_phones_in_a_reason_are_not_kept(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault())
    decide(desk, COORDINATOR, ref, 1, [3], Verdict.TOUCHED, "呼吸机 13900001111")
    kept = one(desk, COORDINATOR, ref).declared.decisions[3].why + course(desk, AGENT, ref)[-1].why
    assert "呼吸机" not in kept
    assert "13900001111" not in kept
