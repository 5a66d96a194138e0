"""Whom a provider of OpenID Connect vouches for: which account, and how the two are bound.

The provider's ``sub`` never changes and belongs to one person: it alone decides. Its names can
change hands, so a name binds once only, and only an account that an administrator made for it:
without a password, not bound yet, and no administrator's. Those are bound by hand
(``app.py user bind``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data import accounts
from data.store import Deed
from desk.door.names import typed
from errors import BattlemapError
from rules.viewer import SYSTEM, Role

if TYPE_CHECKING:
    from data.accounts import Person
    from data.store import Store

LONGEST = 255


class NoAccount(BattlemapError):
    """The provider knows somebody who has no account here. Facts: ``name``."""

    code = "door.no_account"


def subject_of(issuer: str, sub: str) -> str:
    """Return what an account is bound to: who it is, and at which provider."""
    return f"{issuer} {sub}"


def account_of(store: Store, issuer: str, sub: str, preferred: str, origin: str) -> Person:
    """Return the account of somebody whom the provider vouches for; bind it where that is safe.

    Raises
    ------
    NoAccount
        There is none, and none is made: who works here is for the administrator to say.
    data.store.StoreAway, data.store.StoreBusy
        The database cannot be reached, or somebody else is writing.
    """
    subject, name = subject_of(issuer, sub), typed(preferred)
    if not sub or len(subject) > LONGEST:
        raise NoAccount(name=name[:60])
    with store.reading() as connection:
        bound = accounts.by_subject(connection, SYSTEM, subject)
    return bound or _bound_now(store, subject, name, origin)


def _bound_now(store: Store, subject: str, name: str, origin: str) -> Person:
    with store.writing(replace(SYSTEM, origin=origin)) as writing:
        person = accounts.by_name(writing.connection, SYSTEM, name) if name else None
        if person is None or not _waits(person):
            raise NoAccount(name=name[:60])
        accounts.change(writing, person, {"subject": subject})
        deed = Deed("bind_account", accounts.NOUN, person.name, {"bound": False}, {"bound": True})
        writing.noted(deed)
    return person


def _waits(person: Person) -> bool:
    """Tell whether an account was made for somebody whom the provider is to vouch for."""
    unused = not person.password and person.subject is None and not person.demo
    return unused and person.active and person.role is not Role.ADMINISTRATOR
