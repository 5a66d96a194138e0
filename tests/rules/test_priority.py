"""Who comes first, with reasons, and the same order over columns."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import CustomerClass, CustomerId, Sensitivity, Urgency
from rules.naming import in_words
from rules.parameters import Parameters
from rules.priority import Standing, StandingColumns, priority_of, rank
from tests.rules.strategies import order_parameters, standings
from texts import Tongue, texts

DEFAULTS = Parameters.defaults()


def _columns(rows: list[Standing]) -> StandingColumns:
    hours = [np.nan if row.backup_hours is None else row.backup_hours for row in rows]
    return StandingColumns(
        id=np.array([row.id for row in rows], np.int64),
        life_support=np.array([row.life_support for row in rows], np.bool_),
        backup_hours=np.array(hours, np.float32),
        sensitivity=np.array([row.sensitivity for row in rows], np.uint8),
        class_=np.array([row.class_ for row in rows], np.uint8),
        urgency=np.array([row.urgency for row in rows], np.uint8),
    )


def _customer(number: int, **facts: object) -> Standing:
    return Standing(CustomerId(number), **facts)  # type: ignore[arg-type]


def test_the_default_order() -> None:
    expected = [
        _customer(9, life_support=True, sensitivity=Sensitivity.SPECIAL),  # hours unknown
        _customer(8, life_support=True, backup_hours=2.0),
        _customer(7, life_support=True, backup_hours=200.0, urgency=Urgency.EMERGENCY),
        _customer(6, sensitivity=Sensitivity.SPECIAL),
        _customer(5, sensitivity=Sensitivity.SENSITIVE, class_=CustomerClass.SPECIAL),
        _customer(4, sensitivity=Sensitivity.SENSITIVE, urgency=Urgency.EMERGENCY),
        _customer(3, class_=CustomerClass.SECOND),
        _customer(1, urgency=Urgency.KEY),
        _customer(2, urgency=Urgency.KEY),
        _customer(0, backup_hours=0.0),
    ]
    by_key = sorted(expected, key=lambda row: priority_of(row, DEFAULTS).key)
    assert by_key == expected


def test_a_bureau_can_put_urgency_first() -> None:
    own = Parameters.from_overrides(
        {"priority.order": "urgency;life_support;sensitivity;customer_class"}
    )
    burning, breathing = _customer(1, urgency=Urgency.EMERGENCY), _customer(2, life_support=True)
    assert priority_of(burning, own).key < priority_of(breathing, own).key
    assert priority_of(burning, DEFAULTS).key > priority_of(breathing, DEFAULTS).key


def test_reasons_stand_in_the_order_that_counts() -> None:
    row = _customer(1, life_support=True, sensitivity=Sensitivity.SPECIAL, urgency=Urgency.KEY)
    codes = [why.code for why in priority_of(row, DEFAULTS).reasons]
    assert codes == ["priority.life_support_unknown", "priority.sensitivity", "priority.urgency"]
    assert [w.code for w in priority_of(_customer(1), DEFAULTS).reasons] == ["priority.ordinary"]


@given(standings, order_parameters)
def test_a_worse_standing_never_comes_later(row: Standing, parameters: Parameters) -> None:
    ordinary = Standing(row.id)
    assert priority_of(row, parameters).key <= priority_of(ordinary, parameters).key


@given(st.lists(standings, max_size=30), order_parameters)
def test_columns_rank_the_same(rows: list[Standing], parameters: Parameters) -> None:
    keys = rank(_columns(rows), parameters)
    assert keys.dtype == np.int64
    assert keys.tolist() == [priority_of(row, parameters).key for row in rows]


@given(st.lists(standings, unique_by=lambda row: row.id, max_size=30))
def test_no_two_customers_share_a_rank(rows: list[Standing]) -> None:
    keys = rank(_columns(rows), DEFAULTS)
    assert len(set(keys.tolist())) == len(rows)
    assert (keys >= 0).all()
    assert (keys & 0xFFFFFFFF).tolist() == [row.id for row in rows]


@pytest.mark.parametrize("number", [-1, 2**32])
def test_an_id_that_does_not_fit_is_a_defect(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        rank(_columns([_customer(number)]), DEFAULTS)


@pytest.mark.parametrize("tongue", Tongue)
@given(row=standings)
def test_every_reason_can_be_read(row: Standing, tongue: Tongue) -> None:
    say = texts(tongue)
    for why in priority_of(row, DEFAULTS).reasons:
        assert say(why.text_key, **in_words(why.facts, say, datetime.isoformat))
