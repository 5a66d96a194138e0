"""The frequent-outage lines: who would be over one if a planned outage happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import Company, OutageKind
from rules.outages.frequent import Crossed, History, Line, crossed, lines
from rules.pack import RulePack

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
PACK = RulePack.load()
LINES = lines(PACK, TODAY)
Row = tuple[int, float, bool]
"""A transformer, days after ``AT``, and whether it was pre-arranged."""


def history(*rows: Row) -> History:
    plain = AT.replace(tzinfo=None)
    return History(
        np.array([row[0] for row in rows], np.int32),
        np.array([plain + timedelta(days=row[1]) for row in rows], "datetime64[us]"),
        np.array([row[2] for row in rows], bool),
    )


def over(*rows: Row, kind: OutageKind = OutageKind.PLANNED) -> dict[str, Crossed]:
    found = crossed(history(*rows), LINES, AT, kind, 1)
    return {one.line.rule.removeprefix("frequent_outages."): one for one in found}


def newly(*rows: Row, kind: OutageKind = OutageKind.PLANNED) -> set[str]:
    return {name for name, one in over(*rows, kind=kind).items() if one.newly[0]}


def beyond(*rows: Row) -> set[str]:
    return {name for name, one in over(*rows).items() if one.beyond[0]}


def test_the_five_lines_of_the_pack() -> None:
    assert (
        Line("frequent_outages.30_days", 2, 30, prearranged=False),
        Line("frequent_outages.50_days", 3, 50, prearranged=False),
        Line("frequent_outages.60_days", 4, 60, prearranged=False),
        Line("frequent_outages.year", 6, 365, prearranged=False),
        Line("frequent_outages.year_planned", 4, 365, prearranged=True),
    ) == LINES


def test_a_company_without_lines_has_none_and_a_bureau_sets_its_own() -> None:
    assert lines(PACK, TODAY, Company.SGCC) == ()
    own = lines(PACK.overridden({"frequent_outages.60_days": "5"}), TODAY)
    assert own[2] == replace(LINES[2], least=6)


@pytest.mark.parametrize(
    ("days", "names"),
    [
        ([], set()),
        ([-1], {"30_days"}),
        ([-29.99], {"30_days"}),
        ([-30], set()),
        ([-31], set()),
        ([-31, -49], {"50_days"}),
        ([-31, -49, -59], {"50_days", "60_days"}),
        ([-100, -150, -200, -250, -300], {"year"}),
        ([20], {"30_days"}),
        ([-29, 20], {"30_days", "50_days"}),
    ],
)  # fmt: skip
def test_who_would_cross_a_line(days: list[float], names: set[str]) -> None:
    assert newly(*((0, day, False) for day in days)) == names


def test_a_line_that_was_crossed_anyway_is_told_apart() -> None:
    assert beyond((0, -2, False), (0, -10, False)) == {"30_days"}
    assert newly((0, -2, False), (0, -10, False)) == {"50_days"}


def test_pre_arranged_outages_have_a_line_of_their_own() -> None:
    rows = [(0, day, True) for day in (-100.0, -200.0, -300.0)]
    assert newly(*rows) == {"year_planned"}
    assert newly(*rows, kind=OutageKind.FAULT) == set()
    assert newly(*rows[:2], (0, -250, False)) == set()


def test_disconnection_for_arrears_counts_nowhere() -> None:
    assert newly((0, -1, False), kind=OutageKind.ARREARS) == set()


def test_every_transformer_has_its_own_history() -> None:
    found = crossed(history((0, -1, True), (2, -1, False)), LINES[:1], AT, OutageKind.PLANNED, 3)
    assert found[0].newly.tolist() == [True, False, True]
    assert found[0].count.tolist() == [2, 1, 2]
    kept = history((0, -1, True), (2, -1, False)).of(np.array([False, False, True]))
    assert kept.transformer.tolist() == [2]


rows = st.lists(
    st.tuples(st.integers(0, 2), st.integers(-400, 400).map(float), st.booleans()), max_size=30
)


@given(rows, st.sampled_from([OutageKind.PLANNED, OutageKind.FAULT]))
def test_the_columns_say_what_counting_by_hand_says(several: list[Row], kind: OutageKind) -> None:
    found = crossed(history(*several), LINES, AT, kind, 3)
    for one in found:
        for transformer in range(3):
            days = [
                day
                for whose, day, prearranged in several
                if whose == transformer and (prearranged or not one.line.prearranged)
            ]
            itself = kind is OutageKind.PLANNED or not one.line.prearranged
            assert one.count[transformer] == most(days, one.line.days) + itself
            assert one.beyond[transformer] == (most(days, one.line.days) >= one.line.least)
    assert not any((one.newly & one.beyond).any() for one in found)


def most(days: list[float], window: int) -> int:
    """Count the most of some days in any window (end - window, end] that holds day 0."""
    ends = range(window)
    return max(sum(end - window < day <= end for day in days) for end in ends)


@given(rows, st.tuples(st.integers(0, 2), st.integers(-400, 400).map(float), st.booleans()))
def test_one_more_outage_never_makes_it_look_better(several: list[Row], more: Row) -> None:
    before = crossed(history(*several), LINES, AT, OutageKind.PLANNED, 3)
    after = crossed(history(*several, more), LINES, AT, OutageKind.PLANNED, 3)
    for one, then in zip(before, after, strict=True):
        assert (then.count >= one.count).all()
        assert ((then.newly | then.beyond) >= (one.newly | one.beyond)).all()
