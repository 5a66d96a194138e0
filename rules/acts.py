"""What sort of act each kind of act in the audit is."""

from __future__ import annotations

from enum import StrEnum


class Nature(StrEnum):
    """What sort of act it is: somebody's data was looked at, taken away, or something changed."""

    LOOK = "look"
    TAKE = "take"
    CHANGE = "change"
    REFUSED = "refused"
    DOOR = "door"


NATURES = {
    "show": Nature.LOOK,
    "export": Nature.TAKE,
    **dict.fromkeys(("sign_in_failed", "sign_in_throttled", "set_password_failed"), Nature.REFUSED),
    **dict.fromkeys(("sign_in", "sign_out", "sign_out_all"), Nature.DOOR),
}
"""The nature of each kind of act; all others are changes."""


def nature_of(act: str) -> Nature:
    """Return the nature of a kind of act."""
    return NATURES.get(act, Nature.CHANGE)
