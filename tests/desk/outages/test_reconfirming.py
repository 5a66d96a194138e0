"""A list is confirmed once more when it says something else of the same people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from dash.development.base_component import Component
from sqlalchemy import update

from data.tables import Customer, Issue
from desk.outages.confirming import confirm, difference, is_unaltered, revisions, rows
from desk.outages.deciding import decide
from desk.outages.declaring import declare, revise
from desk.outages.pending import Pending, pending
from desk.outages.records import course, one
from desk.outages.restoring import restore
from rules.outages.codes import Verdict
from rules.viewer import SYSTEM
from screens.outages.revisions import revisions as shown
from tests.builders import NOW
from tests.desk.outages.drafts import WEST_CELL, fault
from tests.viewers import AGENT, COORDINATOR, DISPATCHER, HEAD, manager
from texts import Tongue, texts

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.confirming import FrozenRow
    from rules.viewer import Viewer

VENTILATED = {"equipment": "ventilator", "backup_hours": 0.5, "sensitivity": 3}
OTHERWISE = [
    pytest.param(2, VENTILATED, id="a ventilator"),
    pytest.param(1, {"backup_hours": 0.5}, id="half an hour of battery"),
    pytest.param(1, {"backup_hours": None}, id="nobody knows the battery"),
    pytest.param(2, {"sensitivity": 2}, id="more sensitive"),
    pytest.param(2, {"class_": 3}, id="another class"),
    pytest.param(2, {"transformer_id": 2}, id="another transformer"),
    pytest.param(2, {"transformer_id": None}, id="no transformer"),
    pytest.param(2, {"cell_id": 2}, id="another cell"),
    pytest.param(2, {"language": "miao"}, id="another language"),
    pytest.param(2, {"account": "000099"}, id="another account"),
]


def confirmed(desk: Desk) -> int:
    """Confirm customers 1 and 2 by an area, whatever feeds them."""
    ref = declare(desk, COORDINATOR, fault(area=WEST_CELL, parts=()))
    assert confirm(desk, COORDINATOR, ref, 1).number == 1
    return ref


def changed(desk: Desk, ref: int, values: dict[str, Any]) -> None:
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(update(Customer).where(Customer.id == ref).values(values))
        writing.changed("customer", "update", [ref])


def waiting(desk: Desk, ref: int, viewer: Viewer = COORDINATOR) -> Pending | None:
    return pending(desk, viewer, one(desk, viewer, ref))


def row(desk: Desk, ref: int, customer: int, number: int) -> FrozenRow:
    page = rows(desk, COORDINATOR, ref, number, 0, 9).rows
    return next(found for found in page if found.customer_id == customer)


@pytest.mark.parametrize(("customer", "values"), OTHERWISE)
def test_who_is_told_otherwise_makes_another_list(
    desk: Desk, customer: int, values: dict[str, Any]
) -> None:
    ref = confirmed(desk)
    before = row(desk, ref, customer, 1)
    changed(desk, customer, values)
    found = waiting(desk, ref)
    assert found is not None
    assert (found.newly, found.no_longer, found.otherwise) == (0, 0, 1)
    assert [person.id for person in found.first_otherwise] == [customer]
    again = confirm(desk, COORDINATOR, ref, 1)
    assert (again.number, again.edit) == (2, 1)
    assert row(desk, ref, customer, 1) == before
    assert row(desk, ref, customer, 2) != before
    assert waiting(desk, ref) is None
    told = difference(desk, COORDINATOR, ref, 2)
    assert (told.newly, told.no_longer, told.otherwise) == ((), (), 1)
    assert [found_.customer_id for found_ in told.first_otherwise] == [customer]
    assert told.by.keys() >= values.keys() - {"equipment"}
    assert set(told.by.values()) == {1}
    assert is_unaltered(desk, COORDINATOR, ref, 1)
    assert is_unaltered(desk, COORDINATOR, ref, 2)


def test_the_new_list_says_who_breathes_by_a_machine(desk: Desk) -> None:
    ref = confirmed(desk)
    changed(desk, 2, VENTILATED)
    assert confirm(desk, DISPATCHER, ref, 1).counts["sensitivity"] == {"3": 2}
    now = row(desk, ref, 2, 2)
    assert (now.life, now.backup_hours, now.sensitivity) == (True, 0.5, 3)


def test_a_double_click_after_the_change_makes_one_list(desk: Desk) -> None:
    ref = confirmed(desk)
    changed(desk, 2, VENTILATED)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: confirm(desk, COORDINATOR, ref, 1), range(4)))
    assert {one_.number for one_ in found} == {2}
    assert len(revisions(desk, COORDINATOR, ref)) == 2
    assert [event.act for event in course(desk, COORDINATOR, ref)] == ["declare", *["confirm"] * 2]


def test_who_has_power_again_stays_so_when_a_row_says_otherwise(desk: Desk) -> None:
    ref = confirmed(desk)
    restore(desk, COORDINATOR, ref, customers=[2])
    changed(desk, 2, VENTILATED)
    confirm(desk, COORDINATOR, ref, 1)
    assert row(desk, ref, 2, 2).restored_at is not None
    assert row(desk, ref, 1, 2).restored_at is None


def test_how_urgent_somebody_is_makes_no_other_list(desk: Desk) -> None:
    ref = confirmed(desk)
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(update(Issue).values(closed_at=NOW))
        writing.changed("issue", "update", [1, 2])
    assert desk.seen(COORDINATOR).customers.urgency.sum() == 0
    assert waiting(desk, ref) is None
    assert confirm(desk, COORDINATOR, ref, 1).number == 1


def test_another_reason_to_leave_somebody_off_is_told(desk: Desk) -> None:
    ref = confirmed(desk)
    edit = decide(desk, COORDINATOR, ref, 1, [2], Verdict.NOT_TOUCHED, "自备电源")
    confirm(desk, COORDINATOR, ref, edit)
    decide(desk, COORDINATOR, ref, edit, [2], Verdict.NOT_TOUCHED, "已搬走")
    found = waiting(desk, ref)
    assert found is not None
    assert (found.newly, found.no_longer, found.otherwise) == (0, 0, 1)


@pytest.mark.parametrize("viewer", [AGENT, HEAD, manager(1)], ids=lambda v: v.role)
def test_nobody_is_told_that_something_changed_that_he_must_not_know(
    desk: Desk, viewer: Viewer
) -> None:
    ref = confirmed(desk)
    changed(desk, 1, {"backup_hours": 0.5})
    assert waiting(desk, ref, viewer) is None
    changed(desk, 1, {"equipment": ""})  # it kept him sensitive as well, which all may know
    knows = waiting(desk, ref, viewer)
    assert knows is not None
    assert knows.otherwise == 1


def test_who_must_not_know_of_life_support_is_not_told_that_it_changed(desk: Desk) -> None:
    changed(desk, 1, {"sensitivity": 3})
    ref = confirmed(desk)
    changed(desk, 1, {"equipment": ""})
    assert waiting(desk, ref, HEAD) is None
    for viewer in (AGENT, COORDINATOR):
        found = waiting(desk, ref, viewer)
        assert found is not None
        assert found.otherwise == 1


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        (Tongue.CHINESE, "再次确认将更新名单上 1 户的记载"),
        (Tongue.ENGLISH, "Confirming again would renew what the list says of 1"),
    ],
)
def test_the_course_says_how_many_rows_would_say_something_else(
    desk: Desk, tongue: Tongue, words: str
) -> None:
    ref = confirmed(desk)
    changed(desk, 2, VENTILATED)
    say = texts(tongue)
    known = revisions(desk, COORDINATOR, ref)
    page = shown(say, known, {}, 1, desk.settings.timezone, {}, waiting(desk, ref))
    assert words in told(page)
    assert say("outage.revisions.stale", number=1) in told(page)
    page = shown(say, known, {}, 1, desk.settings.timezone, {}, None)
    assert words not in told(page)


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        (Tongue.CHINESE, ["1 户资料有变化", "敏感分类 1", "生命支持设备 1", "备用电源时长 1"]),
        (
            Tongue.ENGLISH,
            ["1 told otherwise", "sensitivity 1", "life support 1", "battery hours 1"],
        ),
    ],
)
def test_a_list_made_because_rows_changed_says_what_changed(
    desk: Desk, tongue: Tongue, words: list[str]
) -> None:
    ref = confirmed(desk)
    changed(desk, 2, VENTILATED)
    confirm(desk, COORDINATOR, ref, 1)
    page = told(course_of(desk, ref, COORDINATOR, tongue))
    assert [word for word in words if word not in page] == []
    assert "客户2" in page


def test_a_list_that_says_the_same_says_so(desk: Desk) -> None:
    ref = confirmed(desk)
    edit = revise(desk, COORDINATOR, ref, 1, fault(area=WEST_CELL, parts=(), cause="断线"))
    assert confirm(desk, COORDINATOR, ref, edit).number == 2
    page = course_of(desk, ref, COORDINATOR, Tongue.ENGLISH)
    assert "The same people as on the list before" in told(page)


@pytest.mark.parametrize("viewer", [AGENT, HEAD, manager(1)], ids=lambda v: v.role)
def test_a_difference_tells_nobody_what_he_must_not_know(desk: Desk, viewer: Viewer) -> None:
    ref = confirmed(desk)
    changed(desk, 1, {"backup_hours": 0.5})
    confirm(desk, COORDINATOR, ref, 1)
    assert difference(desk, COORDINATOR, ref, 2).by == {"backup_hours": 1}
    found = difference(desk, viewer, ref, 2)
    assert (found.otherwise, found.by, found.first_otherwise) == (0, {}, ())
    changed(desk, 1, {"equipment": ""})
    confirm(desk, COORDINATOR, ref, 1)
    known = {"sensitivity": 1} if viewer is HEAD else {"sensitivity": 1, "life": 1}
    assert difference(desk, viewer, ref, 3).by == known


def course_of(desk: Desk, ref: int, viewer: Viewer, tongue: Tongue) -> Component:
    """Return the confirmed lists as the screen shows them."""
    known = revisions(desk, viewer, ref)
    newest = {known[-1].number: difference(desk, viewer, ref, known[-1].number)}
    return shown(texts(tongue), known, newest, 1, desk.settings.timezone, {})


def told(part: Any) -> str:
    """Return the words of a component."""
    if isinstance(part, Component):
        return told(getattr(part, "children", None))
    if isinstance(part, list | tuple):
        return " ".join(told(one_) for one_ in part)
    return str(part or "")
