"""Outages are declared and revised; two who edit one outage do not lose each other's work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import shapely
from sqlalchemy import select

from data.tables import Audit, Change
from desk.outages.changing import AheadOfTime, EditedMeanwhile, NoOutage
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.declaring import KindUnfit, PromiseApart, declare, revise
from desk.outages.draft import AreaUnfit, PartTwice, PartUnknown, TooLong, WrongOrder
from desk.outages.promising import promises
from desk.outages.records import course, listing, one
from rules.access import NotAllowed
from rules.codes import OutageKind
from rules.outages.codes import OutageAct, OutageState, Part, Verdict
from tests.builders import NOW
from tests.desk.outages.drafts import EAST_CELL, FAULT, HOUR, PLANNED, WEST_CELL, fault, planned
from tests.viewers import ADMINISTRATOR, AGENT, COORDINATOR, DISPATCHER, HEAD, manager

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.draft import Draft
    from rules.viewer import Viewer


def test_a_declared_fault_is_kept_with_everything(desk: Desk) -> None:
    found = one(desk, COORDINATOR, declare(desk, COORDINATOR, FAULT))
    assert (found.number, found.kind, found.state) == (
        "TD20260520-0001", OutageKind.FAULT, OutageState.REPORTED,
    )  # fmt: skip
    assert (found.cause, found.place, found.began_at) == ("树障", "上寨", NOW - HOUR)
    assert (found.made_by, found.made_at, found.edit) == ("cora", NOW, 1)
    assert (found.feeder_id, found.planned_at, found.restored_at) == (1, None, None)
    assert found.declared.parts == FAULT.parts
    assert found.acts[:2] == (OutageAct.LOCATE, OutageAct.REPAIR)


def test_the_day_of_a_number_is_the_bureau_s(desk: Desk) -> None:
    late = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)  # one in the morning of the 21st
    object.__setattr__(desk, "now", lambda: late)
    assert one(desk, COORDINATOR, declare(desk, COORDINATOR, FAULT)).number == "TD20260521-0001"


def test_a_planned_outage_begins_as_a_draft_with_its_time(desk: Desk) -> None:
    found = one(desk, COORDINATOR, declare(desk, COORDINATOR, PLANNED))
    assert (found.state, found.planned_at) == (OutageState.DRAFT, PLANNED.began_at)
    assert found.declared.area is not None
    assert found.declared.area.equals(WEST_CELL)


def test_every_write_is_in_the_course_the_change_log_and_the_audit(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    revise(desk, DISPATCHER, ref, 1, fault(cause="外力破坏"))
    acts = [(event.actor, event.act) for event in course(desk, AGENT, ref)]
    assert acts == [("cora", "declare"), ("dora", "revise")]
    with desk.store.reading() as connection:
        told = select(Change.act, Change.ref).where(Change.noun == "outage").order_by(Change.id)
        assert connection.execute(told).all() == [("declare", ref), ("revise", ref)]
        kept = select(Audit.act, Audit.ref).where(Audit.noun == "outage").order_by(Audit.id)
        assert connection.execute(kept).all() == [
            ("declare_outage", "TD20260520-0001"), ("revise_outage", "TD20260520-0001"),
        ]  # fmt: skip


@pytest.mark.parametrize("viewer", [AGENT, HEAD, ADMINISTRATOR, manager(1)], ids=lambda v: v.role)
def test_who_has_no_right_declares_nothing(desk: Desk, viewer: Viewer) -> None:
    with pytest.raises(NotAllowed):
        declare(desk, viewer, FAULT)
    assert listing(desk, COORDINATOR) == ()


BOW_TIE = shapely.Polygon([(108, 26), (108.1, 26.1), (108.1, 26), (108, 26.1)])
BAD = {
    "arrears": (fault(kind=OutageKind.ARREARS), KindUnfit),
    "order": (fault(expected_at=NOW - 2 * HOUR), WrongOrder),
    "at once": (fault(expected_at=NOW - HOUR), WrongOrder),
    "future fault": (fault(began_at=NOW + HOUR, expected_at=None), AheadOfTime),
    "unknown switch": (fault(parts=(PartRef(Part.SWITCH, 99),)), PartUnknown),
    "unknown feeder": (fault(parts=(PartRef(Part.FEEDER, 3),)), PartUnknown),
    "open and closed": (
        fault(parts=(PartRef(Part.SWITCH, 1), PartRef(Part.SWITCH, 1, opened=False))), PartTwice,
    ),
    "bow tie": (fault(area=BOW_TIE), AreaUnfit),
    "long cause": (fault(cause="长" * 121), TooLong),
    "long place": (fault(place="长" * 401), TooLong),
}  # fmt: skip


@pytest.mark.parametrize(("draft", "error"), BAD.values(), ids=BAD.keys())
def test_what_does_not_hold_together_is_refused(
    desk: Desk, draft: Draft, error: type[Exception]
) -> None:
    with pytest.raises(error):
        declare(desk, COORDINATOR, draft)
    assert listing(desk, COORDINATOR) == ()
    ref = declare(desk, COORDINATOR, FAULT)
    before = one(desk, COORDINATOR, ref)
    with pytest.raises(error):
        revise(desk, COORDINATOR, ref, 1, draft)
    assert one(desk, COORDINATOR, ref) == before
    assert len(course(desk, COORDINATOR, ref)) == 1


def test_numbers_are_unique_however_many_declare_at_once(desk: Desk) -> None:
    with ThreadPoolExecutor(6) as pool:
        refs = list(pool.map(lambda _: declare(desk, COORDINATOR, FAULT), range(18)))
    numbers = {one(desk, COORDINATOR, ref).number for ref in refs}
    assert numbers == {f"TD20260520-{turn:04d}" for turn in range(1, 19)}


def test_the_second_of_two_is_told_and_nothing_of_the_first_is_lost(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned())
    edit = decide(desk, DISPATCHER, ref, 1, [3], Verdict.TOUCHED, "同一接户线")
    mine = planned(area=EAST_CELL)
    with pytest.raises(EditedMeanwhile) as told:
        revise(desk, COORDINATOR, ref, 1, mine)
    assert told.value.facts == {"by": "dora", "at": NOW, "edit": edit}
    kept = one(desk, COORDINATOR, ref).declared
    assert kept.decisions[3].why == "同一接户线"
    assert kept.area is not None
    assert kept.area.equals(WEST_CELL)
    # The draft is still in hand, and goes through once the newer edit has been looked at.
    assert revise(desk, COORDINATOR, ref, edit, mine) == edit + 1
    kept = one(desk, COORDINATOR, ref).declared
    assert kept.area is not None
    assert kept.area.equals(EAST_CELL)
    assert kept.decisions[3].why == "同一接户线"


def test_a_revision_that_says_nothing_new_changes_nothing(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned())
    assert revise(desk, COORDINATOR, ref, 1, planned()) == 1
    assert len(course(desk, COORDINATOR, ref)) == 1


def test_another_time_of_a_plan_is_another_promise(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, PLANNED)
    later = PLANNED.began_at + 9 * HOUR
    revise(desk, COORDINATOR, ref, 1, planned(expected_at=later))
    found = [row.expected_at for row in promises(desk, COORDINATOR, ref)]
    assert found == [PLANNED.expected_at, later]


def test_a_promise_that_people_may_know_is_not_changed_in_passing(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    with pytest.raises(PromiseApart):
        revise(desk, COORDINATOR, ref, 1, fault(expected_at=NOW + 3 * HOUR, cause="查明"))
    assert one(desk, COORDINATOR, ref).cause == FAULT.cause
    assert [row.expected_at for row in promises(desk, COORDINATOR, ref)] == [NOW + HOUR]


def test_a_form_that_knows_no_seconds_makes_no_promise(desk: Desk) -> None:
    precise = NOW + HOUR + timedelta(seconds=41)
    ref = declare(desk, COORDINATOR, fault(expected_at=precise))
    revise(desk, COORDINATOR, ref, 1, fault(expected_at=NOW + HOUR, cause="查明"))
    assert [row.expected_at for row in promises(desk, COORDINATOR, ref)] == [precise]


def test_a_fault_of_which_nothing_was_promised_gets_its_first_promise(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(expected_at=None))
    revise(desk, COORDINATOR, ref, 1, fault(expected_at=NOW + HOUR))
    assert [row.expected_at for row in promises(desk, COORDINATOR, ref)] == [NOW + HOUR]


def test_a_promise_of_which_nothing_is_said_stands(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, FAULT)
    revise(desk, COORDINATOR, ref, 1, fault(expected_at=None, cause="查明"))
    assert one(desk, COORDINATOR, ref).expected_at == NOW + HOUR
    assert [row.expected_at for row in promises(desk, COORDINATOR, ref)] == [NOW + HOUR]
    later = planned(began_at=PLANNED.began_at + 99 * HOUR, expected_at=None)
    work = declare(desk, COORDINATOR, PLANNED)
    with pytest.raises(WrongOrder):
        revise(desk, COORDINATOR, work, 1, later)
    assert one(desk, COORDINATOR, work).began_at == PLANNED.began_at


def test_an_outage_keeps_its_kind(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, PLANNED)
    with pytest.raises(KindUnfit):
        revise(desk, COORDINATOR, ref, 1, planned(kind=OutageKind.TEMPORARY))


def test_phones_and_health_in_somebody_s_words_are_not_kept(desk: Desk) -> None:
    draft = fault(cause="呼吸机用户 13900001111", place="找 139 0000 1111")
    found = one(desk, COORDINATOR, declare(desk, COORDINATOR, draft))
    assert "1390000" not in found.cause + found.place.replace(" ", "")
    assert "呼吸机" not in found.cause


def test_an_outage_that_is_not_there(desk: Desk) -> None:
    for ask in (one, course, promises):
        with pytest.raises(NoOutage):
            ask(desk, COORDINATOR, 7)
    with pytest.raises(NoOutage):
        revise(desk, COORDINATOR, 7, 1, FAULT)
