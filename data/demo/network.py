"""The network of the county: substations, feeders, switches, transformers, as operated radial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo.arrays import Bools, Ints, Stream, Words, random_stream
from data.demo.feeders import Substations, Trunk, make_substations, make_trunks
from data.demo.spots import Spots, left_of, make_spots, share_out
from data.demo.ties import make_ties
from data.demo.wiring import Switch, Wiring, wire_branches, wire_tie, wire_trunk

if TYPE_CHECKING:
    from data.demo.landscape import Landscape
    from data.demo.scale import Scale

LANE, LANES = 22.0, 6
"""Distance between lines on the same road, in metres, and how many places there are."""
PRIVATE_URBAN, PRIVATE_RURAL = 0.24, 0.13
"""Shares of the transformers that belong to one customer."""


@dataclass(frozen=True, slots=True)
class Network:
    """Feeders and what hangs on them.

    ``node`` (t), ``feeder`` (t) and ``private`` (t) go with the transformers of ``spots``;
    a private transformer feeds one customer. ``ties`` are open.
    """

    sites: Substations
    feeders: list[Wiring]
    ties: list[Switch]
    spots: Spots
    node: Words
    feeder: Ints
    private: Bools

    def switches(self) -> list[Switch]:
        """Return all switches, ties last."""
        return [switch for wiring in self.feeders for switch in wiring.switches] + self.ties


def make_network(land: Landscape, scale: Scale, seed: int) -> Network:
    """Wire the county."""
    settlements = land.settlements
    load = share_out(settlements.share, scale.transformers)
    spots = make_spots(land, load, seed)
    sites = make_substations(land.mesh, land.roads, settlements, scale)
    trunks = make_trunks(land.mesh, land.roads, settlements, load, sites, scale.feeders)
    ties = make_ties(land.mesh, trunks, scale.ties)
    ends: list[set[int]] = [set() for _ in trunks]
    for tie in ties:
        ends[tie.feeder].add(tie.way[0])
        ends[tie.other].add(tie.way[-1])
    feeders = _wired(land, trunks, load, ends)
    node, feeder = _hung(land, feeders, spots)
    switches = [
        wire_tie(number, tie, feeders, land.roads.places) for number, tie in enumerate(ties, 1)
    ]
    return Network(sites, feeders, switches, spots, node, feeder, _private(spots, load, seed))


def _wired(land: Landscape, trunks: list[Trunk], load: Ints, ends: list[set[int]]) -> list[Wiring]:
    valley = land.valley()
    at = {int(point): each for each, point in enumerate(land.settlements.point)}
    feeders = []
    for number, trunk in enumerate(trunks):
        lane = trunk.lane % LANES
        aside = LANE * (1.5 + lane // 2) * (1 if lane % 2 else -1)
        places = land.roads.places + aside * left_of(valley)
        loads = {each: int(load[each]) for each in trunk.settlements}
        code = f"F{number + 1:03d}"
        feeders.append(wire_trunk(code, trunk, places, loads, at, ends[number]))
    return feeders


def _hung(land: Landscape, feeders: list[Wiring], spots: Spots) -> tuple[Words, Ints]:
    node = np.empty(len(spots.place), dtype=object)
    feeder = np.empty(len(spots.place), dtype=np.int64)
    for number, wiring in enumerate(feeders):
        points = land.settlements.point
        mine = {each: wiring.at[int(points[each])] for each in wiring.trunk.settlements}
        for spot, name in wire_branches(wiring, spots, mine).items():
            node[spot], feeder[spot] = name, number
    return node, feeder


def _private(spots: Spots, load: Ints, seed: int) -> Bools:
    """Choose the transformers of single customers; every settlement keeps a public one."""
    chance = np.where(spots.urban, PRIVATE_URBAN, PRIVATE_RURAL)
    private = random_stream(seed, Stream.OWNERSHIP).random(len(chance)) < chance
    private[np.cumsum(load) - load] = False
    return private
