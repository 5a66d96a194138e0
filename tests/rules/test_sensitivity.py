"""Classification: what raises, what never lowers, and the same answer over columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import LIFE_SUPPORT, CustomerClass, CustomerKind, Equipment, Sensitivity
from rules.equipment import mask_of
from rules.naming import in_words
from rules.parameters import Parameters
from rules.reasons import ReasonSource
from rules.sensitivity import CustomerFacts, classify
from rules.sensitivity_columns import KINDS, CustomerColumns, classify_many
from tests.rules.strategies import customer_parameters, customers
from texts import Tongue, texts

DEFAULTS = Parameters.defaults()
VENTILATOR = frozenset({Equipment.VENTILATOR})


def _columns(rows: list[CustomerFacts]) -> CustomerColumns:
    hours = [np.nan if row.backup_hours is None else row.backup_hours for row in rows]
    return CustomerColumns(
        kind=np.array([KINDS.index(row.kind) for row in rows], np.uint8),
        class_=np.array([row.class_ for row in rows], np.uint8),
        sensitivity=np.array([row.sensitivity for row in rows], np.uint8),
        equipment=np.array([mask_of(row.equipment) for row in rows], np.uint16),
        backup_hours=np.array(hours, np.float32),
        complaints=np.array([row.complaints for row in rows], np.int32),
    )


def test_nothing_known_is_ordinary_and_says_so() -> None:
    judged = classify(CustomerFacts(), DEFAULTS)
    assert judged.sensitivity is Sensitivity.ORDINARY
    assert [why.code for why in judged.reasons] == ["sensitivity.ordinary"]
    assert not judged.life_support


@pytest.mark.parametrize(
    ("facts", "level", "code", "source"),
    [
        (
            CustomerFacts(kind=CustomerKind.HOSPITAL),
            Sensitivity.SENSITIVE,
            "sensitivity.kinds",
            ReasonSource.CUSTOMER_KIND,
        ),
        (
            CustomerFacts(kind=CustomerKind.SCHOOL),
            Sensitivity.KEY_ATTENTION,
            "sensitivity.kinds",
            ReasonSource.CUSTOMER_KIND,
        ),
        (
            CustomerFacts(class_=CustomerClass.FIRST),
            Sensitivity.SENSITIVE,
            "sensitivity.classes",
            ReasonSource.CUSTOMER_CLASS,
        ),
        (
            CustomerFacts(class_=CustomerClass.TEMPORARY),
            Sensitivity.KEY_ATTENTION,
            "sensitivity.classes",
            ReasonSource.CUSTOMER_CLASS,
        ),
        (
            CustomerFacts(equipment=frozenset({Equipment.COLD_CHAIN})),
            Sensitivity.SENSITIVE,
            "sensitivity.equipment",
            ReasonSource.EQUIPMENT,
        ),
        (
            CustomerFacts(complaints=3),
            Sensitivity.KEY_ATTENTION,
            "sensitivity.complaints",
            ReasonSource.COMPLAINTS,
        ),
        (
            CustomerFacts(sensitivity=Sensitivity.SPECIAL, sensitivity_reason="独居老人"),
            Sensitivity.SPECIAL,
            "sensitivity.bureau",
            ReasonSource.BUREAU,
        ),
        (
            CustomerFacts(sensitivity=Sensitivity.SENSITIVE),
            Sensitivity.SENSITIVE,
            "sensitivity.bureau_unexplained",
            ReasonSource.BUREAU,
        ),
    ],
)
def test_what_raises(
    facts: CustomerFacts, level: Sensitivity, code: str, source: ReasonSource
) -> None:
    judged = classify(facts, DEFAULTS)
    assert judged.sensitivity is level
    assert [(why.code, why.source) for why in judged.reasons] == [(code, source)]
    assert dict(judged.reasons[0].facts)["level"] is level


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        (None, "sensitivity.life_support_unknown"),
        (0.0, "sensitivity.life_support_short"),
        (7.9, "sensitivity.life_support_short"),
        (8.0, "sensitivity.life_support_backed"),
    ],
)
def test_life_support_is_special(hours: float | None, code: str) -> None:
    judged = classify(CustomerFacts(equipment=VENTILATOR, backup_hours=hours), DEFAULTS)
    assert judged.life_support
    assert judged.sensitivity is Sensitivity.SPECIAL
    assert judged.reasons[0].code == code


def test_only_enough_own_supply_can_be_set_lower() -> None:
    own = Parameters.from_overrides({"sensitivity.life_support.backed_up": "sensitive"})
    backed = CustomerFacts(equipment=VENTILATOR, backup_hours=8)
    assert classify(backed, own).sensitivity is Sensitivity.SENSITIVE
    assert classify(backed, own).life_support
    unknown = replace(backed, backup_hours=None)
    assert classify(unknown, own).sensitivity is Sensitivity.SPECIAL


def test_the_strongest_reason_stands_first_and_none_is_lost() -> None:
    facts = CustomerFacts(
        kind=CustomerKind.SCHOOL,
        class_=CustomerClass.FIRST,
        sensitivity=Sensitivity.KEY_ATTENTION,
        equipment=frozenset({Equipment.OXYGEN, Equipment.LIFT}),
        complaints=9,
    )
    levels = [dict(why.facts)["level"] for why in classify(facts, DEFAULTS).reasons]
    assert levels == [3, 2, 1, 1, 1, 1]


def test_a_complaint_rule_switched_off_gives_no_reason() -> None:
    off = Parameters.from_overrides({"sensitivity.complaints.level": "ordinary"})
    assert classify(CustomerFacts(complaints=50), off).reasons[0].code == "sensitivity.ordinary"


@given(customers, customer_parameters)
def test_a_rule_never_lowers_what_the_bureau_keeps(
    facts: CustomerFacts, parameters: Parameters
) -> None:
    judged = classify(facts, parameters)
    assert judged.sensitivity >= facts.sensitivity
    plain = classify(replace(facts, sensitivity=Sensitivity.ORDINARY), parameters)
    assert judged.sensitivity == max(plain.sensitivity, facts.sensitivity)


@given(customers, st.sampled_from(Equipment), customer_parameters)
def test_more_equipment_or_complaints_never_lower(
    facts: CustomerFacts, item: Equipment, parameters: Parameters
) -> None:
    before = classify(facts, parameters).sensitivity
    more = replace(facts, equipment=facts.equipment | {item})
    assert classify(more, parameters).sensitivity >= before
    louder = replace(facts, complaints=facts.complaints + 1)
    assert classify(louder, parameters).sensitivity >= before


@given(customers, customer_parameters)
def test_the_level_is_that_of_its_first_reason(
    facts: CustomerFacts, parameters: Parameters
) -> None:
    judged = classify(facts, parameters)
    levels = [dict(why.facts).get("level", Sensitivity.ORDINARY) for why in judged.reasons]
    assert levels[0] is judged.sensitivity
    assert judged.life_support == bool(facts.equipment & LIFE_SUPPORT)


@given(st.lists(customers, max_size=30), customer_parameters)
def test_columns_say_the_same(rows: list[CustomerFacts], parameters: Parameters) -> None:
    many = classify_many(_columns(rows), parameters)
    each = [classify(row, parameters) for row in rows]
    assert many.sensitivity.tolist() == [one.sensitivity for one in each]
    assert many.life_support.tolist() == [one.life_support for one in each]
    assert many.sensitivity.dtype == np.uint8


@pytest.mark.parametrize("backed_up", ["sensitive", "special"])
def test_columns_say_the_same_of_each_fact_alone(backed_up: str) -> None:
    own = Parameters.from_overrides({"sensitivity.life_support.backed_up": backed_up})
    rows = [
        *(CustomerFacts(kind=kind) for kind in CustomerKind),
        *(CustomerFacts(class_=class_) for class_ in CustomerClass),
        *(CustomerFacts(sensitivity=level) for level in Sensitivity),
        *(CustomerFacts(equipment=frozenset({item})) for item in Equipment),
        *(CustomerFacts(complaints=n) for n in range(6)),
        *(
            CustomerFacts(equipment=VENTILATOR, backup_hours=hours)
            for hours in (None, 0.0, 7.75, 8.0, 8.25)
        ),
    ]
    many = classify_many(_columns(rows), own)
    each = [classify(row, own) for row in rows]
    assert many.sensitivity.tolist() == [one.sensitivity for one in each]
    assert many.life_support.tolist() == [one.life_support for one in each]


def test_memory_mapped_columns_are_left_as_they_are() -> None:
    columns = _columns([CustomerFacts(kind=CustomerKind.HOSPITAL)])
    columns.sensitivity.setflags(write=False)
    assert classify_many(columns, DEFAULTS).sensitivity.tolist() == [2]
    assert columns.sensitivity.tolist() == [0]


@pytest.mark.parametrize("tongue", Tongue)
@given(facts=customers, parameters=customer_parameters)
def test_every_reason_can_be_read(
    facts: CustomerFacts, parameters: Parameters, tongue: Tongue
) -> None:
    say = texts(tongue)
    for why in classify(facts, parameters).reasons:
        assert say(why.text_key, **in_words(why.facts, say, datetime.isoformat))
