"""The audit read back: who did what to whom, the newest first. Rows are only ever appended.

Writing is ``data.store.Writing.noted``, in the transaction of the act itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, case, func, select

from data.tables import Audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as it was kept; ``at`` is UTC."""

    id: int
    at: datetime
    actor: str
    role: str
    act: str
    noun: str
    ref: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    why: str
    origin: str


@dataclass(frozen=True, slots=True)
class Sought:
    """Which acts are wanted; what is empty or none asks for nothing.

    ``ref`` is the beginning of what was touched, as an account number; ``since`` belongs to the
    time, ``until`` does not.
    """

    actor: str = ""
    act: str = ""
    noun: str = ""
    ref: str = ""
    since: datetime | None = None
    until: datetime | None = None


def page(
    connection: Connection, _viewer: Viewer, sought: Sought, before: int | None, limit: int
) -> tuple[Entry, ...]:
    """Return at most ``limit`` acts, the newest first, older than the one numbered ``before``."""
    columns = [getattr(Audit, name) for name in Entry.__dataclass_fields__]
    query = select(*columns).where(*_conditions(sought))
    if before is not None:
        query = query.where(Audit.id < before)
    rows = connection.execute(query.order_by(Audit.id.desc()).limit(limit))
    return tuple(Entry(*row) for row in rows)


def count(connection: Connection, _viewer: Viewer, sought: Sought) -> int:
    """Count the acts that are wanted."""
    query = select(func.count()).select_from(Audit).where(*_conditions(sought))
    return connection.scalar(query) or 0


def acts(connection: Connection, _viewer: Viewer) -> Sequence[str]:
    """Return the kinds of acts that occur, in order."""
    return connection.scalars(select(Audit.act).distinct().order_by(Audit.act)).all()


def tally(
    connection: Connection, _viewer: Viewer, sought: Sought, bounds: Sequence[datetime]
) -> dict[tuple[int, str], int]:
    """Count the acts that are wanted between each two of ``bounds``, by place and kind of act.

    ``bounds`` ascend; each belongs to what follows it. What was never done is left out.
    """
    spans = enumerate(bounds[1:])
    place = case(*((Audit.at < end, n) for n, end in spans), else_=-1)
    query = (
        select(place, Audit.act, func.count())
        .where(*_conditions(sought), Audit.at >= bounds[0], Audit.at < bounds[-1])
        .group_by(place, Audit.act)
    )
    return {(n, act): count for n, act, count in connection.execute(query)}


def signed_in_from(connection: Connection, _viewer: Viewer, actor: str, origin: str) -> bool:
    """Tell whether somebody has ever signed in from an address."""
    mine = (Audit.actor == actor, Audit.act == "sign_in", Audit.origin == origin)
    return connection.scalar(select(Audit.id).where(*mine).limit(1)) is not None


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, wanted in ((Audit.actor, sought.actor), (Audit.act, sought.act)):
        if wanted:
            found.append(column == wanted)
    if sought.noun:
        found.append(Audit.noun == sought.noun)
    if sought.ref:
        found.append(Audit.ref.startswith(sought.ref, autoescape=True))
    if sought.since is not None:
        found.append(Audit.at >= sought.since)
    if sought.until is not None:
        found.append(Audit.at < sought.until)
    return found
