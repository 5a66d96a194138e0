"""Who turned to the bureau when, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.demo import moments, phrases
from data.demo.arrays import Floats, Ints, Stream, random_stream
from data.demo.moments import DAY, HOUR, MINUTE
from data.demo.phrases import PHRASES
from data.demo.reasons import COMPLAINER, REASONS
from rules.codes import OutageKind, Sensitivity

if TYPE_CHECKING:
    from data.demo.county import County
    from data.demo.outages import Outages
    from data.demo.phrases import Phrase
    from data.demo.scale import Scale
    from data.demo.zones import Zones

REPORTS, QUESTIONS = 0.18, 0.07
"""Shares of all calls that report an outage, and ask about a planned one."""
CALLING = 200
"""More customers than this behind an outage do not make more calls."""
PATIENCE = 3 * HOUR
AHEAD = 2 * DAY
EAGER = (1.0, 1.0, 6.0, 6.0)
"""How much likelier customers call than others, by sensitivity."""
DESPERATE = (1.0, 1.0, 3.0, 40.0)
"""The same of emergencies."""
AT_THE_STORM = 0.75
"""Share of the open emergencies where power is out now; the rest are where it just was."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls in no order: customer, phrase (a number in ``PHRASES``), when; ``group`` tells why.

    ``ended`` is when the outage behind a call was over, -1 if it lasts, 0 if there is none.
    """

    customer: Ints
    phrase: Ints
    opened: Ints
    ended: Ints
    group: Ints


DAILY, REPORT, QUESTION, COMPLAINT, EMERGENCY, WAITING = range(6)
"""Groups of calls. Emergencies and those who wait for power are open now."""


def make_calls(
    county: County, zones: Zones, outages: Outages, scale: Scale, now: int, seed: int
) -> Calls:
    """Draw two years of calls."""
    desk = _Desk(county, zones, outages, now, random_stream(seed, Stream.ISSUES))
    parts = [
        desk.reports(round(REPORTS * scale.issues)),
        desk.questions(round(QUESTIONS * scale.issues)),
        desk.complaints(),
        desk.emergencies(scale.emergencies),
        desk.waiting(scale.emergencies),
    ]
    left = scale.issues - sum(len(part.customer) for part in parts)
    parts.append(desk.daily(max(left, 0)))
    columns = [[getattr(part, name) for part in parts] for name in Calls.__slots__]
    return Calls(*(np.concatenate(column) for column in columns))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Draws calls of one group after the other."""

    county: County
    zones: Zones
    outages: Outages
    now: int
    rng: np.random.Generator

    def reports(self, count: int) -> Calls:
        """Draw reports of outages that are over."""
        over = (self.outages.restored > 0) & (self.outages.kind != OutageKind.PLANNED)
        which = self._outages(over, count)
        began, ended = self.outages.began[which], self.outages.restored[which]
        wait = np.minimum(ended - began, PATIENCE) * self.rng.random(count)
        return self._calls(which, phrases.OUTAGE_REPORTS, began + wait, ended, REPORT)

    def questions(self, count: int) -> Calls:
        """Draw questions about planned outages, from when they are announced until they end."""
        which = self._outages(self.outages.kind == OutageKind.PLANNED, count)
        began, ended = self.outages.began[which], self.outages.restored[which]
        opened = began - AHEAD + (ended - began + AHEAD) * self.rng.random(count)
        answered = opened.astype(np.int64) + 10 * MINUTE
        return self._calls(which, phrases.PLANNED_QUESTIONS, opened, answered, QUESTION)

    def waiting(self, count: int) -> Calls:
        """Draw open reports from where power is out."""
        which = self.rng.choice(self.outages.going_on(), count)
        began = self.outages.began[which]
        opened = began + (self.now - began) * self.rng.uniform(0.05, 0.95, count)
        ended = np.full(count, -1)
        return self._calls(which, phrases.OUTAGE_REPORTS, opened, ended, WAITING)

    def emergencies(self, count: int) -> Calls:
        """Draw open emergencies, most of them where the storm is; the sick call first."""
        lasting, last = self.outages.going_on(), len(self.outages.began) - 1
        there = self.rng.random(count) < AT_THE_STORM
        just = np.flatnonzero(self.outages.restored == self.outages.restored.max())[0]
        which = np.where(there, self.rng.choice(lasting, count), min(just, last))
        began = self.outages.began[which]
        opened = began + (self.now - began) * self.rng.uniform(0.1, 0.9, count)
        calls = self._calls(which, phrases.EMERGENCIES, opened, np.full(count, -1), EMERGENCY)
        special = self.county.customers.sensitive.level[calls.customer] == Sensitivity.SPECIAL
        sick = self._phrases(phrases.LIFE_SUPPORT, count)
        calls.phrase[special] = sick[special]
        return calls

    def complaints(self) -> Calls:
        """Let those who are known for it complain, three times or more within a year."""
        reason = next(n for n, each in enumerate(REASONS) if each.text == COMPLAINER)
        known = np.flatnonzero(self.county.customers.sensitive.reason == reason)
        customer = np.repeat(known, self.rng.integers(3, 5, len(known)))
        days = moments.days_before(self.now)[-360:]
        opened = self.rng.choice(days, len(customer)) + moments.some_hours(len(customer), self.rng)
        phrase = self._phrases(phrases.COMPLAINTS, len(customer))
        zero = np.zeros(len(customer), dtype=np.int64)
        return Calls(customer, phrase, opened, zero, zero + COMPLAINT)

    def daily(self, count: int) -> Calls:
        """Draw what customers want on ordinary days."""
        days = moments.days_before(self.now)
        day = moments.some_days(days, moments.BUSY, count, self.rng)
        opened = day + moments.some_hours(count, self.rng)
        customer = self.rng.integers(0, len(self.county.customers.account), count)
        shares = np.array(list(phrases.DAILY_SHARES.values()))
        wanted = self.rng.choice(len(shares), count, p=shares / shares.sum())
        phrase = np.empty(count, dtype=np.int64)
        for number, wants in enumerate(phrases.DAILY_SHARES):
            fitting = tuple(
                each for each in (*phrases.DAILY, *phrases.COMPLAINTS) if each.wants is wants
            )
            mine = wanted == number
            phrase[mine] = self._phrases(fitting, int(mine.sum()))
        zero = np.zeros(count, dtype=np.int64)
        return Calls(customer, phrase, opened, zero, zero + DAILY)

    def _outages(self, fitting: np.ndarray, count: int) -> Ints:
        among = np.flatnonzero(fitting)
        weight = np.minimum(self.zones.customers[self.outages.zone[among]], CALLING) + 1.0
        return self.rng.choice(among, count, p=weight / weight.sum())

    def _calls(
        self, which: Ints, choice: tuple[Phrase, ...], opened: Floats, ended: Ints, group: int
    ) -> Calls:
        return Calls(
            customer=self._callers(
                self.outages.zone[which], DESPERATE if group == EMERGENCY else EAGER
            ),
            phrase=self._phrases(choice, len(which)),
            opened=opened.astype(np.int64),
            ended=ended,
            group=np.full(len(which), group),
        )

    def _callers(self, zone: Ints, eager: tuple[float, ...]) -> Ints:
        """Draw a customer in each of the zones, sensitive ones before others."""
        transformer = self.county.homes.transformer
        level = self.county.customers.sensitive.level
        caller = np.empty(len(zone), dtype=np.int64)
        for each in np.unique(zone).tolist():
            members = self.zones.members[each]
            starts = np.searchsorted(transformer, members)
            ends = np.searchsorted(transformer, members, side="right")
            runs = zip(starts.tolist(), ends.tolist(), strict=True)
            among = np.concatenate([np.arange(start, end) for start, end in runs])
            weight = np.array(eager)[level[among]]
            mine = np.flatnonzero(zone == each)
            again = len(mine) > len(among)
            caller[mine] = self.rng.choice(among, len(mine), again, weight / weight.sum())
        return caller

    def _phrases(self, choice: tuple[Phrase, ...], count: int) -> Ints:
        numbers = np.array([PHRASES.index(phrase) for phrase in choice])
        return numbers[self.rng.integers(0, len(numbers), count)]
