"""The customers themselves: who they are, what they are called, how they can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo import words
from data.demo.arrays import Bools, Ints, Stream, Words, array_of, random_stream
from data.demo.contacts import languages, phone_lists
from data.demo.names import people
from data.demo.reasons import REASONS
from data.demo.sensitivity import KINDS, Sensitive, make_sensitive
from data.demo.shares import CONSENT, NAMED, PRIVATE_KINDS, RURAL_KINDS, URBAN_KINDS
from data.demo.supply import classes, second_supply
from rules.codes import CustomerKind

if TYPE_CHECKING:
    from data.demo.homes import Homes
    from data.demo.landscape import Landscape
    from data.demo.names import Names
    from data.demo.network import Network

WITHOUT_TRANSFORMER = 2


@dataclass(frozen=True, slots=True)
class Customers:
    """Per customer; ``transformer`` and ``second`` are -1 where there is none.

    ``kind`` numbers ``KINDS``, ``rank`` is the class by contract, ``village`` the number of the
    village or quarter.
    """

    account: Words
    name: Words
    address: Words
    kind: Ints
    rank: Ints
    transformer: Ints
    second: Ints
    village: Ints
    sensitive: Sensitive
    language: Words
    phone: Words
    consent: Words


def make_customers(
    land: Landscape, network: Network, names: Names, homes: Homes, seed: int
) -> Customers:
    """Invent everybody."""
    rng = random_stream(seed, Stream.PEOPLE)
    at = homes.transformer
    settlement = network.spots.settlement[at]
    urban = land.settlements.urban[settlement]
    kind = _kinds(network.private[at], urban, rng)
    sensitive = make_sensitive(kind, urban, seed)
    rank = classes(kind, rng)
    transformer = at.copy()
    transformer[rng.choice(len(at), WITHOUT_TRANSFORMER, replace=False)] = -1
    village = land.settlements.village[settlement]
    station = land.cells.station[np.maximum(homes.cell, 0)]
    return Customers(
        account=_accounts(station),
        name=_names(kind, names.villages[village], rng),
        address=_addresses(land, network, names, at, rng),
        kind=kind,
        rank=rank,
        transformer=transformer,
        second=second_supply(network, at, rank),
        village=village,
        sensitive=sensitive,
        language=languages(land.settlements, settlement, _elderly(sensitive), rng),
        phone=phone_lists(village, seed),
        consent=array_of([str(each) for each in CONSENT])[
            rng.choice(len(CONSENT), len(at), p=list(CONSENT.values()))
        ],
    )


def _kinds(private: Bools, urban: Bools, rng: np.random.Generator) -> Ints:
    kind = np.full(len(private), KINDS.index(CustomerKind.HOUSEHOLD))
    groups = ((~private & urban, URBAN_KINDS), (~private & ~urban, RURAL_KINDS))
    for mask, shares in (*groups, (private, PRIVATE_KINDS)):
        mine = np.flatnonzero(mask)
        edges = np.cumsum(list(shares.values()))
        drawn = np.searchsorted(edges, rng.random(len(mine)))
        codes = [KINDS.index(each) for each in shares] + [KINDS.index(CustomerKind.HOUSEHOLD)]
        kind[mine] = np.array(codes)[drawn]
    return kind


def _accounts(station: Ints) -> Words:
    """Give account numbers station by station; the numbers of some begin with zero."""
    serial = np.empty(len(station), dtype=np.int64)
    order = np.argsort(station, kind="stable")
    starts = np.searchsorted(station[order], station[order])
    serial[order] = np.arange(len(station)) - starts
    prefixed = zip((station * 7 + 3).tolist(), (serial * 3 + 100_001).tolist(), strict=True)
    return array_of([f"{prefix:03d}{number:09d}" for prefix, number in prefixed])


def _names(kind: Ints, village: Words, rng: np.random.Generator) -> Words:
    name = people(len(kind), rng)
    for each, endings in NAMED.items():
        mine = np.flatnonzero(kind == KINDS.index(each))
        ending = array_of(endings)[rng.integers(0, len(endings), len(mine))]
        long = rng.random(len(mine)) < 1 / 3
        name[mine] = np.where(long, words.COUNTY_NAME, "") + village[mine] + ending
    return name


def _addresses(
    land: Landscape, network: Network, names: Names, at: Ints, rng: np.random.Generator
) -> Words:
    """Write addresses: county, town, village, group (the transformer's), house."""
    settlements, settlement = land.settlements, network.spots.settlement
    first = np.searchsorted(settlement, settlement)
    group = np.arange(len(settlement)) - first + 1
    places = [
        words.ADDRESS.format(
            names.towns[settlements.town[s]], names.villages[settlements.village[s]]
        )
        for s in settlement.tolist()
    ]
    streets = array_of(
        [
            f"{place}{number}{words.GROUP}"
            for place, number in zip(places, group.tolist(), strict=True)
        ]
    )
    doors = array_of([f"{number}{words.DOOR}" for number in range(1, 400)])
    written: Words = streets[at] + doors[rng.integers(0, len(doors), len(at))]
    return written


def _elderly(sensitive: Sensitive) -> Bools:
    elderly = np.array([each.elderly for each in REASONS] + [False])
    marked: Bools = elderly[sensitive.reason]
    return marked
