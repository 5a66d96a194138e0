"""Sessions: somebody signed in at a browser, known by the digest of the cookie's secret."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from data.accounts import COLUMNS, person_of
from data.tables import Account, Session

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, CursorResult

    from data.accounts import Person
    from data.store import Writing
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as the store has it."""

    digest: str
    account_id: int
    began_at: datetime
    seen_at: datetime
    expires_at: datetime
    origin: str


_OWN = [getattr(Session, name) for name in SessionRow.__dataclass_fields__]


def find(connection: Connection, _viewer: Viewer, digest: str) -> tuple[SessionRow, Person] | None:
    """Return a session and whose it is, whether it is over or not."""
    query = select(*_OWN, *COLUMNS).join(Account, Account.id == Session.account_id)
    row = connection.execute(query.where(Session.digest == digest)).one_or_none()
    if row is None:
        return None
    values = tuple(row)
    return SessionRow(*values[: len(_OWN)]), person_of(connection, values[len(_OWN) :])


def begin(writing: Writing, session: SessionRow, most: int) -> None:
    """Keep a session; of an account's the ``most`` begun last stay.

    Sessions that are over are not deleted by the clock, which may be wrong today: they go when
    newer ones of the same account take their place.
    """
    connection = writing.connection
    connection.execute(insert(Session), asdict(session))
    own = Session.account_id == session.account_id
    newest = select(Session.digest).where(own).order_by(Session.began_at.desc()).limit(most)
    kept = set(connection.scalars(newest)) | {session.digest}
    connection.execute(delete(Session).where(own, Session.digest.not_in(kept)))


def touch(writing: Writing, digest: str, now: datetime) -> None:
    """Note that a session was used."""
    statement = update(Session).where(Session.digest == digest).values(seen_at=now)
    writing.connection.execute(statement)


def mend_future(writing: Writing, now: datetime, latest: datetime, ends: datetime) -> None:
    """Bring sessions back that a clock which ran ahead has stamped after ``latest``.

    They count as used ``now`` and are over at ``ends`` at the latest.
    """
    connection = writing.connection
    connection.execute(update(Session).where(Session.seen_at > latest).values(seen_at=now))
    connection.execute(
        update(Session).where(Session.began_at > latest).values(began_at=now, expires_at=ends)
    )


def end(writing: Writing, digest: str) -> bool:
    """Delete a session; tell whether there was one."""
    return _count(writing.connection.execute(delete(Session).where(Session.digest == digest)))


def end_all(writing: Writing, account_id: int) -> bool:
    """Delete all sessions of an account; tell whether there was one."""
    statement = delete(Session).where(Session.account_id == account_id)
    return _count(writing.connection.execute(statement))


def end_others(writing: Writing, account_id: int, digest: str) -> None:
    """Delete all sessions of an account but one."""
    others = delete(Session).where(Session.account_id == account_id, Session.digest != digest)
    writing.connection.execute(others)


def _count(result: CursorResult[tuple[()]]) -> bool:
    return bool(result.rowcount)
