"""Whom switches and transformers give power again, in the course of an outage.

Who has two supplies (双电源) is out only while both are, and so has power again with either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.outages import events, parts, taken
from desk.outages.beside import in_force
from desk.outages.declared import PartRef
from desk.outages.holding import holding, with_closed
from desk.outages.trace import trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from data.snapshot.grid import Grid
    from data.snapshot.judged import Snapshot
    from desk.outages.changing import Changing


def fed_again(
    change: Changing, snapshot: Snapshot, transformers: Iterable[int], closed: Sequence[int]
) -> frozenset[int]:
    """Return the customers of the list, or beside it, at transformers that have power again.

    ``transformers`` are said to have it; those behind the switches that are ``closed`` (ids) have
    it as the network says. The first transformer is that of the confirmed list, the second one
    that of the data. Who hangs on another first one by now, by the data, has power by the one of
    the list only if that other one has it as well.
    """
    connection, viewer = change.writing.connection, change.writing.viewer
    living = set(transformers)
    if closed:
        living |= _behind(change, snapshot.grid, frozenset(closed))
    served = taken.served_by(connection, viewer, change.outage.id) if living else {}
    first = frozenset[int]().union(*(served.get(ref, frozenset()) for ref in living))
    return (first - _moved_away(snapshot, first, living)) | _second(snapshot, living)


def _moved_away(snapshot: Snapshot, customers: frozenset[int], living: set[int]) -> frozenset[int]:
    """Return who of some hangs on none of the transformers any more; who is gone is not moved."""
    own = snapshot.customers
    rows = own.rows_of(np.array(sorted(customers), np.int32))
    rows = rows[rows >= 0]
    away = ~np.isin(own.raw.transformer_id[rows], list(living))
    return frozenset(own.raw.id[rows[away]].tolist())


def _second(snapshot: Snapshot, living: set[int]) -> frozenset[int]:
    raw = snapshot.customers.raw
    double = raw.supply.double
    wanted = np.isin(raw.second_transformer_id[double], list(living))
    return frozenset(raw.id[double[wanted]].tolist())


def _behind(change: Changing, grid: Grid, closed: frozenset[int]) -> frozenset[int]:
    """Return the transformers that have power once these switches are closed, and had none.

    A transformer that was dead before the outage counts as well: it may be a second supply. What
    other outages have switched is in force: a tie to a feeder that one of them tripped feeds
    nobody. Only a switch that is said to be closed here is closed, whoever opened it.
    """
    connection, viewer = change.writing.connection, change.writing.viewer
    declared = [
        PartRef(row.noun, row.ref, row.opened)
        for row in parts.of(connection, viewer, change.outage.id)
    ]
    running = in_force(connection, viewer, grid, change.now).now(change.outage.id)
    every = (*running, *declared)
    # What is closed again, once more, has been open again meanwhile: who is still out says so.
    before = _closed_before(change) - closed
    revived = _living(grid, with_closed(every, before | closed))
    revived &= ~_living(grid, with_closed(every, before))
    return frozenset(grid.transformers[place].id for place in np.flatnonzero(revived).tolist())


def _living(grid: Grid, every: Iterable[PartRef]) -> NDArray[np.bool_]:
    return trace(grid, every).living[:-1]  # the last place stands for no transformer


def _closed_before(change: Changing) -> frozenset[int]:
    """Return the switches that were closed in the course of the outage, as far as that holds."""
    course = events.of(change.writing.connection, change.writing.viewer, change.outage.id)
    return holding(event.facts for event in course).closed
