"""Why a customer stands where it stands on the list of an outage.

How long the own supply of life support lasts is a fact on health. Who makes the list is told it,
for it decides who is called first; others who may know of life support read that there is some,
and everybody else reads nothing of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.access import Right, may
from rules.codes import CustomerClass, Sensitivity, Urgency
from rules.policy import Criterion
from rules.priority import ORDER, PARTS_OF_AN_HOUR
from rules.reasons import Reason, ReasonSource, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rules.parameters import Parameters
    from rules.viewer import Viewer

TIMES = "outage.told.times"
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class When:
    """The times of an outage: it runs from ``began_at`` on; ``expected_at`` is the promise."""

    began_at: datetime
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is known of a customer on the list.

    ``backup_hours`` is none where nobody knows how long the own supply lasts. ``urgency`` is that
    of the worst open issue. ``told`` counts the outages of this month by which the customer was
    already touched, this one left out; ``others`` are the numbers of those that touch it now.
    ``second_supply`` is whether a second feeder still lives, ``lapsed`` whether somebody left the
    customer off when the trace did not reach it, which it does now.
    """

    life_support: bool = False
    backup_hours: float | None = None
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    class_: CustomerClass = CustomerClass.ORDINARY
    urgency: Urgency = Urgency.NONE
    told: int = 0
    others: tuple[str, ...] = ()
    second_supply: bool = False
    lapsed: bool = False


def row_reasons(
    viewer: Viewer, facts: RowFacts, when: When, now: datetime, parameters: Parameters
) -> tuple[Reason, ...]:
    """Return why a customer stands where it stands, as a viewer may read it; never empty.

    What the list is ordered by comes first, in the bureau's order (``priority.order``), and only
    what is out of the ordinary is named.
    """
    ordered = dict(_by_order(viewer, facts, when, now))
    found = [
        *(ordered[criterion] for criterion in parameters.codes(ORDER, Criterion)
          if criterion in ordered),
        *_besides(facts, parameters.whole(TIMES)),
    ]  # fmt: skip
    return tuple(found) or (reason("outage.ordinary", ReasonSource.NOTHING),)


def _by_order(
    viewer: Viewer, facts: RowFacts, when: When, now: datetime
) -> Iterator[tuple[Criterion, Reason]]:
    if facts.life_support and may(viewer, Right.KNOW_LIFE_SUPPORT):
        knows_hours = may(viewer, Right.CONFIRM_OUTAGE)
        yield Criterion.LIFE_SUPPORT, _life(facts.backup_hours, when, now, told=knows_hours)
    scales = (
        (Criterion.SENSITIVITY, ReasonSource.CLASSIFICATION, facts.sensitivity),
        (Criterion.CUSTOMER_CLASS, ReasonSource.CUSTOMER_CLASS, facts.class_),
    )
    for criterion, source, level in scales:
        if level:
            yield criterion, reason(f"outage.{criterion}", source, ORDER, level=level)
    if facts.urgency is Urgency.EMERGENCY:
        yield Criterion.URGENCY, reason("outage.emergency", ReasonSource.ISSUE, ORDER)
    elif facts.urgency > Urgency.ORDINARY:
        why = reason("outage.urgency", ReasonSource.ISSUE, ORDER, level=facts.urgency)
        yield Criterion.URGENCY, why


def _life(hours: float | None, when: When, now: datetime, *, told: bool) -> Reason:
    source = ReasonSource.EQUIPMENT
    if not told:
        return reason("outage.life_support", source, ORDER)
    if hours is None or math.isnan(hours):
        return reason("outage.life_support_unknown", source, ORDER)
    lasts = max(hours, 0.0)
    end = when.began_at + lasts * HOUR
    if now < when.began_at:
        return _before(lasts, end, when.expected_at)
    if now >= end:
        return reason("outage.life_support_empty", source, ORDER, at=end)
    code = "left" if when.expected_at is None or end >= when.expected_at else "too_short"
    left = _rounded(end - now)
    return reason(f"outage.life_support_{code}", source, ORDER, hours=left, at=end)


def _before(lasts: float, end: datetime, expected_at: datetime | None) -> Reason:
    short = expected_at is not None and end < expected_at
    code = "outage.life_support_will_end" if short else "outage.life_support_lasts"
    hours = _rounded(lasts * HOUR)
    return reason(code, ReasonSource.EQUIPMENT, ORDER, hours=hours, at=end)


def _rounded(time: timedelta) -> float:
    """Return hours to the last full quarter: never more than there is."""
    return math.floor(time / HOUR * PARTS_OF_AN_HOUR) / PARTS_OF_AN_HOUR


def _besides(facts: RowFacts, times: int) -> Iterator[Reason]:
    if facts.lapsed:
        yield reason("outage.lapsed", ReasonSource.OUTAGES)
    if facts.told >= times:
        yield reason("outage.told", ReasonSource.OUTAGES, TIMES, n=facts.told)
    if facts.others:
        yield reason("outage.others", ReasonSource.OUTAGES, numbers=", ".join(facts.others))
    if facts.second_supply:
        yield reason("outage.second_supply", ReasonSource.OUTAGES)
