"""What an outage can take: a whole feeder, all that lies behind a switch, or one transformer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.wiring import BREAKER

if TYPE_CHECKING:
    from data.demo.arrays import Floats, Ints
    from data.demo.county import County

WHOLE, BRANCH, SINGLE = 0, 1, 2
NEAR = 8_000.0
"""How far a storm reaches from its middle, in metres."""


@dataclass(frozen=True, slots=True)
class Zones:
    """``members`` (z) are transformers; ``feeder``, ``reach`` and ``middle`` (metres) go with it.

    ``customers`` (z) is how many customers each has.
    """

    members: list[Ints]
    feeder: Ints
    reach: Ints
    middle: Floats
    customers: Ints

    def some(
        self, shares: tuple[float, float, float], count: int, rng: np.random.Generator
    ) -> Ints:
        """Draw zones, by shares of whole feeders, branches and single transformers."""
        number = np.bincount(self.reach, minlength=len(shares))
        weight = (np.array(shares) / np.maximum(number, 1))[self.reach]
        return rng.choice(len(self.reach), count, p=weight / weight.sum())

    def near(self, place: Floats, count: int, rng: np.random.Generator) -> Ints:
        """Draw zones around a place, the closer the likelier; smaller ones most."""
        away = np.hypot(*(self.middle - place).T)
        weight = np.exp(-((away / NEAR) ** 2)) * np.array([0.5, 1.0, 0.15])[self.reach]
        return rng.choice(len(self.reach), count, p=weight / weight.sum())

    def struck(self, rng: np.random.Generator) -> Ints:
        """Choose two branches of different feeders, a transformer and a third branch, close by."""
        branch = np.flatnonzero(self.reach == BRANCH)
        large = branch[self.customers[branch] >= np.quantile(self.customers[branch], 0.8)]
        first = int(rng.choice(large))
        chosen = [first]
        for reach, among in ((BRANCH, large), (SINGLE, None), (BRANCH, branch)):
            free = np.flatnonzero(self.reach == reach) if among is None else among
            free = free[~np.isin(self.feeder[free], self.feeder[chosen])]
            away = np.hypot(*(self.middle[free] - self.middle[first]).T)
            chosen.append(int(free[np.argmin(away)]))
        return np.array(chosen)


def make_zones(county: County) -> Zones:
    """List what can fail together."""
    network = county.network
    settlement, count = network.spots.settlement, len(county.transformers)
    first = np.searchsorted(settlement, np.arange(int(settlement.max()) + 2))
    members: list[Ints] = []
    feeder: list[int] = []
    reach: list[int] = []
    for number, wiring in enumerate(network.feeders):
        for switch in (each for each in wiring.switches if each.behind):
            runs = [np.arange(first[place], first[place + 1]) for place in switch.behind]
            members.append(np.concatenate(runs))
            feeder.append(number)
            reach.append(WHOLE if switch.kind == BREAKER else BRANCH)
    members += list(np.arange(count).reshape(-1, 1))
    homes = np.bincount(county.homes.transformer, minlength=count)
    return Zones(
        members=members,
        feeder=np.concatenate([feeder, network.feeder]).astype(np.int64),
        reach=np.concatenate([reach, np.full(count, SINGLE)]).astype(np.int64),
        middle=np.array([network.spots.place[each].mean(axis=0) for each in members]),
        customers=np.array([int(homes[each].sum()) for each in members]),
    )
