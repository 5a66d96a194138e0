"""Where the name of a code is found: codes are numbers and words, their names are texts."""

from __future__ import annotations

import re
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Fact = str | int | float | datetime | Enum
"""What a reason may tell: a number, a word of the bureau's own, a moment or a code."""


def text_key(code: Enum) -> str:
    """Return the catalog key of a code's name.

    ``Urgency.EMERGENCY`` gives ``code.urgency.5``, ``CustomerKind.SCHOOL`` gives
    ``code.customer_kind.school``.
    """
    scale = re.sub(r"(?<!^)(?=[A-Z])", "_", type(code).__name__).lower()
    return f"code.{scale}.{code.value}"


def in_words(
    facts: Iterable[tuple[str, Fact]],
    say: Callable[[str], str],
    moment: Callable[[datetime], str],
) -> dict[str, object]:
    """Return facts ready for a sentence: codes by their names, moments as people write them.

    ``say`` returns the text of a catalog key; ``moment`` writes a point in time. Numbers and
    the bureau's own words are left as they are.
    """
    return {name: _in_words(fact, say, moment) for name, fact in facts}


def _in_words(fact: Fact, say: Callable[[str], str], moment: Callable[[datetime], str]) -> object:
    if isinstance(fact, Enum):
        return say(text_key(fact))
    return moment(fact) if isinstance(fact, datetime) else fact
