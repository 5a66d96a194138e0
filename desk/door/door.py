"""The door of the product: who is behind a cookie or a token, signing in and out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data import accounts, sessions, tokens
from data.store import Deed
from desk.door.clock import SteadyClock, seconds_running
from desk.door.names import NameUnknown, typed
from desk.door.own import OwnPassword
from desk.door.secrets import LONGEST, TOKEN_PREFIX, digest_of
from desk.door.sessions import Lifetime, Sessions
from desk.door.signing import Signing, WrongPassword
from rules.access import Right, require
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from data.accounts import Person
    from data.store import Store
    from desk.door.signing import SignedIn
    from rules.viewer import Viewer
    from settings import Settings


class Door:
    """Handed down with the desk, one a process; threads may share it."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        wall: Callable[[], datetime],
        elapsed: Callable[[], float] = seconds_running,
    ) -> None:
        """Open the door of a store."""
        self.now = SteadyClock(wall, elapsed)
        lifetime = Lifetime(
            timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days)
        )
        self.sessions = Sessions(store, lifetime, self.now)
        self.signing = Signing(store, self.sessions, elapsed)
        self._own = OwnPassword(store, elapsed)
        self.settings = settings
        self.store = store

    def by_cookie(self, secret: str, origin: str) -> Viewer | None:
        """Return whose session a cookie's secret is of, as the store has them now.

        Raises
        ------
        data.store.StoreAway
            The database cannot be reached.
        """
        person = self.sessions.find(secret)
        return person.viewer(origin) if person and self._may_enter(person) else None

    def by_token(self, secret: str, origin: str) -> Viewer | None:
        """Return the machine that has a token, none where it counts no more.

        Raises
        ------
        data.store.StoreAway
            The database cannot be reached.
        """
        if not secret.startswith(TOKEN_PREFIX) or len(secret) > LONGEST:
            return None
        with self.store.reading() as connection:
            machine = tokens.by_digest(connection, SYSTEM, digest_of(secret))
        if machine is None or machine.revoked_at or self.now() > machine.expires_at:
            return None
        return machine.viewer(origin)

    def enter_demo(self, name: str, origin: str) -> SignedIn:
        """Sign in as one of the demo bureau's own people, who have no password.

        Raises
        ------
        desk.door.signing.WrongPassword
            There is no such account, or others than this machine could reach it.
        """
        with self.store.reading() as connection:
            person = accounts.by_name(connection, SYSTEM, typed(name))
        if person is None or not person.demo or not self._may_enter(person):
            raise WrongPassword
        return self.signing.let_in(person, origin)

    def enter_as(self, person: Person, origin: str) -> SignedIn:
        """Sign somebody in for whom a provider vouches.

        Raises
        ------
        desk.door.signing.WrongPassword
            The account is not active.
        """
        if not self._may_enter(person):
            raise WrongPassword
        return self.signing.let_in(person, origin)

    def sign_out(self, viewer: Viewer, secret: str) -> None:
        """End a session; whoever replays its cookie is a stranger."""
        with self.store.writing(viewer) as writing:
            if sessions.end(writing, digest_of(secret)):
                writing.noted(Deed("sign_out", accounts.NOUN, viewer.name))

    def sign_out_everywhere(self, viewer: Viewer, name: str) -> None:
        """End all sessions of an account: one's own, or as an administrator anybody's.

        Raises
        ------
        rules.access.NotAllowed
            It is somebody else's, and the viewer does not manage accounts.
        desk.door.names.NameUnknown
            There is no such account.
        """
        if name != viewer.name:
            require(viewer, Right.MANAGE_ACCOUNTS)
        with self.store.writing(viewer) as writing:
            person = accounts.by_name(writing.connection, viewer, name)
            if person is None:
                raise NameUnknown(name=name)
            if sessions.end_all(writing, person.id):
                writing.noted(Deed("sign_out_all", accounts.NOUN, name))
                writing.changed(accounts.NOUN, "sign_out", [person.id])

    def change_password(self, viewer: Viewer, secret: str, old: str, new: str) -> None:
        """Give oneself a new password; the session of ``secret`` goes on, all others end.

        Raises
        ------
        desk.door.own.NoPassword, desk.door.own.OldPasswordWrong, desk.door.own.PasswordSame
            There is none, what was typed is not it, or the new one is the same.
        desk.door.passwords.PasswordWeak
            The new one will not do.
        desk.door.throttle.TooMany
            The old one was wrong too often; nothing was compared.
        """
        self._own.change(viewer, secret, old, new)

    def _may_enter(self, person: Person) -> bool:
        # Accounts without a password are for this machine only, whatever happened since the start.
        return person.active and (not person.demo or self.settings.on_this_machine)
