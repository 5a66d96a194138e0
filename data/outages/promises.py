"""预计复电: every promise that was made. Only ever appended to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from data.outages.outages import visible
from data.outages.past import HAPPENED
from data.tables import Outage, OutagePromise
from rules.masking import for_the_record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from data.store import Writing
    from rules.viewer import Viewer

_OWN = 5
"""Columns of the outage, before those of the promise."""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise: power is back at ``expected_at``, said at ``at``."""

    at: datetime
    actor: str
    expected_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """What was promised of an outage, in the order in which it was, beside what came of it.

    ``restored_at`` is none while the outage lasts; ``promises`` may be none at all.
    """

    outage_id: int
    cause: str
    feeder_id: int | None
    began_at: datetime
    restored_at: datetime | None
    promises: tuple[PromiseRow, ...]


def add(writing: Writing, outage_id: int, at: datetime, expected_at: datetime, why: str) -> None:
    """Keep a promise; what somebody wrote is kept without phones and words on health."""
    writing.connection.execute(
        insert(OutagePromise).values(
            outage_id=outage_id,
            at=at,
            actor=writing.viewer.name,
            expected_at=expected_at,
            why=for_the_record(why),
        )
    )


def of(connection: Connection, _viewer: Viewer, outage_id: int) -> tuple[PromiseRow, ...]:
    """Return the promises of an outage in the order in which they were made."""
    columns = [getattr(OutagePromise, name) for name in PromiseRow.__dataclass_fields__]
    query = select(*columns).where(OutagePromise.outage_id == outage_id)
    return tuple(PromiseRow(*row) for row in connection.execute(query.order_by(OutagePromise.id)))


def since(connection: Connection, viewer: Viewer, since: datetime) -> tuple[PromisedRow, ...]:
    """Return the outages that began since a moment with their promises, the oldest first.

    What never took anybody's power is left out: nothing came of it.
    """
    own = (Outage.id, Outage.cause, Outage.feeder_id, Outage.began_at, Outage.restored_at)
    theirs = [getattr(OutagePromise, name) for name in PromiseRow.__dataclass_fields__]
    query = (
        select(*own, *theirs)
        .join(OutagePromise, Outage.id == OutagePromise.outage_id, isouter=True)
        .where(Outage.began_at >= since, Outage.state.in_(HAPPENED), visible(viewer))
        .order_by(Outage.began_at, Outage.id, OutagePromise.id)
    )
    rows = connection.execute(query).all()
    found = []
    for _, some in groupby(rows, key=lambda row: row[0]):
        several = list(some)
        made = tuple(PromiseRow(*row[_OWN:]) for row in several if row[_OWN] is not None)
        ref, cause, feeder_id, began_at, restored_at = several[0][:_OWN]
        found.append(PromisedRow(ref, cause, feeder_id, began_at, restored_at, made))
    return tuple(found)
