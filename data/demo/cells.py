"""服务网格: which land belongs to which grid cell, and which cell to which supply station."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Floats, Ints, Stream, Words, random_stream
from data.demo.mesh import Mesh, spread
from data.demo.partition import partition

if TYPE_CHECKING:
    from data.demo.scale import Scale
    from data.demo.settlements import Settlements

BLOCK = 130.0
"""Distance of the extra points that give cells inside the county town their finer borders."""
FIRM = 0.8
"""How much more finely cells divide places where many people live."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in metres and whose they are.

    ``shapes`` (c) are polygons; ``middle`` (c) the settlement that each grew around;
    ``station`` (c) the town, an index into the settlements' seats, where its station is.
    """

    shapes: Words
    middle: Ints
    station: Ints


def make_cells(
    mesh: Mesh, costs: Floats, settlements: Settlements, scale: Scale, seed: int
) -> Cells:
    """Grow cells around villages, so that they meet on the ridges; number them by station."""
    middles = _middles(mesh, settlements, min(scale.cells, len(settlements.point)))
    station = _station_of(mesh, costs, settlements, middles, scale.stations)
    order = np.lexsort((mesh.points[settlements.point[middles], 0], station))
    middles, station = middles[order], station[order]
    starts = settlements.point[middles]
    reach = spread(mesh, costs, dict.fromkeys(starts.tolist(), 0.0))
    number = np.full(len(mesh.points), -1)
    number[starts] = np.arange(len(starts))
    points, labels = _with_blocks(mesh, settlements, starts, number[reach.start], seed)
    return Cells(partition(points, mesh.rim, labels), middles, station)


def _station_of(
    mesh: Mesh, costs: Floats, settlements: Settlements, middles: Ints, count: int
) -> Ints:
    """Return the town of the station that is reached most cheaply from each middle."""
    stations = _stations(mesh, settlements, count)
    reach = spread(mesh, costs, dict.fromkeys(settlements.seats[stations].tolist(), 0.0))
    town = {int(point): number for number, point in enumerate(settlements.seats)}
    return np.array([town[start] for start in reach.start[settlements.point[middles]].tolist()])


def _middles(mesh: Mesh, settlements: Settlements, count: int) -> Ints:
    """Choose settlements far from each other, closer where many people live."""
    places = mesh.points[settlements.point]
    weight = settlements.share**FIRM
    chosen = [int(np.argmax(weight))]
    apart = np.hypot(*(places - places[chosen[0]]).T)
    while len(chosen) < count:
        following = int(np.argmax(weight * apart))
        chosen.append(following)
        apart = np.minimum(apart, np.hypot(*(places - places[following]).T))
    return np.array(chosen)


def _with_blocks(
    mesh: Mesh, settlements: Settlements, starts: Ints, labels: Ints, seed: int
) -> tuple[Floats, Ints]:
    """Replace the points of the county town by finer ones, each with its nearest cell."""
    rng = random_stream(seed, Stream.CELLS)
    inside = settlements.point[settlements.urban & (settlements.town == 0)]
    town = np.zeros(len(mesh.points), dtype=bool)
    town[inside] = True
    lowest, highest = mesh.points[inside].min(axis=0), mesh.points[inside].max(axis=0)
    x, y = (np.arange(low, high, BLOCK) for low, high in zip(lowest, highest, strict=True))
    blocks = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    blocks += rng.uniform(-0.2, 0.2, blocks.shape) * BLOCK
    near = np.flatnonzero(
        (mesh.points > lowest - 2_000).all(axis=1) & (mesh.points < highest + 2_000).all(axis=1)
    )
    blocks = blocks[town[near[_nearest(blocks, mesh.points[near])]]]
    urban = np.flatnonzero(town[starts])
    mine = urban[_nearest(blocks, mesh.points[starts[urban]])]
    return np.vstack([mesh.points[~town], blocks]), np.concatenate([labels[~town], mine])


def _nearest(places: Floats, others: Floats) -> Ints:
    away = places[:, None] - others[None]
    nearest: Ints = np.argmin(np.hypot(away[..., 0], away[..., 1]), axis=1)
    return nearest


def _stations(mesh: Mesh, settlements: Settlements, count: int) -> Ints:
    """Choose the towns with a station: always the one that saves most of the remaining ways."""
    places = mesh.points[settlements.point]
    seats = mesh.points[settlements.seats]
    away = np.hypot(*(places[:, None] - seats[None]).T)
    chosen, left = [0], away[0]
    while len(chosen) < min(count, len(seats)):
        saved = (np.maximum(left - away, 0) * np.sqrt(settlements.share)).sum(axis=1)
        chosen.append(int(np.argmax(saved)))
        left = np.minimum(left, away[chosen[-1]])
    return np.array(chosen)
