"""What the store tells of outages of the past and of plans, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from data.outages import history
from data.store import Store, open_store
from rules.outages.codes import OutageState, Part
from rules.outages.promises import Promise
from rules.viewer import SYSTEM
from tests.builders import NOW, Bureau, small_bureau
from tests.outages import listed, outage, part, promise
from tests.viewers import COORDINATOR, manager

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)
SPAN = (NOW - 30 * DAY, NOW + 30 * DAY)


@pytest.fixture
def bureau() -> Bureau:
    return small_bureau()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    found = open_store(database_url)
    yield found
    found.close()


def test_what_took_which_transformer(store: Store, bureau: Bureau) -> None:
    outage(bureau, -5, 1, 2, kind="planned")
    outage(bureau, -3, 2)
    outage(bureau, -40, 1)
    outage(bureau, -3, 1, state="cancelled")
    outage(bureau, -3, 1, kind="arrears")
    bureau.write(store)
    with store.reading() as connection:
        found = history.took(connection, SYSTEM, *SPAN, [1, 2])
        second = history.took(connection, SYSTEM, *SPAN, [2, 99])
    told = zip(found.transformer_id.tolist(), found.at, found.prearranged.tolist(), strict=True)
    days = [(ref, (at.item() - NOW.replace(tzinfo=None)).days, p) for ref, at, p in told]
    assert sorted(days) == [(1, -5, True), (2, -5, True), (2, -3, False)]
    assert second.transformer_id.tolist() == [2, 2]


def test_nothing_happened_in_an_empty_store(store: Store) -> None:
    with store.reading() as connection:
        assert len(history.took(connection, SYSTEM, *SPAN, [1, 2]).at) == 0
        assert history.plans(connection, SYSTEM, *SPAN, but=1) == ()
        assert history.promised(connection, SYSTEM, *SPAN) == ()


def test_plans_come_with_what_they_were_declared_by(store: Store, bureau: Bureau) -> None:
    first = outage(bureau, 3, kind="planned", state="draft", place="上寨", feeder_id=1)
    part(bureau, first, "switch", 1)
    second = outage(bureau, 2, 1, kind="temporary", state="announced")
    for state in ("begun", "cancelled"):
        outage(bureau, 2, kind="planned", state=state)
    bureau.write(store)
    with store.reading() as connection:
        found = history.plans(connection, SYSTEM, *SPAN, but=99)
        assert history.plans(connection, SYSTEM, *SPAN, but=first) == found[:1]
    assert [plan.id for plan in found] == [second, first]
    assert (found[0].transformer_ids, found[0].parts) == ((1,), ())
    assert found[1].parts == ((Part.SWITCH, 1, True),)
    assert (found[1].state, found[1].place) == (OutageState.DRAFT, "上寨")


def test_promises_stand_beside_the_end_of_their_outage(store: Store, bureau: Bureau) -> None:
    ref = outage(bureau, -2, cause="雷击", feeder_id=1, restored_at=NOW - DAY)
    promise(bureau, ref, -2, -1)
    promise(bureau, ref, -1.5, -0.5)
    outage(bureau, -1, cause="树障")
    bureau.write(store)
    with store.reading() as connection:
        found = {one.cause: one for one in history.promised(connection, SYSTEM, *SPAN)}
    assert found["树障"].promises == ()
    assert found["雷击"].restored_at == NOW - DAY
    assert min(found["雷击"].promises) == Promise(NOW - 2 * DAY, NOW - DAY)
    assert found["雷击"].feeder_id == 1


def test_how_often_somebody_stood_on_a_list(store: Store, bureau: Bureau) -> None:
    for days, state in ((-3, "closed"), (-2, "closed"), (3, "announced"), (3, "draft")):
        listed(bureau, outage(bureau, days, kind="planned", state=state), 1, 2)
    own = outage(bureau, -1)
    listed(bureau, own, 1, 3)
    bureau.write(store)
    with store.reading() as connection:
        found = history.times_listed(connection, COORDINATOR, [1, 2, 3, 4], SPAN, own)
        mine = history.times_listed(connection, manager(2), [1, 2, 3, 4], SPAN, 99)
    assert found == {1: 3, 2: 3}
    assert mine == {3: 1}
