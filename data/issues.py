"""Issues, open and closed, as cards and lists ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from data.tables import Issue

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue as the store has it. ``urgency`` is the class it was given."""

    id: int
    number: str
    account: str
    customer_id: int | None
    cell_id: int | None
    channel: str
    demand_type: str
    field: str
    urgency: int
    title: str
    text: str
    opened_at: datetime
    closed_at: datetime | None


def one(connection: Connection, _viewer: Viewer, issue_id: int) -> IssueRow | None:
    """Return an issue, none where there is no such id."""
    columns = [getattr(Issue, name) for name in IssueRow.__dataclass_fields__]
    row = connection.execute(select(*columns).where(Issue.id == issue_id)).one_or_none()
    return IssueRow(*row) if row else None


def closed_of_customer(connection: Connection, _viewer: Viewer, customer_id: int) -> int:
    """Count the closed issues of a customer."""
    query = select(func.count()).where(
        Issue.customer_id == customer_id, Issue.closed_at.is_not(None)
    )
    return connection.scalar(query) or 0
