"""Every parameter has a control, and what its fields say is what they were filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.parameter_specs import ParameterType, specs
from rules.parameters import BadParameter, parse
from screens.settings import controls
from screens.settings.words import expected_words, value_words
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash.development.base_component import Component

    from rules.parameter_specs import ParameterSpec

SAY = texts(Tongue.CHINESE)
KEYS = tuple(specs())
LIMITS = ("same_day", "same_month", "36h", "3d")
CRITERIA = ("life_support", "sensitivity", "customer_class", "urgency")


@pytest.mark.parametrize("key", KEYS)
def test_a_control_says_its_own_value(key: str) -> None:
    spec = specs()[key]
    value = parse(key, spec.default)
    assert parse(key, controls.read(spec, fields(spec, value))) == value


@pytest.mark.parametrize("text", LIMITS)
def test_a_limit_of_every_kind_survives_its_control(text: str) -> None:
    spec = specs()["issue.limit.key"]
    value = parse(spec.key, text)
    assert parse(spec.key, controls.read(spec, fields(spec, value))) == value


@pytest.mark.parametrize(
    ("key", "given_fields"),
    [
        ("issue.limit.key", ["d", 0]),
        ("issue.limit.key", ["h", ""]),
        ("issue.limit.key", ["d", 1.5]),
        ("sensitivity.complaints.count", [""]),
        ("sensitivity.complaints.count", [None]),
        ("sensitivity.complaints.count", [2.5]),
        ("cell.shade.backlog", [5, 5, 15]),
        ("priority.order", ["urgency", "urgency", "sensitivity", "customer_class"]),
    ],
)
def test_what_cannot_be_does_not_become_a_value(key: str, given_fields: list[Any]) -> None:
    with pytest.raises(BadParameter):
        parse(key, controls.read(specs()[key], given_fields))


@pytest.mark.parametrize("tongue", Tongue)
@pytest.mark.parametrize("key", KEYS)
def test_every_parameter_has_words_in_both_languages(key: str, tongue: Tongue) -> None:
    say, spec = texts(tongue), specs()[key]
    assert value_words(say, spec, parse(key, spec.default))
    assert expected_words(say, spec)


@given(st.permutations(CRITERIA), st.integers(0, 3), st.sampled_from(CRITERIA))
def test_an_order_has_each_criterion_once_after_any_change(
    order: list[str], changed: int, chosen: str
) -> None:
    before = order[changed]
    now = [chosen if place == changed else word for place, word in enumerate(order)]
    swapped = controls.swapped(now, CRITERIA, changed)
    assert sorted(swapped) == sorted(CRITERIA)
    assert swapped[changed] == chosen
    assert swapped[order.index(chosen)] == (before if chosen != before else chosen)


def fields(spec: ParameterSpec, value: Any) -> list[Any]:
    found = list(named(controls.control(SAY, spec, value)))
    attribute = "checked" if spec.type is ParameterType.FLAG else "value"
    return [getattr(component, attribute) for component in found]


def named(component: Component) -> Iterator[Component]:
    children = component.children if isinstance(component.children, list) else []
    for child in children:
        if getattr(child, "id", None):
            yield child
