"""What a bureau can set: each parameter with its type, range, default and the default's source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rules.codes import (
    CustomerClass,
    CustomerKind,
    Equipment,
    Sensitivity,
    Surroundings,
    Urgency,
)
from rules.limits import TimeLimit
from rules.policy import Confidence, Criterion, OverdueGrowth

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("parameters.toml")

Value = bool | int | float | Enum | TimeLimit | tuple[Enum, ...] | tuple[int, ...]
"""A parameter's value as the rules use it."""

SCALES: dict[str, type[Enum]] = {
    "customer_class": CustomerClass,
    "customer_kind": CustomerKind,
    "equipment": Equipment,
    "sensitivity": Sensitivity,
    "urgency": Urgency,
    "overdue_growth": OverdueGrowth,
    "criterion": Criterion,
    "surroundings": Surroundings,
}


class ParameterType(StrEnum):
    """The form of a parameter.

    ``LIST`` is any choice of codes, ``ORDER`` all of them in an order, ``NUMBERS`` rising
    whole numbers.
    """

    WHOLE = "whole"
    DECIMAL = "decimal"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    ORDER = "order"
    LIMIT = "limit"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter. ``default`` is text as the store would keep it.

    ``least`` and ``most`` bound numbers, in ``unit``; ``length`` is the count of ``NUMBERS``;
    ``codes`` names the scale of a choice and ``only`` narrows it. ``source`` is a code with
    the text ``rule.source.<code>``.
    """

    key: str
    group: str
    type: ParameterType
    default: str
    source: str
    confidence: Confidence
    unit: str = ""
    least: float = 0
    most: float = 0
    length: int = 0
    codes: str = ""
    only: tuple[str, ...] = ()

    @property
    def name_key(self) -> str:
        """Return the catalog key of the parameter's name."""
        return f"parameter.{self.key}.name"

    @property
    def help_key(self) -> str:
        """Return the catalog key of what the parameter does."""
        return f"parameter.{self.key}.help"

    @property
    def choices(self) -> Mapping[str, Enum]:
        """Return the codes that can be chosen, by the word that the store keeps."""
        if not self.codes:
            return {}
        words = {word_of(code): code for code in SCALES[self.codes]}
        return {word: words[word] for word in self.only or words}

    @property
    def expected(self) -> str:
        """Return what can be given, in a form that needs no language."""
        if self.choices:
            return (" | " if self.type is ParameterType.CHOICE else "; ").join(self.choices)
        if self.type is ParameterType.LIMIT:
            return "same_day | same_month | 1h – 8784h | 1d – 366d"
        if self.type is ParameterType.FLAG:
            return "yes | no"
        span = f"{self.least:g} – {self.most:g}"
        return f"{self.length} × ({span})" if self.length else span


def word_of(code: Enum) -> str:
    """Return the word by which the store keeps a chosen code.

    A scale counts in numbers that say nothing to a reader of the store, so its names are kept.
    """
    return code.name.lower() if isinstance(code, IntEnum) else str(code.value)


@cache
def specs() -> Mapping[str, ParameterSpec]:
    """Return every parameter by its key, in the order of the file, read once a process."""
    with FILE.open("rb") as file:
        entries = tomllib.load(file)["parameter"]
    return {entry["key"]: _spec_of(entry) for entry in entries}


def _spec_of(entry: Mapping[str, Any]) -> ParameterSpec:
    return ParameterSpec(
        **{
            **entry,
            "type": ParameterType(entry["type"]),
            "confidence": Confidence(entry["confidence"]),
            "only": tuple(entry.get("only", ())),
        }
    )
