"""How one value of a typed file (workbook, GeoJSON, GIS layer) becomes text."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from functools import singledispatch

EXACT_BELOW = 1e15
"""Spreadsheets keep 15 digits; a longer number has lost its end, and is shown to have."""


@singledispatch
def as_text(value: object) -> str:
    """Return a cell as a person would have typed it.

    Whole numbers lose their ``.0``, so that an account kept as a number is found again; numbers
    too long to be exact keep their exponent, by which they are refused as keys. Lists are joined
    by semicolons.
    """
    return str(value)


@as_text.register
def _of_text(value: str) -> str:
    return value


@as_text.register
def _of_nothing(_value: None) -> str:
    return ""


@as_text.register
def _of_truth(value: bool) -> str:  # noqa: FBT001
    return str(value).lower()


@as_text.register
def _of_number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if abs(value) >= EXACT_BELOW:
        return f"{value:E}"
    return str(int(value)) if value == int(value) else repr(value)


@as_text.register
def _of_moment(value: datetime) -> str:
    return value.isoformat(sep=" ")


@as_text.register
def _of_day(value: date) -> str:
    return value.isoformat()


@as_text.register
def _of_list(value: list) -> str:  # type: ignore[type-arg]
    if all(isinstance(part, str | int) for part in value):
        return ";".join(str(part) for part in value)
    return json.dumps(value, ensure_ascii=False)


@as_text.register
def _of_object(value: dict) -> str:  # type: ignore[type-arg]
    return json.dumps(value, ensure_ascii=False)
