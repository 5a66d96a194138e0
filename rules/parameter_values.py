"""Reading the text of a parameter, strictly: what cannot be understood is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rules.limits import TimeLimit
from rules.parameter_specs import ParameterSpec, ParameterType, Value

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

FLAGS = {"yes": True, "no": False}
SEPARATORS = r"[;,；，、\s]+"


def read_value(spec: ParameterSpec, text: str) -> Value | None:
    """Return the value of a text, none where it does not fit the parameter."""
    return _READERS[spec.type](spec, text.strip())


def _whole(spec: ParameterSpec, text: str) -> int | None:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        return None
    return int(text) if spec.least <= int(text) <= spec.most else None


def _decimal(spec: ParameterSpec, text: str) -> float | None:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return None
    return float(text) if spec.least <= float(text) <= spec.most else None


def _flag(_spec: ParameterSpec, text: str) -> bool | None:
    return FLAGS.get(text)


def _choice(spec: ParameterSpec, text: str) -> Enum | None:
    return spec.choices.get(text)


def _list(spec: ParameterSpec, text: str) -> tuple[Enum, ...] | None:
    words = _words(text)
    if any(word not in spec.choices for word in words):
        return None
    return tuple(dict.fromkeys(spec.choices[word] for word in words))


def _order(spec: ParameterSpec, text: str) -> tuple[Enum, ...] | None:
    words = _words(text)
    return _list(spec, text) if sorted(words) == sorted(spec.choices) else None


def _limit(_spec: ParameterSpec, text: str) -> TimeLimit | None:
    return TimeLimit.parse(text)


def _numbers(spec: ParameterSpec, text: str) -> tuple[int, ...] | None:
    numbers = [number for word in _words(text) if (number := _whole(spec, word)) is not None]
    rising = numbers == sorted(set(numbers))
    return tuple(numbers) if rising and len(_words(text)) == len(numbers) == spec.length else None


def _words(text: str) -> list[str]:
    return [word for word in re.split(SEPARATORS, text) if word]


_READERS: dict[ParameterType, Callable[[ParameterSpec, str], Value | None]] = {
    ParameterType.WHOLE: _whole,
    ParameterType.DECIMAL: _decimal,
    ParameterType.FLAG: _flag,
    ParameterType.CHOICE: _choice,
    ParameterType.LIST: _list,
    ParameterType.ORDER: _order,
    ParameterType.LIMIT: _limit,
    ParameterType.NUMBERS: _numbers,
}
