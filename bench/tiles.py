"""The vector tiles of a full bureau: the densest of each zoom, made anew for every run."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np

from bench.figures import Figure
from desk.map import tile
from desk.view import Filters
from geo.zorder import BITS, unkey
from layers.tiles import encode
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from data.snapshot.judged import Snapshot

RUNS = 15
LIMITS_MS = {10: 10.0, 14: 15.0}
LARGEST_KB = 150.0
ZOOMS = tuple(range(6, 17))


def measure(snapshot: Snapshot) -> list[Figure]:
    """Make the densest tile of each zoom; server time is the median of ``RUNS`` after a first.

    The first also draws what stands still, which is kept until the grid changes.
    """
    return [figure for zoom in ZOOMS for figure in _of_zoom(snapshot, zoom)]


def _of_zoom(snapshot: Snapshot, zoom: int) -> list[Figure]:
    x, y, customers = _densest(snapshot, zoom)
    taken, content = [], b""
    for _ in range(RUNS + 1):
        begin = time.perf_counter()
        content = encode(tile(snapshot, SYSTEM, zoom, x, y, Filters()))
        taken.append((time.perf_counter() - begin) * 1000)
    limit, size = LIMITS_MS.get(zoom), len(content) / 1000
    median = statistics.median(taken[1:])
    note = f"{customers} customers in tile {zoom}/{x}/{y}"
    return [
        Figure(
            f"tile z{zoom}, server time",
            median,
            "ms",
            f"at most {limit:g}" if limit else "",
            None if limit is None else median <= limit,
            note,
        ),
        Figure(f"tile z{zoom}, made for the first time", taken[0], "ms"),
        Figure(f"tile z{zoom}, gzipped", size, "kB", f"at most {LARGEST_KB:g}", size <= LARGEST_KB),
    ]


def _densest(snapshot: Snapshot, zoom: int) -> tuple[int, int, int]:
    shift = 2 * (BITS - zoom)
    tiles, counts = np.unique(snapshot.customers.raw.key >> shift, return_counts=True)
    most = int(counts.argmax())
    x, y = unkey(tiles[most : most + 1])
    return int(x[0]), int(y[0]), int(counts[most])
