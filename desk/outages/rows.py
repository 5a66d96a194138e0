"""Rows of the list of an outage, each with why it is on it and why it stands where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desk.outages.affected import BASES
from desk.outages.facets import Standing, mask_of, standings
from desk.people import persons
from rules.codes import CustomerClass, Sensitivity, Urgency
from rules.outages.why import RowFacts, When, row_reasons

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from desk.outages.affected import Affected
    from desk.outages.facets import Chosen
    from desk.people import Person
    from rules.outages.codes import Basis
    from rules.reasons import Reason
    from rules.viewer import Viewer

STANDINGS = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Touched:
    """A customer on the list or in question."""

    person: Person
    basis: Basis
    standing: Standing
    decided: bool
    feeder: str
    transformer: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """When an outage runs, and what the list is told at ``now``.

    ``others`` are by customer the numbers of further outages that touch it, ``told`` how many of
    this month did.
    """

    when: When
    now: datetime
    others: Mapping[int, tuple[str, ...]]
    told: Mapping[int, int]


def places_of(
    snapshot: Snapshot, viewer: Viewer, whom: Affected, chosen: Chosen
) -> NDArray[np.int64]:
    """Return the places in a list of those who are chosen, the most important first."""
    return np.flatnonzero(mask_of(snapshot, viewer, whom, chosen))


def ids_at(snapshot: Snapshot, whom: Affected, places: NDArray[np.int64]) -> list[int]:
    """Return the ids of the customers at places of a list."""
    found: list[int] = snapshot.customers.raw.id[whom.rows[places]].tolist()
    return found


def rows_at(
    snapshot: Snapshot, viewer: Viewer, whom: Affected, places: NDArray[np.int64], course: Course
) -> tuple[Touched, ...]:
    """Return the rows at places of a list."""
    rows = whom.rows[places]
    people, own, grid = persons(snapshot, viewer, rows), snapshot.customers, snapshot.grid
    standing = standings(whom)[places].tolist()
    columns = zip(people, whom.basis[places], standing, whom.decided[places],
                  whom.lapsed[places], rows, strict=True)  # fmt: skip
    return tuple(
        Touched(
            person=person,
            basis=BASES[basis],
            standing=STANDINGS[state],
            decided=bool(decided),
            feeder=_name(grid.feeders, int(own.feeder[row])),
            transformer=_name(grid.transformers, int(own.transformer[row])),
            reasons=_why(snapshot, viewer, person, int(row), course, lapsed=bool(lapsed)),
        )
        for person, basis, state, decided, lapsed, row in columns
    )


def place_of(
    snapshot: Snapshot, viewer: Viewer, whom: Affected, chosen: Chosen, customer_id: int
) -> int:
    """Return at which row of what is chosen a customer stands, -1 where it is not in it."""
    row = snapshot.customers.rows_of(np.array([customer_id], np.int32))[0]
    kept = whom.rows[mask_of(snapshot, viewer, whom, chosen)]
    found = np.flatnonzero(kept == row).tolist() if row >= 0 else []
    return int(found[0]) if found else -1


def _why(
    snapshot: Snapshot, viewer: Viewer, person: Person, row: int, course: Course, *, lapsed: bool
) -> tuple[Reason, ...]:
    hours = float(snapshot.customers.raw.backup_hours[row])
    facts = RowFacts(
        life_support=bool(person.life_support),
        backup_hours=None if np.isnan(hours) else hours,
        sensitivity=Sensitivity(person.sensitivity),
        class_=CustomerClass(person.class_),
        urgency=Urgency(person.urgency),
        told=course.told.get(person.id, 0),
        others=course.others.get(person.id, ()),
        lapsed=lapsed,
    )
    return row_reasons(viewer, facts, course.when, course.now, snapshot.parameters)


def _name(rows: tuple[object, ...], place: int) -> str:
    if place < 0:
        return ""
    row = rows[place]
    return str(getattr(row, "name", "") or getattr(row, "code", ""))
