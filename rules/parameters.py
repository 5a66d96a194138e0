"""The parameters of classification and urgency as they count now: defaults and the bureau's own.

``Parameters`` is built once from what the store holds and handed to every rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from errors import BattlemapError
from rules.codes import Urgency
from rules.limits import TimeLimit
from rules.parameter_specs import ParameterSpec, Value, specs
from rules.parameter_values import read_value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import Enum

E = TypeVar("E", bound="Enum")


class ParameterUnknown(BattlemapError):
    """No parameter has this key."""

    code = "parameter.unknown"


class BadParameter(BattlemapError):
    """A value does not fit its parameter; the facts say what would."""

    code = "parameter.bad_value"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every parameter with the value that counts; ``overridden`` are the bureau's own."""

    values: Mapping[str, Value]
    overridden: frozenset[str] = frozenset()

    @classmethod
    def defaults(cls) -> Parameters:
        """Return the parameters of a bureau that has set nothing."""
        return _defaults()

    @classmethod
    def from_overrides(cls, overrides: Mapping[str, str]) -> Parameters:
        """Return the parameters with the bureau's own values, text as the store keeps it.

        Raises
        ------
        ParameterUnknown
            No parameter has a key.
        BadParameter
            A value does not fit.
        """
        own = {key: parse(key, text) for key, text in overrides.items()}
        return cls(MappingProxyType({**_defaults().values, **own}), frozenset(own))

    def value(self, key: str) -> Value:
        """Return a value of whatever type.

        Raises
        ------
        ParameterUnknown
            No parameter has the key.
        """
        if key not in self.values:
            raise ParameterUnknown(key=key)
        return self.values[key]

    def number(self, key: str) -> float:
        """Return a decimal in the parameter's unit."""
        return _typed(key, self.value(key), float)

    def whole(self, key: str) -> int:
        """Return a whole number in the parameter's unit."""
        return _typed(key, self.value(key), int)

    def flag(self, key: str) -> bool:
        """Return a yes or no."""
        return _typed(key, self.value(key), bool)

    def choice(self, key: str, scale: type[E]) -> E:
        """Return the chosen code of a scale."""
        return _typed(key, self.value(key), scale)

    def codes(self, key: str, scale: type[E]) -> tuple[E, ...]:
        """Return the chosen codes of a scale, in the order given."""
        return tuple(_typed(key, code, scale) for code in _typed(key, self.value(key), tuple))

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return rising whole numbers."""
        return tuple(_typed(key, item, int) for item in _typed(key, self.value(key), tuple))

    def limit(self, given: Urgency) -> TimeLimit:
        """Return the time limit of issues of a class; without a class they are ordinary."""
        name = max(given, Urgency.ORDINARY).name.lower()
        key = f"issue.limit.{name}"
        return _typed(key, self.value(key), TimeLimit)


def spec_of(key: str) -> ParameterSpec:
    """Return what is known of a parameter.

    Raises
    ------
    ParameterUnknown
        No parameter has the key.
    """
    if key not in specs():
        raise ParameterUnknown(key=key)
    return specs()[key]


def parse(key: str, text: str) -> Value:
    """Return the value of a parameter's text; for a form that checks before it saves.

    Raises
    ------
    ParameterUnknown
        No parameter has the key.
    BadParameter
        The text does not fit.
    """
    spec = spec_of(key)
    value = read_value(spec, text)
    if value is None:
        raise BadParameter(key=key, value=text, expected=spec.expected)
    return value


T = TypeVar("T")


def _typed(key: str, value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(key)
    return value


@cache
def _defaults() -> Parameters:
    return Parameters(MappingProxyType({key: parse(key, s.default) for key, s in specs().items()}))
