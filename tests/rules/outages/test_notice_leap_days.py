"""The 29th of February in a notice without a year."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.outages.notice import parse
from rules.outages.notice_times import Assumed

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2028, 2, 20), 2028),
        (date(2026, 12, 20), 2028),
        (date(2025, 1, 5), 2024),
        (date(2101, 1, 5), 2104),
    ],
    ids=["days before", "over a year before", "after it", "of a century without it"],
)
def test_a_leap_day_is_of_the_nearest_year_that_has_it(today: date, year: int) -> None:
    (found,) = parse("停电时间：2月29日8:00至9:00", today, ZONE)
    (span,) = found.spans
    assert (span.begin, span.until) == (
        datetime(year, 2, 29, 8, tzinfo=ZONE),
        datetime(year, 2, 29, 9, tzinfo=ZONE),
    )
    assert found.assumed == (Assumed.YEAR,)
    assert found.unread == ()


def test_the_thirtieth_of_february_is_of_no_year() -> None:
    (found,) = parse("停电时间：2月30日8:00至9:00", TODAY, ZONE)
    assert found.spans == ()
    assert "2月30日" in found.unread
