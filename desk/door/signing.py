"""Signing in with a password, and everything that keeps others from guessing it.

Three allowances, the narrowest first:

- one address has few tries at one name (``PAIR``): guessing from one place ends after them;
- one address has some tries at any names (``ADDRESS``), as a whole office may share it;
- one name has some failures in a row from anywhere, kept in its row; then each further one locks
  it for a time that doubles up to a limit (``desk.door.locks``). Whoever has signed in from an
  address before, as the audit tells, is let through there: strangers lock nobody out of the office.

Names that do not exist are treated alike, so that neither time nor answer tells which do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data import accounts, audit, sessions
from data.sessions import SessionRow
from data.store import Deed
from desk.door import passwords
from desk.door.locks import Nobodies, lock_after, seconds_left
from desk.door.names import typed
from desk.door.secrets import digest_of, new_secret
from desk.door.throttle import Allowance, TooMany, neighbourhood
from errors import BattlemapError
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from data.accounts import Person
    from data.store import Store, Writing
    from desk.door.sessions import Sessions
    from rules.viewer import Viewer

PAIR_TRIES, PAIR_EVERY = 5, 180.0
ADDRESS_TRIES, ADDRESS_EVERY = 30, 10.0
MOST_SESSIONS = 20
"""Sessions kept of one account; the one begun first makes room."""


class WrongPassword(BattlemapError):
    """Name and password do not belong together; which of them is wrong is not told."""

    code = "door.wrong"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has just signed in: the secret for the cookie is told this once."""

    viewer: Viewer
    secret: str


class Signing:
    """Lets people in by name and password; threads may share it."""

    def __init__(self, store: Store, known: Sessions, elapsed: Callable[[], float]) -> None:
        """Begin with nobody having tried."""
        self._store, self._sessions = store, known
        self._pairs = Allowance(PAIR_TRIES, PAIR_EVERY, elapsed)
        self._addresses = Allowance(ADDRESS_TRIES, ADDRESS_EVERY, elapsed)
        self._nobodies = Nobodies()

    def sign_in(self, name: str, password: str, origin: str) -> SignedIn:
        """Sign somebody in.

        Raises
        ------
        WrongPassword
            There is no such account, it is not active, or the password is another.
        TooMany
            Too many have been wrong; nothing was compared.
        data.store.StoreAway, data.store.StoreBusy
            The database cannot be reached, or somebody else is writing.
        """
        name, home = typed(name), neighbourhood(origin)
        self._refuse_guessing(name, home)
        with self._store.reading() as connection:
            person = accounts.by_name(connection, SYSTEM, name)
            seconds = self._locked(person, name)
            if seconds and person and audit.signed_in_from(connection, SYSTEM, name, origin):
                seconds = 0
        if seconds:
            raise TooMany(seconds=seconds)
        kept = person.password if person and person.active else ""
        if not passwords.matches(password[: passwords.LONGEST + 1], kept) or person is None:
            self._failed(person, name, home, origin)
            raise WrongPassword
        self._pairs.refill(_pair(name, home))
        return self.let_in(person, origin, _rehashed(password, kept))

    def let_in(self, person: Person, origin: str, newer_hash: str = "") -> SignedIn:
        """Begin a session of somebody whom a password, a provider or the demo vouches for."""
        secret, now = new_secret(), self._sessions.now()
        ends = now + self._sessions.lifetime.longest
        row = SessionRow(digest_of(secret), person.id, now, now, ends, origin)
        with self._store.writing(person.viewer(origin)) as writing:
            sessions.begin(writing, row, MOST_SESSIONS)
            if person.failed or person.locked_until:
                accounts.count_failure(writing, person, 0, None)
            if newer_hash:
                accounts.keep_hash(writing, person, newer_hash)
            before: dict[str, object] | None = {"failed": person.failed} if person.failed else None
            writing.noted(Deed("sign_in", accounts.NOUN, person.name, before))
        return SignedIn(person.viewer(origin), secret)

    def _refuse_guessing(self, name: str, home: str) -> None:
        waits = self._pairs.wait(_pair(name, home)), self._addresses.wait(home)
        if any(waits):
            raise TooMany(seconds=max(waits))

    def _locked(self, person: Person | None, name: str) -> int:
        until = person.locked_until if person else self._nobodies.locked_until(name)
        return seconds_left(until, self._sessions.now())

    def _failed(self, person: Person | None, name: str, home: str, origin: str) -> None:
        self._pairs.use(_pair(name, home))
        last = self._addresses.use(home)
        if person is None:
            self._nobodies.fail(name, self._sessions.now())
        if person is None and not last:
            return
        with self._store.writing(replace(SYSTEM, origin=origin)) as writing:
            if person is not None:
                _count(writing, person, self._sessions.now())
            if last:
                writing.noted(Deed("sign_in_throttled", "address", origin))


def _pair(name: str, home: str) -> str:
    return f"{home} {name}"


def _rehashed(password: str, kept: str) -> str:
    return passwords.hashed(password) if passwords.outdated(kept) else ""


def _count(writing: Writing, person: Person, now: datetime) -> None:
    newest = accounts.by_name(writing.connection, SYSTEM, person.name) or person
    failed = newest.failed + 1
    accounts.count_failure(writing, person, failed, lock_after(failed, now))
    # The fifth, then each power of two: 10,000 wrong passwords must not bury the audit.
    if failed == PAIR_TRIES or (failed > PAIR_TRIES and failed & (failed - 1) == 0):
        writing.noted(Deed("sign_in_failed", accounts.NOUN, person.name, None, {"failed": failed}))
