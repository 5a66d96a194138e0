"""What a measurement hands back, and how runs of several peers are timed fairly."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    ``target`` is what was asked for, in words ("at least 30", empty where nothing was), ``met``
    whether the value reaches it, None where there is no target or nothing to compare with.
    """

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None
    note: str = ""


def medians_ms(peers: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Time peers in turn, so that the machine's moods meet all alike: median milliseconds of each.

    One run of each comes first and does not count.
    """
    taken: dict[str, list[float]] = {name: [] for name in peers}
    for run in range(runs + 1):
        for name, question in peers.items():
            start = time.perf_counter()
            question()
            elapsed_ms = (time.perf_counter() - start) * 1000.0
            if run > 0:
                taken[name].append(elapsed_ms)
    return {name: statistics.median(times) for name, times in taken.items()}
