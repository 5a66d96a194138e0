"""What confirming again would change: the newest confirmed list beside the outage as it is now.

A list stays as it was frozen while the data, the decisions and the outages beside it go on: whom
it takes, and what it says of them.
Whoever works with it is told when it is no longer what would be confirmed today. A page asks that
with every change anywhere, of a list of a hundred thousand too: so columns are compared, and those
of the frozen list, which never change, are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.outages import revisions as lists
from data.outages.listed_columns import COMPARED, ListColumns, columns_of
from data.within import narrows
from desk.outages.affected import affected
from desk.outages.beside import beside_of
from desk.outages.said import columns_now
from desk.people import persons
from rules.masking import text_for
from rules.outages.life import EDITABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.affected import Affected
    from desk.outages.records import OutageRecord
    from desk.people import Person
    from rules.viewer import Viewer

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Pending:
    """How many would come to the list and leave it, and the first of them.

    Of ``otherwise`` a row would say something else that the viewer may know: life support, how
    sensitive, where fed from, why left off. Who is no customer any more is counted among those who
    leave, and not named.
    """

    newly: int
    no_longer: int
    otherwise: int
    first_newly: tuple[Person, ...]
    first_no_longer: tuple[Person, ...]
    first_otherwise: tuple[Person, ...]


def pending(desk: Desk, viewer: Viewer, record: OutageRecord) -> Pending | None:
    """Return what another confirming would change, as far as the viewer sees it.

    None where nothing would change, nothing was confirmed yet, or the list stays as it is.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not look at all.
    """
    snapshot = desk.seen(viewer)
    if record.state not in EDITABLE:
        return None
    with desk.store.reading() as connection:
        newest = lists.of(connection, viewer, record.id)[-1:]
        if not newest:
            return None
        ref, digest = newest[0].id, newest[0].digest
        frozen = desk.lists.get((ref, digest), lambda: columns_of(connection, viewer, ref))
    found = affected(snapshot, viewer, record.declared, beside_of(desk, viewer, record))
    now = columns_now(snapshot, found, record.declared)
    changes = _changes(viewer, _seen(snapshot, viewer, frozen), now)
    return None if changes is None else _pending(snapshot, viewer, found, changes)


@dataclass(frozen=True, eq=False)
class _Changes:
    """Ids of customers, each ascending, who come to a list, leave it, or are told of otherwise."""

    newly: NDArray[np.int64]
    gone: NDArray[np.int64]
    otherwise: NDArray[np.int64]


def _seen(snapshot: Snapshot, viewer: Viewer, frozen: ListColumns) -> ListColumns:
    """Return what a viewer sees of a list: who sees some cells only, whoever is there now."""
    if not narrows(viewer):
        return frozen
    mine = np.isin(frozen.ids, snapshot.customers.raw.id)
    values = {name: column[mine] for name, column in frozen.values.items()}
    return ListColumns(frozen.ids[mine], frozen.touched[mine], values, frozen.why)


def _changes(viewer: Viewer, before: ListColumns, now: ListColumns) -> _Changes | None:
    """Compare two lists as far as a viewer is told of them; none where they say the same."""
    both, was, is_ = np.intersect1d(before.ids, now.ids, assume_unique=True, return_indices=True)
    differs = before.touched[was] != now.touched[is_]
    told = set(lists.said_to(viewer)).intersection(COMPARED)
    for name in told:
        differs |= before.values[name][was] != now.values[name][is_]
    differs |= np.isin(both, _other_reasons(viewer, before, now))
    ids = [before.ids[_but(before.ids, both, differs)], now.ids[_but(now.ids, both, differs)]]
    if not (len(ids[0]) or len(ids[1])):
        return None
    was_on, is_on = (
        some[one.touched[np.isin(one.ids, some)]]
        for some, one in zip(ids, (before, now), strict=True)
    )
    newly, gone = np.setdiff1d(is_on, was_on), np.setdiff1d(was_on, is_on)
    return _Changes(newly, gone, np.setdiff1d(np.union1d(*ids), np.union1d(newly, gone)))


def _but(
    ids: NDArray[np.int64], both: NDArray[np.int64], differs: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which rows of a list are not the same on the other one."""
    found: NDArray[np.bool_] = ~np.isin(ids, both[~differs])
    return found


def _other_reasons(viewer: Viewer, before: ListColumns, now: ListColumns) -> list[int]:
    """Return of whom a reason is another one, as the viewer reads both."""
    return [
        ref
        for ref in before.why.keys() | now.why.keys()
        if text_for(viewer, before.why.get(ref, "")) != now.why.get(ref, "")
    ]


def _pending(snapshot: Snapshot, viewer: Viewer, found: Affected, changes: _Changes) -> Pending:
    ids = snapshot.customers.raw.id[found.rows]
    left = snapshot.customers.rows_of(changes.gone.astype(np.int32))
    new, other = (found.rows[np.isin(ids, some)] for some in (changes.newly, changes.otherwise))
    first = (persons(snapshot, viewer, rows[:MOST_NAMED]) for rows in (new, left[left >= 0], other))
    return Pending(len(changes.newly), len(changes.gone), len(changes.otherwise), *first)
