"""Parameters: defaults, the bureau's own values, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import CustomerKind, Equipment, Sensitivity, Urgency
from rules.limits import LimitEnd, TimeLimit
from rules.overrides import parameter_overrides, rule_overrides
from rules.pack import RulePack
from rules.parameter_specs import ParameterType, specs
from rules.parameters import BadParameter, Parameters, ParameterUnknown, parse, spec_of
from rules.policy import Criterion, OverdueGrowth
from texts import Tongue, texts

SPECS = specs()


@pytest.mark.parametrize(
    ("urgency", "limit"),
    [
        (Urgency.EMERGENCY, TimeLimit(LimitEnd.SAME_DAY)),
        (Urgency.SENSITIVE, TimeLimit(LimitEnd.AFTER_HOURS, 24)),
        (Urgency.SPECIAL, TimeLimit(LimitEnd.AFTER_HOURS, 72)),
        (Urgency.KEY, TimeLimit(LimitEnd.AFTER_HOURS, 168)),
        (Urgency.ORDINARY, TimeLimit(LimitEnd.SAME_MONTH)),
        (Urgency.NONE, TimeLimit(LimitEnd.SAME_MONTH)),
    ],
)
def test_default_limits(urgency: Urgency, limit: TimeLimit) -> None:
    assert Parameters.defaults().limit(urgency) == limit


def test_every_type_is_used_and_every_default_reads() -> None:
    assert {spec.type for spec in SPECS.values()} == set(ParameterType)
    for key, spec in SPECS.items():
        assert Parameters.defaults().value(key) == parse(key, spec.default)
        assert spec.source
        assert spec.confidence


def test_nothing_is_overridden_at_first() -> None:
    assert not Parameters.defaults().overridden


def test_own_values_replace_defaults_and_say_so() -> None:
    own = Parameters.from_overrides(
        {
            "issue.limit.key": "36h",
            "issue.growth.percent": "80",
            "issue.growth.overdue": "repeat",
            "sensitivity.special.kinds": "hospital；school、hospital",
            "sensitivity.life_support.backup_hours": "2.5",
            "sensitivity.complaints.level": "sensitive",
            "priority.order": "urgency; life_support; sensitivity; customer_class",
            "cell.shade.backlog": "2, 4, 8",
            "cell.shade.overdue": "no",
        }
    )
    assert own.limit(Urgency.KEY).hours == 36
    assert own.whole("issue.growth.percent") == 80
    assert own.choice("issue.growth.overdue", OverdueGrowth) is OverdueGrowth.REPEAT
    assert own.codes("sensitivity.special.kinds", CustomerKind) == ("hospital", "school")
    assert own.number("sensitivity.life_support.backup_hours") == 2.5
    assert own.choice("sensitivity.complaints.level", Sensitivity) is Sensitivity.SENSITIVE
    assert own.codes("priority.order", Criterion)[0] is Criterion.URGENCY
    assert own.numbers("cell.shade.backlog") == (2, 4, 8)
    assert own.flag("cell.shade.overdue") is False
    assert "cell.shade.overdue" in own.overridden
    assert "issue.limit.special" not in own.overridden
    assert own.limit(Urgency.SPECIAL).hours == 72


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("issue.limit.key", "0h"),
        ("issue.limit.key", "367d"),
        ("issue.limit.key", "9999h"),
        ("issue.limit.key", "soon"),
        ("issue.limit.key", "3 d"),
        ("issue.limit.least_hours", "73"),
        ("issue.limit.least_hours", "-1"),
        ("issue.limit.least_hours", "nan"),
        ("issue.limit.least_hours", "1e1"),
        ("issue.growth.percent", "0"),
        ("issue.growth.percent", "101"),
        ("issue.growth.percent", "75.5"),
        ("issue.growth.percent", ""),
        ("issue.growth.percent", "7_5"),
        ("issue.growth.overdue", "STEP"),
        ("sensitivity.special.kinds", "castle"),
        ("sensitivity.special.classes", "ordinary"),
        ("sensitivity.life_support.backed_up", "ordinary"),
        ("priority.order", "life_support"),
        ("priority.order", "life_support;life_support;sensitivity;urgency"),
        ("cell.shade.backlog", "1;5"),
        ("cell.shade.backlog", "5;1;15"),
        ("cell.shade.backlog", "1;1;15"),
        ("cell.shade.backlog", "1;x;5;15"),
        ("cell.shade.overdue", "maybe"),
    ],
)
def test_bad_values_are_refused_with_what_would_do(key: str, text: str) -> None:
    with pytest.raises(BadParameter) as refusal:
        Parameters.from_overrides({key: text})
    assert refusal.value.facts == {"key": key, "value": text, "expected": SPECS[key].expected}
    for tongue in Tongue:
        assert SPECS[key].expected in texts(tongue).error(refusal.value)


def test_unknown_parameters_are_refused() -> None:
    for ask in (
        lambda: spec_of("no"),
        lambda: parse("no", "1"),
        lambda: Parameters.defaults().value("no"),
    ):
        with pytest.raises(ParameterUnknown) as refusal:
            ask()
    assert "no" in texts(Tongue.ENGLISH).error(refusal.value)
    with pytest.raises(ParameterUnknown):
        Parameters.from_overrides({"no": "1"})


def test_a_value_asked_for_by_the_wrong_type_is_a_defect() -> None:
    with pytest.raises(TypeError):
        Parameters.defaults().whole("issue.growth.overdue")
    with pytest.raises(TypeError):
        Parameters.defaults().codes("sensitivity.sensitive.kinds", Equipment)


@given(st.sampled_from(sorted(SPECS)), st.text(max_size=12))
def test_any_text_is_read_or_refused_by_name(key: str, text: str) -> None:
    try:
        value = parse(key, text)
    except BadParameter:
        return
    assert value is not None


@given(st.integers(1, 366 * 24))
def test_limits_read_what_they_write(hours: int) -> None:
    limit = TimeLimit(LimitEnd.AFTER_HOURS, hours)
    assert TimeLimit.parse(limit.text) == limit


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("same_day", "当天办结", "the same day"),
        ("36h", "36 小时内", "within 36 h"),
        ("72h", "3 天内", "within 3 d"),
    ],
)
def test_limits_in_words(text: str, chinese: str, english: str) -> None:
    limit = TimeLimit.parse(text)
    assert limit is not None
    assert texts(Tongue.CHINESE)(limit.text_key, n=limit.n) == chinese
    assert texts(Tongue.ENGLISH)(limit.text_key, n=limit.n) == english


@pytest.mark.parametrize("tongue", Tongue)
def test_every_parameter_can_be_read(tongue: Tongue) -> None:
    say = texts(tongue)
    for spec in SPECS.values():
        keys = [spec.name_key, spec.help_key, f"parameter.group.{spec.group}"]
        keys.append(f"rule.source.{spec.source}")
        if spec.unit:
            keys.append(f"parameter.unit.{spec.unit}")
        assert all(say(key) for key in keys)


def test_no_text_explains_a_parameter_that_is_gone() -> None:
    words = texts(Tongue.ENGLISH).messages
    named = {
        k.removeprefix("parameter.").removesuffix(".help")
        for k in words
        if k.endswith(".help") and k.startswith("parameter.")
    }
    assert named == set(SPECS)


def test_the_store_keeps_rules_and_parameters_in_one_table() -> None:
    stored = {"issue.limit.key": "5d", "rule.crew.arrival.city": "40"}
    own = Parameters.from_overrides(parameter_overrides(stored))
    pack = RulePack.load().overridden(rule_overrides(stored))
    assert own.overridden == {"issue.limit.key"}
    assert {row.key for row in pack.rows if row.overridden} == {"crew.arrival.city"}
