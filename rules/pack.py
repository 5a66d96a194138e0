"""The rule pack: the time rules of the trade, with source and confidence, never constants.

The rules stand in ``pack.toml``. A bureau can set its own value for a rule; the row then says
so and remembers what it replaced.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from errors import BattlemapError
from rules.codes import Company
from rules.rule_row import RuleRow, RuleUnit, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

FILE = Path(__file__).with_name("pack.toml")
COUNTED = frozenset({RuleUnit.OUTAGES, RuleUnit.CHARACTERS})
NUMBER = r"[0-9]+(\.[0-9]+)?"
MOST = 10_000
"""No value of a rule is larger, in whatever unit: it would be a slip of the finger."""


class RuleUnknown(BattlemapError):
    """No rule has this key."""

    code = "rule.unknown"


class RuleNotInForce(BattlemapError):
    """The rule exists, but not for this company on this day."""

    code = "rule.not_in_force"


class BadRuleValue(BattlemapError):
    """A bureau's own value for a rule is no usable number."""

    code = "rule.bad_value"


class RuleIsParameter(BattlemapError):
    """The bureau sets this rule as a parameter of classification, not in the pack."""

    code = "rule.is_parameter"


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules, in the order of their file."""

    rows: tuple[RuleRow, ...]
    read_on: date

    @classmethod
    def load(cls) -> RulePack:
        """Return the rules that come with the product; the file is read once a process."""
        return _shipped()

    def row(self, key: str, on: date, company: Company = Company.CSG) -> RuleRow:
        """Return the rule of a company on a day: its own, else the national, else the local.

        Raises
        ------
        RuleUnknown
            No rule has the key.
        RuleNotInForce
            The rule has no row for the company on that day.
        """
        rows = self._rows(key)
        for whose in (company, Company.NATIONAL, Company.LOCAL):
            for row in rows:
                if row.company is whose and row.in_force(on):
                    return row
        raise RuleNotInForce(key=key, on=on.isoformat(), company=company.value)

    def value(self, key: str, on: date, company: Company = Company.CSG) -> float:
        """Return the value of a rule in the unit of its row; raises like ``row``."""
        return self.row(key, on, company).value

    def overridden(self, overrides: Mapping[str, str]) -> RulePack:
        """Return the pack with the bureau's own values; each such row says so.

        Raises
        ------
        RuleUnknown
            No rule has a key.
        RuleIsParameter
            The rule is set by a parameter.
        BadRuleValue
            A value is no number above 0, or no whole number where things are counted.
        """
        values = {key: _checked(self._rows(key), text) for key, text in overrides.items()}
        rows = (row.replaced(values[row.key]) if row.key in values else row for row in self.rows)
        return replace(self, rows=tuple(rows))

    def _rows(self, key: str) -> tuple[RuleRow, ...]:
        rows = tuple(row for row in self.rows if row.key == key)
        if not rows:
            raise RuleUnknown(key=key)
        return rows


def _checked(rows: Iterable[RuleRow], text: str) -> float:
    first = next(iter(rows))
    if first.parameter:
        raise RuleIsParameter(key=first.key, parameter=first.parameter)
    value = float(text) if re.fullmatch(NUMBER, text.strip()) else 0.0
    counted = first.unit in COUNTED
    if not 0 < value <= MOST or (counted and not value.is_integer()):
        raise BadRuleValue(key=first.key, value=text, most=MOST)
    return int(value) if value.is_integer() else value


@cache
def _shipped() -> RulePack:
    with FILE.open("rb") as file:
        content = tomllib.load(file)
    return RulePack(tuple(row_of(entry) for entry in content["rule"]), content["read_on"])
