"""The county as frames, with the columns of the import and values as a bureau's export has them.

``geometry`` holds shapely shapes in WGS-84 degrees, ``x`` and ``y`` are degrees; numbers that
are not known are NaN, texts that are not known are empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.demo import words
from data.demo.arrays import Floats, Ints, Stream, Words, array_of, random_stream
from data.demo.landscape import degrees
from data.demo.names import people, phone
from data.demo.reasons import REASONS
from data.demo.roads import COUNTY, HIGHWAY, VILLAGE
from data.demo.sensitivity import KINDS
from rules.codes import CustomerClass, LineKind, Ownership, Sensitivity

if TYPE_CHECKING:
    from data.demo.county import County

FIRST_PHONE = 4_500_000
"""The first number of grid managers."""
SEVERAL_CELLS = 0.2
"""Share of the cells whose manager is the same as the cell's before."""


def cells_frame(county: County, seed: int) -> pd.DataFrame:
    """Return the grid cells; one of them has no manager, which is a fault to be found."""
    rng = random_stream(seed, Stream.MANAGERS)
    count = len(county.cells)
    manager, numbers = people(count, rng), array_of(phone(FIRST_PHONE + np.arange(count)))
    before = np.maximum(np.arange(count) - 1, 0)
    same = (county.names.stations == county.names.stations[before]) & (
        rng.random(count) < SEVERAL_CELLS
    )
    keeper = np.where(same, before, np.arange(count))
    manager, numbers = manager[keeper], numbers[keeper]
    missing = int(rng.integers(count // 2, count))
    manager[missing] = numbers[missing] = ""
    return pd.DataFrame(
        {
            "code": county.cells,
            "name": county.names.cells,
            "station": county.names.stations,
            "manager": manager,
            "manager_phone": numbers,
            "geometry": county.shapes,
        }
    )


def sources_frame(county: County) -> pd.DataFrame:
    """Return where each feeder begins."""
    feeders = county.network.feeders
    return pd.DataFrame(
        {
            "node": [wiring.source for wiring in feeders],
            "feeder": [wiring.code for wiring in feeders],
            "feeder_name": county.names.feeders,
            "substation": county.names.substations[[w.trunk.substation for w in feeders]],
        }
    )


def sections_frame(county: County) -> pd.DataFrame:
    """Return all lines of the network, those of open ties among them."""
    sections = [section for wiring in county.network.feeders for section in wiring.sections]
    return pd.DataFrame(
        {
            "code": [section.code for section in sections],
            "feeder": [section.feeder for section in sections],
            "from_node": [section.from_node for section in sections],
            "to_node": [section.to_node for section in sections],
            "geometry": _lines([section.line for section in sections]),
        }
    )


def switches_frame(county: County) -> pd.DataFrame:
    """Return all switches, ties last."""
    switches = county.network.switches()
    place = degrees(np.array([switch.place for switch in switches]))
    names = dict(zip([w.code for w in county.network.feeders], county.names.feeders, strict=True))
    return pd.DataFrame(
        {
            "code": [switch.code for switch in switches],
            "from_node": [switch.from_node for switch in switches],
            "to_node": [switch.to_node for switch in switches],
            "state": [str(switch.state) for switch in switches],
            "kind": [switch.kind for switch in switches],
            "name": [
                words.SWITCH_NAMES[switch.kind].format(names[switch.feeder], switch.code[-3:])
                for switch in switches
            ],
            "x": place[:, 0],
            "y": place[:, 1],
        }
    )


def transformers_frame(county: County) -> pd.DataFrame:
    """Return the distribution transformers."""
    network, spots = county.network, county.network.spots
    village = county.names.villages[county.land.settlements.village[spots.settlement]]
    number = np.arange(len(village)) - np.searchsorted(spots.settlement, spots.settlement) + 1
    place = degrees(spots.place)
    pattern = np.where(network.private, words.PRIVATE_AREA, words.PUBLIC_AREA)
    rows = zip(pattern.tolist(), village.tolist(), number.tolist(), strict=True)
    return pd.DataFrame(
        {
            "code": county.transformers,
            "node": network.node,
            "name": [each.format(name, turn) for each, name, turn in rows],
            "ownership": np.where(network.private, str(Ownership.PRIVATE), str(Ownership.PUBLIC)),
            "x": place[:, 0],
            "y": place[:, 1],
        }
    )


def customers_frame(county: County) -> pd.DataFrame:
    """Return the customers."""
    customers, homes = county.customers, county.homes
    reasons = array_of([reason.text for reason in REASONS] + [""])
    return pd.DataFrame(
        {
            "account": customers.account,
            "name": customers.name,
            "transformer": _coded(county.transformers, customers.transformer),
            "second_transformer": _coded(county.transformers, customers.second),
            "cell": _coded(county.cells, homes.cell),
            "kind": array_of([str(kind) for kind in KINDS])[customers.kind],
            "class": array_of([rank.name.lower() for rank in CustomerClass])[customers.rank],
            "sensitivity": array_of([level.name.lower() for level in Sensitivity])[
                customers.sensitive.level
            ],
            "sensitivity_reason": reasons[customers.sensitive.reason],
            "language": customers.language,
            "phone": customers.phone,
            "address": customers.address,
            "consent": customers.consent,
            "equipment": customers.sensitive.equipment,
            "backup_hours": customers.sensitive.hours,
            "x": homes.place[:, 0],
            "y": homes.place[:, 1],
        }
    )


def lines_frame(county: County) -> pd.DataFrame:
    """Return rivers, roads and the county's border."""
    land = county.land
    rivers = [land.rivers.shape(stem) for stem in range(len(land.rivers.stems))]
    border = shapely.get_coordinates(shapely.union_all(land.cells.shapes).exterior)
    rows = [(LineKind.BOUNDARY, words.BORDER, border)]
    rows += [
        (LineKind.RIVER, name, line)
        for name, line in zip(county.names.rivers.tolist(), rivers, strict=True)
    ]
    ranks = ((HIGHWAY, words.HIGHWAY), (COUNTY, words.COUNTY_ROAD), (VILLAGE, words.VILLAGE_ROAD))
    for rank, name in ranks:
        rows += [(LineKind.ROAD, name, line) for line in land.roads.ways(land.mesh, rank)]
    return pd.DataFrame(
        {
            "kind": [str(kind) for kind, _, _ in rows],
            "name": [name for _, name, _ in rows],
            "geometry": _lines([line for _, _, line in rows]),
        }
    )


def _lines(lines: list[Floats]) -> Words:
    """Turn lines in metres into shapes in degrees, all at once."""
    points = degrees(np.vstack(lines))
    which = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    shapes: Words = shapely.linestrings(points, indices=which)
    return shapes


def _coded(codes: Words, number: Ints) -> Words:
    """Return the code of each number, empty for -1."""
    coded: Words = np.append(codes, "")[number]
    return coded
