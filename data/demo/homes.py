"""Where customers live: around the transformer that feeds them, along the valley or a street."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.demo.arrays import Floats, Ints, Stream, random_stream
from data.demo.landscape import DEGREE, degrees
from data.demo.spots import ROW, from_street_grid, share_out, street_grid

if TYPE_CHECKING:
    from data.demo.arrays import Words
    from data.demo.landscape import Landscape
    from data.demo.network import Network
    from data.demo.scale import Scale

ALONG, ACROSS = 120.0, 60.0
"""How far houses of a village scatter along and across the valley, in metres."""
FARTHEST = 400.0
HOUSE, SIDE, BLOCK = 18.0, 14.0, 75.0
"""In towns: from house to house, from the street to the houses on its sides, and how far the
houses of a transformer scatter, in metres."""
YARD = 60.0
UNEVEN = 0.35
OUTSIDE = 1_500.0
"""How far beyond the border the customers lie whose position is wrong, in metres."""
WRONG_SHARE, FEWEST_WRONG, CLOSE = 1e-4, 3, 0.1


@dataclass(frozen=True, slots=True)
class Homes:
    """Per customer: ``transformer``, WGS-84 ``place`` (n, 2), ``cell`` (-1: outside of all)."""

    transformer: Ints
    place: Floats
    cell: Ints


def make_homes(land: Landscape, network: Network, shapes: Words, scale: Scale, seed: int) -> Homes:
    """Settle the customers; ``shapes`` are the cells in degrees."""
    rng = random_stream(seed, Stream.HOMES)
    transformer = np.repeat(np.arange(len(network.node)), _customers(land, network, scale, rng))
    metres = _scattered(land, network, transformer, rng)
    wrong = _misplace(land, network.spots.place, transformer, metres, rng)
    place = degrees(metres)
    cell = _cells(degrees(network.spots.place), transformer, place, shapes)
    cell[wrong] = -1
    return Homes(transformer, place, cell)


def _customers(land: Landscape, network: Network, scale: Scale, rng: np.random.Generator) -> Ints:
    """Return how many customers each transformer feeds: one, if it is that customer's own."""
    settlement, private = network.spots.settlement, network.private
    public = np.bincount(settlement[~private], minlength=len(land.settlements.share))
    weight = (land.settlements.share / public)[settlement[~private]]
    weight *= rng.lognormal(0, UNEVEN, len(weight))
    count = np.ones(len(private), dtype=np.int64)
    count[~private] = share_out(weight, scale.customers - int(private.sum()))
    return count


def _scattered(
    land: Landscape, network: Network, transformer: Ints, rng: np.random.Generator
) -> Floats:
    """Return where customers live, in metres: along the valley, in towns along the streets."""
    count, spots = len(transformer), network.spots
    valley, urban = spots.valley[transformer], spots.urban[transformer]
    reach = np.where(urban, BLOCK, ALONG), np.where(urban, BLOCK, ACROSS)
    along = np.clip(rng.normal(0, reach[0]), -FARTHEST, FARTHEST)
    across = np.clip(rng.normal(0, reach[1]), -3 * reach[1], 3 * reach[1])
    private = network.private[transformer]
    along[private], across[private] = along[private] / 4, YARD * np.sign(across[private])
    metres = spots.place[transformer] + from_street_grid(along, across, np.zeros(2), valley)
    corner = land.market()[spots.settlement[transformer]]
    along, across = street_grid(metres, corner, valley)
    side = SIDE * np.where(rng.random(count) < 1 / 2, -1, 1)
    jitter = rng.normal(0, 1.5, (2, count))
    along = np.round(along / HOUSE) * HOUSE + jitter[0]
    across = (np.floor(across / ROW) + 0.5) * ROW + side + jitter[1]
    return np.where(urban[:, None], from_street_grid(along, across, corner, valley), metres)


def _misplace(
    land: Landscape, spots: Floats, transformer: Ints, metres: Floats, rng: np.random.Generator
) -> Ints:
    """Put a handful of customers beyond the border, as wrong positions in a file would."""
    count = max(round(WRONG_SHARE * len(metres)), FEWEST_WRONG)
    county = shapely.union_all(land.cells.shapes)
    inland = shapely.distance(shapely.points(spots), county.exterior)
    close = np.flatnonzero(inland[transformer] <= np.quantile(inland, CLOSE))
    wrong = rng.choice(close, count, replace=False)
    beyond = county.buffer(OUTSIDE).exterior
    nearest = shapely.line_locate_point(beyond, shapely.points(metres[wrong]))
    metres[wrong] = shapely.get_coordinates(shapely.line_interpolate_point(beyond, nearest))
    return np.sort(wrong)


def _cells(spots: Floats, transformer: Ints, place: Floats, shapes: Words) -> Ints:
    """Return the cell around each customer.

    Where all customers of a transformer must be in the cell that it is in, nothing is computed.
    """
    tree = shapely.STRtree(shapes)
    reach = 1.3 * FARTHEST / (DEGREE * np.cos(np.radians(spots[:, 1].mean())))
    near, cell = tree.query(shapely.points(spots), predicate="dwithin", distance=reach)
    first = np.full(len(spots), -1)
    first[near] = cell
    clear = np.bincount(near, minlength=len(spots)) == 1
    found = first[transformer]
    check = np.flatnonzero(~clear[transformer])
    found[check] = -1
    customer, inside = tree.query(shapely.points(place[check]), predicate="intersects")
    found[check[customer]] = inside
    return found
