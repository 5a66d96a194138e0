"""Whom an outage takes beside others: by itself, and together with what they have switched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.trace import Supplied, supplied, trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import JudgedCustomers
    from desk.outages.declared import PartRef
    from desk.outages.trace import Traced


@dataclass(frozen=True, eq=False)
class Overlap:
    """The grid by an outage ``alone``, by the others (``before``), and by all of them (``both``).

    Where there are no others, all three are the outage's.
    """

    alone: Traced
    before: Traced
    both: Traced

    @cached_property
    def transformers(self) -> NDArray[np.int32]:
        """Those it takes: what it takes alone, and what lives by the others' switching only."""
        newly = np.flatnonzero((self.before.living & ~self.both.living)[:-1])
        return np.union1d(self.alone.transformers, newly).astype(np.int32)

    @property
    def lost(self) -> NDArray[np.int64]:
        """The nodes of the network that it takes, likewise."""
        every = np.arange(len(self.alone.grid.network.nodes))
        before, both = (
            one.after.supplied[one.after.groups_of(every)] for one in (self.before, self.both)
        )
        return np.union1d(self.alone.after.lost, np.flatnonzero(before & ~both))

    @property
    def traced(self) -> Traced:
        """The grid as it stands now, with the transformers of this outage as those it takes."""
        return replace(self.both, transformers=self.transformers)


def overlap(grid: Grid, parts: Sequence[PartRef], beside: Sequence[PartRef] = ()) -> Overlap:
    """Trace an outage by itself, and with what others have switched; opened wins over closed."""
    alone = trace(grid, parts)
    if not (parts and beside):
        return Overlap(alone, alone, alone)
    return Overlap(alone, trace(grid, beside), trace(grid, (*beside, *parts)))


def taken(customers: JudgedCustomers, found: Overlap) -> Supplied:
    """Return who is out by an outage, and who lives by a second supply that is really alive.

    Out is whoever is by this outage alone, and whoever has power beside the others and none beside
    them and this one. Who has none beside the others is on their lists.
    """
    alone = supplied(customers, found.alone)
    if found.both is found.alone:
        return alone
    raw, grid = customers.raw, found.both.grid
    ids = np.array([grid.transformers[n].id for n in found.transformers], np.int32)
    rows = raw.supply.rows_of(ids)
    first = customers.transformer[rows]
    second = grid.positions("transformers", raw.second_transformer_id[rows])
    before, both = (one.living[first] | one.living[second] for one in (found.before, found.both))
    out = np.union1d(alone.out, rows[before & ~both])
    lives = both & ~np.isin(rows, out, assume_unique=True)
    by = np.where(found.both.living[first], first, second)[lives]
    return Supplied(out, rows[lives], found.both.feeders_of(by))
