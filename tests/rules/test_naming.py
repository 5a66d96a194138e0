"""Names of codes, and their completeness in both languages."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import UTC, datetime
from enum import Enum

import pytest

import rules
from rules import codes
from rules.codes import Channel, CustomerKind, Kind, Sensitivity, Urgency
from rules.naming import in_words, text_key
from texts import Tongue, texts


def _enums() -> set[type[Enum]]:
    """Return every enumeration that any module of the rules defines."""
    modules = [
        importlib.import_module(f"rules.{m.name}") for m in pkgutil.iter_modules(rules.__path__)
    ]
    members = [member for module in modules for member in vars(module).values()]
    return {
        member
        for member in members
        if inspect.isclass(member)
        and issubclass(member, Enum)
        and member.__module__[:6] == "rules."
    }


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (Urgency.EMERGENCY, "code.urgency.5"),
        (Sensitivity.SPECIAL, "code.sensitivity.3"),
        (CustomerKind.SCHOOL, "code.customer_kind.school"),
        (Channel.HOTLINE_95598, "code.channel.95598"),
        (Kind.CUSTOMERS, "code.kind.customers"),
    ],
)
def test_the_key_of_a_code(code: Enum, key: str) -> None:
    assert text_key(code) == key


@pytest.mark.parametrize("tongue", Tongue)
def test_every_code_has_a_name(tongue: Tongue) -> None:
    say = texts(tongue)
    enums = _enums()
    assert {
        e for e in vars(codes).values() if inspect.isclass(e) and e.__module__ == "rules.codes"
    } <= enums
    missing = [
        text_key(c) for e in enums for c in e if not say.has(text_key(c)) or not say(text_key(c))
    ]
    assert missing == []


@pytest.mark.parametrize("tongue", Tongue)
def test_the_names_of_one_scale_differ(tongue: Tongue) -> None:
    say = texts(tongue)
    for enum in _enums():
        names = [say(text_key(code)) for code in enum]
        assert len(set(names)) == len(names), enum


def test_no_name_stands_for_a_code_that_is_gone() -> None:
    known = {text_key(code) for enum in _enums() for code in enum}
    scales = {key.rpartition(".")[0] for key in known}
    named = {k for k in texts(Tongue.CHINESE).messages if k.rpartition(".")[0] in scales}
    assert named == known


def test_facts_in_words() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    facts = (("level", Urgency.KEY), ("at", noon), ("n", 3), ("text", "说明"))
    said = in_words(facts, texts(Tongue.CHINESE), lambda at: at.strftime("%d.%m."))
    assert said == {"level": "重点", "at": "01.03.", "n": 3, "text": "说明"}
