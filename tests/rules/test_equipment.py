"""Equipment as text, as a set and as bits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.codes import LIFE_SUPPORT, Equipment
from rules.equipment import LIFE_SUPPORT_MASK, equipment_in, equipment_of, mask_of

sets = st.frozensets(st.sampled_from(Equipment))


def test_equipment_as_the_store_keeps_it() -> None:
    assert equipment_of("") == frozenset()
    assert equipment_of("ventilator;lift") == {Equipment.VENTILATOR, Equipment.LIFT}
    assert equipment_of(" oxygen ; ") == {Equipment.OXYGEN}


def test_an_unknown_code_is_not_lost() -> None:
    assert equipment_of("oxygen;iron lung") == {Equipment.OXYGEN, Equipment.OTHER}


@given(sets)
def test_text_and_bits_hold_the_same(equipment: frozenset[Equipment]) -> None:
    assert equipment_of(";".join(equipment)) == equipment
    assert equipment_in(mask_of(equipment)) == equipment
    assert bool(mask_of(equipment) & LIFE_SUPPORT_MASK) == bool(equipment & LIFE_SUPPORT)


def test_bits_that_stand_for_nothing_are_ignored() -> None:
    assert equipment_in(1 << len(Equipment)) == frozenset()
