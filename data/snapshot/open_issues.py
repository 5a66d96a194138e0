"""The open issues, whole: they are few beside the customers, and everything burns by them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from data.tables import Issue
from rules.codes import DemandType
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from data.changes import Changed
    from rules.viewer import Viewer

MOST_READ = 2_000
"""Above so many changed issues, reading all of them anew is the quicker way."""
COUNT_AGAIN = timedelta(hours=1)


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


class IssueBook:
    """The open issues and who complained, kept from one reading of the store to the next."""

    def __init__(self) -> None:
        """Know nothing: the first reading takes all."""
        self.issues: tuple[OpenIssue, ...] = ()
        self.complaints: Mapping[int, int] = {}
        self._open: dict[int, OpenIssue] = {}
        self._complaining: dict[int, int] = {}
        self._window = timedelta()
        self._whole_at: datetime | None = None

    def follow(
        self, connection: Connection, changed: Changed | None, now: datetime, window: timedelta
    ) -> None:
        """Read what changed; what did not change stays the same object.

        ``complaints`` counts those of each customer within ``window``, open and closed; it is
        counted anew after ``COUNT_AGAIN``, because time alone takes complaints out of it.
        """
        late = self._whole_at is None or not timedelta(0) <= now - self._whole_at < COUNT_AGAIN
        refs = changed.refs if changed is not None else frozenset()
        if late or window != self._window or refs is None or len(refs) > MOST_READ:
            opened = {issue.id: issue for issue in read(connection, SYSTEM)}
            complaining = complaints(connection, SYSTEM, now - window)
            self._whole_at, self._window = now, window
        elif refs:
            opened = {ref: issue for ref, issue in self._open.items() if ref not in refs}
            opened |= {issue.id: issue for issue in read(connection, SYSTEM, refs)}
            complaining = {n: who for n, who in self._complaining.items() if n not in refs}
            complaining |= complaints(connection, SYSTEM, now - window, refs)
        else:
            return
        if opened != self._open:
            self.issues = tuple(opened[ref] for ref in sorted(opened))
        if complaining != self._complaining:
            self.complaints = Counter(complaining.values())
        self._open, self._complaining = opened, complaining


def read(
    connection: Connection, _viewer: Viewer, ids: Collection[int] | None = None
) -> tuple[OpenIssue, ...]:
    """Read every open issue, or those of ``ids`` that are open, ordered by id."""
    columns = [getattr(Issue, name) for name in OpenIssue.__dataclass_fields__]
    query = select(*columns).where(Issue.closed_at.is_(None)).order_by(Issue.id)
    if ids is not None:
        query = query.where(Issue.id.in_(ids))
    return tuple(OpenIssue(*row) for row in connection.execute(query))


def complaints(
    connection: Connection, _viewer: Viewer, since: datetime, ids: Collection[int] | None = None
) -> dict[int, int]:
    """Return the complaints since a moment, open and closed: whose each is, by its id."""
    query = (
        select(Issue.id, Issue.customer_id)
        .where(Issue.demand_type == DemandType.COMPLAINT, Issue.opened_at >= since)
        .where(Issue.customer_id.is_not(None))
    )
    if ids is not None:
        query = query.where(Issue.id.in_(ids))
    return {row.id: row.customer_id for row in connection.execute(query)}
