"""The frequent-outage lines: who would be over one if a planned outage happened.

A line is a row of the rule pack (``frequent_outages.*``): so many outages within so many days, in
some lines pre-arranged ones only. Planned and temporary outages are pre-arranged; disconnection
for arrears counts nowhere. Outages that are planned for later count as well: every window around
the moment in question is looked at, not only the one that ends with it.

History is kept by transformer, and all of a transformer's customers share it. Major-event days
are left out by the sources; whoever reads the history leaves them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import Company, OutageKind
from rules.pack import RuleNotInForce
from rules.rule_row import Bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from numpy.typing import NDArray

    from rules.pack import RulePack
    from rules.rule_row import RuleRow

PREFIX = "frequent_outages."
PREARRANGED = frozenset({OutageKind.PLANNED, OutageKind.TEMPORARY})
COUNTED = PREARRANGED | {OutageKind.FAULT}
_PREARRANGED_ONLY = "planned_but_major_event_days"
"""What a row applies to that counts pre-arranged outages only."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: the key of its row, and how many outages within how many days are over it."""

    rule: str
    least: int
    days: int
    prearranged: bool


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Outages, one row for every transformer that one took; all columns have the same length.

    ``transformer`` are positions, ``at`` when the outage began (UTC, ``datetime64[us]``).
    """

    transformer: NDArray[np.int32]
    at: NDArray[np.datetime64]
    prearranged: NDArray[np.bool_]

    def of(self, table: NDArray[np.bool_]) -> History:
        """Return the rows of the transformers that a table, one entry a transformer, holds true."""
        kept = table[self.transformer]
        return History(self.transformer[kept], self.at[kept], self.prearranged[kept])


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """What an outage means for one line, one entry a transformer.

    ``count`` is the most outages in any window around it, itself included. ``newly`` is over the
    line by this outage alone, ``beyond`` was over it anyway.
    """

    line: Line
    count: NDArray[np.int64]
    newly: NDArray[np.bool_]
    beyond: NDArray[np.bool_]


def lines(pack: RulePack, on: date, company: Company = Company.CSG) -> tuple[Line, ...]:
    """Return the lines of a company on a day, none where it has none."""
    return tuple(_line(row) for row in _rows(pack, on, company))


def crossed(
    history: History, given: Iterable[Line], at: datetime, kind: OutageKind, transformers: int
) -> tuple[Crossed, ...]:
    """Return for each line what an outage at a moment means for each of the transformers.

    The history must not hold that outage itself.
    """
    moment = np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")
    return tuple(_crossed(history, line, moment, kind, transformers) for line in given)


def _rows(pack: RulePack, on: date, company: Company) -> Iterator[RuleRow]:
    keys = dict.fromkeys(row.key for row in pack.rows if row.key.startswith(PREFIX))
    for key in keys:
        try:
            row = pack.row(key, on, company)
        except RuleNotInForce:  # another company's line
            continue
        yield row


def _line(row: RuleRow) -> Line:
    least = int(row.value) + (row.bound is Bound.MORE_THAN)
    return Line(row.key, least, row.window_d or 0, row.applies_to == _PREARRANGED_ONLY)


def _crossed(
    history: History, line: Line, at: np.datetime64, kind: OutageKind, transformers: int
) -> Crossed:
    counts_itself = kind in (PREARRANGED if line.prearranged else COUNTED)
    before = _most_around(history, line, at, transformers)
    count = before + int(counts_itself)
    beyond = before >= line.least
    return Crossed(line, count, (count >= line.least) & ~beyond, beyond)


def _most_around(
    history: History, line: Line, at: np.datetime64, transformers: int
) -> NDArray[np.int64]:
    """Return the most outages of each transformer in any window that holds a moment.

    A window is open where it begins and closed where it ends; of all that hold the moment, those
    that end with it or with a later outage have most.
    """
    window = np.timedelta64(line.days, "D")
    near = (history.at > at - window) & (history.at < at + window)
    if line.prearranged:
        near &= history.prearranged
    whose, when = history.transformer[near], history.at[near]
    most = np.zeros(transformers, np.int64)
    for end in (at, *np.unique(when[when > at])):
        inside = (when > end - window) & (when <= end)
        np.maximum(most, np.bincount(whose[inside], minlength=transformers), out=most)
    return most
