"""Why a customer stands where it stands on the list of an outage, and who may read that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.access import Right, may
from rules.codes import CustomerClass, Sensitivity, Urgency
from rules.naming import in_words
from rules.outages.why import RowFacts, When, row_reasons
from rules.parameters import Parameters
from rules.viewer import PEOPLE, Viewer
from tests.viewers import ADMINISTRATOR, AGENT, COORDINATOR, DISPATCHER, HEAD, manager
from texts import Tongue, texts

if TYPE_CHECKING:
    from rules.reasons import Reason

BEGAN = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NOW = BEGAN + timedelta(hours=1)
DEFAULTS = Parameters.defaults()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def told(
    facts: RowFacts,
    viewer: Viewer = COORDINATOR,
    now: datetime = NOW,
    expected_at: datetime | None = None,
) -> tuple[Reason, ...]:
    return row_reasons(viewer, facts, When(BEGAN, expected_at), now, DEFAULTS)


def read(why: Reason, tongue: Tongue = Tongue.ENGLISH) -> str:
    say = texts(tongue)
    facts = in_words(why.facts, say, lambda moment: say.moment(moment, SHANGHAI))
    return say(why.text_key, **facts)


END = "until 2026-11-22 13:00"
SHORT = f"{END}, before power is expected back"


@pytest.mark.parametrize(
    ("hours", "now", "expected", "sentence"),
    [
        (3.0, 1.0, None, f"2 h of battery left, {END}"),
        (3.0, 1.6, None, f"1.25 h of battery left, {END}"),
        (3.0, 1.0, 4.0, f"2 h of battery left, {SHORT}"),
        (3.0, 1.0, 3.0, f"2 h of battery left, {END}"),
        (3.0, 3.0, None, "battery ran out at 2026-11-22 13:00"),
        (0.0, 0.0, None, "battery ran out at 2026-11-22 10:00"),
        (3.0, -24, None, f"battery lasts 3 h, {END}"),
        (3.0, -24, 8.0, f"battery lasts 3 h, {SHORT}"),
        (None, 1.0, None, "nobody knows how long the battery lasts"),
    ],
)
def test_battery_hours_run_down_while_the_outage_runs(
    hours: float | None, now: float, expected: float | None, sentence: str
) -> None:
    back = None if expected is None else BEGAN + timedelta(hours=expected)
    facts = RowFacts(life_support=True, backup_hours=hours)
    (why,) = told(facts, now=BEGAN + timedelta(hours=now), expected_at=back)
    assert read(why) == f"Life support: {sentence}"


def test_everything_out_of_the_ordinary_is_named_the_first_first() -> None:
    facts = RowFacts(
        life_support=True,
        backup_hours=8,
        sensitivity=Sensitivity.SPECIAL,
        class_=CustomerClass.FIRST,
        urgency=Urgency.EMERGENCY,
        told=2,
        others=("TD-2", "TD-3"),
        second_supply=True,
        lapsed=True,
    )
    assert [why.code.removeprefix("outage.") for why in told(facts)] == [
        "life_support_left", "sensitivity", "customer_class", "emergency", "lapsed", "told",
        "others", "second_supply",
    ]  # fmt: skip
    own = Parameters.from_overrides(
        {"priority.order": "urgency;customer_class;sensitivity;life_support"}
    )
    turned = row_reasons(COORDINATOR, facts, When(BEGAN), NOW, own)
    assert turned[0].code == "outage.emergency"
    assert turned[3].code == "outage.life_support_left"
    assert read(turned[6]) == "Also touched now by TD-2, TD-3"


def test_who_has_been_told_once_is_not_marked_yet() -> None:
    assert [why.code for why in told(RowFacts(told=1))] == ["outage.ordinary"]
    assert read(told(RowFacts(told=2))[0]) == "Touched by 2 other outages this month already"


@pytest.mark.parametrize("urgency", [Urgency.NONE, Urgency.ORDINARY])
def test_an_ordinary_customer_has_a_reason_as_well(urgency: Urgency) -> None:
    (why,) = told(RowFacts(urgency=urgency))
    assert why.code == "outage.ordinary"


@pytest.mark.parametrize(
    ("viewer", "code"),
    [
        (COORDINATOR, "outage.life_support_left"),
        (DISPATCHER, "outage.life_support_left"),
        (manager(1), "outage.life_support"),
        (AGENT, "outage.life_support"),
        (HEAD, "outage.ordinary"),
        (ADMINISTRATOR, "outage.ordinary"),
    ],
)
def test_hours_are_for_those_who_make_the_list(viewer: Viewer, code: str) -> None:
    (why,) = told(RowFacts(life_support=True, backup_hours=8), viewer)
    assert why.code == code
    if code != "outage.life_support_left":
        assert why.facts == ()


facts_of_a_row = st.builds(
    RowFacts,
    life_support=st.booleans(),
    backup_hours=st.one_of(st.none(), st.floats(0, 300), st.just(float("nan"))),
    sensitivity=st.sampled_from(Sensitivity),
    class_=st.sampled_from(CustomerClass),
    urgency=st.sampled_from(Urgency),
    told=st.integers(0, 9),
    others=st.lists(st.just("TD-1"), max_size=2).map(tuple),
    second_supply=st.booleans(),
    lapsed=st.booleans(),
)
roles = st.sampled_from(PEOPLE).map(lambda role: Viewer("x", role))


@given(facts_of_a_row, roles, st.floats(-99, 99))
def test_every_reason_can_be_read_and_tells_no_more_than_the_role_may_know(
    facts: RowFacts, viewer: Viewer, hours: float
) -> None:
    found = told(facts, viewer, BEGAN + timedelta(hours=hours))
    assert found
    for tongue in Tongue:
        assert all(read(why, tongue) for why in found)
    if not may(viewer, Right.KNOW_LIFE_SUPPORT):
        without = replace(facts, life_support=False, backup_hours=None)
        assert found == told(without, viewer, BEGAN + timedelta(hours=hours))
    elif facts.life_support:
        assert any("life_support" in why.code for why in found)


@given(st.floats(0, 300), st.floats(0, 300), st.floats(0, 300))
def test_hours_never_grow_and_are_never_more_than_there_are(
    backup: float, first: float, second: float
) -> None:
    early, late = sorted((first, second))
    facts = RowFacts(life_support=True, backup_hours=backup)
    left = [
        dict(told(facts, now=BEGAN + timedelta(hours=moment))[0].facts).get("hours", 0.0)
        for moment in (early, late)
    ]
    assert isinstance(left[0], float)
    assert isinstance(left[1], float)
    assert left[1] <= left[0]
    assert left[0] <= max(backup - early, 0.0) + 1e-6
