"""Reading the change log: what has happened since a version of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from data.tables import Change, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from rules.viewer import Viewer


_NEWEST = select(Change.id, Change.at).order_by(Change.id.desc()).limit(1)
_LAST = 2**63 - 1
_SINCE = (
    select(Change.noun, Change.ref)
    .where(Change.id > bindparam("version"), Change.id <= _LAST)
    .distinct()
)
"""With an end, although it says nothing new: without one SQLite reads the whole log by noun."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of one noun. ``refs`` is none where the noun is to be read anew."""

    noun: str
    refs: frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest change: its number is the version of the data. ``at`` is none when empty."""

    version: int
    at: datetime | None


def newest(connection: Connection, _viewer: Viewer) -> Newest:
    """Return the version of the data and when it became so."""
    row = connection.execute(_NEWEST).one_or_none()
    return Newest(row.id, row.at) if row else Newest(0, None)


def newest_of(connection: Connection, _viewer: Viewer, nouns: Iterable[str]) -> int:
    """Return the number of the newest change of any of the nouns, 0 where there is none."""
    found = connection.scalar(select(func.max(Change.id)).where(Change.noun.in_(list(nouns))))
    return found or 0


def since(connection: Connection, _viewer: Viewer, version: int) -> dict[str, Changed]:
    """Return what changed after ``version``, by noun."""
    rows = connection.execute(_SINCE, {"version": version}).all()
    refs: dict[str, set[int | None]] = {}
    for noun, ref in rows:
        refs.setdefault(noun, set()).add(ref)
    return {noun: Changed(noun, _whole(found)) for noun, found in refs.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the change log. ``ref`` is none where the noun is to be read anew."""

    id: int
    noun: str
    ref: int | None
    at: datetime


def between(
    connection: Connection, _viewer: Viewer, after: int, upto: int, limit: int
) -> list[Entry]:
    """Return the first ``limit`` changes numbered above ``after``, ``upto`` included, in order."""
    query = (
        select(Change.id, Change.noun, Change.ref, Change.at)
        .where(Change.id > after, Change.id <= upto)
        .order_by(Change.id)
        .limit(limit)
    )
    return [Entry(*row) for row in connection.execute(query)]


def nouns(connection: Connection, _viewer: Viewer, after: int, upto: int) -> frozenset[str]:
    """Return what changed at all between two versions, the first excluded."""
    query = select(Change.noun).where(Change.id > after, Change.id <= upto).distinct()
    return frozenset(connection.scalars(query))


def _whole(refs: set[int | None]) -> frozenset[int] | None:
    return None if None in refs else frozenset(ref for ref in refs if ref is not None)


def fact(connection: Connection, _viewer: Viewer, key: str) -> str | None:
    """Return a fact about the store, none where it was never noted."""
    return connection.scalar(select(Fact.value).where(Fact.key == key))
