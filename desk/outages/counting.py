"""How many are touched, by what the bureau counts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import CustomerClass, Sensitivity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot

NO_FEEDER = ""
"""Instead of a feeder's code: nobody knows by which these are supplied."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Customers in all, by sensitivity and class (position = code), and by feeder (code).

    Of the feeders, only those that occur are there, the one with the most customers first.
    """

    count: int
    by_sensitivity: tuple[int, ...]
    by_class: tuple[int, ...]
    by_feeder: dict[str, int]


def counted(snapshot: Snapshot, rows: NDArray[np.int64]) -> Counts:
    """Count rows of the customers."""
    own, feeders = snapshot.customers, snapshot.grid.feeders
    supplied = np.bincount(own.feeder[rows] + 1, minlength=len(feeders) + 1)
    order = np.argsort(-supplied, kind="stable")
    codes = [NO_FEEDER, *(row.code for row in feeders)]
    return Counts(
        len(rows),
        _by(own.sensitivity[rows], len(Sensitivity)),
        _by(own.raw.class_[rows], len(CustomerClass)),
        {codes[n]: int(supplied[n]) for n in order if supplied[n]},
    )


def _by(codes: NDArray[np.uint8], size: int) -> tuple[int, ...]:
    return tuple(np.bincount(codes, minlength=size).tolist())
