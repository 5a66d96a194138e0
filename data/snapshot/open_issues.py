"""The open issues, whole: they are few beside the customers, and everything burns by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data.tables import Issue
from rules.codes import DemandType

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue that is not closed. ``urgency`` is the class it was given."""

    id: int
    number: str
    customer_id: int | None
    cell_id: int | None
    channel: str
    demand_type: str
    field: str
    urgency: int
    title: str
    opened_at: datetime
    x: float | None
    y: float | None


def read(connection: Connection, _viewer: Viewer) -> tuple[OpenIssue, ...]:
    """Read every open issue, ordered by id."""
    columns = [getattr(Issue, name) for name in OpenIssue.__dataclass_fields__]
    query = select(*columns).where(Issue.closed_at.is_(None)).order_by(Issue.id)
    return tuple(OpenIssue(*row) for row in connection.execute(query))


def complaints(connection: Connection, _viewer: Viewer, since: datetime) -> dict[int, int]:
    """Count the complaints of each customer since a moment, open and closed."""
    query = (
        select(Issue.customer_id, func.count())
        .where(Issue.demand_type == DemandType.COMPLAINT, Issue.opened_at >= since)
        .where(Issue.customer_id.is_not(None))
        .group_by(Issue.customer_id)
    )
    return {customer: n for customer, n in connection.execute(query) if customer is not None}
