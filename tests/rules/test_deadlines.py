"""Deadlines: by the hour, by the local day and month, and the same over columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import Urgency
from rules.deadlines import TICK, deadline, deadlines, ticks
from rules.parameters import Parameters
from tests.rules.strategies import issue_parameters, moments, zones

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEFAULTS = Parameters.defaults()
OPENED = datetime(2026, 11, 20, 22, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.EMERGENCY, datetime(2026, 11, 21, tzinfo=SHANGHAI) - TICK),
        (Urgency.SENSITIVE, OPENED + timedelta(days=1)),
        (Urgency.SPECIAL, OPENED + timedelta(days=3)),
        (Urgency.KEY, OPENED + timedelta(days=7)),
        (Urgency.ORDINARY, datetime(2026, 12, 1, tzinfo=SHANGHAI) - TICK),
        (Urgency.NONE, datetime(2026, 12, 1, tzinfo=SHANGHAI) - TICK),
    ],
)
def test_default_deadlines(urgency: Urgency, due: datetime) -> None:
    found = deadline(urgency, OPENED, DEFAULTS, SHANGHAI)
    assert found == due
    assert found.tzinfo is UTC


def test_the_day_is_the_bureaus_own_not_that_of_utc() -> None:
    early = datetime(2026, 11, 20, 17, tzinfo=UTC)  # the 21st in Shanghai
    due = deadline(Urgency.EMERGENCY, early, DEFAULTS, SHANGHAI)
    assert due == datetime(2026, 11, 21, 16, tzinfo=UTC) - TICK


def test_december_ends_with_the_year() -> None:
    opened = datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI)
    due = deadline(Urgency.ORDINARY, opened, DEFAULTS, SHANGHAI)
    assert due == datetime(2027, 1, 1, tzinfo=SHANGHAI) - TICK


def test_a_late_opening_can_be_given_some_hours() -> None:
    own = Parameters.from_overrides({"issue.limit.least_hours": "4"})
    due = deadline(Urgency.EMERGENCY, OPENED, own, SHANGHAI)
    assert due == OPENED + timedelta(hours=4)


def test_days_of_23_and_25_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for day, length in (
        (datetime(2026, 3, 29, tzinfo=berlin), 23),
        (datetime(2026, 10, 25, tzinfo=berlin), 25),
    ):
        due = deadline(Urgency.EMERGENCY, day, DEFAULTS, berlin)
        assert due + TICK - day.astimezone(UTC) == timedelta(hours=length)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026"):
        deadline(Urgency.KEY, datetime(2026, 1, 1), DEFAULTS, SHANGHAI)  # noqa: DTZ001


@given(st.sampled_from(Urgency), moments, issue_parameters, zones)
def test_a_deadline_is_never_before_the_opening(
    urgency: Urgency, opened: datetime, parameters: Parameters, zone: ZoneInfo
) -> None:
    assert deadline(urgency, opened, parameters, zone) >= opened


@given(st.lists(st.tuples(st.sampled_from(Urgency), moments), max_size=20), issue_parameters, zones)
def test_columns_say_the_same(
    rows: list[tuple[Urgency, datetime]], parameters: Parameters, zone: ZoneInfo
) -> None:
    given_ = np.array([urgency for urgency, _ in rows], np.uint8)
    opened = np.array([ticks(at) for _, at in rows], np.int64).view("datetime64[us]")
    many = deadlines(given_, opened, parameters, zone).view(np.int64)
    assert many.tolist() == [ticks(deadline(u, at, parameters, zone)) for u, at in rows]


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Sao_Paulo", "Asia/Shanghai"])
@pytest.mark.parametrize("year", [1988, 2017])
def test_columns_on_every_hour_around_a_change_of_clocks(name: str, year: int) -> None:
    zone = ZoneInfo(name)
    first = datetime(year, 1, 1, tzinfo=UTC)
    opened = [first + timedelta(hours=hour) for hour in range(0, 366 * 24, 1)]
    column = np.array([ticks(at) for at in opened], np.int64).view("datetime64[us]")
    given_ = np.full(len(opened), Urgency.EMERGENCY, np.uint8)
    many = deadlines(given_, column, DEFAULTS, zone).view(np.int64)
    each = [ticks(deadline(Urgency.EMERGENCY, at, DEFAULTS, zone)) for at in opened]
    assert many.tolist() == each
