"""Which transformers lose every source by what is opened, closed, named or tripped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import JudgedCustomers
    from desk.outages.declared import PartRef
    from geo.tracing import Trace

NO_FEEDER = -1
"""Instead of a feeder: there is none, or there are several."""


@dataclass(frozen=True, eq=False)
class Traced:
    """The grid once parts of it are out.

    ``opened`` and ``closed`` are the numbers of the edges that are so on purpose, ``named`` the
    positions of transformers that are out by themselves, ``transformers`` of all that lose their
    power, ascending.
    """

    grid: Grid
    after: Trace
    opened: frozenset[int]
    closed: frozenset[int]
    named: NDArray[np.int32]
    transformers: NDArray[np.int32]

    @cached_property
    def living(self) -> NDArray[np.bool_]:
        """Which transformers have power now; the last place stands for no transformer."""
        nodes = self.grid.wiring.transformer_nodes
        found = np.zeros(len(nodes) + 1, bool)
        inside = np.flatnonzero(nodes >= 0)
        found[inside] = self.after.supplied[self.after.groups_of(nodes[inside])]
        found[self.named] = False
        return found

    def feeders_of(self, transformers: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return which feeder supplies living transformers now: positions, or ``NO_FEEDER``."""
        groups = self.after.groups_of(self.grid.wiring.transformer_nodes[transformers])
        known, place = np.unique(groups, return_inverse=True)
        single = [self.feeder_of(int(group)) for group in known]
        return np.array(single, np.int32)[place].reshape(-1)

    def feeder_of(self, group: int) -> int:
        """Return which feeder supplies a group of the trace: its position, or ``NO_FEEDER``."""
        feeders = self.after.feeders_of(group)
        if len(feeders) != 1:
            return NO_FEEDER
        ref = np.array([self.grid.network.feeders[feeders[0]]], np.int32)
        return int(self.grid.positions("feeders", ref)[0])


def trace(grid: Grid, parts: Iterable[PartRef]) -> Traced:
    """Open, close and trip the parts that are named.

    A named section is lost by itself: what it alone supplies is out. Transformers that reach no
    source as operated are not told again.
    """
    wanted = tuple(parts)
    opened, closed = (frozenset(_edges(grid, wanted, opened=way)) for way in (True, False))
    feeders = _refs(wanted, Part.FEEDER)
    sources = [node for node, feeder in grid.sources.items() if feeder in feeders]
    after = grid.network.traced(opened, sources, closed)
    named = grid.positions("transformers", _ids(_refs(wanted, Part.TRANSFORMER)))
    named = named[named >= 0]
    dead = np.zeros(len(grid.network.nodes) + 1, bool)
    dead[after.lost] = True
    lost = dead[grid.wiring.transformer_nodes]
    lost[named] = True
    return Traced(grid, after, opened, closed, named, np.flatnonzero(lost).astype(np.int32))


def lost_transformers(grid: Grid, parts: Iterable[PartRef]) -> NDArray[np.int32]:
    """Return the positions, in the grid's order, of the transformers without power, ascending."""
    return trace(grid, parts).transformers


@dataclass(frozen=True, eq=False)
class Supplied:
    """Customers at transformers that lose their power, by rows, ascending.

    ``out`` have no power by any transformer. ``saved`` have lost one of two and live by the
    other, which ``saved_by`` (positions of feeders, or ``NO_FEEDER``) supplies.
    """

    out: NDArray[np.int64]
    saved: NDArray[np.int64]
    saved_by: NDArray[np.int32]


def supplied(customers: JudgedCustomers, traced: Traced) -> Supplied:
    """Return who is out by a trace, and who only lives because of a second supply (双电源)."""
    raw, grid = customers.raw, traced.grid
    ids = np.array([grid.transformers[n].id for n in traced.transformers], np.int32)
    rows = raw.supply.rows_of(ids)
    double = rows[np.isin(rows, raw.supply.double, assume_unique=True)]
    first = customers.transformer[double]
    second = grid.positions("transformers", raw.second_transformer_id[double])
    by = np.where(traced.living[first], first, second)
    lives = traced.living[by]
    saved = double[lives]
    out = rows[~np.isin(rows, saved, assume_unique=True)]
    return Supplied(out, saved, traced.feeders_of(by[lives]))


def _edges(grid: Grid, parts: tuple[PartRef, ...], *, opened: bool) -> list[int]:
    """Return the numbers of the edges that are switched; sections come before switches."""
    switches = grid.positions("switches", _ids(_refs(parts, Part.SWITCH, opened=opened)))
    found: list[int] = (len(grid.sections) + switches[switches >= 0]).tolist()
    if opened:
        sections = grid.positions("sections", _ids(_refs(parts, Part.SECTION)))
        found += sections[sections >= 0].tolist()
    return found


def _refs(parts: tuple[PartRef, ...], noun: Part, *, opened: bool = True) -> frozenset[int]:
    return frozenset(part.ref for part in parts if part.noun is noun and part.opened is opened)


def _ids(refs: frozenset[int]) -> NDArray[np.int32]:
    return np.array(sorted(refs), np.int32)
