"""Which ties could feed back what an outage takes, and whom each of them would restore."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.overlap import overlap, taken
from desk.outages.trace import NO_FEEDER
from rules.codes import Sensitivity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.snapshot.grid import FeederRow, SwitchRow
    from data.snapshot.judged import JudgedCustomers, Snapshot
    from desk.outages.declared import PartRef
    from desk.outages.trace import Supplied, Traced
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class BackFeed:
    """A normally open switch that, closed, would feed a lost part from elsewhere.

    ``feeder`` is none where several would feed it, or one that the bureau does not know.
    ``transformers`` and ``customers`` count what the outage takes and the tie gives back,
    ``by_sensitivity`` the customers (position = code); these as far as the viewer may see.
    """

    tie: SwitchRow
    feeder: FeederRow | None
    transformers: int
    customers: int
    by_sensitivity: tuple[int, ...]


def backfeed(
    snapshot: Snapshot,
    _viewer: Viewer,
    parts: Sequence[PartRef],
    served: frozenset[int] = frozenset(),
    beside: Sequence[PartRef] = (),
) -> tuple[BackFeed, ...]:
    """Return the ties that could restore something, those that help the most sensitive first.

    A tie is asked by itself, with all others as they are; one that is open because the outage
    opens it is not offered. What is restored is the whole dead part at whose edge it stands;
    where that had no power before the outage, who is out may still have a second supply there.
    ``served`` are customers who have power again by other means: no tie restores them. ``beside``
    are parts that other outages have switched: what these took feeds nobody.
    """
    found = overlap(snapshot.grid, parts, beside)
    supply = taken(snapshot.customers, found)
    again = np.isin(snapshot.customers.raw.id[supply.out], list(served))
    return ties(snapshot, found.traced, replace(supply, out=supply.out[~again]))


def ties(snapshot: Snapshot, traced: Traced, supply: Supplied) -> tuple[BackFeed, ...]:
    """Return the same of an outage that has been traced already."""
    grid = traced.grid
    switches, dead, living = _candidates(traced)
    sites = _Sites.of(snapshot.customers, traced, supply)
    restored = {int(group): sites.restored(int(group)) for group in np.unique(dead)}
    found = []
    for row, group, source in zip(switches.tolist(), dead.tolist(), living.tolist(), strict=True):
        feeder = traced.feeder_of(source)
        known = None if feeder == NO_FEEDER else grid.feeders[feeder]
        transformers, by_sensitivity = restored[group]
        if transformers or any(by_sensitivity):
            tie = grid.switches[row]
            found.append(BackFeed(tie, known, transformers, sum(by_sensitivity), by_sensitivity))
    return tuple(sorted(found, key=_order))


def _order(one: BackFeed) -> tuple[tuple[int, ...], int, int]:
    return tuple(-n for n in one.by_sensitivity[::-1]), -one.transformers, one.tie.id


def _candidates(
    traced: Traced,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return open switches between a lost part and a living one: rows, and the two groups."""
    network, after, first = traced.grid.network, traced.after, len(traced.grid.sections)
    edges = first + np.flatnonzero(~network.closed[first:])
    edges = edges[~np.isin(edges, list(traced.opened | traced.closed))]
    start, stop = after.groups_of(network.start[edges]), after.groups_of(network.stop[edges])
    lives, leads = after.supplied[start], after.supplied[stop]
    usable = lives != leads
    dead, living = np.where(lives, stop, start), np.where(lives, start, stop)
    return edges[usable] - first, dead[usable], living[usable]


@dataclass(frozen=True, eq=False)
class _Sites:
    """In which groups of the trace lost transformers stand, and both transformers of who is out.

    A transformer that is out by itself stands in none, which is -1: no tie helps it. One that had
    no power before may be the second of somebody who is out.
    """

    transformers: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    sensitivity: NDArray[np.uint8]

    @classmethod
    def of(cls, customers: JudgedCustomers, traced: Traced, supply: Supplied) -> _Sites:
        grid = traced.grid
        placed = np.flatnonzero(grid.wiring.transformer_nodes >= 0)
        group = np.full(len(grid.transformers) + 1, -1, np.int64)
        group[placed] = traced.after.groups_of(grid.wiring.transformer_nodes[placed])
        group[traced.named] = -1
        ids = customers.raw.second_transformer_id[supply.out]
        second = grid.positions("transformers", ids)
        first = customers.transformer[supply.out]
        return cls(
            *(
                group[traced.transformers],
                group[first],
                group[second],
                customers.sensitivity[supply.out],
            )
        )

    def restored(self, group: int) -> tuple[int, tuple[int, ...]]:
        """Count the transformers of a group, and by sensitivity the customers it would restore."""
        theirs = (self.first == group) | (self.second == group)
        counts = np.bincount(self.sensitivity[theirs], minlength=len(Sensitivity))
        return int((self.transformers == group).sum()), tuple(counts.tolist())
