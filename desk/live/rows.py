"""Rows of a list that somebody looks at: as they are now, and whether others belong there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desk.faults import FaultRow
from desk.listing import Listing, Tab
from desk.lists import part
from desk.people import Person, persons
from desk.worklist import OpenRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.snapshot.judged import Snapshot
    from desk.lists import Item
    from rules.viewer import Viewer

MOST_SHOWN = 200
"""Rows that can be in view at once; of more the first are looked at."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a list is in view: from row ``first`` on, what each row is of, by id."""

    first: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows in view as they are now, and how many others would stand there by now."""

    rows: tuple[Item, ...]
    moved: int


def as_now(snapshot: Snapshot, viewer: Viewer, listing: Listing, shown: Shown) -> Standing:
    """Return the shown rows anew, also those that the list would no longer show there."""
    ids = shown.ids[:MOST_SHOWN]
    belong = part(snapshot, viewer, listing, shown.first, shown.first + len(ids))
    there = tuple(id_of(row) for row in belong.rows)
    moved = max(len(set(there) - set(ids)), 1) if there != ids else 0
    return Standing(_rows(snapshot, viewer, listing, ids), moved)


def id_of(item: Item) -> int:
    """Return the id of the customer, the issue or whatever a fault is of."""
    match item:
        case Person() | FaultRow():
            return item.id
        case OpenRow():
            return item.line.issue.id


def _rows(
    snapshot: Snapshot, viewer: Viewer, listing: Listing, ids: Sequence[int]
) -> tuple[Item, ...]:
    if listing.tab is Tab.CUSTOMERS:
        rows = snapshot.customers.rows_of(np.array(ids, np.int32))
        return persons(snapshot, viewer, rows[rows >= 0])
    if listing.tab is Tab.FAULTS:
        return ()  # a fault says nothing that changes: it is there or not
    everything = Listing(listing.tab, fault=listing.fault)
    found = part(snapshot, viewer, everything, 0, len(snapshot.issues.issues))
    wanted = set(ids)
    return tuple(row for row in found.rows if id_of(row) in wanted)
