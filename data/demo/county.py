"""The whole county as it stands today, from the rivers to the last customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from data.demo.arrays import Words, array_of
from data.demo.customers import Customers, make_customers
from data.demo.homes import Homes, make_homes
from data.demo.landscape import Landscape, degrees, make_landscape
from data.demo.names import Names, make_names
from data.demo.network import Network, make_network
from data.demo.progress import STEPS

if TYPE_CHECKING:
    from data.demo.progress import Progress
    from data.demo.scale import Scale


@dataclass(frozen=True, slots=True)
class County:
    """What the frames are written from.

    ``shapes`` are the cells in WGS-84 degrees; ``cells`` and ``transformers`` their codes.
    """

    land: Landscape
    network: Network
    names: Names
    homes: Homes
    customers: Customers
    shapes: Words
    cells: Words
    transformers: Words


def make_county(scale: Scale, seed: int, progress: Progress) -> County:
    """Make the county of a seed."""
    progress("landscape", 0, STEPS)
    land = make_landscape(scale, seed)
    progress("network", 1, STEPS)
    network = make_network(land, scale, seed)
    progress("people", 2, STEPS)
    names = make_names(land, network, seed)
    shapes = shapely.transform(land.cells.shapes, degrees)
    homes = make_homes(land, network, shapes, scale, seed)
    customers = make_customers(land, network, names, homes, seed)
    cells = array_of([f"C{number:03d}" for number in range(1, len(shapes) + 1)])
    transformers = array_of([f"T{number:05d}" for number in range(1, len(network.node) + 1)])
    return County(land, network, names, homes, customers, shapes, cells, transformers)
