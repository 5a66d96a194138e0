"""One rule of the trade as data: a value with its unit, its source and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from errors import BattlemapError
from rules.codes import Company
from rules.policy import Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class NoDuration(BattlemapError):
    """A rule is counted in something that has no fixed length, such as working days."""

    code = "rule.no_duration"


class RuleKind(StrEnum):
    """How binding a rule is."""

    LEGAL = "legal"
    PROMISE = "promise"
    PRACTICE = "practice"
    STANDARD = "standard"
    DEFAULT = "default"


class RuleUnit(StrEnum):
    """In what a value is counted. A calendar day or month ends where the clock says so."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "working_d"
    CALENDAR_DAY = "calendar_d"
    CALENDAR_MONTH = "calendar_month"
    OUTAGES = "outages"
    CHARACTERS = "characters"


class Bound(StrEnum):
    """On which side of the value the rule is kept, or a warning is raised."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    EXACTLY = "exactly"


LENGTHS = {
    RuleUnit.MINUTES: timedelta(minutes=1),
    RuleUnit.HOURS: timedelta(hours=1),
    RuleUnit.DAYS: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule. ``applies_to`` and ``source`` are codes with a text, ``clause`` a number.

    ``window_d`` is the number of days over which something is counted, where the rule has
    one. ``parameter`` names the parameter by which the bureau sets the rule, where that is
    not done here. ``original`` is the value before the bureau's own, none where it has none.
    """

    key: str
    value: float
    unit: RuleUnit
    bound: Bound
    applies_to: str
    kind: RuleKind
    company: Company
    source: str
    confidence: Confidence
    clause: str = ""
    window_d: int | None = None
    parameter: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    original: float | None = None

    @property
    def overridden(self) -> bool:
        """Tell whether the value is the bureau's own."""
        return self.original is not None

    @property
    def laxer(self) -> bool:
        """Tell whether the bureau's own value is laxer than the rule it replaces.

        For a warning (so many outages) the laxer value is the higher one.
        """
        if self.original is None or self.bound is Bound.EXACTLY:
            return False
        more_is_laxer = self.bound is Bound.AT_MOST or self.window_d is not None
        return self.value > self.original if more_is_laxer else self.value < self.original

    def in_force(self, on: date) -> bool:
        """Tell whether the rule counts on a day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)

    def replaced(self, value: float) -> RuleRow:
        """Return the rule with the bureau's own value; what it first was is kept."""
        first = self.value if self.original is None else self.original
        return replace(self, value=value, original=first)

    def duration(self) -> timedelta:
        """Return the value as a length of time.

        Raises
        ------
        NoDuration
            The rule is counted in working days, calendar days, outages or characters.
        """
        if self.unit not in LENGTHS:
            raise NoDuration(key=self.key, unit=self.unit.value)
        return self.value * LENGTHS[self.unit]


def row_of(entry: Mapping[str, object]) -> RuleRow:
    """Return the rule of one entry of the pack's file.

    Raises
    ------
    TypeError
        A field is missing or unknown.
    ValueError
        A field holds a code that does not exist.
    """
    codes = {
        "unit": RuleUnit,
        "bound": Bound,
        "kind": RuleKind,
        "company": Company,
        "confidence": Confidence,
    }
    values = {
        name: codes[name](str(value)) if name in codes else value for name, value in entry.items()
    }
    return RuleRow(**values)  # type: ignore[arg-type] # the fields are proved by the tests
