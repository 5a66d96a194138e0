"""Where people live: a county town, towns, and villages strung along the valleys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Bools, Floats, Ints, Stream, random_stream
from data.demo.mesh import RADIUS, Mesh, Reach, spread

if TYPE_CHECKING:
    from data.demo.rivers import Rivers
    from data.demo.scale import Scale
    from data.demo.terrain import Terrain

COMFORT, BUILDABLE = 0.08, 0.25
"""Slopes at which a way, and a street, cost twice as much as on the flat."""
TOWN_SHARE, SEAT_SHARE = 0.24, 0.20
"""Shares of the customers in the county town and in the other towns."""
TOWN_REACH, SEAT_REACH = 2_300.0, 1_000.0
"""How far a town reaches over flat ground, in metres."""
VALLEY = 0.9e6
"""Drained area from which the bottom of a valley is wide enough for a village, in m²."""
FROM_BORDER, SEAT_FROM_BORDER = 900.0, 3_200.0
PARETO = 1.5


@dataclass(frozen=True, slots=True)
class Settlements:
    """Inhabited points of the mesh, each with its share of the customers.

    ``point`` (k) is the point of the mesh, ``share`` sums to 1, ``town`` (k) numbers the town
    that it is administered from (0 is the county town), ``village`` (k) the village or quarter,
    ``urban`` marks those inside towns, ``remote`` is 0 in the county town and 1 farthest away.
    ``seats`` (t) are the points of the towns' middles, the county town first.
    """

    point: Ints
    share: Floats
    town: Ints
    village: Ints
    urban: Bools
    remote: Floats
    seats: Ints


def walking_costs(mesh: Mesh, terrain: Terrain, comfort: float = COMFORT) -> Floats:
    """Return what it costs to go along each edge: its length, more the steeper it is.

    ``comfort`` is the slope at which it costs twice its length.
    """
    climb = np.abs(terrain.height[mesh.edges[:, 0]] - terrain.height[mesh.edges[:, 1]])
    return mesh.lengths * (1 + (climb / mesh.lengths / comfort) ** 2)


def make_settlements(
    mesh: Mesh, terrain: Terrain, rivers: Rivers, scale: Scale, seed: int
) -> Settlements:
    """Found the towns at confluences and let villages fill the valleys."""
    rng = random_stream(seed, Stream.SETTLEMENTS)
    costs = walking_costs(mesh, terrain)
    inland = spread(mesh, mesh.lengths, dict.fromkeys(np.flatnonzero(mesh.border).tolist(), 0.0))
    seats = _seats(mesh, terrain, rivers, inland.cost, scale.towns)
    from_seat = spread(mesh, costs, dict.fromkeys(seats.tolist(), 0.0))
    from_town = spread(mesh, costs, {int(seats[0]): 0.0})
    streets = walking_costs(mesh, terrain, BUILDABLE)
    from_market = spread(mesh, streets, dict.fromkeys(seats.tolist(), 0.0))
    quarters = _quarters(from_market, seats, scale)
    free = (inland.cost > FROM_BORDER) & (terrain.area > VALLEY)
    quarters = quarters[: max(scale.settlements - scale.villages, len(seats))]
    free[(from_market.cost < SEAT_REACH) | _among(quarters, free)] = False
    villages = _villages(mesh, terrain, np.flatnonzero(free), scale.villages, rng)
    point = np.concatenate([quarters, villages])
    urban = np.arange(len(point)) < len(quarters)
    share = np.empty(len(point))
    share[urban] = _urban_shares(from_market, quarters, seats, rng)
    share[~urban] = _rural_shares(from_seat.cost[villages], rng)
    remote = from_town.cost[point]
    home = np.where(urban, from_market.start[point], from_seat.start[point])
    town = np.argsort(seats)[np.searchsorted(np.sort(seats), home)]
    return Settlements(
        point=point,
        share=share / share.sum(),
        town=town,
        village=_village_numbers(mesh, point, urban, town, scale),
        urban=urban,
        remote=np.clip(remote / np.quantile(remote, 0.98), 0, 1),
        seats=seats,
    )


def _among(points: Ints, like: Bools) -> Bools:
    marked = np.zeros(len(like), dtype=bool)
    marked[points] = True
    return marked


def _seats(mesh: Mesh, terrain: Terrain, rivers: Rivers, inland: Floats, count: int) -> Ints:
    """Choose confluences: the county town near the middle, the others far from each other."""
    joins: dict[int, float] = {}
    for stem, area in zip(rivers.stems, rivers.area, strict=True):
        joins[stem[-1]] = max(joins.get(stem[-1], 0.0), area)
    spots = np.array([p for p in sorted(joins) if inland[p] > SEAT_FROM_BORDER])
    water = np.log(np.array([joins[point] for point in spots.tolist()]))
    water = (water - water.min()) / np.ptp(water)
    middle = np.hypot(*mesh.points[spots].T) / RADIUS
    main = terrain.area[spots] > 0.5 * terrain.area.max()
    first = int(np.argmax(water + main - 2.5 * middle**2))
    chosen = [first]
    apart = np.hypot(*(mesh.points[spots] - mesh.points[spots[first]]).T)
    while len(chosen) < min(count, len(spots)):
        following = int(np.argmax(apart * (0.7 + 0.6 * water)))
        chosen.append(following)
        away = np.hypot(*(mesh.points[spots] - mesh.points[spots[following]]).T)
        apart = np.minimum(apart, away)
    return spots[chosen]


def _quarters(from_seat: Reach, seats: Ints, scale: Scale) -> Ints:
    """Return the points inside towns, as many as the bureau is large."""
    reach = np.where(from_seat.start == seats[0], TOWN_REACH, SEAT_REACH)
    inside = np.flatnonzero(from_seat.cost < reach * scale.town_reach)
    return inside[np.argsort(from_seat.cost[inside], kind="stable")]


def _villages(
    mesh: Mesh, terrain: Terrain, free: Ints, count: int, rng: np.random.Generator
) -> Ints:
    """Settle valley floors, the wider and flatter the sooner, never close to each other."""
    pull = 0.35 * np.log(terrain.area[free] / VALLEY) - 6.0 * terrain.slope[free]
    order = free[np.argsort(-(pull + rng.gumbel(size=len(free))), kind="stable")]
    taken: list[int] = []
    blocked = np.zeros(len(mesh.points), dtype=bool)
    for point in order.tolist():
        if not blocked[point]:
            taken.append(point)
            blocked[mesh.neighbours(point)] = True
            blocked[point] = True
        if len(taken) == count:
            break
    return np.array(taken, dtype=np.int64)


def _urban_shares(
    from_seat: Reach, quarters: Ints, seats: Ints, rng: np.random.Generator
) -> Floats:
    home = from_seat.start[quarters]
    county = home == seats[0]
    dense = np.exp(-from_seat.cost[quarters] / np.where(county, 1_000.0, 450.0))
    size = dict(zip(seats.tolist(), 0.6 + rng.pareto(2.0, len(seats)), strict=True))
    share: Floats = dense * np.array([size[seat] for seat in home.tolist()])
    share[county] *= TOWN_SHARE / share[county].sum()
    share[~county] *= SEAT_SHARE / share[~county].sum()
    return share


def _rural_shares(from_seat: Floats, rng: np.random.Generator) -> Floats:
    size = np.minimum(0.35 + rng.pareto(PARETO, len(from_seat)), 9.0)
    share = size * (0.6 + np.exp(-from_seat / 5_000.0))
    rural: Floats = share * (1 - TOWN_SHARE - SEAT_SHARE) / share.sum()
    return rural


def _village_numbers(mesh: Mesh, point: Ints, urban: Bools, town: Ints, scale: Scale) -> Ints:
    """Give villages numbers; a town's points are shared out among its few quarters."""
    number = np.arange(len(point))
    for each in np.unique(town[urban]).tolist():
        members = np.flatnonzero(urban & (town == each))
        middles = members[:: max(len(members) // (scale.quarters if each == 0 else 2), 1)]
        away = mesh.points[point[members]][:, None] - mesh.points[point[middles]][None]
        number[members] = middles[np.argmin(np.hypot(*away.T), axis=0)]
    return np.unique(number, return_inverse=True)[1].astype(np.int64)
