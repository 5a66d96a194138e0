"""Accounts as an administrator keeps them: made, given a role, locked out. Every act is kept."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import accounts, sessions
from data.accounts import NewPerson
from data.store import Deed
from desk.door import names, passwords
from errors import BattlemapError
from rules.access import Right, require
from rules.viewer import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from data.accounts import Person
    from data.store import Store, Writing
    from rules.codes import Field
    from rules.viewer import Viewer


class ShareMissing(BattlemapError):
    """A grid manager without cells, or a head without a field. Facts: ``role``."""

    code = "door.share_missing"


class ShareForeign(BattlemapError):
    """Cells for somebody who is no grid manager, or a field for who is no head. Facts: ``role``."""

    code = "door.share_foreign"


class LastAdministrator(BattlemapError):
    """Nobody would be left who may manage accounts. Facts: ``name``."""

    code = "door.last_administrator"


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is at the bureau: a role, cells by their codes, a field."""

    role: Role
    cells: tuple[str, ...] = ()
    field: Field | None = None

    def checked(self) -> Post:
        """Return it if it makes sense.

        Raises
        ------
        ShareMissing, ShareForeign
            Cells or field do not belong to the role, or are missing.
        """
        manager, head = self.role is Role.GRID_MANAGER, self.role is Role.HEAD
        if (manager and not self.cells) or (head and self.field is None):
            raise ShareMissing(role=self.role.value)
        if (self.cells and not manager) or (self.field and not head):
            raise ShareForeign(role=self.role.value)
        return self

    def told(self) -> dict[str, object]:
        """Return what the audit keeps of it."""
        told: dict[str, object] = {"role": self.role.value}
        told |= {"cells": sorted(self.cells)} if self.cells else {}
        return told | ({"field": self.field.value} if self.field else {})


def add(store: Store, viewer: Viewer, name: str, post: Post, password: str, now: datetime) -> str:
    """Make an account and return its name as it is kept. An empty password: a provider vouches.

    Raises
    ------
    rules.access.NotAllowed
        The viewer does not manage accounts.
    desk.door.names.NameUnusable, desk.door.names.NameTaken
        The name will not do.
    desk.door.passwords.PasswordWeak
        The password will not do.
    ShareMissing, ShareForeign, data.accounts.CellUnknown
        Cells or field do not fit the role.
    """
    require(viewer, Right.MANAGE_ACCOUNTS)
    kept, post = names.accepted(name), post.checked()
    secret = passwords.hashed(passwords.accepted(password, kept)) if password else ""
    with store.writing(viewer) as writing:
        if accounts.by_name(writing.connection, viewer, kept):
            raise names.NameTaken(name=kept)
        cells = accounts.cells_of(writing.connection, viewer, post.cells)
        person = NewPerson(kept, post.role, now, field=post.field, password=secret)
        accounts.add(writing, person, cells)
        writing.noted(Deed("add_account", accounts.NOUN, kept, None, post.told()))
    return kept


def set_post(store: Store, viewer: Viewer, name: str, post: Post) -> None:
    """Give somebody another role, other cells or another field; it counts at the next request.

    Raises
    ------
    rules.access.NotAllowed, desk.door.names.NameUnknown, LastAdministrator
        It may not be done, or to nobody.
    ShareMissing, ShareForeign, data.accounts.CellUnknown
        Cells or field do not fit the role.
    """
    post = post.checked()
    with _changing(store, viewer, name) as (writing, person):
        if post.role is not Role.ADMINISTRATOR:
            _refuse_last(writing, person)
        cells = accounts.cells_of(writing.connection, viewer, post.cells)
        before = post_of(writing.connection, viewer, person).told()
        values = {"role": post.role.value, "field": post.field}
        accounts.change(writing, person, values, cells)
        writing.noted(Deed("set_role", accounts.NOUN, person.name, before, post.told()))


def set_password(store: Store, viewer: Viewer, name: str, password: str) -> None:
    """Give somebody another password; every session begun with the old one ends.

    Raises
    ------
    rules.access.NotAllowed, desk.door.names.NameUnknown, desk.door.passwords.PasswordWeak
        It may not be done, to nobody, or not with this password.
    """
    secret = passwords.hashed(passwords.accepted(password, names.typed(name)))
    with _changing(store, viewer, name) as (writing, person):
        values = {"password": secret, "failed": 0, "locked_until": None}
        accounts.change(writing, person, values)
        sessions.end_all(writing, person.id)
        writing.noted(Deed("set_password", accounts.NOUN, person.name))


def set_active(store: Store, viewer: Viewer, name: str, *, active: bool) -> None:
    """Let somebody in again, or no more; nothing is deleted, for the audit names them.

    Raises
    ------
    rules.access.NotAllowed, desk.door.names.NameUnknown, LastAdministrator
        It may not be done, or to nobody.
    """
    with _changing(store, viewer, name) as (writing, person):
        if not active:
            _refuse_last(writing, person)
            sessions.end_all(writing, person.id)
        accounts.change(writing, person, {"active": active})
        act = "enable" if active else "disable"
        writing.noted(
            Deed(act, accounts.NOUN, person.name, {"active": person.active}, {"active": active})
        )


def bind(store: Store, viewer: Viewer, name: str, subject: str | None) -> None:
    """Bind an account to the subject of a provider, or to none.

    Raises
    ------
    rules.access.NotAllowed, desk.door.names.NameUnknown, desk.door.names.NameTaken
        It may not be done, to nobody, or the subject belongs to somebody else.
    """
    with _changing(store, viewer, name) as (writing, person):
        other = accounts.by_subject(writing.connection, viewer, subject) if subject else None
        if other is not None and other.id != person.id:
            raise names.NameTaken(name=other.name)
        accounts.change(writing, person, {"subject": subject})
        before: dict[str, object] = {"bound": person.subject is not None}
        after: dict[str, object] = {"bound": subject is not None}
        writing.noted(Deed("bind_account", accounts.NOUN, person.name, before, after))


def everyone(store: Store, viewer: Viewer) -> tuple[tuple[Person, Post], ...]:
    """Return all accounts, by name.

    Raises
    ------
    rules.access.NotAllowed
        The viewer does not manage accounts.
    """
    require(viewer, Right.MANAGE_ACCOUNTS)
    with store.reading() as connection:
        found = accounts.everyone(connection, viewer)
        return tuple((person, post_of(connection, viewer, person)) for person in found)


def post_of(connection: Connection, viewer: Viewer, person: Person) -> Post:
    """Return what somebody is at the bureau now."""
    cells = accounts.codes_of(connection, viewer, person.cells)
    return Post(person.role, tuple(cells), person.field)


@contextmanager
def _changing(store: Store, viewer: Viewer, name: str) -> Iterator[tuple[Writing, Person]]:
    require(viewer, Right.MANAGE_ACCOUNTS)
    with store.writing(viewer) as writing:
        person = accounts.by_name(writing.connection, viewer, names.typed(name))
        if person is None:
            raise names.NameUnknown(name=name)
        yield writing, person


def _refuse_last(writing: Writing, person: Person) -> None:
    if person.role is not Role.ADMINISTRATOR or not person.active:
        return
    others = accounts.everyone(writing.connection, writing.viewer)
    if not any(
        other.active and other.role is Role.ADMINISTRATOR and other.id != person.id
        for other in others
    ):
        raise LastAdministrator(name=person.name)
