"""Lists of customers: whom the filters let through, in the bureau's order, part by part."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from desk.people import by_sensitivity, passing
from desk.view import Filters
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from desk.desk import Desk


def test_the_most_important_come_first(desk: Desk) -> None:
    found = passing(desk.keeper.current(), DISPATCHER, Filters(), 0, 10)
    assert found.count == 4
    assert [person.id for person in found.first][:2] == [1, 3]


def test_parts_of_a_list_join_without_a_gap(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    whole = passing(snapshot, DISPATCHER, Filters(), 0, 4).first
    parts = [passing(snapshot, DISPATCHER, Filters(), n, n + 1).first for n in range(5)]
    assert tuple(person for part in parts for person in part) == whole


def test_a_list_is_filtered_like_the_map(desk: Desk) -> None:
    found = passing(
        desk.keeper.current(), DISPATCHER, Filters(cell=(1,), channel=("95598",)), 0, 10
    )
    assert (found.count, [person.id for person in found.first]) == (1, [2])


def test_a_customer_says_where_it_belongs_and_never_its_phone(desk: Desk) -> None:
    first, *_, last = passing(desk.keeper.current(), DISPATCHER, Filters(), 0, 10).first
    assert (first.cell, first.name, first.life_support) == ("1号网格", "<b>甲</b>", True)
    assert last.cell == ("" if last.id == 4 else "1号网格")
    assert not any("phone" in field.name for field in fields(first))


def test_customers_are_counted_by_sensitivity(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    assert by_sensitivity(snapshot, DISPATCHER, Filters()) == (2, 0, 1, 1)
    assert by_sensitivity(snapshot, DISPATCHER, Filters(cell=(1,))) == (1, 0, 0, 1)


def test_the_order_of_the_snapshot_is_that_of_the_ranks(desk: Desk) -> None:
    customers = desk.keeper.current().customers
    assert sorted(customers.by_priority.tolist()) == list(range(len(customers)))
    assert (np.diff(customers.index.rank[customers.by_priority]) > 0).all()
