"""Who had power again and loses it once more by what is added to the same outage is out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import shapely

from data.outages import taken
from desk.outages.area import proposed
from desk.outages.back import served
from desk.outages.bench import area_of, rings_of
from desk.outages.confirming import confirm, rows
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.declaring import revise
from desk.outages.proposing import rows_out
from desk.outages.records import course, listing, one, totals
from desk.outages.restoring import restore
from rules.outages.codes import OutageState, Part, Verdict
from tests.builders import SIDE, SOUTH, WEST
from tests.desk.outages.drafts import HOUR, fault
from tests.desk.outages.networks import at, desk_over, ringed
from tests.desk.outages.running import judged, powerless, trip
from tests.viewers import COORDINATOR, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from desk.desk import Desk
    from tests.desk.outages.conftest import Clock

K1, K3 = (PartRef(Part.SWITCH, n) for n in (1, 3))
F1, F2, F3 = (PartRef(Part.FEEDER, n) for n in range(1, 4))
RING = at(3, 4) | {23}
"""Everybody behind K1, the customer with a second supply at T5 as well."""


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = replace(desk_over(ringed(), sqlite_database_url, tmp_path), now=clock)
    yield made
    made.store.close()


def out(desk: Desk, ref: int) -> set[int]:
    with desk.store.reading() as connection:
        return set(taken.out(connection, COORDINATOR, ref))


def revised(desk: Desk, ref: int, *parts: PartRef, **changes: Any) -> dict[str, object]:
    """Revise and confirm, and return the facts of the confirming."""
    edit = one(desk, COORDINATOR, ref).edit
    edit = revise(desk, COORDINATOR, ref, edit, fault(parts=parts, **changes))
    confirm(desk, COORDINATOR, ref, edit)
    return next(e.facts for e in reversed(course(desk, COORDINATOR, ref)) if e.act == "confirm")


def test_who_is_back_by_a_switch_is_out_again_when_the_feeder_behind_it_trips(desk: Desk) -> None:
    ref = trip(desk, K1, F2)
    restore(desk, COORDINATOR, ref, closed=[1])
    assert out(desk, ref) == at(5, 6) - {15}  # customer 8 lives by T3 again
    facts = revised(desk, ref, K1, F2, F1)
    assert (facts["revision"], facts["out_again"]) == (2, len(RING))
    dark = powerless((F1, F2)) - powerless(())
    assert out(desk, ref) == dark == at(1, 2, 3, 4, 5, 6) - {15} | {23}
    page = rows(desk, COORDINATOR, ref, 2, 0, 100).rows
    assert [row.customer_id for row in page if row.restored_at] == []
    assert {line.out for line in listing(desk, COORDINATOR)} == {len(dark)}
    assert totals(desk, COORDINATOR).out == len(dark)
    assert all(one_.out == one_.listed for one_ in served(desk, COORDINATOR, ref))
    assert one(desk, COORDINATOR, ref).state is OutageState.PARTLY_RESTORED


def test_a_grid_manager_is_not_told_how_many_of_the_whole_bureau_are_out_again(desk: Desk) -> None:
    ref = trip(desk, K1, F2)
    restore(desk, COORDINATOR, ref, closed=[1])
    assert revised(desk, ref, K1, F2, F1)["out_again"] == len(RING)
    whole, narrowed = (course(desk, who, ref) for who in (COORDINATOR, manager(1)))
    assert [event.act for event in narrowed] == [event.act for event in whole], "no act is hidden"
    counted = {name for event in whole for name in event.facts} - {
        name for event in narrowed for name in event.facts
    }
    assert counted == {"customers", "left", "out_again"}


def test_a_ring_that_the_tie_feeds_does_not_need_its_own_feeder(desk: Desk) -> None:
    ref = trip(desk, K1, F3)
    restore(desk, COORDINATOR, ref, closed=[3])
    assert out(desk, ref) == at(7)
    facts = revised(desk, ref, K1, F3, F1)
    assert "out_again" not in facts
    assert out(desk, ref) == at(7, 1, 2)


def test_who_was_restored_by_hand_is_out_again_where_the_added_part_takes_him(desk: Desk) -> None:
    ref = trip(desk, K1, F2)
    restore(desk, COORDINATOR, ref, transformers=[3], customers=[13])
    facts = revised(desk, ref, K1, F2, F1)
    assert facts["out_again"] == len(at(3)), "8 is at T3, and 13 hangs on no part that is new"
    assert out(desk, ref) == powerless((F1, F2)) - powerless(()) - {13}


def test_what_was_said_after_the_part_was_added_counts(desk: Desk, clock: Clock) -> None:
    ref = trip(desk, K1, F2)
    restore(desk, COORDINATOR, ref, transformers=[3])
    edit = revise(desk, COORDINATOR, ref, 1, fault(parts=(K1, F2, F1)))
    clock.forward(HOUR)
    restore(desk, COORDINATOR, ref, transformers=[4])  # by a generator: F1 is known to be dead
    confirm(desk, COORDINATOR, ref, edit)
    assert at(4).isdisjoint(out(desk, ref))
    assert at(3) <= out(desk, ref)


def test_nothing_is_undone_where_parts_and_area_are_the_same(desk: Desk) -> None:
    ref = trip(desk, K1, F2)
    restore(desk, COORDINATOR, ref, transformers=[3, 4], customers=[13])
    before = out(desk, ref)
    assert "out_again" not in revised(desk, ref, K1, F2, cause="鸟害")
    edit = decide(desk, COORDINATOR, ref, 2, [1], Verdict.TOUCHED, "同一接户线")
    confirm(desk, COORDINATOR, ref, edit)
    assert out(desk, ref) == before | {1}


def test_a_part_that_is_left_out_undoes_nothing_but_what_hung_on_it(desk: Desk) -> None:
    ref = trip(desk, K1, F2, F3)
    restore(desk, COORDINATOR, ref, transformers=[3])
    assert "out_again" not in revised(desk, ref, K1, F2)
    assert at(3).isdisjoint(out(desk, ref))


def test_who_was_back_by_a_tie_is_out_when_the_tie_is_declared_open(desk: Desk) -> None:
    ref = trip(desk, K1, F3)
    restore(desk, COORDINATOR, ref, closed=[3])
    facts = revised(desk, ref, K1, F3, K3)
    assert facts["out_again"] == len(RING - {8})
    assert out(desk, ref) == RING - {8} | at(7)
    told = [e.facts for e in course(desk, COORDINATOR, ref) if e.act == "revise"]
    assert told == [{"changed": ["parts"], "reopened": [3]}]
    other = trip(desk, F2)
    assert 8 in judged(desk, other), "K3 feeds nobody any more"


def test_a_transformer_that_fails_after_it_was_ticked_is_in_force(desk: Desk) -> None:
    third = PartRef(Part.TRANSFORMER, 3)
    ref = trip(desk, K1, F3)
    restore(desk, COORDINATOR, ref, closed=[1], transformers=[3])
    assert out(desk, ref) == at(7)
    facts = revised(desk, ref, K1, F3, third)
    assert facts["out_again"] == len(at(3) - {8})
    assert out(desk, ref) == at(3, 7) - {8}
    assert 8 in judged(desk, trip(desk, F2))


def test_who_stands_in_an_area_that_is_new_is_out_again(desk: Desk) -> None:
    ref = trip(desk, F1, F2)
    restore(desk, COORDINATOR, ref, transformers=[1, 2])
    small = shapely.box(WEST, SOUTH, WEST + 0.0065, SOUTH + SIDE)  # about T1
    ask: dict[str, Any] = {"area": small, "sure": True}
    edit = revise(desk, COORDINATOR, ref, 1, fault(parts=(F1, F2), **ask))
    others = sorted(judged(desk, ref) - at(1))
    edit = decide(desk, COORDINATOR, ref, edit, others, Verdict.TOUCHED, "核实停电")
    confirm(desk, COORDINATOR, ref, edit)
    assert at(1) <= out(desk, ref)
    assert at(2).isdisjoint(out(desk, ref))
    restore(desk, COORDINATOR, ref, transformers=[1])
    edit = revise(desk, COORDINATOR, ref, edit, fault(parts=(F1, F2), cause="鸟害", **ask))
    confirm(desk, COORDINATOR, ref, edit)
    assert at(1, 2).isdisjoint(out(desk, ref)), "the same area undoes nothing"


def test_the_area_proposed_around_those_still_out_puts_back_no_neighbour(desk: Desk) -> None:
    ref = trip(desk, F1, F2)
    restore(desk, COORDINATOR, ref, customers=[2])  # between 1 and 3, at the same transformer
    snapshot, back = desk.seen(COORDINATOR), frozenset({2})
    area = proposed(snapshot, rows_out(snapshot, COORDINATOR, (F1, F2), (F1, F2), back))
    assert area is not None
    raw = snapshot.customers.raw
    assert shapely.contains_xy(area, raw.x[:3], raw.y[:3]).all()
    # As a page sends it.
    drawn = area_of(rings_of(area))
    edit = revise(desk, COORDINATOR, ref, 1, fault(parts=(F1, F2), area=drawn, sure=True))
    alive = [15, 22, 24]  # by a second supply; beside somebody who is out
    edit = decide(desk, COORDINATOR, ref, edit, alive, Verdict.NOT_TOUCHED, "不停电")
    confirm(desk, COORDINATOR, ref, edit)
    assert not {2} & out(desk, ref)
    assert {1, 3} <= out(desk, ref)


def test_an_area_drawn_otherwise_puts_back_whoever_is_inside(desk: Desk) -> None:
    ref = trip(desk, F1, F2)
    restore(desk, COORDINATOR, ref, customers=[2])
    snapshot = desk.seen(COORDINATOR)
    area = proposed(snapshot, rows_out(snapshot, COORDINATOR, (F1, F2), (F1, F2), frozenset()))
    assert area is not None
    wider = area.buffer(0.0005)
    edit = revise(desk, COORDINATOR, ref, 1, fault(parts=(F1, F2), area=wider, sure=True))
    others = sorted(judged(desk, ref))
    edit = decide(desk, COORDINATOR, ref, edit, others, Verdict.TOUCHED, "核实停电")
    confirm(desk, COORDINATOR, ref, edit)
    assert 2 in out(desk, ref)
