"""Issues, open and closed, as cards and lists ask for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from data import within
from data.tables import Customer, Issue
from rules.masking import text_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue as a viewer may read it. ``urgency`` is the class it was given.

    ``title`` and ``text`` are masked as far as the viewer must not read them. An issue in the
    viewer's cells whose customer lives elsewhere names no customer.
    """

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


def one(connection: Connection, viewer: Viewer, issue_id: int) -> IssueRow | None:
    """Return an issue, none where there is no such id or the viewer does not see it."""
    row = whole(connection, viewer, issue_id)
    if row is None:
        return None
    row = replace(row, title=text_for(viewer, row.title), text=text_for(viewer, row.text))
    if row.customer_id is not None and not _sees(connection, viewer, row.customer_id):
        return replace(row, customer_id=None, account="")
    return row


def whole(connection: Connection, viewer: Viewer, issue_id: int) -> IssueRow | None:
    """Return an issue that the viewer sees with nothing masked: for "show" only."""
    columns = [getattr(Issue, name) for name in IssueRow.__dataclass_fields__]
    query = select(*columns).where(Issue.id == issue_id, within.issues(viewer))
    row = connection.execute(query).one_or_none()
    return IssueRow(*row) if row else None


def closed_of_customer(connection: Connection, viewer: Viewer, customer_id: int) -> int:
    """Count the closed issues of a customer that the viewer sees."""
    query = select(func.count()).where(
        Issue.customer_id == customer_id, Issue.closed_at.is_not(None), within.issues(viewer)
    )
    return connection.scalar(query) or 0


def _sees(connection: Connection, viewer: Viewer, customer_id: int) -> bool:
    query = select(Customer.id).where(Customer.id == customer_id, within.customers(viewer))
    return bool(connection.scalar(select(exists(query))))
