from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.demo.reasons import COMPLAINER
from rules.codes import Channel, DemandType, Field, OutageKind, Urgency

if TYPE_CHECKING:
    from data.demo.bureau import Bureau

NOW = pd.Timestamp(datetime(2026, 5, 20, 4, 0, tzinfo=UTC))


def moments(column: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    return pd.to_datetime(column.where(column != "", None), utc=True)


@pytest.fixture(scope="module")
def issues(bureau: Bureau) -> pd.DataFrame:
    """Give the issues with their times read."""
    opened, closed = moments(bureau.issues["opened_at"]), moments(bureau.issues["closed_at"])
    return bureau.issues.assign(opened=opened, closed=closed)


@pytest.fixture(scope="module")
def outages(bureau: Bureau) -> pd.DataFrame:
    """Give the outages with their times read."""
    read = {
        name: moments(bureau.outages[f"{name}_at"]) for name in ("began", "expected", "restored")
    }
    return bureau.outages.assign(**read)


def test_issues_reach_back_two_years_and_end_now(issues: pd.DataFrame) -> None:
    assert issues["opened"].max() <= NOW
    assert issues["opened"].min() >= NOW - timedelta(days=735)
    assert issues["opened"].min() <= NOW - timedelta(days=700)
    assert issues["opened"].is_monotonic_increasing


def test_issues_are_closed_after_they_are_opened_and_before_now(issues: pd.DataFrame) -> None:
    closed = issues[issues["closed"].notna()]
    assert (closed["closed"] > closed["opened"]).all()
    assert (closed["closed"] <= NOW).all()


def test_all_but_one_or_two_in_a_hundred_issues_are_closed(issues: pd.DataFrame) -> None:
    assert issues["closed"].isna().mean() == pytest.approx(0.013, abs=0.003)


def test_every_word_of_an_issue_is_known_and_occurs(issues: pd.DataFrame) -> None:
    assert set(issues["channel"]) == {str(each) for each in Channel}
    assert set(issues["demand_type"]) == {str(each) for each in DemandType}
    assert set(issues["field"]) == {str(each) for each in Field}
    assert set(issues["urgency"]) == {each.name.lower() for each in Urgency if each}
    assert (issues["title"] != "").all()
    assert not issues["text"].str.contains(r"[{}]").any()


def test_open_issues_are_of_all_classes_and_emergencies_are_few(issues: pd.DataFrame) -> None:
    waiting = issues.loc[issues["closed"].isna(), "urgency"].value_counts()
    assert waiting["emergency"] == 6
    assert waiting["ordinary"] > waiting["emergency"]


def test_open_emergencies_are_where_power_is_out_or_just_was(
    bureau: Bureau, issues: pd.DataFrame, outages: pd.DataFrame
) -> None:
    recent = outages[outages["restored"].isna() | (outages["restored"] > NOW - timedelta(days=1))]
    taken = bureau.outage_transformers
    dark = set(taken.loc[taken["outage"].isin(recent["number"]), "transformer"])
    urgent = issues[issues["closed"].isna() & (issues["urgency"] == "emergency")]
    at = bureau.customers.set_index("account")["transformer"]
    assert len(urgent) > 0
    assert set(urgent["account"].map(at)) <= dark | {""}


def test_those_known_for_complaining_did_so_three_times_in_a_year(
    bureau: Bureau, issues: pd.DataFrame
) -> None:
    customers = bureau.customers
    known = customers.loc[customers["sensitivity_reason"] == COMPLAINER, "account"]
    recent = issues[issues["opened"] > NOW - timedelta(days=365)]
    complaints = recent.loc[recent["demand_type"] == DemandType.COMPLAINT, "account"]
    assert len(known) > 0
    assert (complaints.value_counts().reindex(known) >= 3).all()


def test_miao_speakers_turn_to_the_bilingual_hotline(bureau: Bureau, issues: pd.DataFrame) -> None:
    language = issues["account"].map(bureau.customers.set_index("account")["language"])
    bilingual = issues["channel"] == Channel.BILINGUAL_HOTLINE
    assert bilingual[language == "miao"].mean() > 2 * bilingual[language == "zh"].mean()


def test_outages_are_of_three_kinds_with_causes(outages: pd.DataFrame) -> None:
    kinds = {OutageKind.PLANNED, OutageKind.TEMPORARY, OutageKind.FAULT}
    assert set(outages["kind"]) == {str(kind) for kind in kinds}
    assert (outages["cause"] != "").all()


def test_outages_begin_before_they_end(outages: pd.DataFrame) -> None:
    over = outages[outages["restored"].notna()]
    assert (over["restored"] > over["began"]).all()
    assert (over["restored"] <= NOW).all()
    assert (outages["expected"] > outages["began"]).all()
    assert (outages["began"] <= NOW).all()
    assert outages["began"].is_monotonic_increasing


def test_three_outages_last_and_none_of_them_for_long(outages: pd.DataFrame) -> None:
    lasting = outages[outages["restored"].isna()]
    assert len(lasting) == 3
    assert (lasting["began"] > NOW - timedelta(hours=4)).all()
    assert lasting["feeder"].nunique() == 3


def test_planned_work_is_done_on_working_days(outages: pd.DataFrame) -> None:
    planned = outages.loc[outages["kind"] == OutageKind.PLANNED, "began"]
    local = planned.dt.tz_convert("Asia/Shanghai")
    assert (local.dt.day_of_week < 5).all()
    assert local.dt.hour.between(8, 9).all()


def test_storms_make_days_with_many_faults(outages: pd.DataFrame) -> None:
    faults = outages.loc[outages["kind"] == OutageKind.FAULT, "began"]
    a_day = faults.dt.date.value_counts()
    assert a_day.iloc[0] >= 4
    assert a_day.median() == 1


def test_an_outage_takes_transformers_of_its_feeder(bureau: Bureau) -> None:
    feeder = bureau.transformers.set_index("code")["node"].str[:4]
    of = bureau.outages.set_index("number")["feeder"]
    taken = bureau.outage_transformers
    assert (taken["transformer"].map(feeder) == taken["outage"].map(of)).all()
