"""Signing in: who gets in, who does not, and what guessing comes to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from data import tables
from desk.door import passwords, people
from desk.door.locks import FREE_FAILURES, LONGEST_LOCK, lock_after
from desk.door.signing import PAIR_TRIES, WrongPassword
from desk.door.throttle import MOST_KEPT, Allowance, TooMany, neighbourhood
from rules.viewer import SYSTEM, Role
from tests.builders import NOW
from tests.desk.door.doors import HOME, PASSWORD, acts, add, door_of

if TYPE_CHECKING:
    from data.store import Store
    from desk.door.door import Door
    from tests.desk.door.doors import Clocks

ELSEWHERE = "10.9.9.9"
LOTS = 10_000


@pytest.fixture
def database_url(sqlite_database_url: str) -> str:
    """Give one kind of database: hashing is slow on purpose, and the same on both."""
    return sqlite_database_url


def wrong(door: Door, name: str, origin: str = HOME) -> None:
    with pytest.raises(WrongPassword):
        door.signing.sign_in(name, "not the password", origin)


def test_the_right_password_lets_in_and_every_time_by_another_secret(
    store: Store, clocks: Clocks
) -> None:
    add(store, "dora")
    door = door_of(store, clocks)
    first = door.signing.sign_in("dora", PASSWORD, HOME)
    second = door.signing.sign_in(" \uff44ora ", PASSWORD, HOME)
    assert first.secret != second.secret
    viewer = door.by_cookie(first.secret, HOME)
    assert viewer == first.viewer
    assert (viewer.name, viewer.role, viewer.origin) == ("dora", Role.DISPATCHER, HOME)
    assert acts(store) == ["add_account", "sign_in", "sign_in"]


def test_only_digests_and_hashes_are_kept(store: Store, clocks: Clocks) -> None:
    add(store, "dora")
    secret = door_of(store, clocks).signing.sign_in("dora", PASSWORD, HOME).secret
    with store.reading() as connection:
        (digest,) = connection.scalars(select(tables.Session.digest))
        (kept,) = connection.scalars(select(tables.Account.password))
        noted = str(connection.execute(select(tables.Audit)).all())
    assert secret not in digest
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in noted
    assert secret not in noted


@pytest.mark.parametrize("name", ["dora", "nobody", "", "x" * 500, "dora\x00", "system"])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    store: Store, clocks: Clocks, name: str
) -> None:
    add(store, "dora")
    wrong(door_of(store, clocks), name)


@pytest.mark.parametrize("password", ["", "x" * 100_000, "\ud800", PASSWORD + " ", PASSWORD[:-1]])
def test_other_passwords_are_wrong(store: Store, clocks: Clocks, password: str) -> None:
    add(store, "dora")
    with pytest.raises(WrongPassword):
        door_of(store, clocks).signing.sign_in("dora", password, HOME)


def test_an_unknown_name_costs_a_hash_as_well(
    store: Store, clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "dora")
    compared = count_hashes(monkeypatch)
    wrong(door_of(store, clocks), "dora")
    wrong(door_of(store, clocks), "nobody")
    assert len(compared) == 2


def test_an_account_that_is_disabled_or_without_a_password_lets_nobody_in(
    store: Store, clocks: Clocks
) -> None:
    add(store, "ada", Role.ADMINISTRATOR)
    add(store, "dora")
    add(store, "vera", password="")
    people.set_active(store, SYSTEM, "dora", active=False)
    door = door_of(store, clocks)
    for name, password in (("dora", PASSWORD), ("vera", ""), ("vera", PASSWORD)):
        with pytest.raises(WrongPassword):
            door.signing.sign_in(name, password, HOME)


def test_an_old_hash_is_made_anew_when_its_password_is_typed(store: Store, clocks: Clocks) -> None:
    add(store, "dora")
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(update(tables.Account).values(password=old))
    door_of(store, clocks).signing.sign_in("dora", PASSWORD, HOME)
    with store.reading() as connection:
        (kept,) = connection.scalars(select(tables.Account.password))
    assert kept != old
    assert not passwords.outdated(kept)
    assert passwords.matches(PASSWORD, kept)


def test_ten_thousand_wrong_passwords(
    store: Store, clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "dora")
    door = door_of(store, clocks)
    compared = count_hashes(monkeypatch)
    for _ in range(PAIR_TRIES):
        wrong(door, "dora")
    for number in range(LOTS - PAIR_TRIES):
        with pytest.raises(TooMany) as told:
            door.signing.sign_in("dora", f"guess {number}", HOME)
        assert 0 < int(str(told.value.facts["seconds"])) <= 180
    assert len(compared) == PAIR_TRIES
    assert acts(store) == ["add_account", "sign_in_failed"]
    assert door.signing.sign_in("dora", PASSWORD, ELSEWHERE).viewer.name == "dora"
    with pytest.raises(TooMany):
        door.signing.sign_in("dora", PASSWORD, HOME)
    clocks.go_on(timedelta(minutes=3))
    assert door.signing.sign_in("dora", PASSWORD, HOME).secret


def test_guessing_from_many_places_locks_for_a_while_but_not_where_one_was_before(
    store: Store, clocks: Clocks
) -> None:
    add(store, "dora")
    door = door_of(store, clocks)
    door.signing.sign_in("dora", PASSWORD, HOME)
    tried = 0
    for place in range(60):
        try:
            door.signing.sign_in("dora", "a guess of many", f"10.2.0.{place}")
        except WrongPassword:
            tried += 1
        except TooMany:
            clocks.go_on(timedelta(seconds=1))
    assert FREE_FAILURES <= tried < 20
    with pytest.raises(TooMany) as told:
        door.signing.sign_in("dora", PASSWORD, ELSEWHERE)
    assert door.signing.sign_in("dora", PASSWORD, HOME).secret
    assert 0 < int(str(told.value.facts["seconds"])) <= LONGEST_LOCK.total_seconds()
    assert door.signing.sign_in("dora", PASSWORD, ELSEWHERE).secret


def test_a_lock_that_a_wrong_clock_set_does_not_last_for_ever(store: Store, clocks: Clocks) -> None:
    add(store, "dora")
    ahead = NOW + timedelta(days=4000)
    with store.writing(SYSTEM) as writing:
        values = {"failed": 30, "locked_until": ahead}
        writing.connection.execute(update(tables.Account).values(**values))
    with pytest.raises(TooMany) as told:
        door_of(store, clocks).signing.sign_in("dora", PASSWORD, HOME)
    assert told.value.facts["seconds"] == LONGEST_LOCK.total_seconds()


def test_guessing_names_from_one_place_ends_too(
    store: Store, clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "dora")
    door = door_of(store, clocks)
    compared = count_hashes(monkeypatch)
    for number in range(200):
        with pytest.raises((WrongPassword, TooMany)):
            door.signing.sign_in(f"name {number}", "Spring2026!", HOME)
    assert len(compared) == 30
    assert acts(store) == ["add_account", "sign_in_throttled"]
    assert door.signing.sign_in("dora", PASSWORD, ELSEWHERE).secret


def test_locks_double_up_to_a_limit() -> None:
    assert lock_after(FREE_FAILURES - 1, NOW) is None
    assert lock_after(FREE_FAILURES, NOW) == NOW + timedelta(seconds=2)
    assert lock_after(FREE_FAILURES + 1, NOW) == NOW + timedelta(seconds=4)
    assert lock_after(1_000_000, NOW) == NOW + LONGEST_LOCK


def test_an_allowance_is_used_up_and_refills() -> None:
    now = [0.0]
    allowance = Allowance(2, 10.0, lambda: now[0])
    allowance.take("a")
    allowance.take("a")
    with pytest.raises(TooMany) as told:
        allowance.take("a")
    assert told.value.facts == {"seconds": 10}
    allowance.take("b")
    now[0] = 9.5
    assert allowance.wait("a") == 1
    now[0] = 10.0
    allowance.take("a")
    now[0] = 1e9
    assert [allowance.wait("a"), allowance.use("a"), allowance.use("a")] == [0, False, True]


def test_made_up_addresses_do_not_fill_the_memory() -> None:
    allowance = Allowance(1, 10.0, lambda: 0.0)
    for number in range(MOST_KEPT + 50):
        allowance.use(str(number))
    assert allowance.wait("0") == 0
    assert allowance.wait(str(MOST_KEPT + 49)) == 10


@pytest.mark.parametrize(
    ("origin", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
        ("10.0.0.1", "10.0.0.1"),
        ("testclient", "testclient"),
    ],
)
def test_one_machine_is_one_neighbour(origin: str, same: str) -> None:
    assert neighbourhood(origin) == neighbourhood(same)
    assert neighbourhood(origin) != neighbourhood("10.0.0.2")


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a password is compared; comparing itself goes on as it does."""
    compared: list[str] = []
    real = passwords.matches

    def counted(password: str, kept: str | None) -> bool:
        compared.append(password)
        return real(password, kept)

    monkeypatch.setattr(passwords, "matches", counted)
    return compared
