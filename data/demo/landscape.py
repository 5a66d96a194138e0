"""The county: valleys, rivers, towns, villages, roads and the grid cells between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.cells import Cells, make_cells
from data.demo.mesh import Mesh, make_mesh
from data.demo.rivers import Rivers, make_rivers
from data.demo.roads import Roads, make_roads
from data.demo.settlements import Settlements, make_settlements, walking_costs
from data.demo.terrain import Terrain, make_terrain

if TYPE_CHECKING:
    from data.demo.arrays import Floats
    from data.demo.scale import Scale

LONGITUDE, LATITUDE = 108.1, 26.4
"""The middle of the county, WGS-84 degrees."""
DEGREE = 111_320.0
"""Metres in a degree of latitude, near enough."""
DIGITS = 7
"""Decimals of a degree that places are given with: about a centimetre."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """Everything about the land; all places in metres from the middle."""

    mesh: Mesh
    terrain: Terrain
    rivers: Rivers
    settlements: Settlements
    roads: Roads
    cells: Cells

    def valley(self) -> Floats:
        """Return the direction down the valley at each point of the mesh, as unit vectors."""
        flow = self.mesh.points[self.terrain.receiver] - self.mesh.points
        flow[self.terrain.receiver == np.arange(len(flow))] = (1.0, 0.0)
        direction: Floats = flow / np.hypot(*flow.T)[:, None]
        return direction

    def streets(self) -> Floats:
        """Return the direction of the streets in each settlement; a town has but one."""
        settlements, valley = self.settlements, self.valley()
        own, town = valley[settlements.point], valley[settlements.seats][settlements.town]
        return np.where(settlements.urban[:, None], town, own)

    def market(self) -> Floats:
        """Return the middle of the town that each settlement belongs to, in metres."""
        return self.roads.places[self.settlements.seats][self.settlements.town]


def make_landscape(scale: Scale, seed: int) -> Landscape:
    """Make the county of a seed."""
    mesh = make_mesh(seed)
    terrain = make_terrain(mesh, seed)
    rivers = make_rivers(mesh, terrain)
    settlements = make_settlements(mesh, terrain, rivers, scale, seed)
    roads = make_roads(mesh, terrain, settlements, seed)
    cells = make_cells(mesh, walking_costs(mesh, terrain), settlements, scale, seed)
    return Landscape(mesh, terrain, rivers, settlements, roads, cells)


def degrees(places: Floats) -> Floats:
    """Turn metres from the middle (n, 2) into WGS-84 longitude and latitude."""
    scale = np.array([DEGREE * np.cos(np.radians(LATITUDE)), DEGREE])
    turned: Floats = np.round(places / scale + np.array([LONGITUDE, LATITUDE]), DIGITS)
    return turned
