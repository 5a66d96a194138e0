"""Parameters and rules in words: what a value says, what can be given, who changed it and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from rules.limits import TimeLimit
from rules.naming import text_key
from rules.parameter_specs import ParameterType

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from desk.settings import Own
    from rules.parameter_specs import ParameterSpec, Value
    from rules.rule_row import RuleRow
    from texts import Texts


@dataclass(frozen=True, slots=True)
class Reading:
    """How the page is read.

    ``read_on`` is the day on which the sources were read, ``zone`` where the bureau's days
    begin; ``changes`` is whether the reader may change what stands there.
    """

    read_on: date
    zone: ZoneInfo
    changes: bool = True


def value_words(say: Texts, spec: ParameterSpec, value: Value) -> str:
    """Return a parameter's value as people say it, with its unit."""
    if isinstance(value, tuple):
        between = " → " if spec.type is ParameterType.ORDER else say("settings.and")
        words = between.join(_one(say, item) for item in value) or say("settings.none")
    else:
        words = _one(say, value)
    if not spec.unit:
        return words
    return say("settings.with_unit", value=words, unit=say(f"parameter.unit.{spec.unit}"))


def expected_words(say: Texts, spec: ParameterSpec) -> str:
    """Return what a parameter can be set to."""
    unit = say(f"parameter.unit.{spec.unit}") if spec.unit else ""
    span = say("settings.span", least=spec.least, most=spec.most, unit=unit).strip()
    return say(f"settings.expects.{spec.type}", span=span, n=spec.length)


def rule_words(say: Texts, row: RuleRow, value: float) -> str:
    """Return a value of a rule as people say it: its bound, its unit, its window."""
    words = say(
        "settings.rule.value",
        bound=say(f"code.bound.{row.bound}"),
        value=value,
        unit=say(f"code.rule_unit.{row.unit}"),
    )
    return (
        words if row.window_d is None else say("settings.rule.within", rule=words, n=row.window_d)
    )


def source_words(say: Texts, source: str, clause: str = "") -> str:
    """Return where a value comes from, with the clause if there is one."""
    words = say(f"rule.source.{source}")
    return say("settings.clause", source=words, clause=clause) if clause else words


def own_words(say: Texts, own: Own, zone: ZoneInfo, *, short: bool = False) -> str:
    """Return who set a value, when and why."""
    key = "settings.own_short" if short else "settings.own"
    return say(key, who=own.set_by, time=say.moment(own.set_at, zone), reason=own.reason)


def day(own: Own, zone: ZoneInfo) -> str:
    """Return the day on which a value was set, where the bureau is."""
    return own.set_at.astimezone(zone).date().isoformat()


def _one(say: Texts, value: object) -> str:
    if isinstance(value, bool):
        return say("settings.yes" if value else "settings.no")
    if isinstance(value, TimeLimit):
        return say(value.text_key, n=value.n)
    if isinstance(value, Enum):
        return say(text_key(value))
    return say.number(value) if isinstance(value, int | float) else str(value)
