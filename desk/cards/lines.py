"""Open issues as lines of a list, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desk.cards.kinds import IssueLine

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot

WORST = 8


def lines(snapshot: Snapshot, rows: NDArray[np.int64], limit: int = WORST) -> tuple[IssueLine, ...]:
    """Return open issues (rows of the snapshot) as lines, the worst first."""
    issues = snapshot.issues
    order = np.lexsort((issues.deadline[rows], -issues.urgency[rows].astype(np.int64)))
    return tuple(_line(snapshot, int(row)) for row in rows[order][:limit])


def _line(snapshot: Snapshot, row: int) -> IssueLine:
    issues = snapshot.issues
    lon, lat = float(issues.lon[row]), float(issues.lat[row])
    deadline: datetime = issues.deadline[row].astype(object)
    return IssueLine(
        issues.issues[row],
        int(issues.urgency[row]),
        bool(issues.overdue[row]),
        deadline.replace(tzinfo=snapshot.judged_at.tzinfo),
        "" if np.isnan(lon) else f"16/{lat:.5f}/{lon:.5f}",
    )
