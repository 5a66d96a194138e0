from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.guard import (
    CHINA,
    Box,
    DegreeFault,
    DegreesOutOfRange,
    LooksLikeDegrees,
    LooksLikeMetres,
    LooksSwapped,
    check_degrees,
    degree_faults,
    refuse,
    refuse_degrees_as_metres,
)

in_china = st.tuples(st.floats(73.0, 136.0), st.floats(3.0, 54.0))
in_europe = st.tuples(st.floats(-10.0, 40.0), st.floats(36.0, 71.0))


@given(places=st.lists(st.one_of(in_china, in_europe), min_size=1))
def test_places_in_china_and_europe_pass(places: list[tuple[float, float]]) -> None:
    x, y = np.array(places).T
    assert check_degrees(x, y) == ()


@given(places=st.lists(in_china, min_size=1))
def test_swapped_columns_are_seen_and_refused(places: list[tuple[float, float]]) -> None:
    x, y = np.array(places).T
    (finding,) = check_degrees(y, x)
    assert finding.fault is DegreeFault.SWAPPED
    assert finding.count == finding.total == len(places)
    with pytest.raises(LooksSwapped):
        refuse([finding])


@given(places=st.lists(st.tuples(st.floats(3e5, 7e5), st.floats(2e6, 5e6)), min_size=1))
def test_metres_are_seen_and_refused(places: list[tuple[float, float]]) -> None:
    x, y = np.array(places).T
    (finding,) = check_degrees(x, y)
    assert finding.fault is DegreeFault.METRES
    with pytest.raises(LooksLikeMetres) as caught:
        refuse([finding])
    assert float(str(caught.value.facts["x"])) == pytest.approx(x[0])


def test_every_kind_of_fault_has_its_rows() -> None:
    x = np.array([108.0, 500_000.0, 26.4, 108.0, 0.0, np.nan, np.inf, 200.0])
    y = np.array([26.4, 2_900_000.0, 108.1, 95.0, 0.0, 26.0, 26.0, 26.0])
    assert degree_faults(x, y).tolist() == [
        DegreeFault.NONE,
        DegreeFault.METRES,
        DegreeFault.SWAPPED,
        DegreeFault.OUT_OF_RANGE,
        DegreeFault.ZERO,
        DegreeFault.MISSING,
        DegreeFault.METRES,
        DegreeFault.OUT_OF_RANGE,
    ]


def test_a_finding_names_the_first_rows_and_shows_one() -> None:
    x, y = np.full(100, 108.0), np.full(100, 26.0)
    y[[7, 50, 60]] = 99.0
    (finding,) = check_degrees(x, y)
    assert (finding.count, finding.total) == (3, 100)
    assert finding.positions == (7, 50, 60)
    assert (finding.x, finding.y) == (108.0, 99.0)
    assert finding.facts()["positions"] == "7, 50, 60"
    assert finding.code == "geo.degrees.out_of_range"


def test_a_few_bad_rows_do_not_condemn_the_file() -> None:
    x, y = np.full(100, 108.0), np.full(100, 26.0)
    x[:10], y[:10] = 26.0, 108.0
    findings = check_degrees(x, y)
    assert [finding.whole_file for finding in findings] == [False]
    refuse(findings)


def test_most_rows_out_of_range_condemn_it() -> None:
    with pytest.raises(DegreesOutOfRange):
        refuse(check_degrees([200.0, 201.0, 108.0], [26.0, 26.0, 26.0]))


def test_zeros_are_told_but_never_condemn_a_file() -> None:
    findings = check_degrees(np.zeros(5), np.zeros(5))
    assert [finding.fault for finding in findings] == [DegreeFault.ZERO]
    refuse(findings)


def test_missing_rows_do_not_count() -> None:
    (finding,) = check_degrees([np.nan, 26.0], [108.0, 108.0])
    assert (finding.count, finding.total) == (1, 1)


def test_home_can_be_elsewhere() -> None:
    germany = Box(5.0, 47.0, 15.0, 55.0)
    (finding,) = check_degrees([48.0], [9.0], home=germany)
    assert finding.fault is DegreeFault.SWAPPED
    assert check_degrees([9.0], [48.0], home=germany) == ()
    assert CHINA.holds(np.array([108.0]), np.array([26.0])).all()


def test_degrees_under_a_projected_system_are_refused() -> None:
    with pytest.raises(LooksLikeDegrees) as caught:
        refuse_degrees_as_metres([np.nan, 108.0, 108.1], [np.nan, 26.0, 26.1])
    assert caught.value.facts == {"count": 2, "x": "108", "y": "26"}
    refuse_degrees_as_metres([500_000.0, 108.0, 510_000.0], [2.9e6, 26.0, 2.91e6])
    refuse_degrees_as_metres([], [])
