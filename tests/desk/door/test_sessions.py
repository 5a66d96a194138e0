"""How long one stays signed in, with clocks that are right and clocks that are not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from data import accounts, tables
from desk.door import people
from desk.door.names import NameUnknown
from desk.door.people import Post
from desk.door.signing import MOST_SESSIONS
from rules.access import NotAllowed
from rules.viewer import SYSTEM, Role
from tests.desk.door.doors import HOME, acts, add, door_of
from tests.viewers import ADMINISTRATOR, AGENT

if TYPE_CHECKING:
    from data.accounts import Person
    from data.store import Store
    from desk.door.door import Door
    from tests.desk.door.doors import Clocks

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


def person_of(store: Store, name: str) -> Person:
    with store.reading() as connection:
        found = accounts.by_name(connection, SYSTEM, name)
    assert found is not None
    return found


def enter(door: Door, name: str = "dora") -> str:
    """Sign in without a password's hash, as that takes long on purpose."""
    return door.enter_as(person_of(door.store, name), HOME).secret


def inside(door: Door, secret: str) -> bool:
    found = door.by_cookie(secret, HOME) is not None
    door.sessions.settle()
    return found


def stamps(store: Store) -> list[tuple[datetime, datetime]]:
    with store.reading() as connection:
        query = select(tables.Session.seen_at, tables.Session.expires_at)
        return [(row.seen_at, row.expires_at) for row in connection.execute(query)]


@pytest.fixture
def door(store: Store, clocks: Clocks) -> Door:
    add(store, "ada", Role.ADMINISTRATOR, password="")
    add(store, "dora", password="")
    return door_of(store, clocks)


def test_who_comes_back_in_time_stays_and_who_does_not_is_out(door: Door, clocks: Clocks) -> None:
    secret = enter(door)
    for _ in range(4):
        clocks.go_on(11 * HOUR)
        assert inside(door, secret)
    clocks.go_on(12 * HOUR + timedelta(seconds=1))
    assert not inside(door, secret)


def test_nobody_stays_longer_than_the_longest(door: Door, clocks: Clocks) -> None:
    secret = enter(door)
    for _ in range(60):
        assert inside(door, secret)
        clocks.go_on(12 * HOUR)
    clocks.go_on(timedelta(seconds=1))
    assert not inside(door, secret)


def test_being_there_is_written_now_and_then_only(door: Door, clocks: Clocks, store: Store) -> None:
    secret = enter(door)
    begun = clocks.wall
    for _ in range(4):
        clocks.go_on(timedelta(minutes=1))
        assert inside(door, secret)
    assert stamps(store)[0][0] == begun
    clocks.go_on(timedelta(minutes=1))
    assert inside(door, secret)
    assert stamps(store)[0][0] == clocks.wall


def test_a_store_that_is_busy_keeps_nobody_waiting_and_nobody_out(
    door: Door, clocks: Clocks, store: Store
) -> None:
    secret = enter(door)
    for _ in range(3):
        clocks.go_on(11 * HOUR)
        with store.writing(SYSTEM):
            assert door.by_cookie(secret, HOME) is not None
    door.sessions.settle()


@pytest.mark.parametrize("span", [8 * HOUR, -8 * HOUR, 40 * YEAR, -40 * YEAR])
def test_a_clock_that_is_set_while_we_run_signs_nobody_out_and_makes_nobody_stay(
    door: Door, clocks: Clocks, span: timedelta
) -> None:
    secret, unused = enter(door), enter(door)
    clocks.jump(span)
    assert inside(door, secret)
    clocks.go_on(11 * HOUR)
    assert inside(door, secret)
    clocks.go_on(2 * HOUR)
    assert not inside(door, unused)
    assert inside(door, secret)
    clocks.go_on(30 * DAY)
    assert not inside(door, secret)


def test_a_clock_that_was_ahead_and_comes_back_over_a_restart_makes_nobody_immortal(
    door: Door, clocks: Clocks, store: Store
) -> None:
    clocks.jump(YEAR)
    ahead = door_of(store, clocks)
    used, unused = enter(ahead), enter(ahead)
    clocks.jump(-YEAR)
    again = door_of(store, clocks)
    assert inside(again, used), "nobody is signed out without need"
    assert all(seen <= clocks.wall for seen, _ in stamps(store))
    assert all(ends <= clocks.wall + 30 * DAY for _, ends in stamps(store))
    clocks.go_on(13 * HOUR)
    assert not inside(again, unused)
    assert not inside(again, used)
    assert not inside(door, used)


def test_a_clock_that_is_ahead_for_a_while_costs_nobody_the_session(
    door: Door, clocks: Clocks, store: Store
) -> None:
    secret = enter(door)
    clocks.jump(YEAR)
    assert not inside(door_of(store, clocks), secret), "a restart believes the wall"
    clocks.jump(-YEAR)
    assert inside(door_of(store, clocks), secret)


def test_small_corrections_of_the_clock_are_followed(door: Door, clocks: Clocks) -> None:
    for _ in range(100):
        clocks.jump(timedelta(minutes=4))
        assert door.now() == clocks.wall


def test_two_processes_see_the_same_session(door: Door, clocks: Clocks, store: Store) -> None:
    other = door_of(store, clocks)
    secret = enter(door)
    clocks.go_on(6 * HOUR)
    assert inside(door, secret)
    clocks.go_on(10 * HOUR)
    assert inside(other, secret)
    clocks.go_on(10 * HOUR)
    assert inside(door, secret), "the other one has noted that it was used"


def test_who_signs_out_is_out_and_the_cookie_cannot_be_replayed(door: Door, store: Store) -> None:
    secret, kept = enter(door), enter(door)
    viewer = door.by_cookie(secret, HOME)
    assert viewer is not None
    door.sign_out(viewer, secret)
    assert not inside(door, secret)
    assert inside(door, kept)
    door.sign_out(viewer, secret)
    assert acts(store)[-1:] == ["sign_out"]
    assert acts(store).count("sign_out") == 1


def test_signing_out_everywhere_ends_every_session_of_one_account(door: Door, store: Store) -> None:
    mine, also, others = enter(door), enter(door), enter(door, "ada")
    viewer = door.by_cookie(mine, HOME)
    assert viewer is not None
    door.sign_out_everywhere(viewer, "dora")
    assert [inside(door, secret) for secret in (mine, also, others)] == [False, False, True]
    assert acts(store)[-1] == "sign_out_all"


def test_only_an_administrator_signs_others_out(door: Door) -> None:
    secret = enter(door)
    with pytest.raises(NotAllowed):
        door.sign_out_everywhere(AGENT, "dora")
    with pytest.raises(NameUnknown):
        door.sign_out_everywhere(ADMINISTRATOR, "nobody")
    assert inside(door, secret)
    door.sign_out_everywhere(ADMINISTRATOR, "dora")
    assert not inside(door, secret)


def test_a_change_of_the_account_counts_at_the_next_request(door: Door, store: Store) -> None:
    secret = enter(door)
    people.set_post(store, SYSTEM, "dora", Post(Role.GRID_MANAGER, ("C1",)))
    viewer = door.by_cookie(secret, HOME)
    assert viewer is not None
    assert (viewer.role, viewer.cells) == (Role.GRID_MANAGER, frozenset({1}))
    people.set_active(store, SYSTEM, "dora", active=False)
    assert not inside(door, secret)
    people.set_active(store, SYSTEM, "dora", active=True)
    assert not inside(door, secret), "disabling has ended the session"


def test_a_new_password_ends_every_session(door: Door, store: Store) -> None:
    secret = enter(door)
    people.set_password(store, SYSTEM, "dora", "another password")
    assert not inside(door, secret)


def test_old_sessions_make_room_for_new_ones(door: Door, clocks: Clocks, store: Store) -> None:
    secrets = []
    for _ in range(MOST_SESSIONS + 3):
        secrets.append(enter(door))
        clocks.go_on(timedelta(minutes=1))
    assert [inside(door, secret) for secret in secrets] == [False] * 3 + [True] * MOST_SESSIONS
    with store.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(tables.Session))
    assert kept == MOST_SESSIONS


@pytest.mark.parametrize("secret", ["", "x", "x" * 43, "x" * 100_000, "\udcff", "ключ", "bm_x"])
def test_garbage_is_nobody(door: Door, secret: str) -> None:
    assert not inside(door, secret)
