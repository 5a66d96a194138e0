"""Ten thousand wrong passwords, at many names from many addresses: what it costs, and whom."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desk.door import passwords
from desk.door.locks import LONGEST_LOCK, Nobodies
from desk.door.signing import WrongPassword
from desk.door.throttle import MOST_KEPT, Allowance, TooMany
from tests.builders import NOW
from tests.desk.door.doors import HOME, PASSWORD, acts, add, door_of

if TYPE_CHECKING:
    from data.store import Store
    from desk.door.door import Door
    from tests.desk.door.doors import Clocks

LOTS, SOME = 10_000, 2_000
NAMES = ("ada", "dora", "emil", "vera")
UNKNOWN = ("nobody", "root", "admin", "test")
PLACES = [f"203.0.113.{number}" for number in range(50)]
ELSEWHERE = "198.51.100.7"
EVERY = timedelta(seconds=0.1)


@pytest.fixture
def database_url(sqlite_database_url: str) -> str:
    """Give one kind of database: what is counted is the same on both."""
    return sqlite_database_url


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Compare passwords cheaply and count it: what argon2 costs is known."""
    seen: list[str] = []

    def cheap(password: str, kept: str | None) -> bool:
        seen.append(password)
        return bool(kept) and password == PASSWORD

    monkeypatch.setattr(passwords, "matches", cheap)
    return seen


@pytest.fixture
def door(store: Store, clocks: Clocks) -> Door:
    for name in NAMES:
        add(store, name)
    return door_of(store, clocks)


def guess(door: Door, clocks: Clocks, names: tuple[str, ...], times: int) -> Counter[str]:
    """Guess at each name in turn, from another place each time; tell what came of it."""
    found: Counter[str] = Counter()
    for number in range(times):
        clocks.go_on(EVERY)
        try:
            place = PLACES[(number // len(names)) % len(PLACES)]
            door.signing.sign_in(names[number % len(names)], f"guess {number}", place)
        except (WrongPassword, TooMany) as error:
            found[type(error).__name__] += 1
    return found


def waits(door: Door, name: str, origin: str = ELSEWHERE) -> int:
    """Return how long somebody new is told to wait, 0 where the password is looked at."""
    try:
        door.signing.sign_in(name, PASSWORD, origin)
    except TooMany as error:
        return int(str(error.facts["seconds"]))
    except WrongPassword:
        return 0
    return 0


def test_most_of_ten_thousand_guesses_are_never_compared_nor_written(
    door: Door, clocks: Clocks, store: Store, compared: list[str]
) -> None:
    begun = len(acts(store))
    found = guess(door, clocks, (*NAMES, *UNKNOWN), LOTS)
    assert found.total() == LOTS
    assert found["WrongPassword"] == len(compared)
    # Per name: the free ones, those between locks that double, then one every five minutes.
    assert len(compared) <= 8 * 22
    noted = Counter(acts(store)[begun:])
    assert set(noted) <= {"sign_in_failed", "sign_in_throttled"}
    assert noted["sign_in_failed"] <= len(NAMES) * 3, "the 5th, the 8th, the 16th"
    assert noted["sign_in_throttled"] <= len(PLACES)


def test_who_works_here_comes_in_meanwhile(door: Door, clocks: Clocks, compared: list[str]) -> None:
    for name in NAMES:
        door.signing.sign_in(name, PASSWORD, HOME)
    # Who signs out in the evening is known in the morning all the same.
    viewer = door.signing.sign_in("dora", PASSWORD, HOME).viewer
    door.sign_out_everywhere(viewer, "dora")
    guess(door, clocks, NAMES, SOME)
    compared.clear()
    for name in NAMES:
        assert door.signing.sign_in(name, PASSWORD, HOME).viewer.name == name
    assert len(compared) == len(NAMES)


@pytest.mark.usefixtures("compared")
def test_at_a_new_place_one_waits_five_minutes_at_most(door: Door, clocks: Clocks) -> None:
    guess(door, clocks, NAMES, SOME)
    seconds = waits(door, "dora")
    assert 0 < seconds <= LONGEST_LOCK.total_seconds()
    clocks.go_on(timedelta(seconds=seconds))
    assert door.signing.sign_in("dora", PASSWORD, ELSEWHERE).viewer.name == "dora"


@pytest.mark.usefixtures("compared")
def test_neither_answer_nor_wait_tells_which_names_there_are(door: Door, clocks: Clocks) -> None:
    told: dict[str, list[tuple[str, int]]] = {"dora": [], "nobody": []}
    for number in range(900):
        clocks.go_on(timedelta(seconds=1))
        for name, seen in told.items():
            try:
                door.signing.sign_in(name, "a guess", PLACES[number % len(PLACES)])
            except WrongPassword as error:
                seen.append((str(error), 0))
            except TooMany as error:
                seen.append((error.code, int(str(error.facts["seconds"]))))
    assert told["dora"] == told["nobody"]
    assert {wait for _, wait in told["dora"]} >= {0, 1, 255, 299}, "locks of all lengths were seen"


@pytest.mark.usefixtures("compared")
def test_one_spell_of_guessing_from_an_address_is_one_row(
    door: Door, clocks: Clocks, store: Store
) -> None:
    for number in range(SOME):
        clocks.go_on(timedelta(seconds=2))
        with pytest.raises((WrongPassword, TooMany)):
            door.signing.sign_in(f"name {number}", "a guess", HOME)
    assert acts(store).count("sign_in_throttled") == 1
    clocks.go_on(timedelta(minutes=10))
    for number in range(40):
        with pytest.raises((WrongPassword, TooMany)):
            door.signing.sign_in(f"name {number}", "a guess", HOME)
    assert acts(store).count("sign_in_throttled") == 2


def test_made_up_names_and_addresses_do_not_fill_the_memory() -> None:
    nobodies, allowance = Nobodies(), Allowance(1, 10.0, lambda: 0.0)
    for number in range(MOST_KEPT + 50):
        nobodies.fail(f"name {number}", NOW)
        allowance.use(f"address {number}")
    assert len(nobodies) == len(allowance) == MOST_KEPT
