"""Urgency: grows with time, never falls, and the same answer over columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import Urgency
from rules.deadlines import TICK, ticks
from rules.naming import in_words
from rules.parameters import Parameters
from rules.urgency import IssueFacts, Judged, next_change, urgency_of, worst
from rules.urgency_columns import Courses, IssueColumns, courses, judge_many, next_change_many
from tests.rules.strategies import issue_parameters, issues, moments, open_issues, zones
from texts import Tongue, texts

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEFAULTS = Parameters.defaults()
OPENED = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
KEY = IssueFacts(Urgency.KEY, OPENED)
DUE = OPENED + timedelta(days=7)
NEAR = OPENED + timedelta(days=7) * 3 / 4

short_waits = st.timedeltas(timedelta(0), timedelta(days=800))


def _judge(now: datetime, growth: str = "step", issue: IssueFacts = KEY) -> Judged:
    own = Parameters.from_overrides({"issue.growth.overdue": growth})
    return urgency_of(issue, now, own, SHANGHAI)


def _courses(rows: list[IssueFacts], parameters: Parameters, zone: ZoneInfo) -> Courses:
    closed = [ticks(r.closed_at) if r.closed_at else np.iinfo(np.int64).min for r in rows]
    columns = IssueColumns(
        urgency=np.array([row.urgency for row in rows], np.uint8),
        opened_at=np.array([ticks(r.opened_at) for r in rows], np.int64).view("datetime64[us]"),
        closed_at=np.array(closed, np.int64).view("datetime64[us]"),
    )
    return courses(columns, parameters, zone)


@pytest.mark.parametrize(
    ("now", "urgency", "overdue", "codes"),
    [
        (OPENED, Urgency.KEY, False, ["urgency.class"]),
        (NEAR - TICK, Urgency.KEY, False, ["urgency.class"]),
        (NEAR, Urgency.SPECIAL, False, ["urgency.class", "urgency.near"]),
        (DUE, Urgency.SPECIAL, False, ["urgency.class", "urgency.near"]),
        (DUE + TICK, Urgency.SENSITIVE, True, ["urgency.class", "urgency.overdue"]),
        (DUE + timedelta(days=900), Urgency.SENSITIVE, True, ["urgency.class", "urgency.overdue"]),
    ],
)
def test_a_key_issue_through_its_time(
    now: datetime, urgency: Urgency, *, overdue: bool, codes: list[str]
) -> None:
    judged = _judge(now)
    assert (judged.urgency, judged.overdue) == (urgency, overdue)
    assert [why.code for why in judged.reasons] == codes
    assert judged.deadline == DUE


@pytest.mark.parametrize(
    ("growth", "at_once", "a_limit_later"),
    [
        ("keep", Urgency.SPECIAL, Urgency.SPECIAL),
        ("step", Urgency.SENSITIVE, Urgency.SENSITIVE),
        ("repeat", Urgency.SENSITIVE, Urgency.SENSITIVE),
        ("emergency", Urgency.EMERGENCY, Urgency.EMERGENCY),
    ],
)
def test_ways_to_grow_when_overdue(growth: str, at_once: Urgency, a_limit_later: Urgency) -> None:
    assert _judge(DUE + TICK, growth).urgency is at_once
    assert _judge(DUE + timedelta(days=7), growth).urgency is a_limit_later


def test_time_alone_raises_no_further_than_the_bureau_wants() -> None:
    own = {"issue.growth.overdue": "repeat", "issue.growth.highest": "emergency"}
    parameters = Parameters.from_overrides(own)
    later = urgency_of(KEY, DUE + timedelta(days=7), parameters, SHANGHAI)
    assert later.urgency is Urgency.EMERGENCY
    low = Parameters.from_overrides({"issue.growth.highest": "key"})
    assert urgency_of(KEY, DUE + TICK, low, SHANGHAI).urgency is Urgency.KEY
    declared = IssueFacts(Urgency.EMERGENCY, OPENED)
    assert urgency_of(declared, DUE, low, SHANGHAI).urgency is Urgency.EMERGENCY


def test_the_share_of_the_time() -> None:
    assert _judge(OPENED - timedelta(hours=1)).share_used == 0
    assert _judge(NEAR).share_used == pytest.approx(0.75)
    assert _judge(DUE + timedelta(days=7)).share_used == pytest.approx(2)


def test_a_closed_issue_is_not_urgent_and_remembers_its_share() -> None:
    closed = IssueFacts(Urgency.EMERGENCY, OPENED, OPENED + timedelta(hours=5))
    judged = _judge(DUE, "emergency", closed)
    assert judged.urgency is Urgency.NONE
    assert not judged.overdue
    assert judged.share_used == pytest.approx(5 / 15)
    assert [why.code for why in judged.reasons] == ["urgency.closed"]


def test_an_open_issue_without_a_class_is_ordinary() -> None:
    assert _judge(OPENED, issue=IssueFacts(Urgency.NONE, OPENED)).urgency is Urgency.ORDINARY


def test_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="2026"):
        _judge(datetime(2026, 11, 3))  # noqa: DTZ001


@given(issues, moments, issue_parameters, zones, short_waits)
def test_time_never_lowers(
    issue: IssueFacts, now: datetime, parameters: Parameters, zone: ZoneInfo, wait: timedelta
) -> None:
    before = urgency_of(issue, now, parameters, zone)
    after = urgency_of(issue, now + wait, parameters, zone)
    assert after.urgency >= before.urgency
    assert after.overdue >= before.overdue
    assert after.share_used >= before.share_used


@given(open_issues, moments, issue_parameters, zones)
def test_an_open_issue_never_falls_below_its_class(
    issue: IssueFacts, now: datetime, parameters: Parameters, zone: ZoneInfo
) -> None:
    judged = urgency_of(issue, now, parameters, zone)
    assert judged.urgency >= max(issue.urgency, Urgency.ORDINARY)
    assert judged.overdue == (now > judged.deadline)


@given(st.lists(issues, max_size=15), moments, issue_parameters, zones)
def test_columns_say_the_same(
    rows: list[IssueFacts], now: datetime, parameters: Parameters, zone: ZoneInfo
) -> None:
    ahead = _courses(rows, parameters, zone)
    many = judge_many(ahead, now)
    each = [urgency_of(row, now, parameters, zone) for row in rows]
    assert many.urgency.tolist() == [one.urgency for one in each]
    assert many.overdue.tolist() == [one.overdue for one in each]
    assert many.share_used.tolist() == pytest.approx([one.share_used for one in each])
    assert ahead.deadline.view(np.int64).tolist() == [ticks(one.deadline) for one in each]
    assert next_change_many(ahead, now) == next_change(rows, now, parameters, zone)


@given(open_issues, st.integers(-3, 3), st.integers(0, 4), issue_parameters, zones)
def test_columns_say_the_same_at_the_very_edges(
    issue: IssueFacts, off: int, edge: int, parameters: Parameters, zone: ZoneInfo
) -> None:
    ahead = _courses([issue], parameters, zone)
    due, span, grows = (int(column[0]) for column in (ahead.due, ahead.span, ahead.grows))
    at = [grows, due, due + span, due + 2 * span, due - span][edge] + off
    now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    one, many = urgency_of(issue, now, parameters, zone), judge_many(ahead, now)
    assert (one.urgency, one.overdue) == (many.urgency[0], many.overdue[0])
    assert next_change_many(ahead, now) == next_change([issue], now, parameters, zone)


@given(
    st.lists(issues, max_size=5),
    moments,
    issue_parameters,
    zones,
    st.floats(0, 1, exclude_max=True),
)
def test_nothing_changes_before_the_next_change_and_something_does_at_it(
    rows: list[IssueFacts], now: datetime, parameters: Parameters, zone: ZoneInfo, share: float
) -> None:
    def state(at: datetime) -> list[tuple[Urgency, bool]]:
        judged = [urgency_of(row, at, parameters, zone) for row in rows]
        return [(one.urgency, one.overdue) for one in judged]

    change = next_change(rows, now, parameters, zone)
    if change is None:
        assert state(now) == state(now + timedelta(days=3000))
        return
    assert change > now
    between = min(now + (change - now) * share, change - TICK)
    assert state(between) == state(now) == state(change - TICK)
    assert state(change) != state(now)


@given(st.lists(st.sampled_from(Urgency)), st.sampled_from(Urgency))
def test_the_worst_is_never_hidden(urgencies: list[Urgency], one: Urgency) -> None:
    assert worst([]) is Urgency.NONE
    assert worst([*urgencies, one]) == max(worst(urgencies), one)
    assert all(worst(urgencies) >= urgency for urgency in urgencies)


@pytest.mark.parametrize("tongue", Tongue)
@given(issue=issues, now=moments, parameters=issue_parameters)
def test_every_reason_can_be_read(
    issue: IssueFacts, now: datetime, parameters: Parameters, tongue: Tongue
) -> None:
    say = texts(tongue)
    for why in urgency_of(issue, now, parameters, SHANGHAI).reasons:
        assert say(why.text_key, **in_words(why.facts, say, datetime.isoformat))
