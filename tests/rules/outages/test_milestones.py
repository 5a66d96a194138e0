"""The strip of the five firsts: due, done, and warned of before one is missed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.naming import text_key
from rules.outages.codes import Milestone
from rules.outages.milestones import MilestoneState, Step, next_change, strip, targets
from rules.pack import RulePack
from rules.parameters import Parameters
from texts import Tongue, texts

BEGAN = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TARGETS = targets(RulePack.load(), Parameters.defaults(), TODAY)
State = MilestoneState


def after(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def at(minutes: float, restored: float | None = None, **reached: float) -> dict[Milestone, Step]:
    """Return the strip so many minutes after the beginning, by milestone."""
    stamps = {Milestone(name): after(when) for name, when in reached.items()}
    over = None if restored is None else after(restored)
    return {step.milestone: step for step in strip(BEGAN, stamps, TARGETS, after(minutes), over)}


def test_all_six_stand_on_the_strip_in_their_order() -> None:
    assert tuple(at(0)) == tuple(Milestone)


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, State.COMING), (11, State.COMING), (11.25, State.WARNS), (15, State.WARNS),
     (15.01, State.MISSED)],
)  # fmt: skip
def test_a_milestone_warns_before_it_is_missed(minutes: float, state: State) -> None:
    step = at(minutes)[Milestone.CREW_SENT]
    assert (step.state, step.due, step.done_at) == (state, after(15), None)


@pytest.mark.parametrize(
    ("done", "state"), [(15, State.DONE_IN_TIME), (16, State.DONE_LATE), (-5, State.DONE_IN_TIME)]
)
def test_what_is_done_is_in_time_or_late(done: float, state: State) -> None:
    assert at(100, crew_sent=done)[Milestone.CREW_SENT].state is state


def test_pictures_count_from_when_the_crew_was_sent() -> None:
    assert at(500)[Milestone.PICTURES_POSTED].state is State.NOT_YET
    step = at(30, crew_sent=20)[Milestone.PICTURES_POSTED]
    assert (step.state, step.due) == (State.COMING, after(80))


def test_restoration_is_told_once_power_is_back() -> None:
    assert at(500)[Milestone.RESTORATION_TOLD].state is State.NOT_YET
    assert at(500, restored=600)[Milestone.RESTORATION_TOLD].state is State.NOT_YET
    step = at(620, restored=600)[Milestone.RESTORATION_TOLD]
    assert (step.state, step.due) == (State.COMING, after(630))
    assert at(640, restored=600)[Milestone.RESTORATION_TOLD].state is State.MISSED


def test_a_milestone_that_is_reached_before_its_time_began_is_in_time() -> None:
    step = at(10, pictures_posted=5)[Milestone.PICTURES_POSTED]
    assert (step.state, step.due, step.done_at) == (State.DONE_IN_TIME, None, after(5))


def test_a_crew_cannot_be_sent_later_than_it_was_promised_to_arrive() -> None:
    lax = RulePack.load().overridden({"milestone.crew_sent": "240"})
    for where, minutes in (("city", 45), ("rural", 90), ("remote", 120)):
        own = Parameters.from_overrides({"outage.surroundings": where})
        target = targets(lax, own, TODAY).targets[1]
        assert target.within == timedelta(minutes=minutes)
        assert target.rule == f"crew.arrival.{where}"


def test_a_bureau_sets_targets_and_warnings_itself() -> None:
    own = RulePack.load().overridden({"milestone.customers_told": "20"})
    set_by_it = targets(own, Parameters.from_overrides({"outage.milestone.percent": "50"}), TODAY)
    told = strip(BEGAN, {}, set_by_it, after(10))[2]
    assert (told.state, told.due, told.rule) == (
        State.WARNS, after(20), "milestone.customers_told",
    )  # fmt: skip


minutes = st.floats(-60, 2_000).map(lambda number: round(number, 3))
stamps = st.dictionaries(st.sampled_from(Milestone), minutes.map(after))


@given(stamps, minutes, minutes, st.one_of(st.none(), minutes.map(after)))
def test_time_alone_never_makes_a_milestone_better(
    reached: dict[Milestone, datetime], first: float, second: float, restored: datetime | None
) -> None:
    early, late = sorted((first, second))
    known = {milestone: when for milestone, when in reached.items() if when <= after(early)}
    over = restored if restored is not None and restored <= after(early) else None
    worse = (State.COMING, State.WARNS, State.MISSED)
    pairs = zip(
        strip(BEGAN, known, TARGETS, after(early), over),
        strip(BEGAN, known, TARGETS, after(late), over),
        strict=True,
    )
    for before, then in pairs:
        assert (before.due, before.done_at) == (then.due, then.done_at)
        if before.state in worse:
            assert worse.index(then.state) >= worse.index(before.state)
        else:
            assert then.state is before.state


@given(stamps, minutes, st.one_of(st.none(), minutes.map(after)))
def test_nothing_is_missed_without_a_warning_and_the_next_change_is_told(
    reached: dict[Milestone, datetime], now: float, restored: datetime | None
) -> None:
    steps = strip(BEGAN, reached, TARGETS, after(now), restored)
    for step in steps:
        assert (step.due is None) == (step.warns_at is None)
        assert step.due is None or step.warns_at is None or step.warns_at <= step.due
        assert step.done_at is None or step.done_at <= after(now)
    change = next_change(steps, after(now))
    if change is None:
        assert not {step.state for step in steps} & {State.COMING, State.WARNS}
    else:
        assert change >= after(now)
        assert change in {moment for step in steps for moment in (step.warns_at, step.due)}


@pytest.mark.parametrize("tongue", Tongue)
def test_every_state_has_a_name(tongue: Tongue) -> None:
    say = texts(tongue)
    assert len({say(text_key(state)) for state in State}) == len(State)
    assert all(say(text_key(milestone)) for milestone in Milestone)
