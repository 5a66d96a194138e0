"""Outages themselves: one row each, from the first draft to long past.

Who sees some cells only is told of an outage once its confirmed list, or a transformer that it
took, reaches one of these: before that it is a plan of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, or_, select, true, update

from data import within
from data.tables import Customer, Outage, OutageCustomer, OutageTransformer
from rules.codes import OutageKind
from rules.outages.codes import OutageState
from rules.outages.life import OVER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import ColumnElement, Connection, Row

    from data.store import Writing
    from rules.viewer import Viewer

NOUN = "outage"
"""In the change log and in the audit."""


@dataclass(frozen=True, slots=True)
class OutageRow:
    """An outage as it is kept; the columns are told in ``data.tables.Outage``."""

    id: int
    number: str
    kind: OutageKind
    state: OutageState
    edit: int
    cause: str
    place: str
    feeder_id: int | None
    began_at: datetime
    planned_at: datetime | None
    expected_at: datetime | None
    restored_at: datetime | None
    area: BaseGeometry | None
    made_by: str
    made_at: datetime | None


_COLUMNS = tuple(getattr(Outage, name) for name in OutageRow.__dataclass_fields__)
_ONE = select(*_COLUMNS).where(Outage.id == bindparam("ref"))
"""Made once: every change of an outage begins with it, and making it costs more than asking."""


def one(connection: Connection, viewer: Viewer, outage_id: int) -> OutageRow | None:
    """Return an outage, none where there is no such id or the viewer does not see it."""
    query = _ONE.where(visible(viewer)) if within.narrows(viewer) else _ONE
    row = connection.execute(query, {"ref": outage_id}).one_or_none()
    return _read(row) if row else None


def listed(
    connection: Connection, viewer: Viewer, *, over: bool, most: int
) -> tuple[OutageRow, ...]:
    """Return outages that are not over, or those that are; the one that begins last is first."""
    ends = [str(state) for state in OVER]
    which = Outage.state.in_(ends) if over else Outage.state.not_in(ends)
    query = select(*_COLUMNS).where(which, visible(viewer))
    query = query.order_by(Outage.began_at.desc(), Outage.id.desc()).limit(most)
    return tuple(_read(row) for row in connection.execute(query))


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a viewer sees a row of ``Outage``."""
    if not within.narrows(viewer):
        return true()
    mine = within.customers(viewer)
    listed_ones = select(OutageCustomer.outage_id).where(
        OutageCustomer.customer_id.in_(select(Customer.id).where(mine))
    )
    took = select(OutageTransformer.outage_id).where(
        OutageTransformer.transformer_id.in_(select(Customer.transformer_id).where(mine))
    )
    return or_(Outage.id.in_(listed_ones), Outage.id.in_(took))


def next_number(writing: Writing, day: date) -> str:
    """Return a number that no outage has: writers take turns, so nobody else is given it.

    ``TD20261122-0001`` is the first that is declared on a day; the day is the bureau's.
    """
    prefix = f"TD{day:%Y%m%d}-"
    query = (
        select(Outage.number)
        # The first condition says nothing new, but an index answers it.
        .where(Outage.number >= prefix, Outage.number.startswith(prefix, autoescape=True))
        .order_by(func.length(Outage.number).desc(), Outage.number.desc())
    )
    turns = (number.removeprefix(prefix) for number in writing.connection.scalars(query))
    newest = next((int(turn) for turn in turns if turn.isascii() and turn.isdecimal()), 0)
    return f"{prefix}{newest + 1:04d}"


def add(writing: Writing, values: Mapping[str, Any]) -> int:
    """Insert an outage and return its id."""
    done = writing.connection.execute(insert(Outage).values(**values))
    (outage_id,) = done.inserted_primary_key or (0,)
    return int(outage_id)


def change(writing: Writing, outage_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of an outage."""
    if values:
        writing.connection.execute(update(Outage).where(Outage.id == outage_id).values(**values))


def _read(row: Row[Any]) -> OutageRow:
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names
    kind, state = OutageKind(values.pop("kind")), OutageState(values.pop("state"))
    return OutageRow(kind=kind, state=state, **values)
