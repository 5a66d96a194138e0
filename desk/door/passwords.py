"""Passwords: argon2id hashes with the library's defaults (RFC 9106, second recommendation)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from errors import BattlemapError

SHORTEST, LONGEST = 10, 200


class NoTerminal(BattlemapError):
    """Nobody is there to type a password, and none was given on standard input either."""

    code = "door.no_terminal"


class PasswordsDiffer(BattlemapError):
    """The password was typed differently the second time."""

    code = "door.passwords_differ"


class PasswordWeak(BattlemapError):
    """A new password is too short, too long, or the name itself. Facts: ``least``, ``most``."""

    code = "door.password_weak"


def accepted(password: str, name: str) -> str:
    """Return a new password that will do.

    Length is what counts; rules on digits and signs make passwords that are written on paper.

    Raises
    ------
    PasswordWeak
        It is too short, too long, or the name of the account.
    """
    long_enough = SHORTEST <= len(password) <= LONGEST
    if not long_enough or not password.strip() or password.casefold() == name.casefold():
        raise PasswordWeak(least=SHORTEST, most=LONGEST)
    return password


def hashed(password: str) -> str:
    """Return the hash of a password; takes about a tenth of a second and 64 MB on purpose."""
    return _hasher().hash(_bytes(password))


def matches(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one of a hash; without a hash it takes as long."""
    try:
        _hasher().verify(kept or _nobody(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def outdated(kept: str) -> bool:
    """Tell whether a hash was made with weaker parameters than a new one would be."""
    return _hasher().check_needs_rehash(kept)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return hashed("")
