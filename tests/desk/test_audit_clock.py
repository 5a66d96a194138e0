"""The audit under a clock that jumps: acts stay in the order in which they were done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import pytest

from data import store as data_store
from data.store import Deed
from desk import audit
from desk.audit import PAGE, Asked
from rules.viewer import SYSTEM
from tests.viewers import ADMINISTRATOR

if TYPE_CHECKING:
    from desk.desk import Desk

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
"""Noon at the bureau."""
DAY = timedelta(days=1)


class Wall:
    """A clock on the wall that somebody sets."""

    at = NOON

    def now(self, zone: tzinfo) -> datetime:
        """Return what it shows."""
        return self.at.astimezone(zone)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    clock = Wall()
    monkeypatch.setattr(data_store, "datetime", clock)
    return clock


def act(desk: Desk, ref: str) -> None:
    with desk.store.writing(SYSTEM) as writing:
        writing.noted(Deed("show", "customer", ref))


def refs(desk: Desk, asked: Asked) -> list[str]:
    return [entry.ref for entry in audit.trail(desk, ADMINISTRATOR, asked).entries]


def test_a_clock_set_back_changes_no_order_and_each_day_has_its_acts(
    desk: Desk, wall: Wall
) -> None:
    for ref, jump in (("first", 0), ("second", -400), ("third", 400), ("fourth", 0)):
        wall.at = NOON + jump * DAY
        act(desk, ref)
    assert refs(desk, Asked()) == ["fourth", "third", "second", "first"]
    whole = [entry.ref for entry in audit.whole(desk, ADMINISTRATOR, Asked())]
    assert whole == ["fourth", "third", "second", "first"], "the file has the same order"
    assert refs(desk, Asked.parse("?since=2026-03-10&until=2026-03-10")) == ["fourth", "first"]
    assert refs(desk, Asked.parse("?until=2026-03-09")) == ["second"]
    assert refs(desk, Asked.parse("?since=2026-03-11")) == ["third"]


def test_pages_neither_lose_nor_repeat_an_act_when_the_clock_runs_backwards(
    desk: Desk, wall: Wall
) -> None:
    for number in range(PAGE + 3):
        wall.at -= timedelta(hours=7)
        act(desk, str(number))
    first = audit.trail(desk, ADMINISTRATOR, Asked())
    assert first.older is not None
    found = [*(entry.ref for entry in first.entries), *refs(desk, first.older)]
    assert found == [str(number) for number in reversed(range(PAGE + 3))]
