"""Equipment of a customer as a set of codes, as the store keeps it, and as a bit mask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.codes import LIFE_SUPPORT, Equipment

if TYPE_CHECKING:
    from collections.abc import Iterable

ORDER = tuple(Equipment)
"""Bit i of a mask stands for ``ORDER[i]``."""


def equipment_of(text: str) -> frozenset[Equipment]:
    """Read equipment as the store keeps it: codes joined by ``;``.

    An unknown code counts as ``Equipment.OTHER``, so that it is never lost in silence.
    """
    codes = set(Equipment)
    words = (word.strip() for word in text.split(";"))
    return frozenset(Equipment(w) if w in codes else Equipment.OTHER for w in words if w)


def mask_of(equipment: Iterable[Equipment]) -> int:
    """Return the equipment as bits."""
    chosen = set(equipment)
    return sum(1 << bit for bit, item in enumerate(ORDER) if item in chosen)


def equipment_in(mask: int) -> frozenset[Equipment]:
    """Return the equipment of a mask; bits that stand for nothing are ignored."""
    return frozenset(item for bit, item in enumerate(ORDER) if mask >> bit & 1)


LIFE_SUPPORT_MASK = mask_of(LIFE_SUPPORT)
"""The bits of equipment that keeps a person alive."""
