"""What coordinators decided about customers of an outage. The last word of each counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from data import within
from data.tables import Customer, OutageDecision
from rules.outages.codes import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer

MOST_NAMED = 10_000
"""Ids that are put into one statement."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision: ``why`` as it was written, without phones and words on health."""

    customer_id: int
    verdict: Verdict
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
        DecisionRow(row.customer_id, Verdict(row.verdict), row.why, row.actor, row.at)
        for row in rows
    )


def decide(
    writing: Writing, outage_id: int, customer_ids: Sequence[int], decision: DecisionRow
) -> None:
    """Let the same be decided about customers; what was decided before is overruled.

    ``decision.customer_id`` says nothing here.
    """
    told = {
        "outage_id": outage_id, "verdict": str(decision.verdict), "why": decision.why,
        "actor": decision.actor, "at": decision.at,
    }  # fmt: skip
    for start in range(0, len(customer_ids), MOST_NAMED):
        some = customer_ids[start : start + MOST_NAMED]
        writing.connection.execute(
            delete(OutageDecision).where(
                OutageDecision.outage_id == outage_id, OutageDecision.customer_id.in_(some)
            )
        )
        writing.connection.execute(
            insert(OutageDecision), [told | {"customer_id": one} for one in some]
        )
