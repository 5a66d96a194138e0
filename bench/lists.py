"""What a coordinator waits for besides drawing: the guard of a planned outage, a list confirmed.

The product's own desk is asked, on the store as it is; what is declared for it stays there.
"""

from __future__ import annotations

import statistics
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import shapely

from bench.figures import Figure
from data.store import open_store
from desk.desk import open_desk
from desk.outages.confirming import confirm
from desk.outages.declaring import declare
from desk.outages.draft import Draft
from desk.outages.records import one
from desk.outages.repeats import guard
from rules.codes import OutageKind
from rules.viewer import Role, Viewer
from settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from geo.points import PointIndex

WHO = Viewer("bench", Role.COORDINATOR)
SHARES, RUNS, SEED = (0.01, 0.1), 5, 11
AHEAD, LASTS = timedelta(days=5), timedelta(hours=6)


def measure(data_dir: Path) -> list[Figure]:
    """Declare planned outages of one and of ten in a hundred; ask the guard, and confirm twice."""
    settings = Settings.from_environment({"BATTLEMAP_DATA_DIR": str(data_dir)})
    desk = open_desk(open_store(settings.database_url), settings)
    figures = [figure for share in SHARES for figure in _of(desk, desk.seen(WHO), share)]
    desk.store.close()
    return figures


def _of(desk: Desk, snapshot: Snapshot, share: float) -> list[Figure]:
    ref = declare(desk, WHO, _draft(desk, snapshot, share))
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        found = guard(desk, WHO, ref)
        taken.append(time.perf_counter() - begin)
    edit, seconds = one(desk, WHO, ref).edit, []
    for _ in range(2):
        begin = time.perf_counter()
        confirm(desk, WHO, ref, edit)
        seconds.append(time.perf_counter() - begin)
    who = f"{found.affected:,} customers"
    note = f"{found.customers:,} of them over a line, {len(found.dates)} other days tried"
    return [
        Figure(f"repeat-outage guard, {who}", statistics.median(taken), "s", note=note),
        Figure(f"confirming a list, {who}", seconds[0], "s"),
        Figure(f"the second click on confirming, {who}", seconds[1], "s"),
    ]


def _draft(desk: Desk, snapshot: Snapshot, share: float) -> Draft:
    index, begins = snapshot.customers.index, desk.now() + AHEAD
    row = int(np.random.default_rng(SEED).integers(len(index)))
    edges = box_with(index, float(index.x[row]), float(index.y[row]), share)
    return Draft(
        kind=OutageKind.PLANNED,
        cause="",
        place="",
        began_at=begins,
        expected_at=begins + LASTS,
        area=shapely.multipolygons([shapely.box(*edges)]),
        parts=(),
        sure=True,
    )


def box_with(
    index: PointIndex, x: float, y: float, share: float
) -> tuple[float, float, float, float]:
    """Return the box around a place that holds about a share of all points."""
    wanted, low, high = share * len(index), 0.0, 1.0
    for _ in range(24):
        half = (low + high) / 2
        n = len(index.positions_in_box(x - half, y - half, x + half, y + half))
        low, high = (half, high) if n < wanted else (low, half)
    return x - high, y - high, x + high, y + high
