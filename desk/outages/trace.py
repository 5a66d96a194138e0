"""Which transformers lose every source by what is opened, named or tripped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from desk.outages.declared import PartRef


def lost_transformers(grid: Grid, parts: Iterable[PartRef]) -> NDArray[np.int32]:
    """Return the positions, in the grid's order, of the transformers without power, ascending.

    Transformers that reach no source as operated are not told again. A named section is lost by
    itself: what it alone supplies is out.
    """
    wanted = tuple(parts)
    edges = _edges(grid, wanted)
    feeders = _refs(wanted, Part.FEEDER)
    sources = [node for node, feeder in grid.sources.items() if feeder in feeders]
    dead = frozenset(grid.network.downstream(edges, sources)) if edges or sources else frozenset()
    named = _refs(wanted, Part.TRANSFORMER)
    found = [n for n, row in enumerate(grid.transformers) if row.node in dead or row.id in named]
    return np.array(found, np.int32)


def _edges(grid: Grid, parts: tuple[PartRef, ...]) -> list[int]:
    """Return the numbers of the edges that are opened; sections come before switches."""
    sections, switches = _refs(parts, Part.SECTION), _refs(parts, Part.SWITCH)
    found = [n for n, row in enumerate(grid.sections) if row.id in sections]
    first = len(grid.sections)
    return found + [first + n for n, row in enumerate(grid.switches) if row.id in switches]


def _refs(parts: tuple[PartRef, ...], noun: Part) -> frozenset[int]:
    return frozenset(part.ref for part in parts if part.noun is noun and part.opened)
