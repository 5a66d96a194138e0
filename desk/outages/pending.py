"""What confirming again would change: the newest confirmed list beside the outage as it is now.

A list stays as it was frozen while the data, the decisions and the outages beside it go on: whom
it takes, and what it says of them.
Whoever works with it is told when it is no longer what would be confirmed today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.outages import revisions as lists
from desk.outages.affected import affected
from desk.outages.beside import beside_of
from desk.outages.said import said
from desk.people import persons
from rules.masking import text_for
from rules.outages.life import EDITABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.outages.revisions import Said
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
        told = lists.told_to(connection, viewer, newest[0].id)
    found = affected(snapshot, viewer, record.declared, beside_of(desk, viewer, record))
    now = said(snapshot, found, record.declared, lists.said_to(viewer))
    before = _readable(viewer, told)
    if now == before:
        return None
    return _pending(snapshot, viewer, found, before, now)


def _readable(viewer: Viewer, told: Mapping[int, Said]) -> dict[int, Said]:
    """Return what a list says with the reasons as the viewer reads those of today."""
    place = lists.said_to(viewer).index("why")
    return {
        ref: (*row[:place], text_for(viewer, row[place]), *row[place + 1 :]) if row[place] else row
        for ref, row in told.items()
    }


def _pending(
    snapshot: Snapshot,
    viewer: Viewer,
    found: Affected,
    before: Mapping[int, Said],
    now: Mapping[int, Said],
) -> Pending:
    on = lists.said_to(viewer).index("touched")
    differs = {ref for ref in before.keys() | now.keys() if before.get(ref) != now.get(ref)}
    was_on, is_on = (
        {ref for ref in differs if ref in some and some[ref][on]} for some in (before, now)
    )
    newly, gone = is_on - was_on, was_on - is_on
    otherwise = differs - newly - gone
    ids = snapshot.customers.raw.id[found.rows]
    left = snapshot.customers.rows_of(np.array(sorted(gone), np.int32))
    new, other = (found.rows[np.isin(ids, list(some))] for some in (newly, otherwise))
    first = (persons(snapshot, viewer, rows[:MOST_NAMED]) for rows in (new, left[left >= 0], other))
    return Pending(len(newly), len(gone), len(otherwise), *first)
