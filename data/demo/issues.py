"""Two years of issues as tickets: channel, urgency, when they were solved, which are open."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.demo import moments
from data.demo.arrays import Bools, Floats, Ints, Words, array_of
from data.demo.calls import COMPLAINT, DAILY, EMERGENCY, REPORT, WAITING, Calls
from data.demo.moments import DAY, HOUR, MINUTE
from data.demo.phrases import PHRASES
from rules.codes import Channel, DemandType, Language, Sensitivity, Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.demo.county import County

OPEN = 0.013
"""Share of all issues that are open."""
OPEN_DAYS = 60
"""How old an open issue is at most."""
OPEN_FADES: Mapping[Urgency, float] = MappingProxyType(
    {
        Urgency.NONE: 7.0,
        Urgency.ORDINARY: 7.0,
        Urgency.KEY: 2.6,
        Urgency.SPECIAL: 1.0,
        Urgency.SENSITIVE: 0.35,
        Urgency.EMERGENCY: 0.1,
    }
)
"""In how many days open issues of a class fall to a third: about one in six is overdue."""
EMERGENT = 0.04
"""Share of past outage reports that were emergencies."""
ANONYMOUS = 0.06
"""Share of daily fault reports by people who give no account, only a place."""
RESTLESS = 0.4
"""Share of complaints that count as sensitive whoever complains."""
CLASSES: Mapping[Sensitivity, tuple[float, ...]] = MappingProxyType(
    {
        Sensitivity.ORDINARY: (0.82, 0.13, 0.02, 0.03),
        Sensitivity.KEY_ATTENTION: (0.38, 0.50, 0.05, 0.07),
        Sensitivity.SENSITIVE: (0.22, 0.23, 0.05, 0.50),
        Sensitivity.SPECIAL: (0.12, 0.18, 0.60, 0.10),
    }
)
"""Shares of ordinary, key, special and sensitive issues, by whose they are."""
SOLVED: Mapping[Urgency, float] = MappingProxyType(
    {
        Urgency.NONE: 72.0,
        Urgency.ORDINARY: 72.0,
        Urgency.KEY: 60.0,
        Urgency.SPECIAL: 26.0,
        Urgency.SENSITIVE: 18.0,
        Urgency.EMERGENCY: 3.0,
    }
)
"""Hours that it took to solve one, in the middle."""
CHANNELS: Mapping[Channel, tuple[float, float, float]] = MappingProxyType(
    {
        Channel.HOTLINE_95598: (0.46, 0.12, 0.80),
        Channel.BILINGUAL_HOTLINE: (0.05, 0.48, 0.12),
        Channel.VISIT: (0.14, 0.22, 0.05),
        Channel.HOTLINE_12345: (0.15, 0.05, 0.02),
        Channel.INTERNAL: (0.09, 0.07, 0.01),
        Channel.SURVEY: (0.06, 0.03, 0.0),
        Channel.GOVERNMENT_MAILBOX: (0.04, 0.02, 0.0),
        Channel.CONGRESS: (0.01, 0.01, 0.0),
    }
)
"""Shares of channels: for most matters, for those who speak Miao, for faults."""


def issues_frame(county: County, calls: Calls, now: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return the issues, with the columns of the import, in the order in which they came."""
    order = np.argsort(calls.opened, kind="stable")
    calls = Calls(*(getattr(calls, name)[order] for name in Calls.__slots__))
    urgency = _urgencies(county, calls, rng)
    closed = _closed(calls, urgency, now, rng)
    anonymous = _anonymous(calls, rng)
    phrases = [PHRASES[number] for number in calls.phrase.tolist()]
    place = county.homes.place[calls.customer] + rng.normal(0, 3e-4, (len(order), 2))
    village = county.names.villages[county.customers.village[calls.customer]].tolist()
    return pd.DataFrame(
        {
            "number": _numbers(calls.opened),
            "account": np.where(anonymous, "", county.customers.account[calls.customer]),
            "channel": _channels(county, calls, rng),
            "demand_type": [str(phrase.wants) for phrase in phrases],
            "field": [str(phrase.field) for phrase in phrases],
            "urgency": array_of([each.name.lower() for each in Urgency])[urgency],
            "title": [phrase.title for phrase in phrases],
            "text": [p.text.format(v) for p, v in zip(phrases, village, strict=True)],
            "opened_at": moments.written(calls.opened),
            "closed_at": moments.written(closed),
            "x": np.where(anonymous, np.round(place[:, 0], 7), np.nan),
            "y": np.where(anonymous, np.round(place[:, 1], 7), np.nan),
        }
    )


def _numbers(opened: Ints) -> list[str]:
    days = np.datetime_as_string((opened + moments.ZONE).astype("datetime64[s]"), unit="D")
    dates = np.char.replace(days, "-", "").tolist()
    return [f"{date}{turn:07d}" for turn, date in enumerate(dates, 1)]


def _urgencies(county: County, calls: Calls, rng: np.random.Generator) -> Ints:
    level = county.customers.sensitive.level[calls.customer]
    limits = np.cumsum([CLASSES[each] for each in Sensitivity], axis=1)[level]
    drawn = rng.random(len(level))
    urgency = Urgency.ORDINARY + (drawn[:, None] >= limits[:, :-1]).sum(axis=1)
    complaints = _wants(calls, DemandType.COMPLAINT) & (rng.random(len(level)) < RESTLESS)
    urgency[complaints] = Urgency.SENSITIVE
    urgency[(calls.group == REPORT) & (rng.random(len(level)) < EMERGENT)] = Urgency.EMERGENCY
    urgency[calls.group == EMERGENCY] = Urgency.EMERGENCY
    return np.asarray(urgency, dtype=np.int64)


def _wants(calls: Calls, wants: DemandType) -> Bools:
    asked = np.array([phrase.wants is wants for phrase in PHRASES])
    return asked[calls.phrase]


def _closed(calls: Calls, urgency: Ints, now: int, rng: np.random.Generator) -> Ints:
    """Return when each issue was closed, -1 for those that are open."""
    hours = np.array([SOLVED[each] for each in Urgency])[urgency]
    solved = calls.opened + hours * rng.lognormal(0, 0.6, len(hours)) * HOUR
    after = calls.ended + rng.integers(10, 240, len(hours)) * MINUTE
    solved = np.where(calls.ended > 0, np.maximum(after, calls.opened + 5 * MINUTE), solved)
    latest = calls.opened + 0.98 * (now - calls.opened)
    closed = np.minimum(solved, latest).astype(np.int64)
    closed[(calls.group == EMERGENCY) | (calls.group == WAITING)] = -1
    closed[_still_open(calls, urgency, int((closed < 0).sum()), now, rng)] = -1
    return closed


def _still_open(
    calls: Calls, urgency: Ints, already: int, now: int, rng: np.random.Generator
) -> Ints:
    """Choose open issues among the younger ones, the younger the likelier."""
    age = (now - calls.opened) / DAY
    fitting = np.flatnonzero(np.isin(calls.group, (DAILY, COMPLAINT)) & (age < OPEN_DAYS))
    count = min(max(round(OPEN * len(age)) - already, 0), len(fitting))
    fades = np.array([OPEN_FADES[each] for each in Urgency])[urgency]
    weight: Floats = np.exp(-age[fitting] / fades[fitting])
    return rng.choice(fitting, count, replace=False, p=weight / weight.sum())


def _anonymous(calls: Calls, rng: np.random.Generator) -> Bools:
    reported = (calls.group == DAILY) & _wants(calls, DemandType.FAULT)
    nameless = reported & (rng.random(len(reported)) < ANONYMOUS)
    return np.asarray(nameless | _wants(calls, DemandType.WRONGDOING), dtype=np.bool_)


def _channels(county: County, calls: Calls, rng: np.random.Generator) -> Words:
    shares = np.array(list(CHANNELS.values())).T
    language = county.customers.language[calls.customer]
    miao = (language == Language.MIAO_SPOKEN) | (language == Language.BILINGUAL)
    habit = np.where(miao, 1, np.where(_wants(calls, DemandType.FAULT), 2, 0))
    limits = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[habit]
    drawn = rng.random(len(habit))
    channels = array_of([str(channel) for channel in CHANNELS])
    chosen: Words = channels[(drawn[:, None] >= limits[:, :-1]).sum(axis=1)]
    return chosen
