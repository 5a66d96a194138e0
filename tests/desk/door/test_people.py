"""Accounts and tokens as an administrator keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from data import accounts, changes, tables
from data.accounts import CellUnknown
from desk.door import demo, machines, people
from desk.door.machines import MOST_DAYS, DaysUnusable
from desk.door.names import NameTaken, NameUnknown, NameUnusable
from desk.door.passwords import PasswordWeak
from desk.door.people import LastAdministrator, Post, ShareForeign, ShareMissing
from desk.door.secrets import TOKEN_PREFIX, digest_of, new_secret
from desk.door.signing import WrongPassword
from desk.door.vouched import NoAccount, account_of, subject_of
from rules.access import NotAllowed
from rules.codes import Field
from rules.viewer import PEOPLE, SYSTEM, Role, Scope
from tests.builders import NOW
from tests.desk.door.doors import HOME, acts, add, door_of
from tests.viewers import ADMINISTRATOR, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.accounts import Person
    from data.store import Store
    from tests.desk.door.doors import Clocks

ISSUER = "https://id.bureau.example"
PASSWORD_ENOUGH = "long enough"  # noqa: S105 - of a test


def person(store: Store, name: str) -> Person:
    with store.reading() as connection:
        found = accounts.by_name(connection, SYSTEM, name)
    assert found is not None
    return found


def version(store: Store, noun: str) -> int:
    with store.reading() as connection:
        return changes.newest_of(connection, SYSTEM, [noun])


def test_an_account_has_a_role_and_its_part_of_the_bureau(store: Store) -> None:
    people.add(store, ADMINISTRATOR, "mei", Post(Role.GRID_MANAGER, ("C2", "C1")), "", NOW)
    people.add(store, ADMINISTRATOR, "李处", Post(Role.HEAD, (), Field.REPAIR), "", NOW)
    assert person(store, "mei").cells == {1, 2}
    assert person(store, "李处").field is Field.REPAIR
    told = {found.name: post for found, post in people.everyone(store, ADMINISTRATOR)}
    assert told["mei"] == Post(Role.GRID_MANAGER, ("C1", "C2"))


@pytest.mark.parametrize(
    ("name", "post", "password", "refused"),
    [
        ("", Post(Role.AGENT), "", NameUnusable),
        ("a:b", Post(Role.AGENT), "", NameUnusable),
        ("a\nb", Post(Role.AGENT), "", NameUnusable),
        ("x" * 61, Post(Role.AGENT), "", NameUnusable),
        ("system", Post(Role.AGENT), "", NameUnusable),
        ("\uff41da", Post(Role.AGENT), "", NameTaken),
        ("mei", Post(Role.GRID_MANAGER), "", ShareMissing),
        ("mei", Post(Role.HEAD), "", ShareMissing),
        ("mei", Post(Role.AGENT, ("C1",)), "", ShareForeign),
        ("mei", Post(Role.AGENT, (), Field.REPAIR), "", ShareForeign),
        ("mei", Post(Role.GRID_MANAGER, ("C1", "C9")), "", CellUnknown),
        ("mei", Post(Role.AGENT), "short", PasswordWeak),
        ("mei", Post(Role.AGENT), "x" * 201, PasswordWeak),
        ("mei", Post(Role.AGENT), " " * 12, PasswordWeak),
        ("mei-mei-mei", Post(Role.AGENT), "Mei-Mei-Mei", PasswordWeak),
    ],
)
def test_what_will_not_do_is_refused_and_leaves_nothing(
    store: Store, name: str, post: Post, password: str, refused: type[Exception]
) -> None:
    add(store, "ada", Role.ADMINISTRATOR, password="")
    before = version(store, "account"), acts(store)
    with pytest.raises(refused):
        people.add(store, ADMINISTRATOR, name, post, password, NOW)
    assert (version(store, "account"), acts(store)) == before


def refused_acts(store: Store) -> list[Callable[[], object]]:
    post = Post(Role.AGENT)
    return [
        lambda: people.add(store, DISPATCHER, "x", post, "", NOW),
        lambda: people.set_post(store, DISPATCHER, "x", post),
        lambda: people.set_password(store, DISPATCHER, "x", PASSWORD_ENOUGH),
        lambda: people.set_active(store, DISPATCHER, "x", active=False),
        lambda: people.bind(store, DISPATCHER, "x", "y"),
        lambda: people.everyone(store, DISPATCHER),
        lambda: machines.add(store, DISPATCHER, "x", post, Scope.ALL, 1, NOW),
        lambda: machines.revoke(store, DISPATCHER, "x", NOW),
        lambda: machines.everything(store, DISPATCHER),
    ]


def test_only_who_may_manages_accounts(store: Store) -> None:
    for act in refused_acts(store):
        with pytest.raises(NotAllowed):
            act()


def test_every_change_is_kept_and_told(store: Store) -> None:
    add(store, "ada", Role.ADMINISTRATOR, password="")
    add(store, "mei", password="")
    seen = version(store, "account")
    people.set_post(store, ADMINISTRATOR, "mei", Post(Role.GRID_MANAGER, ("C1",)))
    assert version(store, "account") > seen
    people.set_active(store, ADMINISTRATOR, "mei", active=False)
    people.set_active(store, ADMINISTRATOR, "mei", active=True)
    assert acts(store) == ["add_account", "add_account", "set_role", "disable", "enable"]
    with store.reading() as connection:
        query = select(tables.Audit).where(tables.Audit.act == "set_role")
        row = connection.execute(query).one()
    assert (row.actor, row.role, row.ref) == ("ada", "administrator", "mei")
    assert row.before == {"role": "dispatcher"}
    assert row.after == {"role": "grid_manager", "cells": ["C1"]}


def test_the_last_administrator_stays(store: Store) -> None:
    add(store, "ada", Role.ADMINISTRATOR, password="")
    with pytest.raises(LastAdministrator):
        people.set_active(store, SYSTEM, "ada", active=False)
    with pytest.raises(LastAdministrator):
        people.set_post(store, SYSTEM, "ada", Post(Role.AGENT))
    add(store, "eve", Role.ADMINISTRATOR, password="")
    people.set_active(store, SYSTEM, "ada", active=False)
    with pytest.raises(LastAdministrator):
        people.set_post(store, SYSTEM, "eve", Post(Role.AGENT))
    with pytest.raises(NameUnknown):
        people.set_post(store, SYSTEM, "nobody", Post(Role.AGENT))


def test_a_token_is_a_machine_with_a_role_a_scope_and_an_end(store: Store, clocks: Clocks) -> None:
    post = Post(Role.GRID_MANAGER, ("C2",))
    secret = machines.add(store, ADMINISTRATOR, "export", post, Scope.READ, 7, NOW)
    assert secret.startswith(TOKEN_PREFIX)
    door = door_of(store, clocks)
    viewer = door.by_token(secret, HOME)
    assert viewer is not None
    assert (viewer.name, viewer.role, viewer.scope) == ("token:export", post.role, Scope.READ)
    assert (viewer.cells, viewer.origin) == (frozenset({2}), HOME)
    with store.reading() as connection:
        assert secret not in str(connection.execute(select(tables.Token)).all())
        assert secret not in str(connection.execute(select(tables.Audit)).all())
    clocks.go_on(timedelta(days=7))
    assert door.by_token(secret, HOME)
    clocks.go_on(timedelta(seconds=1))
    assert door.by_token(secret, HOME) is None


def test_a_token_counts_no_more_once_revoked(store: Store, clocks: Clocks) -> None:
    secret = machines.add(store, SYSTEM, "export", Post(Role.AGENT), Scope.ALL, 7, NOW)
    door = door_of(store, clocks)
    assert door.by_token(secret, HOME)
    machines.revoke(store, SYSTEM, "export", NOW)
    machines.revoke(store, SYSTEM, "export", NOW)
    assert door.by_token(secret, HOME) is None
    assert acts(store) == ["add_token", "revoke_token"]


def test_a_token_is_no_cookie_and_a_cookie_no_token(store: Store, clocks: Clocks) -> None:
    add(store, "dora", password="")
    door = door_of(store, clocks)
    secret = machines.add(store, SYSTEM, "export", Post(Role.AGENT), Scope.ALL, 7, NOW)
    cookie = door.enter_as(person(store, "dora"), HOME).secret
    assert door.by_cookie(secret, HOME) is None
    assert door.by_token(cookie, HOME) is None


@pytest.mark.parametrize(
    "secret",
    ["", "bm_", "bm_x", new_secret(TOKEN_PREFIX), "bm_" + "x" * 100_000, "bm_\udcff"],
    ids=["empty", "prefix", "short", "of nobody", "long", "no text"],
)
def test_a_forged_token_is_nobody(store: Store, clocks: Clocks, secret: str) -> None:
    machines.add(store, SYSTEM, "export", Post(Role.AGENT), Scope.ALL, 7, NOW)
    assert door_of(store, clocks).by_token(secret, HOME) is None


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_a_token_ends_some_day(store: Store, days: int) -> None:
    with pytest.raises(DaysUnusable):
        machines.add(store, SYSTEM, "export", Post(Role.AGENT), Scope.ALL, days, NOW)
    machines.add(store, SYSTEM, "export", Post(Role.AGENT), Scope.ALL, 1, NOW)
    with pytest.raises(NameTaken):
        machines.add(store, SYSTEM, "export", Post(Role.AGENT), Scope.ALL, 1, NOW)
    with pytest.raises(NameUnknown):
        machines.revoke(store, SYSTEM, "import", NOW)


def test_secrets_are_long_and_never_twice_the_same() -> None:
    secrets = {new_secret() for _ in range(1000)}
    assert len(secrets) == 1000
    assert min(map(len, secrets)) >= 43
    assert len(digest_of("x")) == 64


def test_a_subject_decides_and_a_name_binds_once(store: Store) -> None:
    add(store, "vera", password="")
    found = account_of(store, ISSUER, "s-1", "vera", HOME)
    assert found.name == "vera"
    assert account_of(store, ISSUER, "s-1", "renamed", HOME).name == "vera"
    with pytest.raises(NoAccount):
        account_of(store, ISSUER, "s-2", "vera", HOME)
    with pytest.raises(NoAccount):
        account_of(store, "https://other.example", "s-1", "vera", HOME)
    assert acts(store) == ["add_account", "bind_account"]


def test_a_name_never_binds_who_has_a_password_or_manages_accounts(
    store: Store, clocks: Clocks
) -> None:
    add(store, "dora")
    add(store, "ada", Role.ADMINISTRATOR, password="")
    add(store, "eve", Role.ADMINISTRATOR, password="")
    for name in ("dora", "ada", "nobody", "", "x" * 300):
        with pytest.raises(NoAccount):
            account_of(store, ISSUER, "s-1", name, HOME)
    people.bind(store, SYSTEM, "ada", subject_of(ISSUER, "s-1"))
    assert account_of(store, ISSUER, "s-1", "", HOME).name == "ada"
    with pytest.raises(NameTaken):
        people.bind(store, SYSTEM, "eve", subject_of(ISSUER, "s-1"))
    people.set_active(store, SYSTEM, "ada", active=False)
    with pytest.raises(WrongPassword):
        door_of(store, clocks).enter_as(account_of(store, ISSUER, "s-1", "", HOME), HOME)
    with pytest.raises(NoAccount):
        account_of(store, ISSUER, "x" * 300, "eve", HOME)


def demo_store(store: Store) -> None:
    with store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Fact), {"key": "demo", "value": "1"})


def test_the_demo_bureau_has_one_of_each_role(store: Store, clocks: Clocks) -> None:
    demo.settle(store, NOW)
    assert demo.people(store) == ()
    demo_store(store)
    demo.settle(store, NOW)
    demo.settle(store, NOW)
    found = {one.role: one for one in demo.people(store)}
    assert list(found) == list(PEOPLE)
    assert len(found[Role.GRID_MANAGER].cells) == 2
    assert found[Role.HEAD].field is Field.REPAIR
    entered = door_of(store, clocks).enter_demo("demo-dispatcher", HOME)
    assert entered.viewer.role is Role.DISPATCHER


def test_nobody_enters_the_demo_from_elsewhere_whenever_it_was_loaded(
    store: Store, clocks: Clocks
) -> None:
    demo_store(store)
    demo.settle(store, NOW)
    add(store, "dora", password="")
    inside = door_of(store, clocks)
    secret = inside.enter_demo("demo-agent", HOME).secret
    with pytest.raises(WrongPassword):
        inside.enter_demo("dora", HOME)
    for reachable in ({"BATTLEMAP_HOST": "0.0.0.0"}, {"BATTLEMAP_PROXIES": "10.0.0.1"}):  # noqa: S104
        outside = door_of(store, clocks, **reachable)
        assert outside.by_cookie(secret, HOME) is None
        with pytest.raises(WrongPassword):
            outside.enter_demo("demo-agent", HOME)
        with pytest.raises(demo.DemoOnNetwork):
            demo.refuse_network(store, outside.settings)
    demo.refuse_network(store, inside.settings)
