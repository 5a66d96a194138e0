"""Important customers by contract (重要电力用户), and the second supply that some of them have."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from data.demo.sensitivity import KINDS
from rules.codes import CustomerClass, CustomerKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.demo.arrays import Ints
    from data.demo.network import Network

SPECIAL, FIRST, SECOND, TEMPORARY = (
    CustomerClass.SPECIAL,
    CustomerClass.FIRST,
    CustomerClass.SECOND,
    CustomerClass.TEMPORARY,
)
CHANCES: Mapping[CustomerKind, Mapping[CustomerClass, float]] = MappingProxyType(
    {
        CustomerKind.HOSPITAL: {SPECIAL: 0.06, FIRST: 0.30, SECOND: 0.40},
        CustomerKind.UTILITY: {FIRST: 0.06, SECOND: 0.15},
        CustomerKind.GOVERNMENT: {FIRST: 0.03, SECOND: 0.08, TEMPORARY: 0.05},
        CustomerKind.FACTORY: {SECOND: 0.06, TEMPORARY: 0.02},
        CustomerKind.SCHOOL: {TEMPORARY: 0.12},
        CustomerKind.HOTEL: {TEMPORARY: 0.03},
    }
)
FARTHEST = 4_000.0
"""How far away a second supply may come from, in metres."""


def classes(kind: Ints, rng: np.random.Generator) -> Ints:
    """Draw the class of each customer by its kind."""
    rank = np.full(len(kind), CustomerClass.ORDINARY.value)
    for each, chances in CHANCES.items():
        mine = np.flatnonzero(kind == KINDS.index(each))
        drawn = np.searchsorted(np.cumsum(list(chances.values())), rng.random(len(mine)))
        ranks = [*chances, CustomerClass.ORDINARY]
        rank[mine] = np.array([each.value for each in ranks])[drawn]
    # The county's hospital, whatever was drawn.
    rank[np.flatnonzero(kind == KINDS.index(CustomerKind.HOSPITAL))[:1]] = SPECIAL.value
    return rank


def second_supply(network: Network, transformer: Ints, rank: Ints) -> Ints:
    """Give important customers the nearest transformer of another feeder, -1 to all others."""
    second = np.full(len(transformer), -1)
    for customer in np.flatnonzero(rank >= CustomerClass.SECOND).tolist():
        home = int(transformer[customer])
        away = np.hypot(*(network.spots.place - network.spots.place[home]).T)
        away[(network.feeder == network.feeder[home]) | network.private] = np.inf
        nearest = int(np.argmin(away))
        if away[nearest] < FARTHEST:
            second[customer] = nearest
    return second
