"""The three lists of an outage, each gathered by the transformers that supply it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.affected import BASES
from desk.people import persons
from rules.codes import Sensitivity
from rules.outages.codes import Basis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.outages.affected import Affected
    from desk.people import Person
    from rules.viewer import Viewer

MOST_GROUPS, MOST_NAMED = 24, 6
"""Transformers of a list that are shown, and customers of each by name; the table has them all."""


@dataclass(frozen=True, slots=True)
class Group:
    """Customers of one transformer (id 0 for none) on one of the lists.

    ``undecided`` counts those that wait for a decision, ``off`` those who were taken off.
    """

    transformer_id: int
    name: str
    n: int
    undecided: int
    off: int
    special: int
    first: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the lists: how many, by sensitivity (position = code), with life support.

    ``life`` is none for who must not know. ``more`` counts groups that are not shown.
    """

    basis: Basis
    n: int
    undecided: int
    off: int
    by_sensitivity: tuple[int, ...]
    life: int | None
    groups: tuple[Group, ...]
    more: int


def sides(snapshot: Snapshot, viewer: Viewer, whom: Affected) -> tuple[Side, ...]:
    """Return the lists that trace and area make, and who was added by hand."""
    return tuple(_side(snapshot, viewer, whom, basis) for basis in Basis)


def saved(snapshot: Snapshot, viewer: Viewer, whom: Affected) -> tuple[int, tuple[Person, ...]]:
    """Count those at lost transformers who live by a second supply, and return the first."""
    return len(whom.saved), persons(snapshot, viewer, whom.saved[:MOST_NAMED])


def members(
    snapshot: Snapshot, _viewer: Viewer, whom: Affected, basis: Basis, transformer_id: int | None
) -> tuple[int, ...]:
    """Return the ids of the customers of a list, all or those of one transformer (0: of none)."""
    rows = whom.rows[whom.basis == BASES.index(basis)]
    if transformer_id is not None:
        rows = rows[_transformer_ids(snapshot, rows) == transformer_id]
    return tuple(snapshot.customers.raw.id[rows].tolist())


def _side(snapshot: Snapshot, viewer: Viewer, whom: Affected, basis: Basis) -> Side:
    places = np.flatnonzero(whom.basis == BASES.index(basis))
    rows = whom.rows[places]
    people = snapshot.customers
    levels = np.bincount(people.sensitivity[rows], minlength=len(Sensitivity))
    waits = ~whom.decided[places] & _differs(whom, basis)
    groups, more = _groups(snapshot, viewer, whom, places, waits)
    return Side(
        basis=basis,
        n=len(places),
        undecided=int(waits.sum()),
        off=int((~whom.touched[places]).sum()),
        by_sensitivity=tuple(int(n) for n in levels),
        life=int(people.life[rows].sum()) if snapshot.reach.life else None,
        groups=groups,
        more=more,
    )


def _differs(whom: Affected, basis: Basis) -> bool:
    return basis in {Basis.INSIDE_ONLY, Basis.TRACED_ONLY} and whom.undecided > 0


def _groups(
    snapshot: Snapshot,
    viewer: Viewer,
    whom: Affected,
    places: NDArray[np.int64],
    waits: NDArray[np.bool_],
) -> tuple[tuple[Group, ...], int]:
    if not len(places):
        return (), 0
    rows = whom.rows[places]
    ids = _transformer_ids(snapshot, rows)
    # Rows stand by priority: a transformer comes by the most important of its customers.
    known, first, which = np.unique(ids, return_index=True, return_inverse=True)
    order = np.argsort(first)
    names = {row.id: row.name or row.code for row in snapshot.grid.transformers}
    found = []
    for one in order[:MOST_GROUPS]:
        mine = np.flatnonzero(which == one)
        special = snapshot.customers.sensitivity[rows[mine]] == Sensitivity.SPECIAL
        group = Group(
            transformer_id=int(known[one]),
            name=names.get(int(known[one]), ""),
            n=len(mine),
            undecided=int(waits[mine].sum()),
            off=int((~whom.touched[places[mine]]).sum()),
            special=int(special.sum()),
            first=persons(snapshot, viewer, rows[mine[:MOST_NAMED]]),
        )
        found.append(group)
    return tuple(found), max(len(known) - MOST_GROUPS, 0)


def _transformer_ids(snapshot: Snapshot, rows: NDArray[np.int64]) -> NDArray[np.int32]:
    found: NDArray[np.int32] = snapshot.customers.raw.transformer_id[rows]
    return found
