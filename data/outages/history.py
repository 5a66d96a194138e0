"""Outages as the rules look back and ahead on them: repetition, other plans, promises, lists.

What took which transformer and what is planned is for those who declare and approve outages.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import and_, func, select, true

from data import within
from data.tables import (
    Customer,
    Outage,
    OutageCustomer,
    OutagePart,
    OutagePromise,
    OutageTransformer,
)
from rules.codes import OutageKind
from rules.outages.codes import OutageState as State
from rules.outages.codes import Part
from rules.outages.frequent import COUNTED, PREARRANGED
from rules.outages.promises import Promise, Promised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import ColumnElement, Connection

    from rules.viewer import Viewer

HAPPENED = tuple(
    str(state)
    for state in (
        State.BEGUN, State.REPORTED, State.LOCATED, State.REPAIRING, State.PARTLY_RESTORED,
        State.RESTORED, State.CLOSED,
    )
)  # fmt: skip
"""States of outages that took somebody's power."""
COMING = tuple(
    str(state)
    for state in (State.DRAFT, State.CHECKED, State.APPROVED, State.ANNOUNCED, State.POSTPONED)
)
"""States of outages that are planned and have not begun."""
MOST_NAMED = 900
"""Ids in one statement: SQLite takes no more than 999 in its narrowest build."""
MOST_PLANS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Took:
    """Which outage took which transformer, one row each: ids, when it began, and of which kind."""

    transformer_id: NDArray[np.int32]
    at: NDArray[np.datetime64]
    prearranged: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Plan:
    """An outage that is planned; ``transformer_ids`` are empty until its list is confirmed.

    ``parts`` are noun, id and whether it is opened, as ``data.tables.OutagePart`` keeps them.
    """

    id: int
    number: str
    kind: OutageKind
    state: State
    began_at: datetime
    expected_at: datetime | None
    feeder_id: int | None
    place: str
    area: BaseGeometry | None
    parts: tuple[tuple[Part, int, bool], ...]
    transformer_ids: tuple[int, ...]


def took(
    connection: Connection,
    _viewer: Viewer,
    since: datetime,
    until: datetime,
    transformer_ids: Sequence[int],
) -> Took:
    """Return the outages that began in a span and took the power of any of some transformers."""
    counted = Outage.kind.in_([str(kind) for kind in COUNTED])
    window = (Outage.began_at >= since, Outage.began_at < until)
    query = select(Outage.id, Outage.kind, Outage.began_at)
    query = query.where(*window, Outage.state.in_(HAPPENED), counted)
    every = list(_pairs(connection, transformer_ids))
    # Only what took one of them is read: a bureau has far more outages than a transformer.
    refs = sorted({pair[0] for pair in every})
    outages = {
        row.id: (row.began_at.replace(tzinfo=None), OutageKind(row.kind) in PREARRANGED)
        for start in range(0, len(refs), MOST_NAMED)
        for row in connection.execute(query.where(Outage.id.in_(refs[start : start + MOST_NAMED])))
    }
    pairs = [pair for pair in every if pair[0] in outages]
    ids = np.array([pair[0] for pair in pairs], np.int64)
    known, place = np.unique(ids, return_inverse=True)
    facts = [outages[int(ref)] for ref in known]
    at = np.array([began for began, _ in facts], "datetime64[us]")
    prearranged = np.array([planned for _, planned in facts], bool)
    return Took(np.array([pair[1] for pair in pairs], np.int32), at[place], prearranged[place])


def _pairs(connection: Connection, transformer_ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield every outage and transformer that belong together, of some transformers."""
    query = select(OutageTransformer.outage_id, OutageTransformer.transformer_id)
    for start in range(0, len(transformer_ids), MOST_NAMED):
        some = transformer_ids[start : start + MOST_NAMED]
        for row in connection.execute(query.where(OutageTransformer.transformer_id.in_(some))):
            yield row.outage_id, row.transformer_id


def plans(
    connection: Connection, _viewer: Viewer, since: datetime, until: datetime, but: int
) -> tuple[Plan, ...]:
    """Return the planned outages that are to begin in a span, the first first, without one."""
    query = (
        select(*Outage.__table__.c)
        .where(Outage.began_at >= since, Outage.began_at < until, Outage.id != but)
        .where(Outage.state.in_(COMING), Outage.kind.in_([str(kind) for kind in PREARRANGED]))
        .order_by(Outage.began_at, Outage.id)
        .limit(MOST_PLANS)
    )
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    parts, taken = _parts(connection, ids), _taken(connection, ids)
    return tuple(
        Plan(
            id=row.id,
            number=row.number,
            kind=OutageKind(row.kind),
            state=State(row.state),
            began_at=row.began_at,
            expected_at=row.expected_at,
            feeder_id=row.feeder_id,
            place=row.place,
            area=row.area,
            parts=tuple(parts[row.id]),
            transformer_ids=tuple(taken[row.id]),
        )
        for row in rows
    )


def promised(
    connection: Connection, viewer: Viewer, since: datetime, until: datetime
) -> tuple[Promised, ...]:
    """Return the promises of the outages that began in a span, those without any included.

    Who sees some cells only is told of outages that took customers of these.
    """
    begun = and_(Outage.began_at >= since, Outage.began_at < until)
    window = (begun, Outage.state.in_(HAPPENED), _reaches(viewer))
    made: defaultdict[int, list[Promise]] = defaultdict(list)
    for row in connection.execute(
        select(OutagePromise.outage_id, OutagePromise.at, OutagePromise.expected_at)
        .join(Outage, Outage.id == OutagePromise.outage_id)
        .where(*window)
    ):
        made[row.outage_id].append(Promise(row.at, row.expected_at))
    outages = connection.execute(
        select(Outage.id, Outage.cause, Outage.feeder_id, Outage.restored_at).where(*window)
    )
    return tuple(
        Promised(tuple(made[row.id]), row.restored_at, row.cause, row.feeder_id) for row in outages
    )


def times_listed(
    connection: Connection,
    viewer: Viewer,
    customer_ids: Sequence[int],
    span: tuple[datetime, datetime],
    but: int,
) -> dict[int, int]:
    """Count by customer the other outages of a span on whose confirmed list it stands.

    Plans count from their announcement on. Customers on none are left out.
    """
    told = [*HAPPENED, str(State.ANNOUNCED)]
    found: dict[int, int] = {}
    for start in range(0, len(customer_ids), MOST_NAMED):
        some = customer_ids[start : start + MOST_NAMED]
        query = (
            select(OutageCustomer.customer_id, func.count())
            .join(Outage, Outage.id == OutageCustomer.outage_id)
            .join(Customer, Customer.id == OutageCustomer.customer_id)
            .where(OutageCustomer.customer_id.in_(some), Outage.id != but)
            .where(Outage.began_at >= span[0], Outage.began_at < span[1])
            .where(Outage.state.in_(told), within.customers(viewer))
            .group_by(OutageCustomer.customer_id)
        )
        found |= {ref: int(count) for ref, count in connection.execute(query)}
    return found


def _reaches(viewer: Viewer) -> ColumnElement[bool]:
    if not within.narrows(viewer):
        return true()
    mine = select(Customer.transformer_id).where(within.customers(viewer))
    taken = select(OutageTransformer.outage_id).where(OutageTransformer.transformer_id.in_(mine))
    return Outage.id.in_(taken)


def _parts(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[Part, int, bool]]]:
    found: defaultdict[int, list[tuple[Part, int, bool]]] = defaultdict(list)
    columns = (OutagePart.outage_id, OutagePart.noun, OutagePart.ref, OutagePart.opened)
    query = select(*columns).where(OutagePart.outage_id.in_(ids)).order_by(OutagePart.ref)
    for row in connection.execute(query):
        found[row.outage_id].append((Part(row.noun), row.ref, row.opened))
    return found


def _taken(connection: Connection, ids: Sequence[int]) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    query = select(OutageTransformer.outage_id, OutageTransformer.transformer_id).where(
        OutageTransformer.outage_id.in_(ids)
    )
    for outage_id, transformer_id in connection.execute(query):
        found[outage_id].append(transformer_id)
    return found
