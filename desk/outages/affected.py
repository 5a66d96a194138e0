"""Whom an outage touches: the trace, the area, what they disagree on, and what was decided.

The list is the union of all bases without those whom somebody took off it; who is added by hand
belongs to it. Nobody is left out because two ways of asking disagree: that is for a person. Nor is
anybody left out by a decision whose ground has gone: who was left off while the trace did not reach
them is on the list again as soon as it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.overlap import overlap, taken
from rules.outages.codes import Basis, Ground, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.outages.declared import Declared, PartRef
    from rules.viewer import Viewer

BASES = tuple(Basis)
"""The order in which ``Affected.basis`` counts them."""
TRACED = frozenset({Basis.BOTH, Basis.TRACED_ONLY})
"""Bases of those who lose their supply, as the network says."""


@dataclass(frozen=True, eq=False)
class Affected:
    """Everybody who is on the list or in question, the most important first.

    ``rows`` are rows of the snapshot's customers; the other columns have the same length:
    ``basis`` positions in ``BASES``, ``touched`` who is on the list, ``decided`` for whom a
    person decided so that it holds, ``lapsed`` who was left off and is traced since: that holds no
    longer, and is asked again where trace and area disagree.

    ``transformers`` are positions of those that are out, ascending. ``saved`` are rows at such
    transformers who live by a second one (双电源), the most important first, and ``saved_by`` are
    the positions of the feeders that supply it, -1 where that is not just one; who is saved is on
    the list only for another reason than the trace.
    """

    ground: Ground
    rows: NDArray[np.int64]
    basis: NDArray[np.uint8]
    touched: NDArray[np.bool_]
    decided: NDArray[np.bool_]
    lapsed: NDArray[np.bool_]
    transformers: NDArray[np.int32]
    saved: NDArray[np.int64]
    saved_by: NDArray[np.int32]

    @property
    def count(self) -> int:
        """Count those on the list."""
        return int(self.touched.sum())

    @property
    def undecided(self) -> int:
        """Count those on whom trace and area disagree and nobody has decided yet."""
        if self.ground is not Ground.BOTH:
            return 0
        differs = np.isin(
            self.basis, [BASES.index(Basis.INSIDE_ONLY), BASES.index(Basis.TRACED_ONLY)]
        )
        return int((differs & ~self.decided).sum())


def affected(
    snapshot: Snapshot, _viewer: Viewer, declared: Declared, beside: Sequence[PartRef] = ()
) -> Affected:
    """Return whom an outage touches, as far as the viewer's snapshot goes.

    ``beside`` are parts that other outages have switched (``desk.outages.beside``): they add those
    to the trace who have power beside these and lose it now, and take nobody off it.

    Raises
    ------
    geo.cover.BadArea
        The area is no valid polygon or multipolygon.
    """
    customers = snapshot.customers
    inside = np.zeros(0, np.int64)
    if declared.area is not None:
        inside = customers.index.positions_within(declared.area)
    found = overlap(snapshot.grid, declared.parts, beside)
    supply = taken(customers, found)
    on, off, lapsed = _decisions(snapshot, declared, supply.out)
    listed = np.unique(np.concatenate([inside, supply.out, on]))
    listed = listed[np.argsort(customers.index.rank[listed])]
    order = np.argsort(customers.index.rank[supply.saved])
    return Affected(
        ground=_ground(declared),
        rows=listed,
        basis=_bases(_among(listed, inside), _among(listed, supply.out)),
        touched=~_among(listed, off),
        decided=_among(listed, np.concatenate([on, off])),
        lapsed=_among(listed, lapsed),
        transformers=found.transformers,
        saved=supply.saved[order],
        saved_by=supply.saved_by[order],
    )


def _among(rows: NDArray[np.int64], some: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.isin(rows, some, assume_unique=True)


def _decisions(
    snapshot: Snapshot, declared: Declared, out: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows that were put on the list, those left off, and those that no longer are."""
    made = declared.decisions.values()
    rows = snapshot.customers.rows_of(np.array(list(declared.decisions), np.int32))
    on = np.array([one.verdict is Verdict.TOUCHED for one in made], bool)
    untraced = np.array([one.basis not in TRACED for one in made], bool)
    lapsed = ~on & untraced & np.isin(rows, out)
    known = rows >= 0
    return rows[known & on], rows[known & ~on & ~lapsed], rows[lapsed]


def _bases(inside: NDArray[np.bool_], traced: NDArray[np.bool_]) -> NDArray[np.uint8]:
    codes = np.array(
        [BASES.index(b) for b in (Basis.BY_HAND, Basis.INSIDE_ONLY, Basis.TRACED_ONLY, Basis.BOTH)]
    )
    found: NDArray[np.uint8] = codes[inside.astype(int) + 2 * traced.astype(int)].astype(np.uint8)
    return found


def _ground(declared: Declared) -> Ground:
    match declared.area is not None, bool(declared.parts):
        case True, True:
            return Ground.BOTH
        case True, False:
            return Ground.AREA
        case False, True:
            return Ground.TRACE
        case _:
            return Ground.NOTHING
