"""What counts besides a planned outage: the outages before and after it, and the days to choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import numpy as np

from data.outages import history
from desk.outages.pack import bureau_pack
from desk.outages.plans import taken, taken_by
from rules.outages.codes import OutageState
from rules.outages.frequent import History, lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from data.outages.history import Plan, Took
    from data.snapshot.judged import Snapshot
    from desk.outages.affected import Affected
    from desk.outages.declared import Declared
    from rules.codes import OutageKind
    from rules.outages.frequent import Line
    from rules.viewer import Viewer

SETTLED = frozenset({OutageState.APPROVED, OutageState.ANNOUNCED})
"""Plans that will happen, and therefore count; drafts may still become something else."""
TOGETHER, DATES = "outage.guard.together_days", "outage.guard.dates"
NOTICE = "outage.planned.notice"


@dataclass(frozen=True, slots=True)
class Proposed:
    """The planned outage in question."""

    id: int
    kind: OutageKind
    began_at: datetime
    feeder_id: int | None
    declared: Declared
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What counts besides the outage in question.

    ``own`` tells of each transformer whether that outage takes it; the history is theirs.
    ``near`` are the plans of the days before and after, ``dates`` the moments at which it could
    begin instead.
    """

    own: NDArray[np.bool_]
    history: History
    lines: tuple[Line, ...]
    near: tuple[Plan, ...]
    dates: tuple[datetime, ...]


def around(
    connection: Connection,
    snapshot: Snapshot,
    viewer: Viewer,
    outage: Proposed,
    list_: Affected,
    now: datetime,
) -> Around:
    """Return what counts besides a planned outage whose list is given."""
    zone, parameters = snapshot.zone, snapshot.parameters
    on = outage.began_at.astimezone(zone).date()
    pack = bureau_pack(connection, viewer)
    given = lines(pack, on)
    notice, ahead = pack.row(NOTICE, on).duration(), timedelta(parameters.whole(DATES))
    longest = timedelta(max((line.days for line in given), default=0))
    first, last = min(now, outage.began_at), max(now + notice + ahead, outage.began_at)
    plans = history.plans(connection, viewer, first - longest, last + longest, outage.id)
    own = taken(snapshot, list_)
    ids = [snapshot.grid.transformers[place].id for place in np.flatnonzero(own)]
    took = history.took(connection, viewer, first - longest, last + longest, ids)
    settled = [plan for plan in plans if plan.state in SETTLED]
    columns = _joined(snapshot, took, settled, [taken_by(snapshot, viewer, p) for p in settled])
    span = timedelta(parameters.whole(TOGETHER))
    near = tuple(plan for plan in plans if abs(plan.began_at - outage.began_at) <= span)
    dates = _dates(outage.began_at, (now + notice).astimezone(zone), parameters.whole(DATES))
    return Around(own, columns.of(own), given, near, dates)


def _joined(
    snapshot: Snapshot, took: Took, plans: Sequence[Plan], taken_: Sequence[NDArray[np.bool_]]
) -> History:
    """Put what happened and what is settled to happen into one history, by position."""
    places = snapshot.grid.positions("transformers", took.transformer_id)
    known = places >= 0
    coming = [np.flatnonzero(one).astype(np.int32) for one in taken_]
    moments = [plan.began_at.astimezone(UTC).replace(tzinfo=None) for plan in plans]
    repeated = [len(one) for one in coming]
    then = np.repeat(np.array(moments, "datetime64[us]"), repeated)
    return History(
        np.concatenate([places[known], *coming]),
        np.concatenate([took.at[known], then]),
        np.concatenate([took.prearranged[known], np.ones(len(then), bool)]),
    )


def _dates(began_at: datetime, first: datetime, count: int) -> tuple[datetime, ...]:
    """Return so many days from ``first`` (local) on, at the local time at which it is to begin."""
    at = began_at.astimezone(first.tzinfo)
    at = at.replace(year=first.year, month=first.month, day=first.day)
    if at < first:
        at += timedelta(days=1)
    return tuple((at + timedelta(days=n)).astimezone(UTC) for n in range(count))
