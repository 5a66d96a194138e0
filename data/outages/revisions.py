"""Confirmed lists. Only ever appended to: the database refuses to change or delete a row."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sqlalchemy import bindparam, case, func, insert, select

from data import within
from data.bulk import insert_rows, table_of
from data.tables import Customer, OutageRevision, RevisionCustomer
from rules.access import Right, may, reach_of
from rules.outages.codes import Basis, Ground

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import ColumnElement, Connection, Select

    from data.store import Writing
    from rules.viewer import Viewer


Said: TypeAlias = tuple[Any, ...]
"""What a list says of a customer: values in the order of some names."""
ALL = 2**31 - 1
"""As the end of a page: whatever there is."""


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A confirmed list with what it stood on; the columns are those of the table."""

    id: int
    number: int
    at: datetime
    actor: str
    edit: int
    version: int
    ground: Ground
    area: BaseGeometry | None
    parts: list[dict[str, object]]
    counts: dict[str, Any]
    digest: str


_OF = (
    select(*(getattr(OutageRevision, name) for name in RevisionRow.__dataclass_fields__))
    .where(OutageRevision.outage_id == bindparam("ref"))
    .order_by(OutageRevision.number)
)


class ListedRow(NamedTuple):
    """A customer on a confirmed list, or left off it, as it was then.

    ``life`` is none for who must not know of life support. A tuple, for a list may have a hundred
    thousand of them: they are made, written and digested in a third of the time.
    """

    customer_id: int
    account: str
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


SAID = tuple(name for name in ListedRow._fields if name != "urgency")
"""What makes a list another one, in the order of :data:`Said`: all that a row says but how urgent
the customer was. That is no part of whom to tell and how, and changes with every issue and by the
hour: no list would stay as it was confirmed."""
_BASIS = ListedRow._fields.index("basis")


def digest_of(rows: Iterable[ListedRow]) -> str:
    """Return the SHA-256 of a list in its order, as 64 hexadecimal digits.

    Each row is one line of JSON in UTF-8: its values in the order of :class:`ListedRow`, no
    blanks between them, nothing escaped that need not be.
    """
    digest = hashlib.sha256()
    # One encoder and one reader for all: a list may have a hundred thousand rows.
    line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows:
        digest.update(f"{line(row)}\n".encode())
    return digest.hexdigest()


def of(connection: Connection, _viewer: Viewer, outage_id: int) -> tuple[RevisionRow, ...]:
    """Return the revisions of an outage, the first one first. ``counts`` are of all customers."""
    return tuple(_revision(row) for row in connection.execute(_OF, {"ref": outage_id}))


def newest_numbers(
    connection: Connection, _viewer: Viewer, outage_ids: Sequence[int]
) -> dict[int, int]:
    """Return the number of the newest revision of each outage that has one."""
    query = (
        select(OutageRevision.outage_id, func.max(OutageRevision.number))
        .where(OutageRevision.outage_id.in_(outage_ids))
        .group_by(OutageRevision.outage_id)
    )
    return {ref: number for ref, number in connection.execute(query)}  # noqa: C416 - rows are no pairs


def add(writing: Writing, outage_id: int, revision: RevisionRow, rows: Sequence[ListedRow]) -> int:
    """Freeze a list and return the id of the revision; that of ``revision`` says nothing."""
    values = {f.name: getattr(revision, f.name) for f in fields(revision) if f.name != "id"}
    values |= {"ground": str(revision.ground), "size": len(rows)}
    done = writing.connection.execute(insert(OutageRevision).values(outage_id=outage_id, **values))
    (revision_id,) = done.inserted_primary_key or (0,)
    names = (name.rstrip("_") for name in ListedRow._fields)
    columns: dict[str, Sequence[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True))
    columns["basis"] = [str(row.basis) for row in rows]
    own: dict[str, Sequence[Any]] = {
        "revision_id": [revision_id] * len(rows),
        "position": range(len(rows)),
    }
    insert_rows(writing.connection, table_of(RevisionCustomer), own | columns)
    return int(revision_id)


def whole(connection: Connection, _viewer: Viewer, revision_id: int) -> tuple[ListedRow, ...]:
    """Return a list as it was frozen, everybody with everything: to hold its digest against."""
    query = _query(RevisionCustomer.revision_id == revision_id)
    rows = connection.execute(query.order_by(RevisionCustomer.position))
    return tuple(_listed(row) for row in rows)


def told(connection: Connection, _viewer: Viewer, revision_id: int) -> dict[int, Said]:
    """Return what (``SAID``) a list says of everybody on it or left off it, by customer."""
    return _told_of(connection, SAID, RevisionCustomer.revision_id == revision_id)


def said_to(viewer: Viewer) -> tuple[str, ...]:
    """Return what of ``SAID`` a viewer is told of a row: that it is another one tells as well."""
    hidden = _hidden(viewer)
    return tuple(name for name in SAID if name not in hidden)


def _told_of(
    connection: Connection, names: Sequence[str], *conditions: ColumnElement[bool]
) -> dict[int, Said]:
    columns = [getattr(RevisionCustomer, name) for name in names]
    query = select(RevisionCustomer.customer_id, *columns).where(*conditions)
    # A list may have a hundred thousand rows: nothing is made of them but pairs.
    return {row[0]: row[1:] for row in map(tuple, connection.execute(query).all())}


def page(
    connection: Connection,
    viewer: Viewer,
    revision_id: int,
    start: int,
    stop: int,
    *,
    only: Sequence[int] | None = None,
) -> tuple[ListedRow, ...]:
    """Return rows ``start`` to ``stop`` of what a viewer sees of a list; only some ids if named.

    Who must not know of life support is not told by the order either: it begins with the most
    sensitive then. Who knows the issues of one field only is not told how urgent all were.
    """
    conditions = [RevisionCustomer.revision_id == revision_id, mine(viewer)]
    if only is not None:
        conditions.append(RevisionCustomer.customer_id.in_(only))
    query = (
        _query(*conditions).order_by(*order_for(viewer)).offset(start).limit(max(stop - start, 0))
    )
    return tuple(_told(viewer, _listed(row)) for row in connection.execute(query))


def count(connection: Connection, viewer: Viewer, revision_id: int) -> tuple[int, int]:
    """Count the rows of a list that a viewer sees, and those of them that are on the list."""
    listed = func.count(case((RevisionCustomer.touched, 1)))
    query = select(func.count(), listed).where(
        RevisionCustomer.revision_id == revision_id, mine(viewer)
    )
    every, on = connection.execute(query).one()
    return every, on


def touched(connection: Connection, viewer: Viewer, revision_id: int) -> frozenset[int]:
    """Return the ids of those on a list that a viewer sees."""
    query = select(RevisionCustomer.customer_id).where(
        RevisionCustomer.revision_id == revision_id, RevisionCustomer.touched, mine(viewer)
    )
    return frozenset(connection.scalars(query))


def _revision(row: Any) -> RevisionRow:  # noqa: ANN401 - a row of the store
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    return RevisionRow(**(values | {"ground": Ground(row.ground)}))


def _query(*conditions: ColumnElement[bool]) -> Select[Any]:
    columns = [getattr(RevisionCustomer, name) for name in ListedRow._fields]
    return select(*columns).where(*conditions)


def _listed(row: Any) -> ListedRow:  # noqa: ANN401 - a row of the store
    values = list(row)
    values[_BASIS] = Basis(values[_BASIS])
    return ListedRow(*values)


def mine(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a viewer sees a row of ``RevisionCustomer``."""
    if not within.narrows(viewer):
        return RevisionCustomer.position >= 0
    mine = select(Customer.id).where(within.customers(viewer))
    return RevisionCustomer.customer_id.in_(mine)


def order_for(viewer: Viewer) -> list[Any]:
    """Return the order of a list that tells a viewer nothing that he must not know."""
    if may(viewer, Right.KNOW_LIFE_SUPPORT):
        return [RevisionCustomer.position]
    return [
        RevisionCustomer.sensitivity.desc(),
        RevisionCustomer.class_.desc(),
        *([] if _of_one_field(viewer) else [RevisionCustomer.urgency.desc()]),
        RevisionCustomer.customer_id,
    ]


def knows_hours(viewer: Viewer) -> bool:
    """Tell whether a viewer reads how long life support lasts: who makes the list does."""
    return may(viewer, Right.KNOW_LIFE_SUPPORT) and may(viewer, Right.CONFIRM_OUTAGE)


def _of_one_field(viewer: Viewer) -> bool:
    """Tell whether a viewer knows the issues of one field only: a frozen urgency is of them all."""
    return reach_of(viewer).field is not None


def _hidden(viewer: Viewer) -> frozenset[str]:
    """Return which columns of a row a viewer must not read."""
    hidden = set()
    if not may(viewer, Right.KNOW_LIFE_SUPPORT):
        hidden.add("life")
    if not knows_hours(viewer):
        hidden.add("backup_hours")
    if _of_one_field(viewer):
        hidden.add("urgency")
    return frozenset(hidden)


def _told(viewer: Viewer, row: ListedRow) -> ListedRow:
    hidden: dict[str, Any] = dict.fromkeys(_hidden(viewer))
    return row._replace(**hidden) if hidden else row
