"""Where everybody behind a switch that was closed is still out, it does not count as closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.outages import taken
from desk.outages.declared import PartRef
from desk.outages.records import course, one
from desk.outages.restoring import restore, still_out
from rules.outages.codes import OutageState, Part
from tests.desk.outages.networks import at, desk_over, ringed
from tests.desk.outages.running import judged, powerless, trip
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from desk.desk import Desk

K1, K2, K3 = (PartRef(Part.SWITCH, n) for n in (1, 2, 3))
F1, F2, F3 = (PartRef(Part.FEEDER, n) for n in range(1, 4))
BEHIND_K1 = at(3, 4) - {8} | {23}
"""Whom K1 takes alone: customer 8 lives by T5, behind F2."""
WHY = "K1 又跳闸"


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


def out(desk: Desk, *refs: int) -> set[int]:
    with desk.store.reading() as connection:
        return {one_ for ref in refs for one_ in taken.out(connection, COORDINATOR, ref)}


def not_back(desk: Desk, ref: int, customers: Iterable[int]) -> dict[str, object]:
    """Say that customers are still out, and return the facts of it."""
    wanted = sorted(customers)
    assert still_out(desk, COORDINATOR, ref, wanted, WHY) is OutageState.PARTLY_RESTORED
    told = course(desk, COORDINATOR, ref)[-1]
    assert (told.act, told.why, told.facts["ids"]) == ("still_out", WHY, wanted)
    return told.facts


def test_who_lives_by_a_second_supply_behind_it_is_on_the_list_when_that_fails(
    desk: Desk,
) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    assert not_back(desk, first, BEHIND_K1)["reopened"] == [1]
    second = trip(desk, F2)
    assert out(desk, second) == at(5, 6) - {15} | {8}
    assert out(desk, first) == BEHIND_K1
    assert powerless((K1, F2)) - powerless(()) == out(desk, first, second)


def test_one_house_without_light_opens_no_switch(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    assert "reopened" not in not_back(desk, first, [7])
    assert 8 not in judged(desk, trip(desk, F2)), "8 has light by K1, like everybody but 7"


def test_the_last_one_who_is_put_back_opens_it(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    assert "reopened" not in not_back(desk, first, BEHIND_K1 - {7})
    assert not_back(desk, first, [7])["reopened"] == [1]


def test_once_it_is_closed_again_it_counts_again(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    not_back(desk, first, BEHIND_K1)
    assert restore(desk, COORDINATOR, first, closed=[1]) is OutageState.RESTORED
    assert out(desk, first) == set()
    assert 8 not in judged(desk, trip(desk, F2))


def test_of_two_switches_the_one_whose_people_are_out_is_open(desk: Desk) -> None:
    first = trip(desk, K1, K2)
    restore(desk, COORDINATOR, first, closed=[1])
    restore(desk, COORDINATOR, first, closed=[2])
    assert not_back(desk, first, BEHIND_K1)["reopened"] == [1]
    assert judged(desk, trip(desk, F2)) == at(5, 6) - {15} | {8}


def test_two_ways_to_the_same_people_are_open_together(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1, 3])
    assert "reopened" not in not_back(desk, first, [7])
    assert not_back(desk, first, BEHIND_K1)["reopened"] == [1, 3]


def test_a_closing_behind_a_feeder_that_another_outage_tripped_is_open(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    second = trip(desk, F1)
    assert not_back(desk, first, BEHIND_K1)["reopened"] == [1]
    restore(desk, COORDINATOR, second, everybody=True)
    assert 8 in judged(desk, trip(desk, F2))


def test_what_was_restored_by_word_opens_nothing(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, everybody=True)
    assert set(not_back(desk, first, BEHIND_K1)) == {"from", "to", "customers", "ids"}
    assert 8 in judged(desk, trip(desk, F2)), "K1 was never closed"


def test_a_named_transformer_is_dead_again_when_everybody_at_it_is_out(desk: Desk) -> None:
    first = trip(desk, PartRef(Part.TRANSFORMER, 3))
    restore(desk, COORDINATOR, first, transformers=[3])
    assert "unticked" not in not_back(desk, first, [7])
    facts = not_back(desk, first, [9])
    assert (facts["unticked"], "reopened" in facts) == ([3], False)
    second = trip(desk, F2)
    assert out(desk, second) == at(5, 6) - {15} | {8}
    restore(desk, COORDINATOR, first, transformers=[3])
    assert one(desk, COORDINATOR, first).state is OutageState.RESTORED
    assert 8 not in judged(desk, second)


def test_a_transformer_behind_it_at_which_everybody_is_out_is_dead_the_others_live(
    desk: Desk,
) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    assert set(not_back(desk, first, [7])) == {"from", "to", "customers", "ids"}
    facts = not_back(desk, first, [9])
    assert (facts["dead"], "reopened" in facts) == ([3], False)
    assert out(desk, first) == {7, 9}
    second = trip(desk, F2)
    assert out(desk, second) == at(5, 6) - {15} | {8}, "8 has lost T3 and T5"
    third = trip(desk, F3)
    assert 23 not in judged(desk, third), "T4 lives behind K1"


@pytest.mark.parametrize(
    "how",
    [{"transformers": [3]}, {"customers": [9]}, {"closed": [1]}, {"everybody": True}],
    ids=["named", "one of it", "closed once more", "everybody"],
)
def test_a_dead_transformer_lives_again_once_somebody_has_power_by_it(
    desk: Desk, how: dict[str, Any]
) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    assert not_back(desk, first, [7, 9, 10])["dead"] == [3]
    restore(desk, COORDINATOR, first, **how)
    told = course(desk, COORDINATOR, first)[-1].facts
    assert told.get("alive", told.get("transformers")) == [3]
    assert 8 not in judged(desk, trip(desk, F2)), "8 lives by T3"


def test_who_lives_by_another_transformer_proves_nothing_of_a_dead_one(desk: Desk) -> None:
    first = trip(desk, K1, K2)
    restore(desk, COORDINATOR, first, closed=[1, 2])
    assert not_back(desk, first, [7, 9])["dead"] == [3]
    restore(desk, COORDINATOR, first, customers=[7])
    not_back(desk, first, [7, 8])
    assert restore(desk, COORDINATOR, first, customers=[8]) is OutageState.PARTLY_RESTORED
    assert "alive" not in course(desk, COORDINATOR, first)[-1].facts, "8 may have power by T5"
    assert 8 in judged(desk, trip(desk, F2))


def test_the_last_of_several_dead_transformers_opens_the_switch(desk: Desk) -> None:
    first = trip(desk, K1)
    restore(desk, COORDINATOR, first, closed=[1])
    assert not_back(desk, first, at(3) - {8})["dead"] == [3]
    assert not_back(desk, first, at(4) | {23}) == {
        "from": "partly_restored",
        "to": "partly_restored",
        "customers": 4,
        "ids": sorted(at(4) | {23}),
        "reopened": [1],
    }
    assert restore(desk, COORDINATOR, first, closed=[1]) is OutageState.RESTORED
    assert 8 not in judged(desk, trip(desk, F2))
