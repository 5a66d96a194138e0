"""The way of the power: from a substation to a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.snapshot.grid import SectionRow, SwitchRow, TransformerRow
from geo.network import UnknownNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.snapshot.grid import FeederRow, Grid


__all__ = ["Stretch", "Supply", "SwitchRow", "TransformerRow", "supply_of"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sections in a row without a switch between them."""

    sections: int
    metres: float


@dataclass(frozen=True, slots=True)
class Supply:
    """How a transformer is supplied as switched.

    ``steps`` lead from the transformer up to the source. ``feeder`` is none for a transformer
    that reaches no source.
    """

    transformer: TransformerRow
    steps: tuple[Stretch | SwitchRow, ...]
    feeder: FeederRow | None


def supply_of(grid: Grid, transformer: TransformerRow) -> Supply:
    """Return the supply of a transformer; of several ways the one with the fewest edges."""
    feeder = next((row for row in grid.feeders if row.id == transformer.feeder_id), None)
    network = grid.network
    try:
        edges = network.path_to_source(transformer.node)
    except UnknownNode:
        edges = []
    return Supply(transformer, _steps([network.payloads[edge] for edge in edges]), feeder)


def _steps(edges: Sequence[object]) -> tuple[Stretch | SwitchRow, ...]:
    steps: list[Stretch | SwitchRow] = []
    for edge in edges:
        if isinstance(edge, SwitchRow):
            steps.append(edge)
        elif isinstance(edge, SectionRow):
            before = steps[-1] if steps and isinstance(steps[-1], Stretch) else None
            known = steps.pop() if before else None
            metres = edge.length_m or 0.0
            if isinstance(known, Stretch):
                steps.append(Stretch(known.sections + 1, known.metres + metres))
            else:
                steps.append(Stretch(1, metres))
    return tuple(steps)
