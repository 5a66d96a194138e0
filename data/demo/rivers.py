"""Rivers: the wet part of the drainage tree, as named, gently winding lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.lines import curve, relax

if TYPE_CHECKING:
    from data.demo.arrays import Bools, Floats, Ints
    from data.demo.mesh import Mesh
    from data.demo.terrain import Terrain

SMALLEST = 4.5e6
"""Drained area from which a brook is drawn, in square metres."""
NAMED = 18e6
"""Drained area from which a river has a name."""


@dataclass(frozen=True, slots=True)
class Rivers:
    """``stems`` from the largest: points of the mesh from source to mouth.

    ``wet`` marks their points; ``places`` is where every point of the mesh lies when rivers
    wind through it; ``area`` is what each stem drains at its mouth, in square metres.
    """

    stems: list[list[int]]
    area: list[float]
    wet: Bools
    places: Floats

    def shape(self, stem: int) -> Floats:
        """Return the course of a stem in metres (n, 2)."""
        return curve(self.places[self.stems[stem]])


def make_rivers(mesh: Mesh, terrain: Terrain) -> Rivers:
    """Follow every brook down to where it joins a larger one."""
    wet = terrain.area > SMALLEST
    flows = wet & (terrain.receiver != np.arange(len(wet)))
    origin = np.flatnonzero(flows)
    pairs = np.stack([origin, terrain.receiver[origin]], axis=1)
    places = relax(mesh.points, pairs, ~flows, rounds=1)
    stems = _stems(terrain, origin)
    drains = [float(terrain.area[stem[-2]]) for stem in stems]
    order = sorted(range(len(stems)), key=lambda stem: -drains[stem])
    return Rivers([stems[i] for i in order], [drains[i] for i in order], wet, places)


def _stems(terrain: Terrain, origin: Ints) -> list[list[int]]:
    by_area = origin[np.argsort(terrain.area[origin], kind="stable")]
    by_area = by_area[terrain.receiver[by_area] != terrain.inlet]
    heir = dict(zip(terrain.receiver[by_area].tolist(), by_area.tolist(), strict=True))
    stems = []
    for head in sorted(set(origin.tolist()) - heir.keys()):
        stem = [head]
        while len(stem) == 1 or heir.get(stem[-1]) == stem[-2]:
            following = int(terrain.receiver[stem[-1]])
            if following == stem[-1]:
                break
            stem.append(following)
        stems.append(stem)
    return stems
