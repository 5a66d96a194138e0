"""The read path: equal to the store after every kind of change, and never half of anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import delete, insert, text, update

from data import tables
from data.snapshot import raw
from data.snapshot.keeper import Keeper
from data.store import Store, StoreAway, open_store
from rules.codes import Sensitivity, Urgency
from rules.viewer import SYSTEM
from tests.builders import NOW, SIDE, SOUTH, WEST, small_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ZONE = ZoneInfo("Asia/Shanghai")


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        """Stand at a moment."""
        self.now = now

    def __call__(self) -> datetime:
        """Tell the moment."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def keeper(store: Store, tmp_path: Path, clock: Clock) -> Keeper:
    small_bureau().write(store)
    return Keeper(store, tmp_path / "index", ZONE, clock)


def urgencies(keeper: Keeper) -> dict[int, int]:
    customers = keeper.current().customers
    return dict(zip(customers.raw.id.tolist(), customers.urgency.tolist(), strict=True))


def test_an_empty_store_is_a_snapshot_of_nothing(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    snapshot = Keeper(store, tmp_path, ZONE, clock).current()
    assert len(snapshot.customers) == 0
    assert snapshot.changed_at is None
    assert snapshot.customers.villages.names == ()


def test_rules_have_judged_every_customer_cell_and_issue(keeper: Keeper) -> None:
    snapshot = keeper.current()
    assert urgencies(keeper) == {1: 5, 2: 1, 3: 0, 4: 0}
    order = np.argsort(snapshot.customers.raw.id)
    assert snapshot.customers.sensitivity[order].tolist() == [3, 0, 2, 0]
    assert snapshot.customers.life[order].tolist() == [True, False, False, False]
    assert snapshot.cells.backlog.urgency.tolist() == [5, 0]
    assert snapshot.cells.backlog.n.tolist() == [2, 0]
    assert snapshot.cells.customers.tolist() == [2, 1]
    feeders = snapshot.customers.feeder[order]
    assert [snapshot.grid.feeders[f].code if f >= 0 else "" for f in feeders] == [
        "F1", "F1", "F2", "",
    ]  # fmt: skip
    assert snapshot.customers.villages.names == ("上寨",)


def test_columns_are_sorted_and_complete(keeper: Keeper) -> None:
    customers = keeper.current().customers
    assert (np.diff(customers.raw.key) >= 0).all()
    rows = customers.rows_of(np.array([1, 2, 3, 4, 99], np.int32))
    assert customers.raw.id[rows[:4]].tolist() == [1, 2, 3, 4]
    assert rows[4] == -1


def test_nothing_is_read_anew_while_nothing_changes(keeper: Keeper) -> None:
    assert keeper.current() is keeper.current()


def test_a_new_issue_recolours_its_customer(keeper: Keeper, store: Store) -> None:
    before = keeper.current()
    row = small_bureau().rows[tables.Issue][0]
    with store.writing(SYSTEM) as writing:
        fresh = row | {"id": 50, "number": "GD0050", "customer_id": 3, "urgency": 4}
        writing.connection.execute(insert(tables.Issue), [fresh])
        writing.changed("issue", "add", [50])
    assert urgencies(keeper) == {1: 5, 2: 1, 3: 4, 4: 0}
    assert keeper.current().customers.raw is before.customers.raw
    assert keeper.current().grid is before.grid


def test_a_closed_issue_no_longer_burns(keeper: Keeper, store: Store) -> None:
    keeper.current()
    with store.writing(SYSTEM) as writing:
        closed = update(tables.Issue).where(tables.Issue.id == 1).values(closed_at=NOW)
        writing.connection.execute(closed)
        writing.changed("issue", "change", [1])
    assert urgencies(keeper)[1] == Urgency.NONE


def test_changed_customers_are_patched_into_their_place(keeper: Keeper, store: Store) -> None:
    keeper.current()
    with store.writing(SYSTEM) as writing:
        connection = writing.connection
        moved = {"x": WEST + SIDE * 1.5, "y": SOUTH + 0.001, "qk": 1}
        customer = tables.Customer
        connection.execute(update(customer).where(customer.id == 2).values(**moved))
        connection.execute(delete(customer).where(customer.id == 4))
        writing.changed("customer", "change", [2])
        writing.changed("customer", "remove", [4])
    patched = keeper.current().customers
    with store.reading() as connection:
        anew = raw.read(connection, SYSTEM)
    for name, column in anew.arrays().items():
        assert np.array_equal(getattr(patched.raw, name), column, equal_nan=name in "backup_hours")
    assert patched.words.equals(anew.words)
    assert patched.raw.id.tolist()[0] == 2


def test_time_alone_makes_issues_more_urgent(keeper: Keeper, clock: Clock) -> None:
    assert urgencies(keeper)[2] == Urgency.ORDINARY
    clock.now = NOW + timedelta(days=40)
    assert urgencies(keeper)[2] > Urgency.ORDINARY


def test_a_clock_that_was_ahead_and_is_set_back_leaves_nothing_urgent_that_is_not(
    keeper: Keeper, clock: Clock
) -> None:
    before = keeper.current()
    clock.now = NOW + timedelta(days=40)
    assert urgencies(keeper)[2] > Urgency.ORDINARY
    clock.now = NOW + timedelta(seconds=5)
    assert urgencies(keeper)[2] == Urgency.ORDINARY
    again = keeper.current()
    assert again.version == before.version
    clock.now = NOW  # a small correction is no reason to judge a million customers again
    assert keeper.current() is again


def test_a_setting_of_the_bureau_counts_at_once(keeper: Keeper, store: Store) -> None:
    keeper.current()
    with store.writing(SYSTEM) as writing:
        values = {"key": "sensitivity.special.kinds", "value": "household", "reason": "试"}
        values |= {"set_by": "t", "set_at": NOW}  # type: ignore[dict-item]
        writing.connection.execute(insert(tables.Parameter), [values])
        writing.changed("parameter", "change")
    assert set(keeper.current().customers.sensitivity.tolist()) == {Sensitivity.SPECIAL}


def test_the_next_process_maps_the_files_of_the_last(
    keeper: Keeper, store: Store, tmp_path: Path, clock: Clock
) -> None:
    first = keeper.current().customers.raw
    second = Keeper(store, tmp_path / "index", ZONE, clock).current().customers.raw
    assert isinstance(second.key, np.memmap)
    for name, column in first.arrays().items():
        assert np.array_equal(getattr(second, name), column, equal_nan=name == "backup_hours")
    assert second.words.equals(first.words)


def test_files_of_another_store_or_version_are_never_taken(
    keeper: Keeper, store: Store, tmp_path: Path, clock: Clock
) -> None:
    keeper.current()
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(delete(tables.Issue))
        writing.connection.execute(delete(tables.Customer).where(tables.Customer.id == 1))
        writing.changed("customer", "reload")
    fresh = Keeper(store, tmp_path / "index", ZONE, clock).current()
    assert sorted(fresh.customers.raw.id.tolist()) == [2, 3, 4]
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(text("UPDATE fact SET value = 'other' WHERE key = 'store'"))
    renamed = Keeper(store, tmp_path / "index", ZONE, clock).current()
    assert not isinstance(renamed.customers.raw.key, np.memmap)


def test_while_the_database_is_away_the_last_snapshot_stays(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    small_bureau().write(store)
    keeper = Keeper(store, tmp_path / "index", ZONE, clock)
    known = keeper.current()
    nowhere = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    keeper._store = nowhere  # noqa: SLF001 - the database goes away under the keeper
    assert keeper.current() is known
    with pytest.raises(StoreAway):
        Keeper(nowhere, tmp_path / "other", ZONE, clock).current()
    keeper._store = store  # noqa: SLF001 - and comes back
    with store.writing(SYSTEM) as writing:
        writing.changed("cell", "reload")
    assert keeper.current().version == known.version + 1
    nowhere.close()


def test_customers_are_drawn_one_by_one_from_one_zoom_on(keeper: Keeper) -> None:
    snapshot = keeper.current()
    assert snapshot.point_zoom == 13
    assert replace(snapshot, point_zoom=16).stamp == snapshot.stamp
