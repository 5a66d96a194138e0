"""Anything is found by what people know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.search import search
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from desk.desk import Desk


@pytest.mark.parametrize(
    ("text", "noun", "name"),
    [
        ("000001", "customer", "<b>甲</b>"),
        ("甲</b>", "customer", "<b>甲</b>"),
        ("上寨1", "customer", "<b>甲</b>"),
        ("上寨", "village", "上寨"),
        ("1号线", "feeder", "1号线"),
        ("f2", "feeder", "2号线"),
        ("2号台区", "transformer", "2号台区"),
        ("2号网格", "cell", "2号网格"),
        ("甲经理", "cell", "1号网格"),
    ],
)
def test_the_first_answer_is_what_was_meant(desk: Desk, text: str, noun: str, name: str) -> None:
    first = search(desk.keeper.current(), DISPATCHER, text)[0]
    assert (first.noun, first.name) == (noun, name)


def test_customers_stand_in_order_of_priority(desk: Desk) -> None:
    found = search(desk.keeper.current(), DISPATCHER, "0000")
    assert [hit.id for hit in found] == [1, 3, 2, 4]


@pytest.mark.parametrize(
    "text", ["", "   ", "没有这样的", "%", "_", "' OR 1=1", "\\", "(", "x" * 900]
)
def test_nothing_and_nonsense_find_nothing(desk: Desk, text: str) -> None:
    assert search(desk.keeper.current(), DISPATCHER, text) == ()


def test_no_more_than_asked_for(desk: Desk) -> None:
    assert len(search(desk.keeper.current(), DISPATCHER, "0", limit=2)) == 2
