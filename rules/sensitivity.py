"""How sensitive a customer is, and why.

The bureau's own entry is never lowered by a rule; rules can only raise it. What raises it is
set by the bureau (``sensitivity.*`` parameters), but for one thing: equipment that keeps a
person alive always counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.codes import LIFE_SUPPORT, CustomerClass, CustomerKind, Equipment, Sensitivity
from rules.reasons import Reason, ReasonSource, reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import Enum

    from rules.parameters import Parameters

RAISED = (Sensitivity.SPECIAL, Sensitivity.SENSITIVE, Sensitivity.KEY_ATTENTION)
"""The levels that a rule can raise to, highest first."""
BACKUP_HOURS = "sensitivity.life_support.backup_hours"
BACKED_UP = "sensitivity.life_support.backed_up"
COMPLAINTS = "sensitivity.complaints.count"
COMPLAINTS_LEVEL = "sensitivity.complaints.level"


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What the classification of one customer rests on.

    ``sensitivity`` and ``sensitivity_reason`` are the bureau's own entry. ``backup_hours`` is
    how long the customer's own supply lasts, none where nobody knows. ``complaints`` counts
    the customer's complaints within ``sensitivity.complaints.window_days``.
    """

    kind: CustomerKind = CustomerKind.OTHER
    class_: CustomerClass = CustomerClass.ORDINARY
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    sensitivity_reason: str = ""
    equipment: frozenset[Equipment] = frozenset()
    backup_hours: float | None = None
    complaints: int = 0


@dataclass(frozen=True, slots=True)
class Classified:
    """How sensitive a customer is; ``reasons`` are never empty, the strongest first."""

    sensitivity: Sensitivity
    reasons: tuple[Reason, ...]
    life_support: bool


Found = tuple[Sensitivity, Reason]


def classify(facts: CustomerFacts, parameters: Parameters) -> Classified:
    """Return the highest level that the bureau's entry or a rule gives, with every reason."""
    found = sorted(_found(facts, parameters), key=lambda pair: -pair[0])
    if not found:
        found = [(Sensitivity.ORDINARY, reason("sensitivity.ordinary", ReasonSource.NOTHING))]
    reasons = tuple(why for _, why in found)
    return Classified(found[0][0], reasons, bool(facts.equipment & LIFE_SUPPORT))


def level_by_list(parameters: Parameters, topic: str, code: Enum) -> tuple[Sensitivity, str]:
    """Return the highest level whose list holds a code, and the parameter that is this list.

    ``topic`` is kinds, classes or equipment. A code in no list is ordinary, by no parameter.
    """
    for level in RAISED:
        key = f"sensitivity.{level.name.lower()}.{topic}"
        if code in parameters.codes(key, type(code)):
            return level, key
    return Sensitivity.ORDINARY, ""


def life_support_level(hours: float | None, parameters: Parameters) -> Sensitivity:
    """Return the level of a customer with life support whose own supply lasts for ``hours``.

    An unknown supply counts as none.
    """
    if hours is not None and hours >= parameters.number(BACKUP_HOURS):
        return parameters.choice(BACKED_UP, Sensitivity)
    return Sensitivity.SPECIAL


def _found(facts: CustomerFacts, parameters: Parameters) -> Iterator[Found]:
    yield from _by_bureau(facts)
    yield from _by_life_support(facts, parameters)
    yield from _by_lists(facts, parameters)
    yield from _by_complaints(facts, parameters)


def _by_bureau(facts: CustomerFacts) -> Iterator[Found]:
    level, text = facts.sensitivity, facts.sensitivity_reason.strip()
    if level is Sensitivity.ORDINARY:
        return
    if text:
        why = reason("sensitivity.bureau", ReasonSource.BUREAU, level=level, text=text)
    else:
        why = reason("sensitivity.bureau_unexplained", ReasonSource.BUREAU, level=level)
    yield level, why


def _by_life_support(facts: CustomerFacts, parameters: Parameters) -> Iterator[Found]:
    level = life_support_level(facts.backup_hours, parameters)
    for item in Equipment:
        if item in facts.equipment & LIFE_SUPPORT:
            yield level, _life_support(item, level, facts.backup_hours, parameters)


def _life_support(
    item: Equipment, level: Sensitivity, hours: float | None, parameters: Parameters
) -> Reason:
    enough = parameters.number(BACKUP_HOURS)
    source = ReasonSource.EQUIPMENT
    if hours is None:
        return reason("sensitivity.life_support_unknown", source, item=item, level=level)
    known = "backed" if hours >= enough else "short"
    return reason(
        f"sensitivity.life_support_{known}",
        source,
        BACKUP_HOURS,
        item=item,
        level=level,
        hours=hours,
        enough=enough,
    )


def _by_lists(facts: CustomerFacts, parameters: Parameters) -> Iterator[Found]:
    asked: list[tuple[str, ReasonSource, Enum]] = [
        ("classes", ReasonSource.CUSTOMER_CLASS, facts.class_),
        ("kinds", ReasonSource.CUSTOMER_KIND, facts.kind),
    ]
    others = facts.equipment
    asked += [("equipment", ReasonSource.EQUIPMENT, item) for item in Equipment if item in others]
    for topic, source, code in asked:
        level, key = level_by_list(parameters, topic, code)
        if key:
            yield level, reason(f"sensitivity.{topic}", source, key, item=code, level=level)


def _by_complaints(facts: CustomerFacts, parameters: Parameters) -> Iterator[Found]:
    level = parameters.choice(COMPLAINTS_LEVEL, Sensitivity)
    if level is Sensitivity.ORDINARY or facts.complaints < parameters.whole(COMPLAINTS):
        return
    days = parameters.whole("sensitivity.complaints.window_days")
    source = ReasonSource.COMPLAINTS
    yield (
        level,
        reason(
            "sensitivity.complaints",
            source,
            COMPLAINTS,
            n=facts.complaints,
            days=days,
            level=level,
        ),
    )
