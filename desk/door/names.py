"""Names of accounts and tokens: what people type, told apart from what only looks alike."""

from __future__ import annotations

from unicodedata import normalize

from errors import BattlemapError

LONGEST = 60


class NameUnusable(BattlemapError):
    """A name is empty, too long, or has signs that cannot be seen or are kept for others.

    Facts: ``name``, ``most``.
    """

    code = "door.name_unusable"


class NameTaken(BattlemapError):
    """There is an account or token of this name already. Facts: ``name``."""

    code = "door.name_taken"


class NameUnknown(BattlemapError):
    """There is no account or token of this name. Facts: ``name``."""

    code = "door.name_unknown"


def typed(name: str) -> str:
    """Return a name as it is kept: one way of writing each sign, no blanks around.

    What no name can be is nobody's: empty.
    """
    kept = normalize("NFKC", name).strip()
    return kept if kept.isprintable() else ""


def accepted(name: str) -> str:
    """Return a new name that will do. A colon is kept for what the product itself calls people.

    Raises
    ------
    NameUnusable
        It will not do.
    """
    kept = typed(name)
    if not 0 < len(kept) <= LONGEST or ":" in kept or kept == "system":
        raise NameUnusable(name=name[:LONGEST], most=LONGEST)
    return kept
