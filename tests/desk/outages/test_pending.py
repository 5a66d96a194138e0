"""A confirmed list that is no longer what would be confirmed now says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from data.tables import Customer
from desk.outages.confirming import confirm
from desk.outages.deciding import decide
from desk.outages.declared import PartRef
from desk.outages.declaring import declare
from desk.outages.pending import Pending, pending
from desk.outages.records import one
from desk.outages.restoring import restore
from rules.outages.codes import Part, Verdict
from rules.viewer import SYSTEM
from tests.desk.outages.drafts import fault
from tests.desk.outages.networks import at, desk_over, ringed
from tests.desk.outages.running import frozen, trip
from tests.viewers import COORDINATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk

K1, K2 = (PartRef(Part.SWITCH, n) for n in (1, 2))
TWICE = 8
"""The customer who is supplied behind K1 and behind K2."""


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


def waiting(desk: Desk, ref: int) -> Pending | None:
    return pending(desk, COORDINATOR, one(desk, COORDINATOR, ref))


def numbers(desk: Desk, ref: int) -> tuple[int, int]:
    found = waiting(desk, ref)
    assert found is not None
    return found.newly, found.no_longer


def test_nothing_waits_before_the_first_list_and_just_after_it(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, fault(parts=(K1,)))
    assert waiting(desk, ref) is None
    confirm(desk, COORDINATOR, ref, 1)
    assert waiting(desk, ref) is None


def test_another_outage_that_takes_the_second_supply_is_told_and_confirmed(desk: Desk) -> None:
    first = trip(desk, K1)
    trip(desk, K2)
    found = waiting(desk, first)
    assert found is not None
    assert [person.id for person in found.first_newly] == [TWICE]
    assert not found.no_longer
    confirm(desk, COORDINATOR, first, 1)
    assert frozen(desk, first, 2) - frozen(desk, first) == {TWICE}
    assert waiting(desk, first) is None


def test_a_customer_who_hangs_elsewhere_by_now_would_leave(desk: Desk) -> None:
    ref = trip(desk, K2)
    moved = min(at(5) & frozen(desk, ref))
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(
            update(Customer).where(Customer.id == moved).values(transformer_id=1)
        )
        writing.changed("customer", "change", [moved])
    assert numbers(desk, ref) == (0, 1)


def test_who_is_left_off_by_a_decision_would_leave(desk: Desk) -> None:
    ref = trip(desk, K2)
    some = sorted(frozen(desk, ref))[:2]
    decide(desk, COORDINATOR, ref, 1, some, Verdict.NOT_TOUCHED, "自备电源")
    assert numbers(desk, ref) == (0, 2)


def test_nothing_waits_once_everybody_has_power(desk: Desk) -> None:
    first = trip(desk, K1)
    trip(desk, K2)
    restore(desk, COORDINATOR, first, everybody=True)
    assert waiting(desk, first) is None
