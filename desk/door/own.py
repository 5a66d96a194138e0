"""One's own password: whoever knows the old one gives oneself a new one.

The session in which it is done goes on, all others of the account end: a thief of a cookie is out.
The old password is asked for because an unlocked screen is not its owner, and may be guessed as
seldom as at the sign-in page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from data import accounts, sessions
from data.store import Deed
from desk.door import passwords
from desk.door.secrets import digest_of
from desk.door.signing import PAIR_EVERY, PAIR_TRIES
from desk.door.throttle import Allowance
from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.accounts import Person
    from data.store import Store
    from rules.viewer import Viewer


class NoPassword(BattlemapError):
    """A machine, an account of the demo bureau, or one for whom a provider vouches."""

    code = "door.no_password"


class OldPasswordWrong(BattlemapError):
    """What was typed is not the password of now."""

    code = "door.old_wrong"


class PasswordSame(BattlemapError):
    """The new password is the old one."""

    code = "door.password_same"


class OwnPassword:
    """Changes the password of whoever asks; threads may share it."""

    def __init__(self, store: Store, elapsed: Callable[[], float]) -> None:
        """Begin with nobody having tried."""
        self._store = store
        self._tries = Allowance(PAIR_TRIES, PAIR_EVERY, elapsed)

    def change(self, viewer: Viewer, secret: str, old: str, new: str) -> None:
        """Change it; of the account's sessions only the one of ``secret`` goes on.

        Raises
        ------
        NoPassword
            There is none that could be changed.
        desk.door.passwords.PasswordWeak, PasswordSame
            The new one will not do; nothing was compared in the first case.
        desk.door.throttle.TooMany, OldPasswordWrong
            The old one is wrong, or was too often; in the first case nothing was compared.
        data.store.StoreAway, data.store.StoreBusy
            The database cannot be reached, or somebody else is writing.
        """
        kept = self._hash_of(viewer)
        new = passwords.accepted(new, viewer.name)
        last = self._tries.take(viewer.name)
        if not passwords.matches(old[: passwords.LONGEST + 1], kept):
            self._failed(viewer, last=last)
            raise OldPasswordWrong
        self._tries.refill(viewer.name)
        if new == old:
            raise PasswordSame
        self._keep(viewer, secret, kept, passwords.hashed(new))

    def _hash_of(self, viewer: Viewer) -> str:
        with self._store.reading() as connection:
            person = accounts.by_name(connection, viewer, viewer.name)
        if person is None or not person.password:
            raise NoPassword
        return person.password

    def _keep(self, viewer: Viewer, secret: str, kept: str, newer: str) -> None:
        with self._store.writing(viewer) as writing:
            person = accounts.by_name(writing.connection, viewer, viewer.name)
            if not _is_still(person, kept):  # an administrator was faster
                raise OldPasswordWrong
            values = {"password": newer, "failed": 0, "locked_until": None}
            accounts.change(writing, person, values)
            sessions.end_others(writing, person.id, digest_of(secret))
            writing.noted(Deed("set_password", accounts.NOUN, person.name))

    def _failed(self, viewer: Viewer, *, last: bool) -> None:
        # One row as the allowance ends: guessing is seen, and does not bury the audit.
        if last:
            with self._store.writing(viewer) as writing:
                writing.noted(Deed("set_password_failed", accounts.NOUN, viewer.name))


def _is_still(person: Person | None, kept: str) -> TypeGuard[Person]:
    return person is not None and person.active and person.password == kept
