"""When a token counts: with clocks that are right and clocks that are not, whoever made it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from desk.door import machines, people
from desk.door.people import Post
from rules.access import Right, may, rights_of
from rules.codes import Field
from rules.viewer import PEOPLE, SYSTEM, Role, Scope
from tests.desk.door.doors import HOME, add, door_of

if TYPE_CHECKING:
    from data.store import Store
    from desk.door.door import Door
    from tests.desk.door.doors import Clocks

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
DAYS = 30


@pytest.fixture
def door(store: Store, clocks: Clocks) -> Door:
    return door_of(store, clocks)


@pytest.fixture
def secret(store: Store, clocks: Clocks) -> str:
    post = Post(Role.AGENT)
    return machines.add(store, SYSTEM, "bi", post, Scope.READ, DAYS, clocks.wall)


def counts(door: Door, secret: str) -> bool:
    return door.by_token(secret, HOME) is not None


@pytest.mark.parametrize("span", [YEAR, -YEAR, 40 * YEAR, -40 * YEAR])
def test_a_clock_that_is_set_while_we_run_neither_ends_a_token_nor_keeps_it(
    door: Door, clocks: Clocks, secret: str, span: timedelta
) -> None:
    clocks.jump(span)
    assert counts(door, secret)
    clocks.go_on(DAYS * DAY)
    assert counts(door, secret)
    clocks.go_on(timedelta(seconds=1))
    assert not counts(door, secret)


def test_a_restart_with_a_clock_ahead_refuses_a_token_until_the_clock_is_right(
    store: Store, clocks: Clocks, secret: str
) -> None:
    clocks.jump(YEAR)
    assert not counts(door_of(store, clocks), secret)
    clocks.jump(-YEAR)
    assert counts(door_of(store, clocks), secret)


@pytest.mark.parametrize("span", [YEAR, -YEAR, timedelta()], ids=["ahead", "behind", "right"])
def test_a_token_that_is_revoked_never_counts_again(
    store: Store, clocks: Clocks, secret: str, span: timedelta
) -> None:
    machines.revoke(store, SYSTEM, "bi", clocks.wall)
    clocks.jump(span)
    assert not counts(door_of(store, clocks), secret)


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("scope", list(Scope))
def test_no_scope_widens_what_the_role_may(
    store: Store, door: Door, clocks: Clocks, role: Role, scope: Scope
) -> None:
    cells = ("C1",) if role is Role.GRID_MANAGER else ()
    field = Field.REPAIR if role is Role.HEAD else None
    post = Post(role, cells, field)
    secret = machines.add(store, SYSTEM, "wide", post, scope, DAYS, clocks.wall)
    viewer = door.by_token(secret, HOME)
    assert viewer is not None
    assert {right for right in Right if may(viewer, right)} <= rights_of(role)


def test_a_token_is_the_bureaus_and_outlives_the_account_that_made_it(
    store: Store, door: Door, clocks: Clocks
) -> None:
    add(store, "ada", Role.ADMINISTRATOR, password="")
    add(store, "eva", Role.ADMINISTRATOR, password="")
    ada = people.everyone(store, SYSTEM)[0][0].viewer(HOME)
    secret = machines.add(store, ada, "bi", Post(Role.AGENT), Scope.READ, DAYS, clocks.wall)
    people.set_active(store, SYSTEM, "ada", active=False)
    assert counts(door, secret), "docs/security.md says to revoke it"
    (made,) = machines.everything(store, SYSTEM)
    assert made.made_by == "ada"
