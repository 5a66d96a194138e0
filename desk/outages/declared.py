"""By what an outage is declared, as far as whom it touches depends on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import shapely

    from rules.outages.codes import Basis, Part, Verdict


@dataclass(frozen=True, slots=True)
class PartRef:
    """A part of the network, by the id of its row.

    A switch is ``opened``, or closed where that is part of the plan (a tie that feeds back); of
    every other part that it is named means that it is without power.
    """

    noun: Part
    ref: int
    opened: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about one customer, and why.

    ``basis`` is why the customer was in question then. Who was left off while the trace did not
    reach them is left off for as long as it does not.
    """

    verdict: Verdict
    why: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Declared:
    """An area (valid multipolygon, WGS-84 degrees), parts of the network, and decisions.

    ``decisions`` are by the id of the customer.
    """

    area: shapely.MultiPolygon | None = None
    parts: tuple[PartRef, ...] = ()
    decisions: Mapping[int, Decision] = field(default_factory=lambda: MappingProxyType({}))
