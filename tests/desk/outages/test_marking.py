"""The map of an outage marks what is without power, and no more once power is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from callbacks.outages.compared import marked
from desk.outages.confirming import confirm
from desk.outages.declared import PartRef
from desk.outages.declaring import declare
from desk.outages.restoring import restore, still_out
from layers.style.outage import BACK
from rules.outages.codes import Part
from tests.callbacks.asking import asked
from tests.desk.outages.drafts import K1, fault
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from desk.desk import Desk

ON, AGAIN = 1, BACK[-1]
PARTS = [["switch", K1, True], ["transformer", 2, True]]


def running(desk: Desk) -> int:
    """Confirm a fault that takes the transformers 1, behind a switch, and 2, by its name."""
    parts = (PartRef(Part.SWITCH, K1), PartRef(Part.TRANSFORMER, 2))
    ref = declare(desk, COORDINATOR, fault(area=None, parts=parts))
    confirm(desk, COORDINATOR, ref, 1)
    return ref


def drawn(desk: Desk, ref: int) -> tuple[dict[int, int], set[int], int]:
    """Return how each customer is marked, the transformers, and how many sections are."""
    with asked(viewer=COORDINATOR):
        told: dict[str, Any] = marked(desk, None, None, PARTS, {"id": ref, "edit": 1})
    people = told["customers"]
    marks = [feature["properties"] for feature in told["features"]]
    dead = {mark["id"] for mark in marks if mark["what"] == "transformer"}
    sections = sum(mark["what"] == "section" for mark in marks)
    return dict(zip(people["id"], people["on"], strict=True)), dead, sections


def test_everybody_is_marked_while_nobody_has_power_again(desk: Desk) -> None:
    people, dead, sections = drawn(desk, running(desk))
    assert set(people.values()) == {ON}
    assert {1, 2} <= people.keys()
    assert dead == {1, 2}
    assert sections > 0


@pytest.mark.parametrize(("ticked", "closed"), [([1], []), ([], [K1])], ids=["ticked", "closed"])
def test_what_has_power_again_is_not_marked_as_lost(
    desk: Desk, ticked: list[int], closed: list[int]
) -> None:
    ref = running(desk)
    restore(desk, COORDINATOR, ref, transformers=ticked, closed=closed)
    people, dead, _ = drawn(desk, ref)
    assert (people[1], people[2]) == (AGAIN, AGAIN)
    assert {on for who, on in people.items() if who not in {1, 2}} == {ON}
    assert dead == {2}
    still_out(desk, COORDINATOR, ref, [1, 2], "来电说仍停电")
    people, dead, _ = drawn(desk, ref)
    assert set(people.values()) == {ON}
    assert dead == {1, 2}


def test_nothing_is_lost_once_everybody_has_power(desk: Desk) -> None:
    ref = running(desk)
    restore(desk, COORDINATOR, ref, everybody=True)
    people, dead, sections = drawn(desk, ref)
    assert set(people.values()) == {AGAIN}
    assert (dead, sections) == (set(), 0)
