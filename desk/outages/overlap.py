"""Whom an outage takes beside others: by itself, and together with what they have switched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.declared import PartRef
from desk.outages.trace import Supplied, supplied, trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import JudgedCustomers
    from desk.outages.trace import Traced


class Beside(tuple[PartRef, ...]):  # noqa: SLOT001 - a tuple can have no slots of its own
    """Parts that other outages have switched: those of ``earlier`` ones come first."""

    earlier: tuple[PartRef, ...]

    @classmethod
    def of(cls, earlier: Iterable[PartRef], later: Iterable[PartRef] = ()) -> Beside:
        """Return the parts of earlier outages and of later ones together."""
        first = tuple(earlier)
        made = cls((*first, *later))
        made.earlier = first
        return made


@dataclass(frozen=True, eq=False)
class Overlap:
    """The grid by an outage ``alone``, by the others (``before``), and by all of them (``both``).

    ``turns`` are pairs of the grid without the outage and with it: beside all others, and beside
    the earlier ones. Where there are no others there are none, and all is as by the outage.
    """

    alone: Traced
    before: Traced
    both: Traced
    turns: tuple[tuple[Traced, Traced], ...] = ()

    @cached_property
    def transformers(self) -> NDArray[np.int32]:
        """Those it takes: what it takes alone, and what lives by the others' switching only."""
        newly = np.flatnonzero(self.newly(attrgetter("living"))[:-1])
        return np.union1d(self.alone.transformers, newly).astype(np.int32)

    @property
    def lost(self) -> NDArray[np.int64]:
        """The nodes of the network that it takes, likewise."""
        every = np.arange(len(self.alone.grid.network.nodes))
        newly = self.newly(lambda one: one.after.supplied[one.after.groups_of(every)])
        return np.union1d(self.alone.after.lost, np.flatnonzero(newly))

    @property
    def traced(self) -> Traced:
        """The grid as it stands now, with the transformers of this outage as those it takes."""
        return replace(self.both, transformers=self.transformers)

    def newly(self, alive: Callable[[Traced], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """Tell of whatever is ``alive`` in a grid whether this outage has ended that.

        Nobody is without power by all of them together and on no list: who is, was taken by one of
        them in the order of their numbers. What later ones have switched may feed it again.
        """
        dead = ~alive(self.both)
        taken = np.zeros_like(dead)
        for without, by_it in self.turns:
            taken |= alive(without) & ~alive(by_it)
        return taken & dead


def overlap(grid: Grid, parts: Sequence[PartRef], beside: Sequence[PartRef] = ()) -> Overlap:
    """Trace an outage by itself, and with what others have switched; opened wins over closed.

    All others count as earlier ones unless ``beside`` is a :class:`Beside`.
    """
    alone = trace(grid, parts)
    if not (parts and beside):
        return Overlap(alone, alone, alone)
    before, both = trace(grid, beside), trace(grid, (*beside, *parts))
    turns = [(before, both)]
    earlier = beside.earlier if isinstance(beside, Beside) else tuple(beside)
    if earlier and len(earlier) < len(beside):
        turns.append((trace(grid, earlier), trace(grid, (*earlier, *parts))))
    return Overlap(alone, before, both, tuple(turns))


def taken(customers: JudgedCustomers, found: Overlap) -> Supplied:
    """Return who is out by an outage, and who lives by a second supply that is really alive.

    Out is whoever is by this outage alone, whoever has power beside the others and none beside
    them and this one, and of who has none beside all of them whoever had it beside the earlier
    ones. Two outages that take the same thing would each leave it to the other one else.
    """
    alone = supplied(customers, found.alone)
    if found.both is found.alone:
        return alone
    raw, grid = customers.raw, found.both.grid
    ids = np.array([grid.transformers[n].id for n in found.transformers], np.int32)
    rows = raw.supply.rows_of(ids)
    first = customers.transformer[rows]
    second = grid.positions("transformers", raw.second_transformer_id[rows])

    def alive(one: Traced) -> NDArray[np.bool_]:
        living: NDArray[np.bool_] = one.living[first] | one.living[second]
        return living

    out = np.union1d(alone.out, rows[found.newly(alive)])
    lives = alive(found.both) & ~np.isin(rows, out, assume_unique=True)
    by = np.where(found.both.living[first], first, second)[lives]
    return Supplied(out, rows[lives], found.both.feeders_of(by))
