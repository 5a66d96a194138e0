"""Open issues as lines of a list, the worst first, their titles as the viewer may read them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from desk.cards.kinds import IssueLine
from rules.masking import text_for

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from data.snapshot.judged import Snapshot
    from rules.viewer import Viewer

WORST = 8


def lines(
    snapshot: Snapshot, viewer: Viewer, rows: NDArray[np.int64], limit: int = WORST
) -> tuple[IssueLine, ...]:
    """Return open issues (rows of the snapshot) as lines, the worst first."""
    issues = snapshot.issues
    order = np.lexsort((issues.deadline[rows], -issues.urgency[rows].astype(np.int64)))
    return tuple(_line(snapshot, viewer, int(row)) for row in rows[order][:limit])


def _line(snapshot: Snapshot, viewer: Viewer, row: int) -> IssueLine:
    issues = snapshot.issues
    lon, lat = float(issues.lon[row]), float(issues.lat[row])
    deadline: datetime = issues.deadline[row].astype(object)
    issue = issues.issues[row]
    return IssueLine(
        replace(issue, title=text_for(viewer, issue.title)),
        int(issues.urgency[row]),
        bool(issues.overdue[row]),
        deadline.replace(tzinfo=snapshot.judged_at.tzinfo),
        "" if np.isnan(lon) else f"16/{lat:.5f}/{lon:.5f}",
    )
