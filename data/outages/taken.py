"""Whom a running outage took, and who has power again: the newest confirmed list at work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select, true, update

from data import within
from data.bulk import insert_rows, table_of
from data.outages.decisions import MOST_NAMED
from data.tables import (
    Customer,
    Outage,
    OutageCustomer,
    OutageRevision,
    OutageTransformer,
    RevisionCustomer,
)
from rules.outages.life import RUNNING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from data.store import Writing
    from rules.viewer import Viewer

_OF = select(OutageCustomer.customer_id, OutageCustomer.restored_at).where(
    OutageCustomer.outage_id == bindparam("ref")
)
RUNS = [str(state) for state in RUNNING]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are on the confirmed list of an outage, and how many of them are still out."""

    listed: int
    out: int


def of(connection: Connection, viewer: Viewer, outage_id: int) -> dict[int, datetime | None]:
    """Return who is on the list, with when power came back."""
    query = _OF.where(_mine(viewer)) if within.narrows(viewer) else _OF
    rows = connection.execute(query, {"ref": outage_id})
    return {row.customer_id: row.restored_at for row in rows}


def out(connection: Connection, viewer: Viewer, outage_id: int) -> frozenset[int]:
    """Return who is still without power."""
    found = of(connection, viewer, outage_id)
    return frozenset(ref for ref, restored_at in found.items() if restored_at is None)


def tallies(
    connection: Connection, viewer: Viewer, outage_ids: Collection[int]
) -> dict[int, Tally]:
    """Count for each outage whom the viewer sees on its list; one without a list is left out."""
    query = (
        select(
            OutageCustomer.outage_id,
            func.count(),
            func.count() - func.count(OutageCustomer.restored_at),
        )
        .where(OutageCustomer.outage_id.in_(list(outage_ids)), _mine(viewer))
        .group_by(OutageCustomer.outage_id)
    )
    return {ref: Tally(listed, still) for ref, listed, still in connection.execute(query)}


def out_now(connection: Connection, viewer: Viewer) -> int:
    """Count who is without power by running outages: somebody in two of them counts once."""
    query = (
        select(func.count(OutageCustomer.customer_id.distinct()))
        .join(Outage, Outage.id == OutageCustomer.outage_id)
        .where(OutageCustomer.restored_at.is_(None), Outage.state.in_(RUNS), _mine(viewer))
    )
    return connection.scalar(query) or 0


def numbers(
    connection: Connection, viewer: Viewer, customer_ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the numbers of the running outages by which customers are out, the first first."""
    found: dict[int, list[str]] = defaultdict(list)
    for some in _chunks(customer_ids):
        query = (
            select(OutageCustomer.customer_id, Outage.number)
            .join(Outage, Outage.id == OutageCustomer.outage_id)
            .where(OutageCustomer.restored_at.is_(None), Outage.state.in_(RUNS), _mine(viewer))
            .where(OutageCustomer.customer_id.in_(some))
            .order_by(Outage.began_at, Outage.id)
        )
        for ref, number in connection.execute(query):
            found[ref].append(number)
    return {ref: tuple(several) for ref, several in found.items()}


def follow(writing: Writing, outage_id: int, listed: Collection[int]) -> None:
    """Let the list be that of a new revision: who stays on it keeps when power came back.

    Who has lost it once more by what is new is put back with :func:`restore` and no time.
    """
    known = of(writing.connection, writing.viewer, outage_id)
    for some in _chunks(sorted(known.keys() - set(listed))):
        writing.connection.execute(delete(OutageCustomer).where(_among(outage_id, some)))
    new = sorted(set(listed) - known.keys())
    columns = {
        "outage_id": [outage_id] * len(new),
        "customer_id": new,
        "restored_at": [None] * len(new),
    }
    insert_rows(writing.connection, table_of(OutageCustomer), columns)


def take(writing: Writing, outage_id: int, transformer_ids: Collection[int]) -> None:
    """Let an outage have taken these transformers and no others."""
    own = OutageTransformer.outage_id == outage_id
    writing.connection.execute(delete(OutageTransformer).where(own))
    rows = [{"outage_id": outage_id, "transformer_id": ref} for ref in sorted(transformer_ids)]
    if rows:
        writing.connection.execute(insert(OutageTransformer), rows)


def transformers(connection: Connection, _viewer: Viewer, outage_id: int) -> frozenset[int]:
    """Return the ids of the transformers that an outage took; the network is everybody's."""
    query = select(OutageTransformer.transformer_id)
    return frozenset(connection.scalars(query.where(OutageTransformer.outage_id == outage_id)))


def restore(
    writing: Writing, outage_id: int, customer_ids: Collection[int], at: datetime | None
) -> None:
    """Note that power came back for customers of the list, or with none that it did not."""
    for some in _chunks(sorted(customer_ids)):
        writing.connection.execute(
            update(OutageCustomer).where(_among(outage_id, some)).values(restored_at=at)
        )


def served_by(
    connection: Connection, _viewer: Viewer, outage_id: int
) -> Mapping[int, frozenset[int]]:
    """Return who on the newest confirmed list hangs on which transformer, as it was then."""
    newest = (
        select(OutageRevision.id)
        .where(OutageRevision.outage_id == outage_id)
        .order_by(OutageRevision.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(RevisionCustomer.transformer_id, RevisionCustomer.customer_id).where(
        RevisionCustomer.revision_id == newest,
        RevisionCustomer.touched,
        RevisionCustomer.transformer_id.is_not(None),
    )
    found: dict[int, set[int]] = defaultdict(set)
    for transformer_id, customer_id in connection.execute(query):
        found[transformer_id or 0].add(customer_id)
    return {ref: frozenset(customers) for ref, customers in found.items()}


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    if not within.narrows(viewer):
        return true()
    mine = select(Customer.id).where(within.customers(viewer))
    return OutageCustomer.customer_id.in_(mine)


def _among(outage_id: int, customer_ids: Sequence[int]) -> ColumnElement[bool]:
    own = OutageCustomer.outage_id == outage_id
    return own & OutageCustomer.customer_id.in_(customer_ids)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + MOST_NAMED] for start in range(0, len(ids), MOST_NAMED))
