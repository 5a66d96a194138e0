"""Backlogs of customers and cells, and the shade of a cell."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.backlog import Backlog, BacklogColumns, backlog_many, backlog_of, shade, shade_many
from rules.codes import Urgency
from rules.parameters import Parameters
from rules.urgency import Judged
from rules.urgency_columns import JudgedColumns

DEFAULTS = Parameters.defaults()
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _judged(urgency: Urgency, *, overdue: bool = False) -> Judged:
    return Judged(urgency, (), NOON, 0.5, overdue and urgency is not Urgency.NONE)


judgements = st.builds(_judged, st.sampled_from(Urgency), overdue=st.booleans())
backlogs = st.builds(Backlog, st.sampled_from(Urgency), st.integers(0, 40), st.integers(0, 3))
shadings = st.fixed_dictionaries(
    {},
    optional={
        "cell.shade.backlog": st.sampled_from(["1;2;3", "5;10;20"]),
        "cell.shade.full_from": st.sampled_from(["key", "sensitive"]),
        "cell.shade.overdue": st.sampled_from(["yes", "no"]),
    },
).map(Parameters.from_overrides)


def test_a_place_without_open_issues() -> None:
    assert backlog_of([]) == backlog_of([_judged(Urgency.NONE)]) == Backlog()


def test_a_place_is_as_urgent_as_its_worst_issue() -> None:
    issues = [_judged(Urgency.ORDINARY)] * 99 + [_judged(Urgency.EMERGENCY, overdue=True)]
    assert backlog_of(issues) == Backlog(Urgency.EMERGENCY, 100, 1)


@given(st.lists(judgements), judgements)
def test_one_more_issue_never_lowers(issues: list[Judged], more: Judged) -> None:
    before, after = backlog_of(issues), backlog_of([*issues, more])
    assert after.urgency >= before.urgency
    assert after.urgency >= more.urgency
    assert (after.n, after.overdue) >= (before.n, before.overdue)
    assert shade(after, DEFAULTS) >= shade(before, DEFAULTS)


@given(st.lists(st.tuples(judgements, st.integers(-1, 4)), max_size=40))
def test_columns_say_the_same(rows: list[tuple[Judged, int]]) -> None:
    judged = JudgedColumns(
        urgency=np.array([one.urgency for one, _ in rows], np.uint8),
        overdue=np.array([one.overdue for one, _ in rows], np.bool_),
        share_used=np.zeros(len(rows)),
    )
    many = backlog_many(judged, np.array([owner for _, owner in rows], np.int32), 5)
    for place in range(5):
        one = backlog_of([issue for issue, owner in rows if owner == place])
        assert (many.urgency[place], many.n[place], many.overdue[place]) == (
            one.urgency,
            one.n,
            one.overdue,
        )


def test_an_owner_that_does_not_exist_is_a_defect() -> None:
    judged = JudgedColumns(np.array([3], np.uint8), np.array([False]), np.zeros(1))
    with pytest.raises(IndexError):
        backlog_many(judged, np.array([5]), 5)


@pytest.mark.parametrize(
    ("backlog", "dark"),
    [
        (Backlog(), 0),
        (Backlog(Urgency.ORDINARY, 1), 1),
        (Backlog(Urgency.ORDINARY, 1, 1), 2),
        (Backlog(Urgency.ORDINARY, 5), 2),
        (Backlog(Urgency.ORDINARY, 15), 3),
        (Backlog(Urgency.ORDINARY, 99, 99), 3),
        (Backlog(Urgency.EMERGENCY, 1), 3),
    ],
)
def test_shades_by_default(backlog: Backlog, dark: int) -> None:
    assert shade(backlog, DEFAULTS) == dark


def test_a_cell_with_an_issue_is_always_shaded() -> None:
    own = Parameters.from_overrides({"cell.shade.backlog": "10;20;30"})
    assert shade(Backlog(Urgency.ORDINARY, 1), own) == 1


@given(st.lists(backlogs), shadings)
def test_columns_shade_the_same(rows: list[Backlog], parameters: Parameters) -> None:
    columns = BacklogColumns(
        urgency=np.array([row.urgency for row in rows], np.uint8),
        n=np.array([row.n for row in rows], np.int32),
        overdue=np.array([row.overdue for row in rows], np.int32),
    )
    assert shade_many(columns, parameters).tolist() == [shade(row, parameters) for row in rows]
