"""One's own password: who changes it, who stays in, and what guessing the old one comes to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desk.door import passwords, people
from desk.door.own import NoPassword, OldPasswordWrong, PasswordSame
from desk.door.passwords import PasswordWeak
from desk.door.signing import PAIR_TRIES
from desk.door.throttle import TooMany
from rules.viewer import SYSTEM, Role
from tests.desk.door.doors import HOME, PASSWORD, acts, add, audited, door_of
from tests.viewers import AGENT

if TYPE_CHECKING:
    from data.store import Store
    from desk.door.door import Door
    from rules.viewer import Viewer
    from tests.desk.door.doors import Clocks

NEWER = "thirteen signs"


@pytest.fixture
def door(store: Store, clocks: Clocks) -> Door:
    add(store, "dora")
    return door_of(store, clocks)


@pytest.fixture
def secret(door: Door) -> str:
    return door.signing.sign_in("dora", PASSWORD, HOME).secret


@pytest.fixture
def dora(door: Door, secret: str) -> Viewer:
    viewer = door.by_cookie(secret, HOME)
    assert viewer is not None
    return viewer


def test_the_new_one_counts_this_session_stays_and_all_others_end(
    door: Door, secret: str, dora: Viewer, store: Store
) -> None:
    other = door.signing.sign_in("dora", PASSWORD, HOME).secret
    door.change_password(dora, secret, PASSWORD, NEWER)
    assert door.by_cookie(secret, HOME) == dora
    assert door.by_cookie(other, HOME) is None
    assert door.signing.sign_in("dora", NEWER, HOME).secret
    with pytest.raises(OldPasswordWrong):
        door.change_password(dora, secret, PASSWORD, "fourteen signs")
    row = audited(store, "set_password")
    assert (row.actor, row.ref, row.origin) == ("dora", "dora", HOME)
    assert NEWER not in str(row)


def test_sessions_of_others_go_on(door: Door, secret: str, dora: Viewer, store: Store) -> None:
    add(store, "ada", Role.ADMINISTRATOR)
    others = door.signing.sign_in("ada", PASSWORD, HOME).secret
    door.change_password(dora, secret, PASSWORD, NEWER)
    assert door.by_cookie(others, HOME) is not None


def test_a_wrong_old_one_changes_nothing_and_guessing_ends(
    door: Door, secret: str, dora: Viewer, clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(PAIR_TRIES):
        with pytest.raises(OldPasswordWrong):
            door.change_password(dora, secret, "not the password", NEWER)
    monkeypatch.setattr(passwords, "matches", None)  # comparing any would break
    for old in ("not the password", PASSWORD):
        with pytest.raises(TooMany) as told:
            door.change_password(dora, secret, old, NEWER)
        assert 0 < int(str(told.value.facts["seconds"])) <= 180
    assert acts(door.store)[-2:] == ["sign_in", "set_password_failed"]
    monkeypatch.undo()
    assert door.signing.sign_in("dora", PASSWORD, HOME).secret, "signing in is not throttled by it"
    clocks.go_on(timedelta(minutes=3))
    door.change_password(dora, secret, PASSWORD, NEWER)


@pytest.mark.parametrize("new", ["", "short", "x" * 201, " " * 12, "dora"])
def test_a_weak_new_one_is_refused_before_anything_is_compared(
    door: Door, secret: str, dora: Viewer, new: str
) -> None:
    for _ in range(PAIR_TRIES + 1):
        with pytest.raises(PasswordWeak):
            door.change_password(dora, secret, PASSWORD, new)
    door.change_password(dora, secret, PASSWORD, NEWER)


def test_the_old_one_again_is_no_change(door: Door, secret: str, dora: Viewer) -> None:
    for _ in range(PAIR_TRIES + 1):
        with pytest.raises(PasswordSame):
            door.change_password(dora, secret, PASSWORD, PASSWORD)
    assert acts(door.store)[-1] == "sign_in"


def test_who_has_no_password_has_none_to_change(door: Door, store: Store) -> None:
    add(store, "vera", password="")
    vera = people.everyone(store, SYSTEM)[-1][0].viewer(HOME)
    for viewer in (vera, AGENT):
        with pytest.raises(NoPassword):
            door.change_password(viewer, "", "", NEWER)


def test_an_administrator_who_was_faster_is_not_overwritten(
    door: Door, secret: str, dora: Viewer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.hashed

    def slow(password: str) -> str:
        monkeypatch.setattr(passwords, "hashed", real)
        people.set_password(store, SYSTEM, "dora", "the administrator's")
        return real(password)

    monkeypatch.setattr(passwords, "hashed", slow)
    with pytest.raises(OldPasswordWrong):
        door.change_password(dora, secret, PASSWORD, NEWER)
    assert door.signing.sign_in("dora", "the administrator's", HOME).secret
