"""Which customers are sensitive, why, and what they have that needs power."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Bools, Floats, Ints, Stream, Words, array_of, random_stream
from data.demo.reasons import REASONS, Reason
from rules.codes import CustomerKind, Sensitivity

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = tuple(CustomerKind)
SHARES: Mapping[Sensitivity, float] = MappingProxyType(
    {Sensitivity.SPECIAL: 0.01, Sensitivity.SENSITIVE: 0.04, Sensitivity.KEY_ATTENTION: 0.07}
)
"""Shares of the customers; about 88 of 100 are ordinary."""


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Per customer: number of the reason in ``REASONS`` (-1: ordinary), level, devices, hours.

    ``equipment`` joins the codes of several devices with a semicolon; ``hours`` is NaN where
    nothing needs power.
    """

    reason: Ints
    level: Ints
    equipment: Words
    hours: Floats


def make_sensitive(kind: Ints, urban: Bools, seed: int) -> Sensitive:
    """Choose sensitive customers by reason, each reason among those it can be true of.

    ``kind`` (n) numbers the kinds of ``KINDS``.
    """
    rng = random_stream(seed, Stream.SENSITIVITY)
    reason = np.full(len(kind), -1)
    for level, share in SHARES.items():
        _choose(reason, level, round(share * len(kind)), (kind, urban), rng)
    levels = np.array([each.level.value for each in REASONS] + [Sensitivity.ORDINARY.value])
    equipment, hours = _devices(reason, rng)
    return Sensitive(reason, levels[reason], equipment, hours)


def _choose(
    reason: Ints,
    level: Sensitivity,
    count: int,
    people: tuple[Ints, Bools],
    rng: np.random.Generator,
) -> None:
    """Fill in the reasons of a level, the rare ones first; the commonest takes what is left."""
    mine = [number for number, each in enumerate(REASONS) if each.level is level]
    for number in sorted(mine, key=lambda each: REASONS[each].share):
        wanted = max(round(REASONS[number].share * count), 1)
        left = count - int(np.isin(reason, mine).sum())
        if number == max(mine, key=lambda each: REASONS[each].share):
            wanted = left
        fits = np.flatnonzero(_fits(REASONS[number], *people) & (reason < 0))
        reason[rng.choice(fits, min(wanted, left, len(fits)), replace=False)] = number


def _fits(reason: Reason, kind: Ints, urban: Bools) -> Bools:
    fits = np.isin(kind, [KINDS.index(each) for each in reason.kinds])
    return fits & urban if reason.urban else fits


def _devices(reason: Ints, rng: np.random.Generator) -> tuple[Words, Floats]:
    equipment = np.full(len(reason), "", dtype=object)
    hours = np.full(len(reason), np.nan)
    for number, each in enumerate(REASONS):
        mine = np.flatnonzero(reason == number)
        if each.equipment:
            lists = array_of([";".join(devices) for devices in each.equipment])
            equipment[mine] = lists[rng.integers(0, len(lists), len(mine))]
            hours[mine] = np.round(rng.uniform(*each.hours, len(mine)) * 2) / 2
    return equipment, hours
