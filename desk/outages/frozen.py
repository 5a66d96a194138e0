"""Confirmed lists read again: any of them, as the viewer may see it, and what changed in between.

Names are read now and masked as everywhere; whatever else a row says is as it was frozen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from data.outages import outages, taken
from data.outages import revisions as lists
from data.outages.differing import otherwise
from desk.outages.changing import NoOutage
from desk.people import persons
from errors import BattlemapError
from rules.access import Right, reach_of, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from data.outages.revisions import ListedRow, RevisionRow
    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from rules.outages.codes import Basis, Ground
    from rules.viewer import Viewer

COUNTED = ("sensitivity", "class_", "feeder_id", "cell_id", "language", "basis")
"""By what the frozen counts are told apart; their names lose ``_`` and ``_id``."""
MOST_NAMED = 12
"""Of so many at most a difference names what is said otherwise of them."""


class NoRevision(BattlemapError):
    """No list of this number was confirmed. Facts: ``number``."""

    code = "outage.no_revision"


@dataclass(frozen=True, slots=True)
class Revision:
    """A confirmed list. ``version`` is that of the data; ``counts`` are of whom the viewer sees.

    ``counts`` holds ``touched`` and ``left_off``, and by each of ``sensitivity``, ``class``,
    ``feeder``, ``cell``, ``language`` and ``basis`` a number for each code or id, as a text; "" is
    none. ``digest`` is over the whole list, whoever looks.
    """

    id: int
    number: int
    at: datetime
    actor: str
    edit: int
    version: int
    ground: Ground
    counts: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A customer of a confirmed list, as it was then; the name as the viewer may read it now.

    ``name`` is "" for who is no customer any more, ``urgency`` none for who knows the issues of one
    field only. ``backup_hours`` is how long life support lasts by its own, none where nobody knows
    or the viewer does not make the list. ``restored_at`` is none while without power, and ``also``
    are the numbers of other running outages by which the customer is out.
    """

    customer_id: int
    account: str
    name: str
    touched: bool
    basis: Basis
    why: str
    sensitivity: int
    class_: int
    life: bool | None
    backup_hours: float | None
    urgency: int | None
    language: str
    cell_id: int | None
    feeder_id: int | None
    transformer_id: int | None
    restored_at: datetime | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """How many rows of the list the viewer sees, how many are on it, and some of them."""

    count: int
    touched: int
    rows: tuple[FrozenRow, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Who came to the list since the revision before, and who is no longer on it.

    Of ``otherwise`` it says something else, by column in ``by``; named are the first of them.
    """

    newly: tuple[FrozenRow, ...]
    no_longer: tuple[FrozenRow, ...]
    otherwise: int = 0
    by: Mapping[str, int] = field(default_factory=dict)
    first_otherwise: tuple[FrozenRow, ...] = ()


def revisions(desk: Desk, viewer: Viewer, outage_id: int) -> tuple[Revision, ...]:
    """Return the confirmed lists of an outage, the first one first.

    Raises
    ------
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        The viewer may not look at it.
    """
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        _seen(connection, viewer, outage_id)
        found = lists.of(connection, viewer, outage_id)
        return tuple(revision_of(connection, viewer, row) for row in found)


def rows(
    desk: Desk, viewer: Viewer, outage_id: int, number: int, start: int, stop: int
) -> FrozenPage:
    """Return rows ``start`` to ``stop`` of a confirmed list, the most important first.

    Raises
    ------
    NoRevision
        No list of this number was confirmed.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        The viewer may not look at it.
    """
    snapshot = desk.seen(viewer)
    with desk.store.reading() as connection:
        revision = _numbered(connection, viewer, outage_id, number)
        found = lists.page(connection, viewer, revision.id, start, stop)
        count, touched = lists.count(connection, viewer, revision.id)
        return FrozenPage(count, touched, _shown(connection, snapshot, viewer, outage_id, found))


def difference(desk: Desk, viewer: Viewer, outage_id: int, number: int) -> Difference:
    """Return what a revision changed; of the first one everybody is new. Raises like rows."""
    snapshot = desk.seen(viewer)
    with desk.store.reading() as connection:
        revision = _numbered(connection, viewer, outage_id, number)

        def shown(some: Sequence[ListedRow]) -> tuple[FrozenRow, ...]:
            return _shown(connection, snapshot, viewer, outage_id, some)

        now = lists.touched(connection, viewer, revision.id)
        if number == 1:
            return Difference(shown(_some(connection, viewer, revision, now)), ())
        former = _numbered(connection, viewer, outage_id, number - 1)
        before = lists.touched(connection, viewer, former.id)
        other = otherwise(connection, viewer, former.id, revision.id, MOST_NAMED)
        return Difference(
            shown(_some(connection, viewer, revision, now - before)),
            shown(_some(connection, viewer, former, before - now)),
            other.n,
            other.by,
            shown(lists.page(connection, viewer, revision.id, 0, lists.ALL, only=other.first)),
        )


def is_unaltered(desk: Desk, viewer: Viewer, outage_id: int, number: int) -> bool:
    """Tell whether a list still has the digest that it was frozen with; raises like rows."""
    require(viewer, Right.LOOK)
    with desk.store.reading() as connection:
        revision = _numbered(connection, viewer, outage_id, number)
        kept = lists.whole(connection, viewer, revision.id)
        return lists.digest_of(kept) == revision.digest


def counts_of(rows: Iterable[ListedRow]) -> dict[str, Any]:
    """Return the counts of a list, as :class:`Revision` tells them."""
    every = list(rows)
    listed = [row for row in every if row.touched]
    found: dict[str, Any] = {"touched": len(listed), "left_off": len(every) - len(listed)}
    for name in COUNTED:
        values = Counter(map(attrgetter(name), listed))
        told = name.removesuffix("_id").rstrip("_")
        found[told] = {"" if value is None else str(value): n for value, n in values.items()}
    return found


def revision_of(connection: Connection, viewer: Viewer, row: RevisionRow) -> Revision:
    """Return a confirmed list as a viewer is told of it."""
    counts = row.counts
    if reach_of(viewer).cells is not None:
        counts = counts_of(lists.page(connection, viewer, row.id, 0, lists.ALL))
    return Revision(
        id=row.id,
        number=row.number,
        at=row.at,
        actor=row.actor,
        edit=row.edit,
        version=row.version,
        ground=row.ground,
        counts=counts,
        digest=row.digest,
    )


def _seen(connection: Connection, viewer: Viewer, outage_id: int) -> None:
    if outages.one(connection, viewer, outage_id) is None:
        raise NoOutage


def _numbered(connection: Connection, viewer: Viewer, outage_id: int, number: int) -> RevisionRow:
    _seen(connection, viewer, outage_id)
    for row in lists.of(connection, viewer, outage_id):
        if row.number == number:
            return row
    raise NoRevision(number=number)


def _some(
    connection: Connection, viewer: Viewer, revision: RevisionRow, ids: frozenset[int]
) -> tuple[ListedRow, ...]:
    every = lists.page(connection, viewer, revision.id, 0, lists.ALL) if ids else ()
    return tuple(row for row in every if row.customer_id in ids)


def _shown(
    connection: Connection,
    snapshot: Snapshot,
    viewer: Viewer,
    outage_id: int,
    found: Sequence[ListedRow],
) -> tuple[FrozenRow, ...]:
    ids = [row.customer_id for row in found]
    at = snapshot.customers.rows_of(np.array(ids, np.int32))
    names = {p.id: p.name for p in persons(snapshot, viewer, at[at >= 0])}
    own = outages.one(connection, viewer, outage_id)
    number = own.number if own else ""
    restored = taken.of(connection, viewer, outage_id)
    several = taken.numbers(connection, viewer, ids)
    return tuple(
        FrozenRow(
            customer_id=row.customer_id,
            account=row.account,
            name=names.get(row.customer_id, ""),
            touched=row.touched,
            basis=row.basis,
            why=row.why,
            sensitivity=row.sensitivity,
            class_=row.class_,
            life=row.life,
            backup_hours=row.backup_hours,
            urgency=row.urgency,
            language=row.language,
            cell_id=row.cell_id,
            feeder_id=row.feeder_id,
            transformer_id=row.transformer_id,
            restored_at=restored.get(row.customer_id),
            also=tuple(n for n in several.get(row.customer_id, ()) if n != number),
        )
        for row in found
    )
