"""Whom switches and transformers give power again, in the course of an outage.

Who has two supplies (双电源) is out only while both are, and so has power again with either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.outages import events, parts, taken
from desk.outages.declared import PartRef
from desk.outages.trace import trace
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import Snapshot
    from desk.outages.changing import Changing

CLOSED = "closed"
"""The fact of an event that names the switches which were closed again."""


def fed_again(
    change: Changing, snapshot: Snapshot, transformers: Iterable[int], closed: Sequence[int]
) -> frozenset[int]:
    """Return the customers of the list, or beside it, at transformers that have power again.

    ``transformers`` are said to have it; those behind the switches that are ``closed`` (ids) have
    it as the network says. The first transformer is that of the confirmed list, the second one
    that of the data.
    """
    connection, viewer = change.writing.connection, change.writing.viewer
    living = set(transformers)
    if closed:
        living |= _behind(change, snapshot.grid, frozenset(closed))
    served = taken.served_by(connection, viewer, change.outage.id) if living else {}
    first = frozenset[int]().union(*(served.get(ref, frozenset()) for ref in living))
    return first | _second(snapshot, living)


def _second(snapshot: Snapshot, living: set[int]) -> frozenset[int]:
    raw = snapshot.customers.raw
    double = raw.supply.double
    wanted = np.isin(raw.second_transformer_id[double], list(living))
    return frozenset(raw.id[double[wanted]].tolist())


def _behind(change: Changing, grid: Grid, closed: frozenset[int]) -> frozenset[int]:
    """Return the transformers that have power once these switches are closed, and had none.

    A transformer that was dead before the outage counts as well: it may be a second supply.
    """
    connection, viewer = change.writing.connection, change.writing.viewer
    declared = [
        PartRef(row.noun, row.ref, row.opened)
        for row in parts.of(connection, viewer, change.outage.id)
    ]
    # What is closed again, once more, has been open again meanwhile: who is still out says so.
    before = _closed_before(change) - closed
    revived = _living(grid, _with_closed(declared, before | closed))
    revived &= ~_living(grid, _with_closed(declared, before))
    return frozenset(grid.transformers[place].id for place in np.flatnonzero(revived).tolist())


def _living(grid: Grid, declared: Iterable[PartRef]) -> NDArray[np.bool_]:
    return trace(grid, declared).living[:-1]  # the last place stands for no transformer


def _closed_before(change: Changing) -> frozenset[int]:
    """Return the switches that were closed in the course of the outage."""
    course = events.of(change.writing.connection, change.writing.viewer, change.outage.id)
    named = (event.facts.get(CLOSED) for event in course)
    return frozenset(ref for some in named if isinstance(some, list) for ref in some)


def _with_closed(declared: Iterable[PartRef], closed: frozenset[int]) -> list[PartRef]:
    others = [p for p in declared if p.noun is not Part.SWITCH or p.ref not in closed]
    return [*others, *(PartRef(Part.SWITCH, ref, opened=False) for ref in sorted(closed))]
