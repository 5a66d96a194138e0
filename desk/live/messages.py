"""What is told of changes, as far as a viewer's part of the bureau goes: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from desk.live.difference import difference

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from data.changes import Entry
    from data.snapshot.judged import Snapshot

NOUNS = frozenset(
    {
        *("issue", "customer", "outage", "notice", "cell", "station", "parameter"),
        *("feeder", "source", "section", "switch", "transformer", "relay", "line"),
    }
)
"""What is told of. Accounts, sessions, tokens and whatever else the log names are not."""
PARTIAL = frozenset({"outage", "notice"})
"""What concerns some customers only."""
MOST_NAMED = 2_000
"""Changes that are told one by one; of more it is only said which nouns they concern."""
MOST_RUNS = 60
"""Messages that one round of changes may make, for the same reason."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be sent. ``id`` says up to which change everything has now been told.

    ``event`` is "" for a message that says nothing else.
    """

    event: str
    data: dict[str, Any]
    id: int | None = None


def of_changes(
    entries: Sequence[Entry], former: Snapshot | None, snapshot: Snapshot
) -> list[Message]:
    """Return a message for each run of changes of one noun, in the order of the log.

    ``former`` is what the viewer saw before, none where nobody remembers. Each id is that of
    the last change in its run: whoever comes back with it has missed just the runs behind it.
    """
    runs = [list(run) for _, run in groupby(entries, key=lambda entry: entry.noun)]
    if len(runs) > MOST_RUNS:
        runs = [[entry] for entry in condensed({entry.noun for entry in entries}, entries[-1])]
    if not runs:
        return []  # time alone has made issues more urgent
    found = [_message(run, former, snapshot) for run in runs]
    ends = [*(run[0].id for run in runs[1:]), None]
    found = [
        message if message.id != end else replace(message, id=None)
        for message, end in zip(found, ends, strict=True)
    ]
    # Ids of what may not be told would make gaps; only the last of them has to be known.
    return [message for message in found[:-1] if message.event] + found[-1:]


def condensed(nouns: Collection[str], last: Entry) -> list[Entry]:
    """Return one entry a noun that says no more than that it changed, all of one number.

    The messages of entries with one number have an id only in the last of them: whoever loses
    the line in between is told all of them again.
    """
    return [replace(last, noun=noun, ref=None) for noun in sorted(nouns)]


def of_map(former: Snapshot, snapshot: Snapshot) -> list[Message]:
    """Return what changed on the map, if anything did; it has no id, the changes have."""
    found = difference(former, snapshot)
    if found is None:
        return []
    data = {
        "version": snapshot.version,
        "judged": judged(snapshot),
        "customers": found.customers,
        "cells": found.cells,
        "places": found.places,
    }
    return [Message("map", data)]


def map_anew(snapshot: Snapshot) -> Message:
    """Return that the whole map is to be asked for again."""
    nothing = {"customers": None, "cells": None, "places": None}
    return Message("map", {"version": snapshot.version, "judged": judged(snapshot), **nothing})


def judged(snapshot: Snapshot) -> float:
    """Return when a snapshot was judged: seconds since 1970."""
    return snapshot.judged_at.timestamp()


def _message(run: Sequence[Entry], former: Snapshot | None, snapshot: Snapshot) -> Message:
    noun, last = run[0].noun, run[-1]
    if noun not in NOUNS:
        return Message("", {}, last.id)
    refs = sorted({entry.ref for entry in run if entry.ref is not None})
    if any(entry.ref is None for entry in run):
        return Message(noun, _data(last, None), last.id)
    refs = _visible(noun, refs, [seen for seen in (former, snapshot) if seen is not None])
    if not refs:
        return Message("", {}, last.id)
    return Message(noun, _data(last, refs), last.id)


def _data(last: Entry, refs: list[int] | None) -> dict[str, Any]:
    return {"version": last.id, "refs": refs, "at": last.at.isoformat()}


def _visible(noun: str, refs: list[int], seen: Sequence[Snapshot]) -> list[int]:
    """Return the refs that stand in what the viewer sees, or saw just before."""
    reach = seen[-1].reach
    if noun == "customer" and reach.cells is not None:
        wanted = np.array(refs, np.int64)
        there = np.any([np.isin(wanted, part.customers.raw.id) for part in seen], axis=0)
        return [int(ref) for ref in wanted[there]]
    if noun == "issue" and (reach.cells is not None or reach.field is not None):
        wanted = np.array(refs, np.int64)
        there = np.any([np.isin(wanted, part.issues.id) for part in seen], axis=0)
        return [int(ref) for ref in wanted[there]]
    # Which outages and notices concern a part alone is not known here: their numbers stay away.
    return [] if noun in PARTIAL and reach.cells is not None else refs
