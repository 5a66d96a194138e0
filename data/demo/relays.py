"""Who passes messages on: an officer in each village, a group in each cell, a few shopkeepers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.demo import words
from data.demo.arrays import Floats, Stream, Words, array_of, random_stream
from data.demo.landscape import degrees
from data.demo.names import people, phone
from rules.codes import Language, RelayKind

if TYPE_CHECKING:
    from data.demo.county import County

FIRST_PHONE = 5_000_000
"""The first number of officers; customers have those before."""
SHOPS_EVERY, NEIGHBOURS = 16, 20
"""One transformer in so many has a shopkeeper near it, who tells so many customers."""


def relays_frame(county: County, seed: int) -> pd.DataFrame:
    """Return the relays, with the columns of the import."""
    rng = random_stream(seed, Stream.RELAYS)
    frames = [_officers(county, rng), _groups(county, rng), _shopkeepers(county, rng)]
    relays = pd.concat(frames, ignore_index=True)
    relays.insert(0, "code", [f"R{number:05d}" for number in range(1, len(relays) + 1)])
    named = (relays["kind"] == RelayKind.OFFICER).to_numpy()
    numbers = phone(FIRST_PHONE + np.arange(len(relays)))
    relays["phone"] = np.where(named, array_of(numbers), "")
    return relays[["code", "kind", "name", "phone", "language", "reliability", "serves", "x", "y"]]


def _officers(county: County, rng: np.random.Generator) -> pd.DataFrame:
    """One officer a village, who tells all of its transformers' customers."""
    village = county.land.settlements.village[county.network.spots.settlement]
    order = np.argsort(village, kind="stable")
    starts = np.flatnonzero(np.diff(village[order], prepend=-1))
    serves = [words.AND.join(codes) for codes in np.split(county.transformers[order], starts[1:])]
    count = len(serves)
    remote = county.land.settlements.remote[county.network.spots.settlement[order[starts]]]
    miao = rng.random(count) < remote
    trade = array_of(words.RELAY_TRADES)[rng.integers(0, len(words.RELAY_TRADES), count)]
    return _frame(
        RelayKind.OFFICER,
        people(count, rng) + array_of(["（"] * count) + trade + array_of(["）"] * count),
        np.where(miao, str(Language.BILINGUAL), str(Language.CHINESE)),
        np.round(0.5 + 0.48 * rng.beta(3, 1.6, count), 2),
        serves,
        degrees(county.network.spots.place[order[starts]]),
    )


def _groups(county: County, rng: np.random.Generator) -> pd.DataFrame:
    """One group a cell; not everybody in the cell reads it."""
    count = len(county.cells)
    middles = county.land.settlements.point[county.land.cells.middle]
    return _frame(
        RelayKind.GROUP,
        array_of([words.CUSTOMER_GROUP.format(name) for name in county.names.cells]),
        array_of([str(Language.CHINESE)] * count),
        np.round(rng.uniform(0.25, 0.7, count), 2),
        county.cells.tolist(),
        degrees(county.land.roads.places[middles]),
    )


def _shopkeepers(county: County, rng: np.random.Generator) -> pd.DataFrame:
    """Shopkeepers who tell their neighbours, customer by customer."""
    first = np.flatnonzero(np.diff(county.customers.transformer, prepend=-1) > 0)[::SHOPS_EVERY]
    account = county.customers.account
    serves = [words.AND.join(account[start : start + NEIGHBOURS]) for start in first.tolist()]
    shops = array_of(words.SHOPS)[rng.integers(0, len(words.SHOPS), len(first))]
    return _frame(
        RelayKind.OFFICER,
        people(len(first), rng)
        + array_of(["（"] * len(first))
        + shops
        + array_of(["）"] * len(first)),
        county.customers.language[first],
        np.round(rng.uniform(0.4, 0.85, len(first)), 2),
        serves,
        county.homes.place[first],
    )


def _frame(
    kind: RelayKind,
    name: Words,
    language: Words,
    reliability: Floats,
    serves: list[str],
    place: Floats,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kind": str(kind),
            "name": name,
            "language": language,
            "reliability": reliability,
            "serves": serves,
            "x": place[:, 0],
            "y": place[:, 1],
        }
    )
