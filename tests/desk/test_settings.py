"""What the bureau sets itself: kept with its reason, told in the change log, undone again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from data.tables import Change, Parameter
from desk.settings import LONGEST_REASON, NoReason, change, reset, rule, rules, setting, settings
from rules.codes import CustomerKind
from rules.pack import BadRuleValue, RuleIsParameter, RuleUnknown
from rules.parameter_specs import specs
from rules.parameters import BadParameter, ParameterUnknown
from tests.builders import NOW
from tests.desk.reading import while_another_reads
from tests.viewers import ADMINISTRATOR

if TYPE_CHECKING:
    from desk.desk import Desk

COUNT = "sensitivity.complaints.count"
KINDS = "sensitivity.special.kinds"
NOTICE = "rule.outage.planned.notice"


def test_every_parameter_is_there_with_its_default(desk: Desk) -> None:
    found = settings(desk, ADMINISTRATOR)
    assert [one.spec.key for one in found] == list(specs())
    assert all(one.own is None and one.value == one.default for one in found)


def test_a_change_is_kept_with_reason_author_and_time(desk: Desk) -> None:
    change(desk, ADMINISTRATOR, COUNT, " 5 ", "  局务会  ")
    found = setting(desk, ADMINISTRATOR, COUNT)
    assert (found.value, found.default) == (5, 3)
    assert found.own is not None
    assert (found.own.value, found.own.reason) == ("5", "局务会")
    assert (found.own.set_by, found.own.set_at) == (ADMINISTRATOR.name, NOW)


def test_a_change_is_one_transaction_with_its_line_in_the_change_log(desk: Desk) -> None:
    before = len(log(desk))
    change(desk, ADMINISTRATOR, COUNT, "5", "局务会")
    assert set(log(desk)[before:]) == {("parameter", "change", ADMINISTRATOR.name)}


def test_the_map_follows(desk: Desk) -> None:
    assert desk.keeper.current().customers.sensitivity.tolist().count(3) == 1
    change(desk, ADMINISTRATOR, KINDS, CustomerKind.HOUSEHOLD.value, "试行")
    assert desk.keeper.current().customers.sensitivity.tolist().count(3) == 4
    reset(desk, ADMINISTRATOR, KINDS)
    assert desk.keeper.current().customers.sensitivity.tolist().count(3) == 1


def test_whoever_has_changed_a_rule_finds_it_in_what_is_asked_next(desk: Desk) -> None:
    desk.keeper.current()
    change(desk, ADMINISTRATOR, KINDS, CustomerKind.HOUSEHOLD.value, "试行")
    assert while_another_reads(desk).customers.sensitivity.tolist().count(3) == 4
    reset(desk, ADMINISTRATOR, KINDS)
    assert while_another_reads(desk).customers.sensitivity.tolist().count(3) == 1


@pytest.mark.parametrize("reason", ["", "  \n", "长" * (LONGEST_REASON + 1)])
def test_a_change_without_a_usable_reason_is_refused(desk: Desk, reason: str) -> None:
    before = len(log(desk))
    with pytest.raises(NoReason):
        change(desk, ADMINISTRATOR, COUNT, "5", reason)
    assert setting(desk, ADMINISTRATOR, COUNT).own is None
    assert len(log(desk)) == before


@pytest.mark.parametrize(
    ("key", "text", "error"),
    [
        (COUNT, "0", BadParameter),
        (COUNT, "101", BadParameter),
        ("sensitivity.nothing", "1", ParameterUnknown),
        (NOTICE, "0", BadRuleValue),
        (NOTICE, "viel", BadRuleValue),
        ("rule.nothing", "1", RuleUnknown),
        ("rule.issue.limit.key", "1", RuleIsParameter),
    ],
)
def test_what_does_not_fit_is_not_written(
    desk: Desk, key: str, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        change(desk, ADMINISTRATOR, key, text, "局务会")
    with desk.store.reading() as connection:
        assert connection.execute(select(Parameter.key)).all() == []


def test_back_to_the_default(desk: Desk) -> None:
    change(desk, ADMINISTRATOR, COUNT, "5", "局务会")
    change(desk, ADMINISTRATOR, COUNT, "6", "又一次局务会")
    assert setting(desk, ADMINISTRATOR, COUNT).value == 6
    reset(desk, ADMINISTRATOR, COUNT)
    assert setting(desk, ADMINISTRATOR, COUNT).own is None
    before = len(log(desk))
    reset(desk, ADMINISTRATOR, COUNT)
    assert len(log(desk)) == before


def test_a_rule_of_the_trade_gets_the_bureau_s_own_value(desk: Desk) -> None:
    change(desk, ADMINISTRATOR, NOTICE, "10", "州局要求")
    found = rule(desk, ADMINISTRATOR, "outage.planned.notice", "national")
    assert (found.row.value, found.row.original, found.row.laxer) == (10, 7, False)
    assert found.own is not None
    assert found.own.reason == "州局要求"
    reset(desk, ADMINISTRATOR, NOTICE)
    assert not rule(desk, ADMINISTRATOR, "outage.planned.notice", "national").row.overridden


def test_a_rule_that_is_a_parameter_shows_the_parameter(desk: Desk) -> None:
    change(desk, ADMINISTRATOR, "issue.limit.key", "5d", "局务会")
    found = rule(desk, ADMINISTRATOR, "issue.limit.key", "local")
    assert found.parameter is not None
    assert found.parameter.own == found.own
    assert found.own is not None


def test_every_rule_says_where_it_comes_from(desk: Desk) -> None:
    found = rules(desk, ADMINISTRATOR)
    assert found
    assert all(one.row.source and one.row.confidence for one in found)
    with pytest.raises(RuleUnknown):
        rule(desk, ADMINISTRATOR, "outage.planned.notice", "csg")


def log(desk: Desk) -> list[tuple[str, str, str]]:
    query = select(Change.noun, Change.act, Change.actor).order_by(Change.id)
    with desk.store.reading() as connection:
        return [(row.noun, row.act, row.actor) for row in connection.execute(query)]
