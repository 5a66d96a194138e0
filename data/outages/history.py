"""Outages as the rules look back and ahead on them: repetition, other plans, promises, lists.

All of this is for those who declare and approve outages; it names no customer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

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
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import Connection

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


def took(connection: Connection, _viewer: Viewer, since: datetime, until: datetime) -> Took:
    """Return the outages that began in a span and took somebody's power, by transformer."""
    window = (Outage.began_at >= since, Outage.began_at < until, Outage.state.in_(HAPPENED))
    counted = Outage.kind.in_([str(kind) for kind in COUNTED])
    outages = {
        row.id: (row.began_at, OutageKind(row.kind) in PREARRANGED)
        for row in connection.execute(
            select(Outage.id, Outage.kind, Outage.began_at).where(*window, counted)
        )
    }
    found = connection.execute(
        select(OutageTransformer.outage_id, OutageTransformer.transformer_id)
        .join(Outage, Outage.id == OutageTransformer.outage_id)
        .where(*window, counted)
    )
    # Somebody may have moved an outage out of the span between the two questions.
    pairs = [pair for pair in found if pair[0] in outages]
    ids = np.array([pair[0] for pair in pairs], np.int64)
    known, place = np.unique(ids, return_inverse=True)
    facts = [outages[int(ref)] for ref in known]
    at = np.array([began.replace(tzinfo=None) for began, _ in facts], "datetime64[us]")
    prearranged = np.array([planned for _, planned in facts], bool)
    return Took(np.array([pair[1] for pair in pairs], np.int32), at[place], prearranged[place])


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
    connection: Connection, _viewer: Viewer, since: datetime, until: datetime
) -> tuple[Promised, ...]:
    """Return the promises of the outages that began in a span, those without any included."""
    window = (Outage.began_at >= since, Outage.began_at < until, Outage.state.in_(HAPPENED))
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
