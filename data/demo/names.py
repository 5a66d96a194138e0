"""The names of the county's places and of what the bureau has there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo import words
from data.demo.arrays import Ints, Stream, Words, array_of, random_stream

if TYPE_CHECKING:
    from data.demo.landscape import Landscape
    from data.demo.network import Network

COMMON = 0.12
"""How much rarer each surname is than the one before it in the list."""
LONG_GIVEN = 0.72
"""Share of people with two characters after the surname."""


@dataclass(frozen=True, slots=True)
class Names:
    """``towns`` by town, ``villages`` by village, ``feeders``, ``substations``, ``stations``.

    Villages end in 村 or 社区; ``cells`` are the names of grid cells, ``rivers`` of the stems.
    """

    towns: Words
    villages: Words
    feeders: Words
    substations: Words
    stations: Words
    cells: Words
    rivers: Words


def make_names(land: Landscape, network: Network, seed: int) -> Names:
    """Name the county."""
    rng = random_stream(seed, Stream.NAMES)
    settlements = land.settlements
    towns = array_of(words.TOWNS[: len(settlements.seats)])
    count = int(settlements.village.max()) + 1
    rivers = len(land.rivers.stems)
    places = _places(count + rivers, rng)
    quarter = np.zeros(count, dtype=bool)
    quarter[settlements.village[settlements.urban]] = True
    villages = array_of(
        [
            (words.QUARTER if urban else words.VILLAGE).format(place)
            for place, urban in zip(places, quarter.tolist(), strict=False)
        ]
    )
    streams = [place[:2] + words.RIVER_LAST[place[0] in words.PLACE_FIRST[::2]] for place in places]
    bare = [town[:-1] for town in towns]
    return Names(
        towns=towns,
        villages=villages,
        feeders=_numbered([places[village] for village in _heaviest(land, network)], words.FEEDER),
        substations=_numbered([bare[town] for town in network.sites.town], words.SUBSTATION),
        stations=array_of([words.STATION.format(bare[town]) for town in land.cells.station]),
        cells=_numbered([villages[v] for v in settlements.village[land.cells.middle]], words.CELL),
        rivers=array_of([words.MAIN_RIVER, *streams[count + 1 :]]),
    )


def people(count: int, rng: np.random.Generator) -> Words:
    """Invent the names of so many people."""
    surnames, given = array_of(words.SURNAMES), array_of(words.GIVEN)
    weights = np.exp(-COMMON * np.arange(len(surnames)))
    family = rng.choice(len(surnames), count, p=weights / weights.sum())
    first, second = rng.integers(0, len(given), (2, count))
    ending = np.where(rng.random(count) < LONG_GIVEN, given[second], "")
    named: Words = surnames[family] + given[first] + ending
    return named


def phone(numbers: Ints) -> list[str]:
    """Write telephone numbers that nobody has; ``numbers`` below 10 million."""
    shifted = numbers + words.FIRST_PHONE
    return [words.PHONE.format(*divmod(number, 10_000)) for number in shifted.tolist()]


def _places(count: int, rng: np.random.Generator) -> list[str]:
    first, last = words.PLACE_FIRST, words.PLACE_LAST
    total = len(first) * len(first) * len(last)
    found = []
    for number in rng.permutation(total).tolist():
        rest, end = divmod(number, len(last))
        one, two = divmod(rest, len(first))
        if one != two:
            found.append(first[one] + first[two] + last[end])
        if len(found) == count:
            break
    return found


def _numbered(places: list[str], pattern: str) -> Words:
    """Name things after places; those of the same place are numbered, their first as well."""
    seen: dict[str, int] = {}
    named = []
    for place in places:
        seen[place] = seen.get(place, 0) + 1
        mark = words.NUMBERS[seen[place] - 1] if places.count(place) > 1 else ""
        named.append(pattern.format(place + mark))
    return array_of(named)


def _heaviest(land: Landscape, network: Network) -> list[int]:
    """Return the village that each feeder serves most of."""
    settlements = land.settlements
    heaviest = []
    for wiring in network.feeders:
        mine = wiring.trunk.settlements
        best = mine[int(np.argmax(settlements.share[mine]))]
        heaviest.append(int(settlements.village[best]))
    return heaviest
