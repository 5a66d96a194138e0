"""How customers are reached: in which language, by which telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Bools, Floats, Ints, Stream, Words, array_of, random_stream
from data.demo.names import phone
from rules.codes import Language

if TYPE_CHECKING:
    from data.demo.settlements import Settlements

MIAO, BILINGUAL, OTHER = 0.35, 0.15, 0.01
"""Shares of customers who understand only spoken Miao, both languages, and yet another."""
MOST = 0.94
NONE, SECOND, THIRD, SHARED = 0.04, 0.09, 0.006, 0.06
"""Shares of customers without telephone, with a second, a third, and with a neighbour's."""
NEIGHBOURS = 12


def languages(
    settlements: Settlements, settlement: Ints, elderly: Bools, rng: np.random.Generator
) -> Words:
    """Draw languages: more Miao the more remote the village, and among the old."""
    villages = rng.lognormal(0, 0.6, int(settlements.village.max()) + 1)
    lean = (0.12 + settlements.remote) * villages[settlements.village]
    leaning = lean[settlement] * np.where(elderly, 2.0, 1.0)
    miao = _scaled(leaning, MIAO)
    drawn = rng.random(len(settlement))
    limits = np.stack([miao, miao + (1 - miao) * BILINGUAL / (1 - MIAO)])
    limits = np.vstack([limits, limits[1] + OTHER])
    codes = array_of(
        [str(each) for each in (Language.MIAO_SPOKEN, Language.BILINGUAL, Language.OTHER)]
        + [str(Language.CHINESE)]
    )
    chosen: Words = codes[(drawn >= limits).sum(axis=0)]
    return chosen


def _scaled(leaning: Floats, mean: float) -> Floats:
    """Scale to probabilities of a given mean."""
    chance: Floats = leaning * mean / leaning.mean()
    for _ in range(6):
        chance = np.minimum(chance, MOST)
        chance *= mean / chance.mean()
    return np.minimum(chance, MOST)


def phone_lists(village: Ints, seed: int) -> Words:
    """Give customers telephones, several joined by a semicolon, some of them a neighbour's."""
    rng = random_stream(seed, Stream.PHONES)
    count = len(village)
    own = array_of(phone(np.arange(count)))
    lender = np.maximum(np.arange(count) - rng.integers(1, NEIGHBOURS, count), 0)
    shared = (rng.random(count) < SHARED) & (village[lender] == village)
    first = np.where(shared, own[lender], own)
    luck = rng.random(count)
    more = np.flatnonzero(luck < SECOND)
    first[more] += array_of([";" + number for number in phone(count + np.arange(len(more)))])
    most = np.flatnonzero(luck < THIRD)
    first[most] += array_of([";" + number for number in phone(2 * count + np.arange(len(most)))])
    first[rng.random(count) < NONE] = ""
    lists: Words = first
    return lists
