"""The lie of the land: which way water runs, how much of it, how high and how steep it is.

Heights follow from drainage alone: a stream is as steep as the inverse root of the area it
drains (Flint's law), water takes the steepest way down, and both are repeated until they
agree. What results is a tree of valleys with ridges between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.demo.arrays import Bools, Floats, Ints, Stream, random_stream
from data.demo.mesh import RADIUS, SPACING, Mesh, spread, waves

PATCH = SPACING * SPACING * np.sqrt(0.75)
"""Area of the land around one point, in square metres."""
UPSTREAM = 1.3e9
"""Land beyond the border that the main river comes from, in square metres."""
STEEPEST = 0.55
FLINT = 0.5
ROUNDS = 14
SIDE_OUTLETS = ((1.9, 320.0), (-1.7, 380.0))
"""Where lesser streams leave the county: angle from the main outlet, metres above it."""
FLOOR = 290.0


@dataclass(frozen=True, slots=True)
class Terrain:
    """Per point: where its water goes (itself where it leaves the county), m², metres, rise/run.

    ``inlet`` is where the main river enters; ``outlet`` where it leaves.
    """

    receiver: Ints
    area: Floats
    height: Floats
    slope: Floats
    inlet: int
    outlet: int


def make_terrain(mesh: Mesh, seed: int) -> Terrain:
    """Carve the valleys of the county."""
    rng = random_stream(seed, Stream.TERRAIN)
    bearing = rng.uniform(-0.9, 0.1)
    outlet = _at_border(mesh, bearing)
    inlet = _at_border(mesh, bearing + np.pi + rng.uniform(-0.4, 0.4))
    outlets = {outlet: 0.0}
    outlets |= {_at_border(mesh, bearing + turn): lift for turn, lift in SIDE_OUTLETS}
    wear = np.exp(0.45 * waves(mesh.points, 6_000.0, rng, stretch=2.5))
    height = _first_heights(mesh, rng, inlet, outlets)
    own = np.full(len(mesh.points), PATCH)
    own[inlet] += UPSTREAM
    for _ in range(ROUNDS):
        receiver = _steepest(mesh, height, outlets)
        area = gather(receiver, own)
        height = _climb(mesh, receiver, wear * area**-FLINT, outlets)
    run = np.hypot(*(mesh.points - mesh.points[receiver]).T)
    slope = np.divide(height - height[receiver], run, out=np.zeros_like(run), where=run > 0)
    return Terrain(receiver, area, height + FLOOR, slope, inlet, outlet)


def _first_heights(
    mesh: Mesh, rng: np.random.Generator, inlet: int, outlets: dict[int, float]
) -> Floats:
    """Lay the main river through the middle of the county; let the land rise away from it."""
    rough = waves(mesh.points, 7_000.0, rng, stretch=2.0) + 0.6 * waves(mesh.points, 2_500.0, rng)
    costs = mesh.lengths * np.exp(0.55 * rough[mesh.edges].mean(axis=1))
    costs *= rng.uniform(0.6, 1.4, len(costs))
    outlet = next(iter(outlets))
    edgewards = (np.hypot(*mesh.points.T) / RADIUS)[mesh.edges].mean(axis=1)
    course = spread(mesh, costs * (1 + 2 * edgewards**2), {outlet: 0.0}).way(inlet)
    low = {point: float(step) for step, point in enumerate(reversed(course))}
    return spread(mesh, costs, outlets | low).cost


def levels(receiver: Ints) -> list[Ints]:
    """Group the points by how many steps their water takes to leave, fewest first."""
    ahead, steps = receiver.copy(), (receiver != np.arange(len(receiver))).astype(np.int64)
    while (ahead[ahead] != ahead).any():
        steps += steps[ahead]
        ahead = ahead[ahead]
    order = np.argsort(steps, kind="stable")
    return np.split(order, np.searchsorted(steps[order], np.arange(1, steps.max() + 1)))


def gather(receiver: Ints, own: Floats) -> Floats:
    """Sum what each point has of its own down the streams."""
    total = own.copy()
    for level in reversed(levels(receiver)[1:]):
        np.add.at(total, receiver[level], total[level])
    return total


def _climb(mesh: Mesh, receiver: Ints, steepness: Floats, outlets: dict[int, float]) -> Floats:
    run = np.hypot(*(mesh.points - mesh.points[receiver]).T)
    rise = run * STEEPEST * np.minimum(steepness * PATCH**FLINT, 1.0)
    height = np.zeros(len(receiver))
    height[list(outlets)] = list(outlets.values())
    for level in levels(receiver)[1:]:
        height[level] = height[receiver[level]] + rise[level]
    return height


def _steepest(mesh: Mesh, height: Floats, outlets: dict[int, float]) -> Ints:
    origin = np.repeat(np.arange(len(height)), np.diff(mesh.first))
    fall = (height[origin] - height[mesh.target]) / mesh.lengths[mesh.edge]
    steepest = np.flatnonzero(fall == np.maximum.reduceat(fall, mesh.first[:-1])[origin])
    receiver = np.arange(len(height))
    receiver[origin[steepest]] = mesh.target[steepest]
    outlet = np.array(list(outlets))
    receiver[outlet] = outlet
    return receiver


def _at_border(mesh: Mesh, angle: float) -> int:
    border = np.flatnonzero(mesh.border)
    away = np.angle(np.exp(1j * (np.arctan2(*mesh.points[border].T[::-1]) - angle)))
    return int(border[np.argmin(np.abs(away))])


def downstream(receiver: Ints, marked: Bools) -> Ints:
    """Return for each point the first marked point that its water comes to, else where it ends."""
    ahead = np.where(marked, np.arange(len(receiver)), receiver)
    while (ahead[ahead] != ahead).any():
        ahead = ahead[ahead]
    return ahead
