"""Time limits as a bureau states them: so many hours or days, the same day, the same month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

HOURS_A_DAY = 24
MOST_HOURS = 366 * HOURS_A_DAY


class LimitEnd(StrEnum):
    """What a time limit is counted by."""

    AFTER_HOURS = "after_hours"
    SAME_DAY = "same_day"
    SAME_MONTH = "same_month"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit; ``hours`` counts only where ``end`` is ``AFTER_HOURS``."""

    end: LimitEnd
    hours: int = 0

    @classmethod
    def parse(cls, text: str) -> TimeLimit | None:
        """Read ``same_day``, ``same_month``, ``36h`` or ``3d``; none for anything else.

        A limit of hours or days is at least one hour and at most 366 days.
        """
        if text in (LimitEnd.SAME_DAY, LimitEnd.SAME_MONTH):
            return cls(LimitEnd(text))
        match = re.fullmatch(r"([0-9]{1,4})([hd])", text)
        if match is None:
            return None
        hours = int(match[1]) * (HOURS_A_DAY if match[2] == "d" else 1)
        return cls(LimitEnd.AFTER_HOURS, hours) if 1 <= hours <= MOST_HOURS else None

    @property
    def text(self) -> str:
        """Return the limit as ``parse`` reads it."""
        if self.end is not LimitEnd.AFTER_HOURS:
            return str(self.end)
        whole, rest = divmod(self.hours, HOURS_A_DAY)
        return f"{self.hours}h" if rest else f"{whole}d"

    @property
    def text_key(self) -> str:
        """Return the catalog key of the limit in words; its placeholder is ``n``."""
        if self.end is not LimitEnd.AFTER_HOURS:
            return f"limit.{self.end}"
        return "limit.hours" if self.hours % HOURS_A_DAY else "limit.days"

    @property
    def n(self) -> int:
        """Return the number of hours or days that the text of the limit tells."""
        return self.hours if self.hours % HOURS_A_DAY else self.hours // HOURS_A_DAY
