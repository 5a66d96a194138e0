"""The classification of ``rules.sensitivity`` over columns: the same answer for a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import CustomerClass, CustomerKind, Sensitivity
from rules.equipment import LIFE_SUPPORT_MASK, ORDER, equipment_in
from rules.sensitivity import (
    BACKED_UP,
    BACKUP_HOURS,
    COMPLAINTS,
    COMPLAINTS_LEVEL,
    level_by_list,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rules.parameters import Parameters

KINDS = tuple(CustomerKind)
"""The column of kinds holds positions in this tuple."""


@dataclass(frozen=True, slots=True, eq=False)
class CustomerColumns:
    """What the classification rests on, one row a customer, all of one length.

    ``kind`` are positions in ``KINDS``, ``class_`` and ``sensitivity`` (the bureau's entry)
    the numbers of their scales, ``equipment`` masks of ``rules.equipment``, ``backup_hours``
    hours with NaN for unknown, ``complaints`` counts.
    """

    kind: NDArray[np.uint8]
    class_: NDArray[np.uint8]
    sensitivity: NDArray[np.uint8]
    equipment: NDArray[np.uint16]
    backup_hours: NDArray[np.floating]
    complaints: NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class ClassifiedColumns:
    """The level of each customer and whether a life hangs on its power."""

    sensitivity: NDArray[np.uint8]
    life_support: NDArray[np.bool_]


def classify_many(columns: CustomerColumns, parameters: Parameters) -> ClassifiedColumns:
    """Return what ``rules.sensitivity.classify`` says of every row.

    Raises
    ------
    IndexError
        A kind or a class is a number that its scale does not have.
    """
    alive = (columns.equipment & np.uint16(LIFE_SUPPORT_MASK)) != 0
    masks = columns.equipment & np.uint16((1 << len(ORDER)) - 1)
    level = np.maximum(columns.sensitivity.astype(np.uint8), _kind_levels(parameters)[columns.kind])
    np.maximum(level, _class_levels(parameters)[columns.class_], out=level)
    np.maximum(level, _mask_levels(parameters, masks)[masks], out=level)
    np.maximum(level, _life_support_levels(columns, alive, parameters), out=level)
    np.maximum(level, _complaint_levels(columns, parameters), out=level)
    return ClassifiedColumns(level, alive)


def _kind_levels(parameters: Parameters) -> NDArray[np.uint8]:
    return np.array([level_by_list(parameters, "kinds", kind)[0] for kind in KINDS], np.uint8)


def _class_levels(parameters: Parameters) -> NDArray[np.uint8]:
    classes = sorted(CustomerClass)
    return np.array([level_by_list(parameters, "classes", c)[0] for c in classes], np.uint8)


def _mask_levels(parameters: Parameters, masks: NDArray[np.uint16]) -> NDArray[np.uint8]:
    single = {item: level_by_list(parameters, "equipment", item)[0] for item in ORDER}
    levels = np.zeros(1 << len(ORDER), np.uint8)
    # Only those that occur: where few rows are judged again, most of the table is for nothing.
    for mask in np.flatnonzero(np.bincount(masks)).tolist():
        levels[mask] = max((single[item] for item in equipment_in(mask)), default=0)
    return levels


def _life_support_levels(
    columns: CustomerColumns, alive: NDArray[np.bool_], parameters: Parameters
) -> NDArray[np.uint8]:
    lasts = columns.backup_hours.astype(np.float64) >= parameters.number(BACKUP_HOURS)
    backed = np.uint8(parameters.choice(BACKED_UP, Sensitivity))
    level = np.where(lasts, backed, np.uint8(Sensitivity.SPECIAL))
    return np.where(alive, level, np.uint8(0))


def _complaint_levels(columns: CustomerColumns, parameters: Parameters) -> NDArray[np.uint8]:
    level = np.uint8(parameters.choice(COMPLAINTS_LEVEL, Sensitivity))
    return np.where(columns.complaints >= parameters.whole(COMPLAINTS), level, np.uint8(0))
