"""What confirming again would change: the newest confirmed list beside the outage as it is now.

A list stays as it was frozen while the data, the decisions and the outages beside it go on.
Whoever works with it is told when it is no longer what would be confirmed today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.outages import revisions as lists
from desk.outages.affected import affected
from desk.outages.beside import beside_of
from desk.people import persons
from rules.outages.life import EDITABLE

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from desk.people import Person
    from rules.viewer import Viewer

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Pending:
    """How many would come to the list and leave it, and the first of them.

    Who is no customer any more is counted among those who leave, and not named.
    """

    newly: int
    no_longer: int
    first_newly: tuple[Person, ...]
    first_no_longer: tuple[Person, ...]


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
        listed = lists.touched(connection, viewer, newest[0].id)
    found = affected(snapshot, viewer, record.declared, beside_of(desk, viewer, record))
    rows = found.rows[found.touched]
    ids = snapshot.customers.raw.id[rows]
    before = np.array(sorted(listed), np.int32)
    new, gone = rows[~np.isin(ids, before)], before[~np.isin(before, ids)]
    if not len(new) and not len(gone):
        return None
    left = snapshot.customers.rows_of(gone)
    return Pending(
        newly=len(new),
        no_longer=len(gone),
        first_newly=persons(snapshot, viewer, new[:MOST_NAMED]),
        first_no_longer=persons(snapshot, viewer, left[left >= 0][:MOST_NAMED]),
    )
