"""Personal facts made unreadable: for logs now, for viewers without the need to know later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MASK = "*"
MOBILE_DIGITS = 11
SHOWN_OF_MOBILE = (3, 4)
SHOWN_OF_SHORTER = (0, 2)
LEAST_DIGITS = 7
"""A number shorter than this is masked whole: a few digits would give it away."""


def mask_phone(number: str) -> str:
    """Mask the digits of a phone number, keeping its form.

    Of a number with at least eleven digits the first three and the last four stay, of a
    shorter one the last two, of one with fewer than seven digits none.
    """
    count = sum(sign.isdigit() for sign in number)
    head, tail = SHOWN_OF_MOBILE if count >= MOBILE_DIGITS else SHOWN_OF_SHORTER
    if count < LEAST_DIGITS:
        head, tail = 0, 0
    return _masked(number, str.isdigit, range(head), range(count - tail, count))


def mask_name(name: str) -> str:
    """Mask a name but for its first letter or sign: 王小明 becomes 王**; spaces stay."""
    return _masked(name.strip(), lambda sign: not sign.isspace(), range(1), range(0))


def _masked(text: str, hides: Callable[[str], bool], *shown: range) -> str:
    signs: list[str] = []
    place = 0
    for sign in text:
        if not hides(sign):
            signs.append(sign)
            continue
        signs.append(sign if any(place in part for part in shown) else MASK)
        place += 1
    return "".join(signs)


PHONE = re.compile(r"(?<!\d)(?:1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)")


def without_phones(text: str) -> str:
    """Mask what looks like a mainland phone number anywhere in a text.

    For whole rows that are shown because they could not be taken apart.
    """
    return PHONE.sub(lambda found: mask_phone(found.group()), text)
