"""The list screen's three lists: customers, open issues, faults of the data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desk import lists
from desk.faults import Fault, FaultRow, faults
from desk.listing import Listing, Tab
from desk.lists import counted, part, whole
from desk.people import Person
from desk.view import Filters
from desk.worklist import OpenRow, by_urgency, worklist
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    import pytest

    from desk.desk import Desk

ISSUES = Listing(tab=Tab.ISSUES)
FAULTS = Listing(tab=Tab.FAULTS)


def test_open_issues_come_with_their_customers(desk: Desk) -> None:
    found = worklist(desk.keeper.current(), DISPATCHER, Filters(), 0, 10)
    assert found.count == 2
    first, second = found.rows
    assert (first.line.urgency, first.account, first.customer) == (5, "000001", "<b>甲</b>")
    assert (second.line.urgency, second.cell) == (1, "1号网格")
    assert first.place is not None


def test_open_issues_are_filtered_and_counted(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    assert worklist(snapshot, DISPATCHER, Filters(urgency=(5,)), 0, 10).count == 1
    assert by_urgency(snapshot, DISPATCHER, Filters()) == (0, 1, 0, 0, 0, 1)
    assert worklist(snapshot, DISPATCHER, Filters(), 1, 2).rows[0].line.issue.id == 2


def test_every_fault_is_named_with_its_place(desk: Desk) -> None:
    found = faults(desk.keeper.current(), DISPATCHER, None, 0, 10)
    assert dict(found.counts) == {
        Fault.CUSTOMER_WITHOUT_CELL: 1,
        Fault.CUSTOMER_WITHOUT_TRANSFORMER: 1,
        Fault.TRANSFORMER_WITHOUT_FEEDER: 0,
        Fault.TRANSFORMER_DANGLING: 0,
        Fault.NETWORK_LOOP: 0,
        Fault.NETWORK_ISLAND: 0,
        Fault.FEEDER_IDLE: 0,
        Fault.CELL_WITHOUT_MANAGER: 1,
        Fault.ISSUE_NOWHERE: 0,
    }
    assert [(row.noun, row.id) for row in found.rows] == [
        ("customer", 4), ("customer", 4), ("cell", 2),
    ]  # fmt: skip
    assert all(row.place for row in found.rows)


def test_faults_are_read_part_by_part_and_by_kind(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    parts = [faults(snapshot, DISPATCHER, None, n, n + 1).rows for n in range(4)]
    assert [row.fault for some in parts for row in some] == [
        Fault.CUSTOMER_WITHOUT_CELL,
        Fault.CUSTOMER_WITHOUT_TRANSFORMER,
        Fault.CELL_WITHOUT_MANAGER,
    ]
    cells = faults(snapshot, DISPATCHER, Fault.CELL_WITHOUT_MANAGER, 0, 10).rows
    assert [row.code for row in cells] == ["C2"]


def test_each_tab_lists_its_own(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    shown = {
        listing.tab: part(snapshot, DISPATCHER, listing, 0, 10)
        for listing in (Listing(), ISSUES, FAULTS)
    }
    assert {tab: some.count for tab, some in shown.items()} == {
        Tab.CUSTOMERS: 4,
        Tab.ISSUES: 2,
        Tab.FAULTS: 3,
    }
    kinds = [type(some.rows[0]) for some in shown.values()]
    assert kinds == [Person, OpenRow, FaultRow]


def test_a_whole_list_is_every_part_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "CHUNK", 3)
    snapshot = desk.keeper.current()
    assert (
        tuple(whole(snapshot, DISPATCHER, Listing()))
        == part(snapshot, DISPATCHER, Listing(), 0, 10).rows
    )
    assert list(whole(snapshot, DISPATCHER, Listing(filters=Filters(cell=(99,))))) == []


def test_a_code_is_counted_as_if_it_were_not_chosen(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    some = counted(snapshot, DISPATCHER, Listing(filters=Filters(sensitivity=(3,))))
    assert dict(some.tabs) == {Tab.CUSTOMERS: 1, Tab.ISSUES: 1, Tab.FAULTS: 3}
    assert dict(some.codes) == {0: 2, 1: 0, 2: 1, 3: 1}
    assert some.life_support == 1
    urgent = counted(snapshot, DISPATCHER, replace(ISSUES, filters=Filters(urgency=(5,))))
    assert urgent.codes[1] == 1
    assert counted(snapshot, DISPATCHER, FAULTS).codes["cell_without_manager"] == 1
