"""The rule pack: complete, sourced, dated, and overridden in the open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from rules.codes import Company
from rules.pack import BadRuleValue, RuleIsParameter, RuleNotInForce, RulePack, RuleUnknown
from rules.parameters import Parameters
from rules.policy import Confidence
from rules.rule_row import NoDuration, RuleKind, RuleUnit
from texts import Tongue, texts

if TYPE_CHECKING:
    from errors import BattlemapError

TODAY = date(2026, 11, 21)
PACK = RulePack.load()


@pytest.mark.parametrize(
    ("key", "company", "value", "unit", "kind"),
    [
        ("outage.planned.notice", Company.CSG, 7, "d", "legal"),
        ("outage.temporary.notice", Company.CSG, 24, "h", "legal"),
        ("outage.planned.second_call", Company.CSG, 1, "d", "practice"),
        ("arrears.disconnection", Company.SGCC, 30, "d", "legal"),
        ("arrears.notice.earliest", Company.CSG, 7, "d", "legal"),
        ("arrears.notice.latest", Company.CSG, 3, "d", "legal"),
        ("arrears.reminder", Company.CSG, 30, "min", "legal"),
        ("reconnection.cause_removed", Company.CSG, 3, "d", "legal"),
        ("reconnection.paid", Company.CSG, 12, "h", "promise"),
        ("reconnection.paid", Company.SGCC, 24, "h", "promise"),
        ("crew.arrival.city", Company.CSG, 45, "min", "promise"),
        ("crew.arrival.remote", Company.SGCC, 120, "min", "promise"),
        ("crew.arrival_standard.rural", Company.CSG, 120, "min", "standard"),
        ("restoration.rural", Company.CSG, 5, "h", "promise"),
        ("restoration.rural", Company.SGCC, 4, "h", "promise"),
        ("ticket.complaint.reply", Company.CSG, 4, "working_d", "promise"),
        ("ticket.12345.reply", Company.CSG, 7, "d", "promise"),
        ("frequent_outages.60_days", Company.CSG, 3, "outages", "practice"),
        ("sms.ucs2.part", Company.CSG, 67, "characters", "standard"),
    ],
)
def test_values_by_company(key: str, company: Company, value: int, unit: str, kind: str) -> None:
    row = PACK.row(key, TODAY, company)
    assert (row.value, row.unit, row.kind) == (value, unit, kind)
    assert PACK.value(key, TODAY, company) == value


def test_csg_is_the_default_company() -> None:
    assert PACK.row("reconnection.paid", TODAY).company is Company.CSG


def test_every_row_has_a_source_and_a_confidence() -> None:
    assert len(PACK.rows) == 48
    assert all(row.source and row.confidence in Confidence for row in PACK.rows)
    assert all(row.clause for row in PACK.rows if row.kind is RuleKind.LEGAL)


def test_no_two_rows_are_in_force_at_once() -> None:
    for one, other in combinations(PACK.rows, 2):
        if (one.key, one.company) == (other.key, other.company):
            assert (one.valid_to or date.max) < (other.valid_from or date.min), one.key


@pytest.mark.parametrize("tongue", Tongue)
def test_every_rule_can_be_read(tongue: Tongue) -> None:
    say = texts(tongue)
    for row in PACK.rows:
        for key in (
            f"rule.{row.key}.name",
            f"rule.source.{row.source}",
            f"rule.applies_to.{row.applies_to}",
        ):
            assert say(key), key


def test_a_row_counts_from_its_first_to_its_last_day() -> None:
    first, last = date(2024, 6, 1), date(2026, 12, 31)
    row = replace(PACK.row("outage.planned.notice", TODAY), valid_from=first, valid_to=last)
    pack = replace(PACK, rows=(row,))
    assert pack.value("outage.planned.notice", first) == 7
    assert pack.value("outage.planned.notice", last) == 7
    for day in (first - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(RuleNotInForce):
            pack.row("outage.planned.notice", day)


def test_a_later_edition_follows_an_earlier_one() -> None:
    old = replace(PACK.row("arrears.reminder", TODAY), valid_to=date(2024, 5, 31))
    new = replace(old, value=60, valid_from=date(2024, 6, 1), valid_to=None)
    pack = replace(PACK, rows=(old, new))
    assert pack.value("arrears.reminder", date(2024, 5, 31)) == 30
    assert pack.value("arrears.reminder", date(2024, 6, 1)) == 60


def test_a_rule_of_one_company_is_not_lent_to_another() -> None:
    with pytest.raises(RuleNotInForce):
        PACK.row("frequent_outages.30_days", TODAY, Company.SGCC)


def test_a_companys_own_rule_goes_before_the_national_and_the_local() -> None:
    row = PACK.row("outage.planned.notice", TODAY)
    values = {Company.LOCAL: 1, Company.NATIONAL: 2, Company.CSG: 3}
    rows = [replace(row, company=company, value=value) for company, value in values.items()]
    assert replace(PACK, rows=tuple(rows)).value(row.key, TODAY) == 3
    assert replace(PACK, rows=tuple(rows)).value(row.key, TODAY, Company.SGCC) == 2
    assert replace(PACK, rows=tuple(rows[:1])).value(row.key, TODAY) == 1


def test_an_override_is_shown_as_one() -> None:
    own = PACK.overridden({"outage.planned.notice": "10"})
    row = own.row("outage.planned.notice", TODAY)
    assert (row.value, row.original, row.overridden) == (10, 7, True)
    assert not PACK.row("outage.planned.notice", TODAY).overridden
    assert [r for r in own.rows if r.overridden] == [row]
    again = own.overridden({"outage.planned.notice": "8.5"})
    assert again.row("outage.planned.notice", TODAY).original == 7


@pytest.mark.parametrize(
    ("key", "value", "laxer"),
    [
        ("outage.planned.notice", "5", True),
        ("outage.planned.notice", "9", False),
        ("outage.planned.notice", "7", False),
        ("crew.arrival.city", "60", True),
        ("crew.arrival.city", "30", False),
        ("arrears.disconnection", "20", True),
        ("frequent_outages.30_days", "4", True),
        ("arrears.reminder", "45", False),
    ],
)
def test_an_override_that_is_laxer_than_the_rule(key: str, value: str, *, laxer: bool) -> None:
    assert PACK.overridden({key: value}).row(key, TODAY).laxer is laxer


@pytest.mark.parametrize(
    "text", ["", "soon", "0", "-1", "nan", "inf", "1e9", "10001", "1_0", "7 d"]
)
def test_bad_values_are_refused(text: str) -> None:
    with pytest.raises(BadRuleValue) as refusal:
        PACK.overridden({"outage.planned.notice": text})
    assert refusal.value.facts["value"] == text


def test_what_is_counted_is_whole() -> None:
    with pytest.raises(BadRuleValue):
        PACK.overridden({"frequent_outages.30_days": "2.5"})
    assert PACK.overridden({"reconnection.paid": "2.5"}).value("reconnection.paid", TODAY) == 2.5


def test_unknown_rules_are_refused() -> None:
    with pytest.raises(RuleUnknown):
        PACK.value("no.such.rule", TODAY)
    with pytest.raises(RuleUnknown):
        PACK.overridden({"no.such.rule": "1"})


def test_a_rule_that_is_a_parameter_is_set_there() -> None:
    with pytest.raises(RuleIsParameter) as refusal:
        PACK.overridden({"issue.limit.key": "5"})
    assert refusal.value.facts["parameter"] == "issue.limit.key"


def test_the_limits_of_issues_are_those_of_the_parameters() -> None:
    said = {
        RuleUnit.CALENDAR_DAY: "same_day",
        RuleUnit.CALENDAR_MONTH: "same_month",
        RuleUnit.DAYS: "{}d",
    }
    defaults = Parameters.defaults()
    rows = [row for row in PACK.rows if row.parameter]
    assert len(rows) == 5
    for row in rows:
        limit = defaults.value(row.parameter)
        assert getattr(limit, "text", None) == said[row.unit].format(row.value)


def test_durations() -> None:
    assert PACK.row("arrears.reminder", TODAY).duration() == timedelta(minutes=30)
    assert PACK.row("reconnection.paid", TODAY).duration() == timedelta(hours=12)
    assert PACK.row("outage.planned.notice", TODAY).duration() == timedelta(days=7)
    with pytest.raises(NoDuration):
        PACK.row("ticket.complaint.reply", TODAY).duration()


@pytest.mark.parametrize("tongue", Tongue)
def test_every_refusal_has_a_sentence(tongue: Tongue) -> None:
    refusals: list[BattlemapError] = [
        RuleUnknown(key="k"),
        RuleNotInForce(key="k", on="2026-11-21", company="csg"),
        BadRuleValue(key="k", value="v", most=9),
        RuleIsParameter(key="k", parameter="p"),
        NoDuration(key="k", unit="working_d"),
    ]
    for refusal in refusals:
        assert "k" in texts(tongue).error(refusal)
