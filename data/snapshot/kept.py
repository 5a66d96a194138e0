"""All customers, the quickest way there is: mapped files, earlier files caught up, or the store."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from data import changes
from data.snapshot import files, raw
from data.snapshot.files import Edition
from data.tables import Change

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from data.changes import Changed
    from data.snapshot.raw import RawCustomers
    from rules.viewer import Viewer

MOST_PATCHED = 20_000
"""Above so many changed customers, reading all of them anew is the quicker way."""
_NOUN = "customer"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def customers(connection: Connection, viewer: Viewer, folder: Path) -> RawCustomers:
    """Return all customers, and see to it that the next process finds them as files.

    Where the files cannot be written, the next process has more to do, and nothing else is lost.
    """
    edition = _edition(connection, viewer)
    found = files.load(folder, edition)
    if found is not None:
        return found
    found = _caught_up(connection, viewer, folder, edition)
    if found is None:
        found = raw.read(connection, viewer)
    with suppress(OSError):
        files.save(found, folder, edition)
    return found


def patched(
    known: RawCustomers, connection: Connection, viewer: Viewer, changed: Changed
) -> RawCustomers | None:
    """Return the columns with what changed read anew; none where that is too much."""
    if changed.refs is None or len(changed.refs) > MOST_PATCHED:
        return None
    ids = sorted(changed.refs)
    return known.patched(np.array(ids, np.int32), raw.read(connection, viewer, ids))


def _edition(connection: Connection, viewer: Viewer) -> Edition:
    store = changes.fact(connection, viewer, "store") or ""
    change = changes.newest_of(connection, viewer, [_NOUN])
    return Edition(store, change, _moment(connection, change))


def _moment(connection: Connection, change: int) -> int:
    """Return when a change was logged, in microseconds; 0 for one that is not in the log."""
    at = connection.scalar(select(Change.at).where(Change.id == change))
    return (at - _EPOCH) // timedelta(microseconds=1) if at else 0


def _caught_up(
    connection: Connection, viewer: Viewer, folder: Path, edition: Edition
) -> RawCustomers | None:
    """Return the newest files of this store's own past, with what has changed since."""
    for earlier in files.editions(folder, edition.store):
        if earlier.change >= edition.change or not earlier.change:
            continue
        if _moment(connection, earlier.change) != earlier.moment:
            continue  # of a past that was undone when the store was put back from a copy
        changed = changes.since(connection, viewer, earlier.change).get(_NOUN)
        known = files.load(folder, earlier)
        if known is not None and changed is not None:
            return patched(known, connection, viewer, changed)
    return None
