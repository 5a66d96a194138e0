"""The area that is proposed around whom an outage's parts take: of those who are out now.

After a part was restored nobody is told that who has power again has none. So the area lies around
those who are still out, and around those whom a part takes that was added since. It stands close
to neighbours who have power and may hold their houses: of an area that is the proposal the product
knows why it was drawn, and puts none of them back as out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desk.outages.affected import affected
from desk.outages.area import proposed
from desk.outages.declared import Declared

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import shapely
    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.outages.declared import PartRef
    from rules.viewer import Viewer

SAME_AREA = 1e-3
"""Of its size an area may differ from the proposal: it went through a browser's rounding."""


def rows_out(
    snapshot: Snapshot,
    viewer: Viewer,
    parts: Sequence[PartRef],
    before: Collection[PartRef],
    back: Collection[int],
    beside: Sequence[PartRef] = (),
) -> NDArray[np.int64]:
    """Return the customers (rows) whom parts take, without those who have power again.

    ``back`` are these by their ids. Power came back as of the parts ``before``: whom an added part
    takes by itself is out whatever was said then.
    """
    rows = affected(snapshot, viewer, Declared(parts=tuple(parts)), beside).rows
    if not back:
        return rows
    lit = np.isin(snapshot.customers.raw.id[rows], list(back))
    added = tuple(part for part in parts if part not in before)
    if added:
        lit &= ~np.isin(rows, affected(snapshot, viewer, Declared(parts=added), beside).rows)
    return rows[~lit]


def is_proposal(snapshot: Snapshot, area: shapely.Geometry, rows: NDArray[np.int64]) -> bool:
    """Tell whether an area is what would be proposed around customers (rows)."""
    own = proposed(snapshot, rows)
    return own is not None and area.symmetric_difference(own).area <= SAME_AREA * own.area
