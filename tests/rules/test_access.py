"""The table of rights is read by code and by people, and both read the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.access import WHOLE, NotAllowed, Right, may, reach_of, require, rights_of
from rules.codes import Equipment, Field, Sensitivity
from rules.masking import reasons_for
from rules.parameters import Parameters
from rules.sensitivity import CustomerFacts, classify
from rules.viewer import PEOPLE, SYSTEM, Role, Scope, Viewer
from tests.viewers import ADMINISTRATOR, DISPATCHER, HEAD, manager

DOCS = Path(__file__).resolve().parents[2] / "docs" / "access.md"


def test_the_document_has_the_table_as_it_counts() -> None:
    lines = DOCS.read_text("utf-8").splitlines()
    heads = next(line for line in lines if line.startswith("| right |"))
    roles = [Role(cell.strip()) for cell in heads.strip("|").split("|")[1:]]
    assert tuple(roles) == PEOPLE
    rows = [line.strip("|").split("|") for line in lines if line.startswith("| `")]
    told = {
        cells[0].strip(" `"): [cell.strip() for cell in cells[1:]]
        for cells in rows
        if len(cells) == 1 + len(PEOPLE)
    }
    assert set(told) == {right.value for right in Right}
    for right in Right:
        for role, cell in zip(roles, told[right.value], strict=True):
            assert cell == ("●" if right in rights_of(role) else "·"), (right, role)


def test_no_role_has_health_lying_open_and_duties_are_apart() -> None:
    for role in PEOPLE:
        rights = rights_of(role)
        assert Right.SEE_HEALTH not in rights
        assert not {Right.READ_AUDIT, Right.SHOW_PHONES} <= rights
        assert not {Right.READ_AUDIT, Right.SHOW_HEALTH} <= rights
        assert Right.KNOW_LIFE_SUPPORT in rights or Right.SHOW_HEALTH not in rights


def test_a_scope_never_adds_to_a_role() -> None:
    for role in PEOPLE:
        for scope in Scope:
            viewer = Viewer("pump", role, scope=scope)
            assert {right for right in Right if may(viewer, right)} <= rights_of(role)
    reader = Viewer("pump", Role.DISPATCHER, scope=Scope.READ)
    with pytest.raises(NotAllowed):
        require(reader, Right.SHOW_PHONES)


def test_a_missing_assignment_never_widens_what_is_seen() -> None:
    assert reach_of(SYSTEM) == WHOLE
    assert reach_of(manager()).cells == frozenset()
    assert reach_of(Viewer("hedda", Role.HEAD)).cells == frozenset()
    assert reach_of(HEAD).field is Field.REPAIR
    stamps = {reach_of(viewer).stamp for viewer in (SYSTEM, manager(1), manager(2), HEAD)}
    assert len(stamps) == 4


def codes(viewer: Viewer, **facts: object) -> list[str]:
    classified = classify(CustomerFacts(**facts), Parameters.defaults())  # type: ignore[arg-type]
    return [why.code for why in reasons_for(viewer, classified.reasons)]


def test_reasons_tell_no_more_than_their_reader_may_know() -> None:
    alive = frozenset({Equipment.VENTILATOR, Equipment.OXYGEN})
    assert codes(DISPATCHER, equipment=alive) == ["sensitivity.life_support_private"]
    assert codes(ADMINISTRATOR, equipment=alive) == ["sensitivity.private"]
    own = {"sensitivity": Sensitivity.SPECIAL, "sensitivity_reason": "住家呼吸机"}
    assert codes(DISPATCHER, **own) == ["sensitivity.bureau_private"]
    assert codes(ADMINISTRATOR, **own) == ["sensitivity.private"]
    assert codes(ADMINISTRATOR, sensitivity=Sensitivity.SPECIAL) == ["sensitivity.private"]
    cold = frozenset({Equipment.COLD_CHAIN})
    assert codes(ADMINISTRATOR, equipment=cold) == ["sensitivity.equipment"]
    assert codes(ADMINISTRATOR) == ["sensitivity.ordinary"]
