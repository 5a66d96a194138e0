"""Who comes first in any list of customers, and why.

A priority is a number: the smaller, the more important. Its high bits hold the criteria in
the bureau's order (``priority.order``), its low 32 bits the customer's id, so that no two
customers share one and a list is sorted by a single column.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import CustomerClass, CustomerId, Sensitivity, Urgency
from rules.policy import Criterion
from rules.reasons import Reason, ReasonSource, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.parameters import Parameters

ORDER = "priority.order"
ID_BITS = 32
BITS = {
    Criterion.LIFE_SUPPORT: 10,
    Criterion.SENSITIVITY: 2,
    Criterion.CUSTOMER_CLASS: 3,
    Criterion.URGENCY: 3,
}
NO_LIFE_SUPPORT = (1 << BITS[Criterion.LIFE_SUPPORT]) - 1
PARTS_OF_AN_HOUR = 4
"""Battery time is told apart by quarters of an hour, up to ten days."""


@dataclass(frozen=True, slots=True)
class Standing:
    """By what one customer is ordered: its classification, its class and its urgency now.

    ``backup_hours`` is none where nobody knows how long the own supply lasts; that counts as
    no time at all.
    """

    id: CustomerId
    life_support: bool = False
    backup_hours: float | None = None
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    class_: CustomerClass = CustomerClass.ORDINARY
    urgency: Urgency = Urgency.NONE


@dataclass(frozen=True, slots=True)
class Priority:
    """A customer's place: ``key`` ascending is more important first."""

    key: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StandingColumns:
    """By what customers are ordered, one row each; the fields are those of ``Standing``.

    ``backup_hours`` is NaN where unknown.
    """

    id: NDArray[np.integer]
    life_support: NDArray[np.bool_]
    backup_hours: NDArray[np.floating]
    sensitivity: NDArray[np.uint8]
    class_: NDArray[np.uint8]
    urgency: NDArray[np.uint8]


def priority_of(standing: Standing, parameters: Parameters) -> Priority:
    """Return the place of one customer with the reasons, the one that counts most first."""
    fields = {
        Criterion.LIFE_SUPPORT: _battery(standing),
        Criterion.SENSITIVITY: Sensitivity.SPECIAL - standing.sensitivity,
        Criterion.CUSTOMER_CLASS: CustomerClass.SPECIAL - standing.class_,
        Criterion.URGENCY: Urgency.EMERGENCY - standing.urgency,
    }
    key, order = 0, parameters.codes(ORDER, Criterion)
    for criterion in order:
        key = key << BITS[criterion] | fields[criterion]
    known = dict(_reasons(standing))
    reasons = tuple(known[criterion] for criterion in order if criterion in known)
    nothing = (reason("priority.ordinary", ReasonSource.NOTHING),)
    return Priority(key << ID_BITS | standing.id, reasons or nothing)


def rank(columns: StandingColumns, parameters: Parameters) -> NDArray[np.int64]:
    """Return the ``key`` of ``priority_of`` for every row: unique, as ids are.

    Raises
    ------
    ValueError
        An id is below 0 or has more than 32 bits.
    """
    if len(columns.id) and not 0 <= columns.id.min() <= columns.id.max() < 1 << ID_BITS:
        raise ValueError(columns.id)
    fields = {
        Criterion.LIFE_SUPPORT: _batteries(columns),
        Criterion.SENSITIVITY: int(Sensitivity.SPECIAL) - columns.sensitivity.astype(np.int64),
        Criterion.CUSTOMER_CLASS: int(CustomerClass.SPECIAL) - columns.class_.astype(np.int64),
        Criterion.URGENCY: int(Urgency.EMERGENCY) - columns.urgency.astype(np.int64),
    }
    key = np.zeros(len(columns.id), np.int64)
    for criterion in parameters.codes(ORDER, Criterion):
        key = key << BITS[criterion] | fields[criterion]
    return key << ID_BITS | columns.id.astype(np.int64)


def _battery(standing: Standing) -> int:
    if not standing.life_support:
        return NO_LIFE_SUPPORT
    hours = standing.backup_hours
    if hours is None or math.isnan(hours):
        return 0
    most = (NO_LIFE_SUPPORT - 1) / PARTS_OF_AN_HOUR
    return math.floor(min(max(hours, 0.0), most) * PARTS_OF_AN_HOUR)


def _batteries(columns: StandingColumns) -> NDArray[np.int64]:
    most = (NO_LIFE_SUPPORT - 1) / PARTS_OF_AN_HOUR
    hours = columns.backup_hours.astype(np.float64)
    lasts = np.where(np.isnan(hours), 0.0, hours.clip(0.0, most))
    parts = np.floor(lasts * PARTS_OF_AN_HOUR).astype(np.int64)
    return np.where(columns.life_support, parts, NO_LIFE_SUPPORT)


def _reasons(standing: Standing) -> Iterator[tuple[Criterion, Reason]]:
    if standing.life_support:
        yield Criterion.LIFE_SUPPORT, _life_support(standing.backup_hours)
    scales = (
        (Criterion.SENSITIVITY, ReasonSource.CLASSIFICATION, standing.sensitivity),
        (Criterion.CUSTOMER_CLASS, ReasonSource.CUSTOMER_CLASS, standing.class_),
        (Criterion.URGENCY, ReasonSource.ISSUE, standing.urgency),
    )
    for criterion, source, level in scales:
        if level:
            yield criterion, reason(f"priority.{criterion}", source, ORDER, level=level)


def _life_support(hours: float | None) -> Reason:
    source = ReasonSource.EQUIPMENT
    if hours is None or math.isnan(hours):
        return reason("priority.life_support_unknown", source, ORDER)
    return reason("priority.life_support", source, ORDER, hours=hours)
