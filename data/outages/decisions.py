"""What coordinators decided about customers of an outage. The last word of each counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from data import within
from data.tables import Customer, OutageDecision
from rules.outages.codes import Basis, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer

MOST_NAMED = 10_000
"""Ids that are put into one statement."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision: ``why`` as it was written, without phones and words on health.

    ``basis`` is why the customer was in question when it was decided.
    """

    customer_id: int
    verdict: Verdict
    basis: Basis
    why: str
    actor: str
    at: datetime


_OF = (
    select(*(getattr(OutageDecision, name) for name in DecisionRow.__dataclass_fields__))
    .where(OutageDecision.outage_id == bindparam("ref"))
    .order_by(OutageDecision.customer_id)
)


def of(connection: Connection, viewer: Viewer, outage_id: int) -> tuple[DecisionRow, ...]:
    """Return the decisions about customers that the viewer sees, by customer."""
    query = _OF
    if within.narrows(viewer):
        mine = select(Customer.id).where(within.customers(viewer))
        query = query.where(OutageDecision.customer_id.in_(mine))
    rows = connection.execute(query, {"ref": outage_id})
    return tuple(
        DecisionRow(
            row.customer_id, Verdict(row.verdict), Basis(row.basis), row.why, row.actor, row.at
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says about customers: the same verdict on all, for the same reason."""

    verdict: Verdict
    why: str
    actor: str
    at: datetime


def decide(writing: Writing, outage_id: int, bases: Mapping[int, Basis], told: Told) -> None:
    """Let the same be decided about customers; what was decided before is overruled.

    ``bases`` are by the id of the customer: why each is in question now.
    """
    ids = sorted(bases)
    same = {
        "outage_id": outage_id, "verdict": str(told.verdict), "why": told.why,
        "actor": told.actor, "at": told.at,
    }  # fmt: skip
    for start in range(0, len(ids), MOST_NAMED):
        some = ids[start : start + MOST_NAMED]
        writing.connection.execute(
            delete(OutageDecision).where(
                OutageDecision.outage_id == outage_id, OutageDecision.customer_id.in_(some)
            )
        )
        writing.connection.execute(
            insert(OutageDecision),
            [same | {"customer_id": one, "basis": str(bases[one])} for one in some],
        )
