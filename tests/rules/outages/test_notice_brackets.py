"""Notices that are brackets throughout: no text of them may bring the reader down."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from rules.outages.notice import NoticePart, parse

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    "text",
    ["[" * 20_000, '{"a":' * 3_000, "[" * 9_999 + "]" * 9_999],
    ids=["lists", "records", "closed"],
)
def test_brackets_in_brackets_without_an_end_tell_nothing(text: str) -> None:
    (found,) = parse(text, TODAY, ZONE)
    assert found.missing == tuple(NoticePart)
