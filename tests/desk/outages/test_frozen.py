"""A confirmed list read again: in pages, by whoever may see which part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, update

from data.tables import (
    Customer,
)
from desk.outages.changing import NoOutage
from desk.outages.confirming import (
    NoRevision,
    confirm,
    difference,
    is_unaltered,
    revisions,
    rows,
)
from desk.outages.declaring import declare
from desk.outages.records import course, listing, one
from rules.viewer import SYSTEM
from tests.desk.outages.drafts import EVERYBODY, fault
from tests.viewers import COORDINATOR, HEAD, manager

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.confirming import FrozenRow
    from rules.viewer import Viewer


def page(desk: Desk, viewer: Viewer, ref: int, number: int = 1) -> tuple[FrozenRow, ...]:
    return rows(desk, viewer, ref, number, 0, 100).rows


def ids(found: tuple[FrozenRow, ...]) -> list[int]:
    return [row.customer_id for row in found]


def confirmed(desk: Desk) -> int:
    ref = declare(desk, COORDINATOR, fault())
    confirm(desk, COORDINATOR, ref, 1)
    return ref


def test_a_list_is_read_in_pages_the_most_important_first(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    confirm(desk, COORDINATOR, ref, 1)
    whole = ids(page(desk, COORDINATOR, ref))
    assert whole[:2] == [1, 3]
    parts = [rows(desk, COORDINATOR, ref, 1, start, start + 3) for start in (0, 3)]
    assert [part.count for part in parts] == [4, 4]
    assert ids(parts[0].rows) + ids(parts[1].rows) == whole


def test_a_manager_sees_the_own_cells_and_counts_of_these(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    assert listing(desk, manager(2)) == ()
    with pytest.raises(NoOutage):
        one(desk, manager(2), ref)
    confirm(desk, COORDINATOR, ref, 1)
    (line,) = listing(desk, manager(2))
    assert (line.listed, line.out) == (1, 1)
    assert ids(page(desk, manager(2), ref)) == [3]
    assert rows(desk, manager(2), ref, 1, 0, 9).count == 1
    (found,) = revisions(desk, manager(2), ref)
    assert found.counts["touched"] == 1
    assert found.counts["cell"] == {"2": 1}
    assert ids(difference(desk, manager(2), ref, 1).newly) == [3]
    assert one(desk, manager(1), ref).declared.decisions == {}


def test_a_head_learns_nothing_of_the_issues_of_other_fields(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    confirm(desk, COORDINATOR, ref, 1)
    told = {row.customer_id: row.urgency for row in page(desk, COORDINATOR, ref)}
    assert any(told.values())
    seen = page(desk, HEAD, ref)
    assert sorted(ids(seen)) == sorted(told)
    assert {row.urgency for row in seen} == {None}
    order = [(-row.sensitivity, -row.class_, row.customer_id) for row in seen]
    assert order == sorted(order)


def test_a_manager_of_other_cells_sees_nothing_of_it(desk: Desk) -> None:
    ref = confirmed(desk)
    assert listing(desk, manager(2)) == ()
    for ask in (revisions, course, one):
        with pytest.raises(NoOutage):
            ask(desk, manager(2), ref)
    with pytest.raises(NoOutage):
        rows(desk, manager(2), ref, 1, 0, 9)


def test_who_must_not_know_of_life_support_is_not_told_by_mark_or_order(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(update(Customer).where(Customer.id == 4).values(sensitivity=3))
        writing.changed("customer", "changed", [4])
    ref = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    confirm(desk, COORDINATOR, ref, 1)
    seen = page(desk, HEAD, ref)
    assert {row.life for row in seen} == {None}
    assert [row.sensitivity for row in seen] == sorted((r.sensitivity for r in seen), reverse=True)
    assert ids(seen) == [1, 4, 3, 2]
    assert {row.life for row in page(desk, COORDINATOR, ref)} == {True, False}


def test_a_list_that_was_never_confirmed(desk: Desk) -> None:
    ref = confirmed(desk)
    for ask in (rows, difference):
        arguments = (0, 9) if ask is rows else ()
        with pytest.raises(NoRevision):
            ask(desk, COORDINATOR, ref, 2, *arguments)


def test_a_customer_who_is_gone_stays_on_the_list(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(area=EVERYBODY, parts=()))
    confirm(desk, COORDINATOR, ref, 1)
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(delete(Customer).where(Customer.id == 3))
        writing.changed("customer", "changed", [3])
    gone = next(row for row in page(desk, COORDINATOR, ref) if row.customer_id == 3)
    assert (gone.account, gone.name) == ("000003", "")
    assert is_unaltered(desk, COORDINATOR, ref, 1)
