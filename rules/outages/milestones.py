"""The five firsts (五个第一时间) of a fault outage: when each is due, and where each stands.

The sources name six things under five headings; all six are kept. They say "at once" and give no
minutes, so the targets are defaults of ours (``milestone.*`` in the rule pack) that a bureau sets.
Only the crew has a promise to meet as well: it can't be sent later than it was promised to arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.codes import Company, Surroundings
from rules.outages.codes import Milestone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, timedelta

    from rules.pack import RulePack
    from rules.parameters import Parameters

SURROUNDINGS = "outage.surroundings"
PERCENT = "outage.milestone.percent"


class MilestoneState(StrEnum):
    """Where a milestone stands. ``WARNS`` is still in time, but most of its time is used."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    COMING = "coming"
    WARNS = "warns"
    MISSED = "missed"
    NOT_YET = "not_yet"


class Start(StrEnum):
    """From when the time of a milestone counts; before that it is not possible."""

    BEGUN = "begun"
    CREW_SENT = "crew_sent"
    RESTORED = "restored"


STARTS: Mapping[Milestone, Start] = {
    Milestone.CAUSE_FOUND: Start.BEGUN,
    Milestone.CREW_SENT: Start.BEGUN,
    Milestone.CUSTOMERS_TOLD: Start.BEGUN,
    Milestone.PICTURES_POSTED: Start.CREW_SENT,
    Milestone.CALLERS_VISITED: Start.BEGUN,
    Milestone.RESTORATION_TOLD: Start.RESTORED,
}
"""Pictures of the repair need a crew that is on its way, and nobody is told of power too early."""
WAITING = frozenset({MilestoneState.COMING, MilestoneState.WARNS, MilestoneState.NOT_YET})
"""States that time or a person still changes."""


@dataclass(frozen=True, slots=True)
class Target:
    """How long a milestone may take, and the key of the row of the rule pack that says so."""

    milestone: Milestone
    within: timedelta
    rule: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The target of each milestone, and the percent of its time after which it warns."""

    targets: tuple[Target, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone on the strip; all times are as given, ``rule`` is the key of its target.

    ``warns_at`` and ``due`` are none as long as it is not possible. ``done_at`` is none as long
    as it is not reached.
    """

    milestone: Milestone
    state: MilestoneState
    rule: str
    warns_at: datetime | None
    due: datetime | None
    done_at: datetime | None


def targets(
    pack: RulePack, parameters: Parameters, on: date, company: Company = Company.CSG
) -> Targets:
    """Return the targets that count on a day.

    Raises
    ------
    rules.pack.RuleNotInForce
        The company has no row for a target on that day.
    """
    where = parameters.choice(SURROUNDINGS, Surroundings)
    found = tuple(_target(pack, milestone, where, on, company) for milestone in Milestone)
    return Targets(found, parameters.whole(PERCENT))


def strip(
    began_at: datetime,
    reached: Mapping[Milestone, datetime],
    given: Targets,
    now: datetime,
    restored_at: datetime | None = None,
) -> tuple[Step, ...]:
    """Return the six milestones as they stood at ``now``, in the order of the sources.

    What was reached after ``now`` was not reached yet: the strip of an earlier moment is what was
    shown then. A milestone that was reached before its time began is in time.
    """
    known = {milestone: at for milestone, at in reached.items() if at <= now}
    restored = restored_at if restored_at is not None and restored_at <= now else None
    starts = {
        Start.BEGUN: began_at,
        Start.CREW_SENT: known.get(Milestone.CREW_SENT),
        Start.RESTORED: restored,
    }
    return tuple(
        _step(one, starts[STARTS[one.milestone]], known.get(one.milestone), now, given.percent)
        for one in given.targets
    )


def next_change(steps: Sequence[Step], now: datetime) -> datetime | None:
    """Return when time alone will next change a state of the strip, none where it never will."""
    open_steps = [step for step in steps if step.state in WAITING]
    moments = [at for step in open_steps for at in (step.warns_at, step.due) if at is not None]
    return min((at for at in moments if at >= now), default=None)


def _target(
    pack: RulePack, milestone: Milestone, where: Surroundings, on: date, company: Company
) -> Target:
    rows = [pack.row(f"milestone.{milestone}", on, company)]
    if milestone is Milestone.CREW_SENT:
        rows.append(pack.row(f"crew.arrival.{where}", on, company))
    strictest = min(rows, key=lambda row: row.duration())
    return Target(milestone, strictest.duration(), strictest.key)


def _step(
    target: Target,
    start: datetime | None,
    done_at: datetime | None,
    now: datetime,
    percent: int,
) -> Step:
    if start is None:
        state = MilestoneState.NOT_YET if done_at is None else MilestoneState.DONE_IN_TIME
        return Step(target.milestone, state, target.rule, None, None, done_at)
    due, warns_at = start + target.within, start + target.within * percent / 100
    state = _state(warns_at, due, done_at, now)
    return Step(target.milestone, state, target.rule, warns_at, due, done_at)


def _state(
    warns_at: datetime, due: datetime, done_at: datetime | None, now: datetime
) -> MilestoneState:
    if done_at is not None:
        return MilestoneState.DONE_IN_TIME if done_at <= due else MilestoneState.DONE_LATE
    if now > due:
        return MilestoneState.MISSED
    return MilestoneState.WARNS if now >= warns_at else MilestoneState.COMING
