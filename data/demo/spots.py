"""台区: where the distribution transformers stand, and the branch lines that lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Bools, Floats, Ints, Stream, random_stream

if TYPE_CHECKING:
    from data.demo.landscape import Landscape

STRING, LONGEST = 270.0, 1_500.0
"""Distance between the transformers of a village, and the length of the longest, in metres."""
BLOCK_REACH = 210.0
"""How far the transformers of a town's quarter are from its middle, in metres."""
ROW = 62.0
"""Distance from street to street in towns, in metres."""
GOLDEN = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True, slots=True)
class Spots:
    """Transformers: ``place`` (t, 2) in metres and the ``settlement`` (t) of each.

    ``valley`` (t, 2) is the direction of the valley, in towns of the streets. ``branch`` (t) is
    the transformer of the same settlement that each hangs on, -1 for the trunk itself.
    """

    place: Floats
    settlement: Ints
    valley: Floats
    urban: Bools
    branch: Ints


def share_out(shares: Floats, count: int) -> Ints:
    """Share ``count`` out by shares, at least one to each (largest remainders)."""
    wanted = np.maximum(shares / shares.sum() * (count - len(shares)), 0)
    whole = wanted.astype(np.int64)
    most = np.argsort(whole - wanted, kind="stable")[: count - len(shares) - int(whole.sum())]
    whole[most] += 1
    shared: Ints = whole + 1
    return shared


def make_spots(land: Landscape, load: Ints, seed: int) -> Spots:
    """Place transformers: in a row along the valley in villages, over the blocks in towns.

    ``load`` (k) is how many of them each settlement has.
    """
    rng = random_stream(seed, Stream.SPOTS)
    settlement = np.repeat(np.arange(len(load)), load)
    turn = np.arange(len(settlement)) - np.repeat(np.cumsum(load) - load, load)
    middle = land.roads.places[land.settlements.point][settlement]
    urban = land.settlements.urban[settlement]
    valley = land.streets()[settlement]
    step = np.minimum(STRING, LONGEST / load)[settlement]
    along = (turn - (load[settlement] - 1) / 2) * step + rng.normal(0, 25, len(turn))
    across = rng.normal(0, 55, len(turn))
    strung = along[:, None] * valley + across[:, None] * left_of(valley)
    angle = turn * GOLDEN + rng.uniform(0, 2 * np.pi, len(load))[settlement]
    radius = (
        BLOCK_REACH * np.sqrt((turn + 0.5) / load[settlement]) * rng.uniform(0.85, 1.1, len(turn))
    )
    filled = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    place = middle + np.where(urban[:, None], filled, strung)
    corner = land.market()[settlement]
    along, across = street_grid(place, corner, valley)
    street = (np.floor(across / ROW) + 0.5) * ROW
    place = np.where(urban[:, None], from_street_grid(along, street, corner, valley), place)
    return Spots(place, settlement, valley, urban, _branches(place, middle, load))


def street_grid(place: Floats, corner: Floats, street: Floats) -> tuple[Floats, Floats]:
    """Return how far places are from a corner along and across a street (unit vectors)."""
    away = place - corner
    return (away * street).sum(axis=1), (away * left_of(street)).sum(axis=1)


def from_street_grid(along: Floats, across: Floats, corner: Floats, street: Floats) -> Floats:
    """Turn :func:`street_grid` back."""
    return corner + along[:, None] * street + across[:, None] * left_of(street)


def left_of(direction: Floats) -> Floats:
    """Return unit vectors turned a quarter to the left (n, 2)."""
    return np.stack([-direction[:, 1], direction[:, 0]], axis=1)


def _branches(place: Floats, middle: Floats, load: Ints) -> Ints:
    """Hang each transformer on the nearest that already hangs on the trunk (Prim's tree)."""
    branch = np.full(len(place), -1)
    for first, count in zip((np.cumsum(load) - load).tolist(), load.tolist(), strict=True):
        mine = place[first : first + count]
        nearest = np.hypot(*(mine - middle[first]).T)
        hangs = np.full(count, -1)
        for _ in range(count):
            chosen = int(np.argmin(nearest))
            branch[first + chosen] = first + hangs[chosen] if hangs[chosen] >= 0 else -1
            nearest[chosen] = np.inf
            away = np.hypot(*(mine - mine[chosen]).T)
            closer = (away < nearest) & np.isfinite(nearest)
            nearest[closer], hangs[closer] = away[closer], chosen
    return branch
