"""Whom an outage touches as it is declared now, row by row, beside the confirmed lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.outages import revisions, taken
from desk.outages.affected import BASES, affected
from desk.outages.beside import beside_of
from desk.outages.frozen import rows as frozen_rows
from desk.outages.records import one
from desk.people import persons

if TYPE_CHECKING:
    from datetime import datetime

    from desk.desk import Desk
    from desk.outages.frozen import FrozenPage
    from rules.outages.codes import Basis
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A customer on the list of an outage or in question; ``decided`` by a person, and why.

    A decision that holds no longer is none (``desk.outages.affected``).

    ``life`` is none for who must not know; ``also`` are numbers of other running outages.
    """

    customer_id: int
    account: str
    name: str
    touched: bool
    decided: bool
    basis: Basis
    why: str
    sensitivity: int
    class_: int
    life: bool | None
    urgency: int | None
    restored_at: datetime | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingPage:
    """Some rows of a list, and how many there are that the viewer sees.

    ``revision`` is the number of the confirmed list that these are, 0 for what is declared now;
    ``touched`` are on the list, of ``undecided`` trace and area disagree and nobody has decided.
    """

    revision: int
    count: int
    touched: int
    undecided: int
    rows: tuple[StandingRow, ...]


def standing(
    desk: Desk, viewer: Viewer, outage_id: int, start: int, stop: int, revision: int | None = None
) -> StandingPage:
    """Return rows ``start`` to ``stop`` of the list of an outage, the most important first.

    ``revision`` is the number of a confirmed list, 0 for what is declared now; by default the
    newest confirmed list if nothing was changed since, else what is declared now.

    Raises
    ------
    desk.outages.frozen.NoRevision
        No list of this number was confirmed.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        The viewer may not look at it.
    """
    number = _current(desk, viewer, outage_id) if revision is None else revision
    if not number:
        return _declared(desk, viewer, outage_id, start, stop)
    page = frozen_rows(desk, viewer, outage_id, number, start, stop)
    return StandingPage(number, page.count, page.touched, 0, _frozen(page))


def _current(desk: Desk, viewer: Viewer, outage_id: int) -> int:
    edit = one(desk, viewer, outage_id).edit
    with desk.store.reading() as connection:
        newest = revisions.of(connection, viewer, outage_id)[-1:]
    return newest[0].number if newest and newest[0].edit == edit else 0


def _frozen(page: FrozenPage) -> tuple[StandingRow, ...]:
    return tuple(
        StandingRow(
            customer_id=row.customer_id,
            account=row.account,
            name=row.name,
            touched=row.touched,
            decided=bool(row.why),
            basis=row.basis,
            why=row.why,
            sensitivity=row.sensitivity,
            class_=row.class_,
            life=row.life,
            urgency=row.urgency,
            restored_at=row.restored_at,
            also=row.also,
        )
        for row in page.rows
    )


def _declared(desk: Desk, viewer: Viewer, outage_id: int, start: int, stop: int) -> StandingPage:
    record, snapshot = one(desk, viewer, outage_id), desk.seen(viewer)
    beside = beside_of(desk, viewer, record)
    found = affected(snapshot, viewer, record.declared, beside)
    some = slice(start, stop)
    people = persons(snapshot, viewer, found.rows[some])
    with desk.store.reading() as connection:
        several = taken.numbers(connection, viewer, [person.id for person in people])
        restored = taken.of(connection, viewer, outage_id)
    decisions = record.declared.decisions
    columns = zip(
        people,
        found.touched[some].tolist(),
        found.decided[some].tolist(),
        [BASES[code] for code in found.basis[some].tolist()],
        strict=True,
    )
    rows = tuple(
        StandingRow(
            customer_id=person.id,
            account=person.account,
            name=person.name,
            touched=touched,
            decided=decided,
            basis=basis,
            why=decisions[person.id].why if decided else "",
            sensitivity=person.sensitivity,
            class_=person.class_,
            life=person.life_support,
            urgency=person.urgency,
            restored_at=restored.get(person.id),
            also=tuple(n for n in several.get(person.id, ()) if n != record.number),
        )
        for person, touched, decided, basis in columns
    )
    return StandingPage(0, len(found.rows), found.count, found.undecided, rows)
