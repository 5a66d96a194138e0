"""Two years of outages: planned work, storms and faults, and what is out at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.demo import moments, words
from data.demo.arrays import Ints, Stream, Words, array_of, random_stream
from data.demo.moments import DAY, HOUR, MINUTE
from rules.codes import OutageKind

if TYPE_CHECKING:
    from data.demo.county import County
    from data.demo.zones import Zones

PLANNED, TEMPORARY, FAULTS = 9.0, 2.0, 5.0
"""Outages a feeder in two years; faults besides those of storms."""
STORMS, HITS = 28, 9
"""Days of bad weather in two years, and what each strikes in a county of 60 feeders."""
PLANNED_REACH = (0.25, 0.60, 0.15)
FAULT_REACH = (0.13, 0.47, 0.40)
"""Shares that take a whole feeder, what is behind a switch, and one transformer."""


@dataclass(frozen=True, slots=True)
class Outages:
    """Outages in the order in which they began.

    ``kind`` and ``cause`` are texts, ``zone`` numbers the zones; times are seconds, UTC.
    ``restored`` is -1 while it lasts.
    """

    kind: Words
    cause: Words
    zone: Ints
    began: Ints
    expected: Ints
    restored: Ints

    def going_on(self) -> Ints:
        """Return the outages that last."""
        return np.flatnonzero(self.restored < 0)


def make_outages(county: County, zones: Zones, now: int, seed: int) -> Outages:
    """Make what happened in the two years before ``now``."""
    rng = random_stream(seed, Stream.OUTAGES)
    feeders = len(county.network.feeders)
    days = moments.days_before(now)
    parts = [
        _planned(zones, days, round(PLANNED * feeders), rng),
        _temporary(zones, days, round(TEMPORARY * feeders), rng),
        _faults(zones, days, round(FAULTS * feeders), rng),
        _storms(zones, days, max(round(HITS * feeders / 60), 2), rng),
        _current(zones, now, rng),
    ]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[3], kind="stable")
    kind, cause, zone, began, expected, restored = (column[order] for column in columns)
    return Outages(kind, cause, zone, began, expected, restored)


Columns = tuple[Words, Words, Ints, Ints, Ints, Ints]


def _planned(zones: Zones, days: Ints, count: int, rng: np.random.Generator) -> Columns:
    working = days[moments.weekdays(days) < moments.SATURDAY]
    began = rng.choice(working, count) + 8 * HOUR + rng.integers(0, 4, count) * 30 * MINUTE
    expected = began + rng.integers(8, 21, count) * 30 * MINUTE
    late = rng.normal(-15, 30, count).astype(np.int64) * MINUTE
    cause = _some(words.PLANNED_CAUSES, count, rng)
    zone = zones.some(PLANNED_REACH, count, rng)
    return _column(OutageKind.PLANNED, count), cause, zone, began, expected, expected + late


def _temporary(zones: Zones, days: Ints, count: int, rng: np.random.Generator) -> Columns:
    began = rng.choice(days, count) + 7 * HOUR + rng.integers(0, 13 * HOUR, count)
    expected = began + rng.integers(2, 9, count) * 30 * MINUTE
    late = rng.normal(5, 25, count).astype(np.int64) * MINUTE
    cause = _some(words.TEMPORARY_CAUSES, count, rng)
    zone = zones.some(FAULT_REACH, count, rng)
    return _column(OutageKind.TEMPORARY, count), cause, zone, began, expected, expected + late


def _faults(zones: Zones, days: Ints, count: int, rng: np.random.Generator) -> Columns:
    began = rng.choice(days, count) + rng.integers(0, DAY, count)
    cause = _some(words.FAULT_CAUSES, count, rng)
    return _fault_columns(zones.some(FAULT_REACH, count, rng), cause, began, rng)


def _storms(zones: Zones, days: Ints, hits: int, rng: np.random.Generator) -> Columns:
    """Let storms strike what is near their middle, within a few hours."""
    storm = np.unique(moments.some_days(days, moments.STORMY, STORMS, rng))
    strikes = rng.poisson(hits, len(storm))
    day = np.repeat(storm, strikes)
    start = rng.integers(13, 21, len(storm)) * HOUR
    began = day + np.repeat(start, strikes) + rng.integers(0, 4 * HOUR, len(day))
    zone = np.concatenate(
        [zones.near(zones.middle[rng.integers(len(zones.middle))], n, rng) for n in strikes]
    )
    icy = np.isin(moments.months(day), moments.ICY_MONTHS)
    warm, cold = (_some(c, len(day), rng) for c in (words.STORM_CAUSES, words.ICE_CAUSES))
    return _fault_columns(zone, np.where(icy, cold, warm), began, rng)


def _fault_columns(zone: Ints, cause: Words, began: Ints, rng: np.random.Generator) -> Columns:
    lasted = np.clip(rng.lognormal(0.7, 0.65, len(zone)), 0.3, 20) * HOUR
    promised = np.ceil(lasted * rng.uniform(0.6, 1.4, len(zone)) / (30 * MINUTE)) * 30 * MINUTE
    return (
        _column(OutageKind.FAULT, len(zone)),
        cause,
        zone,
        began,
        began + promised.astype(np.int64),
        began + lasted.astype(np.int64),
    )


def _current(zones: Zones, now: int, rng: np.random.Generator) -> Columns:
    """Let a storm pass over one valley: two lines and a transformer out, one just restored."""
    zone = zones.struck(rng)
    began = now - np.array([130, 85, 40, 9 * 60]) * MINUTE
    expected = now + np.array([95, 35, 125, -4 * 60]) * MINUTE
    restored = np.array([-1, -1, -1, now - 3 * HOUR])
    cause = _some(words.STORM_CAUSES, len(zone), rng)
    return _column(OutageKind.FAULT, len(zone)), cause, zone, began, expected, restored


def _some(texts: tuple[str, ...], count: int, rng: np.random.Generator) -> Words:
    return array_of(texts)[rng.integers(0, len(texts), count)]


def _column(kind: OutageKind, count: int) -> Words:
    return np.full(count, str(kind), dtype=object)


def outage_frames(
    county: County, zones: Zones, outages: Outages
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the outages, and which transformers each took, both keyed by codes."""
    day = (outages.began + moments.ZONE).astype("datetime64[s]").astype("datetime64[D]")
    dates = np.char.replace(np.datetime_as_string(day), "-", "").tolist()
    number = array_of([f"TD{date}{turn:05d}" for turn, date in enumerate(dates, 1)])
    feeder = array_of([wiring.code for wiring in county.network.feeders])[zones.feeder]
    frame = pd.DataFrame(
        {
            "number": number,
            "kind": outages.kind,
            "feeder": feeder[outages.zone],
            "cause": outages.cause,
            "began_at": moments.written(outages.began),
            "expected_at": moments.written(outages.expected),
            "restored_at": moments.written(outages.restored),
        }
    )
    members = [zones.members[zone] for zone in outages.zone.tolist()]
    sizes = [len(each) for each in members]
    taken = pd.DataFrame(
        {
            "outage": np.repeat(number, sizes),
            "transformer": county.transformers[np.concatenate(members)],
        }
    )
    return frame, taken
