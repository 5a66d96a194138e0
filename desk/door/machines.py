"""Tokens as an administrator keeps them: made, shown once, revoked. Every act is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data import accounts, tokens
from data.store import Deed
from data.tokens import NewMachine
from desk.door import names
from desk.door.secrets import TOKEN_PREFIX, digest_of, new_secret
from errors import BattlemapError
from rules.access import Right, require

if TYPE_CHECKING:
    from datetime import datetime

    from data.store import Store
    from data.tokens import Machine
    from desk.door.people import Post
    from rules.viewer import Scope, Viewer

USUAL_DAYS, MOST_DAYS = 90, 730


class DaysUnusable(BattlemapError):
    """A token would last too long, or not at all. Facts: ``most``."""

    code = "door.days_unusable"


def add(
    store: Store, viewer: Viewer, name: str, post: Post, scope: Scope, days: int, now: datetime
) -> str:
    """Make a token and return its secret, which is not kept: it is shown this once.

    Raises
    ------
    rules.access.NotAllowed
        The viewer does not manage accounts.
    desk.door.names.NameUnusable, desk.door.names.NameTaken, DaysUnusable
        The name or the days will not do.
    desk.door.people.ShareMissing, desk.door.people.ShareForeign, data.accounts.CellUnknown
        Cells or field do not fit the role.
    """
    require(viewer, Right.MANAGE_ACCOUNTS)
    kept, post = names.accepted(name), post.checked()
    if not 0 < days <= MOST_DAYS:
        raise DaysUnusable(most=MOST_DAYS)
    secret, ends = new_secret(TOKEN_PREFIX), now + timedelta(days=days)
    made = NewMachine(kept, digest_of(secret), post.role, scope, viewer.name, now, ends, post.field)
    with store.writing(viewer) as writing:
        if tokens.by_name(writing.connection, viewer, kept):
            raise names.NameTaken(name=kept)
        tokens.add(writing, made, accounts.cells_of(writing.connection, viewer, post.cells))
        told = post.told() | {"scope": scope.value, "days": days}
        writing.noted(Deed("add_token", tokens.NOUN, kept, None, told))
    return secret


def revoke(store: Store, viewer: Viewer, name: str, now: datetime) -> None:
    """Let a token count no more, from the next request on.

    Raises
    ------
    rules.access.NotAllowed, desk.door.names.NameUnknown
        It may not be done, or there is no such token.
    """
    require(viewer, Right.MANAGE_ACCOUNTS)
    with store.writing(viewer) as writing:
        machine = tokens.by_name(writing.connection, viewer, names.typed(name))
        if machine is None:
            raise names.NameUnknown(name=name)
        if machine.revoked_at is None:
            tokens.revoke(writing, machine, now)
            writing.noted(Deed("revoke_token", tokens.NOUN, machine.name))


def everything(store: Store, viewer: Viewer) -> tuple[Machine, ...]:
    """Return all tokens, by name.

    Raises
    ------
    rules.access.NotAllowed
        The viewer does not manage accounts.
    """
    require(viewer, Right.MANAGE_ACCOUNTS)
    with store.reading() as connection:
        return tokens.everything(connection, viewer)
