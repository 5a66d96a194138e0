"""Secrets of cookies and tokens: 256 bits by chance, kept as digests only."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe

BYTES = 32
LONGEST = 100
"""Characters of a secret that is looked at; what is longer is none of ours."""
TOKEN_PREFIX = "bm_"  # noqa: S105 - tells secret scanners and people what they found


def new_secret(prefix: str = "") -> str:
    """Return a secret that nobody can guess."""
    return prefix + token_urlsafe(BYTES)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret.

    A plain hash will do: there is nothing to guess in 256 bits, unlike in a password.
    """
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
