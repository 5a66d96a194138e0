"""A public feed of outages (BC Hydro, January to June 2023) played through a desk, line by line.

The feed has no customers. One stands where each outage was reported, which is all that is made up;
overlaps follow from the polygons. What the feed calls planned is a temporary outage here, for it is
told of as it begins; everything else is a fault. A line says how an outage looks now, with its
polygon where that is another than before; ``gone`` says that it is over. What comes again after
that is reopened by who was on its list, or declared anew where that was nobody.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from data.outages import taken
from desk.outages.confirming import NobodyListed, confirm
from desk.outages.declaring import declare, revise
from desk.outages.draft import Draft
from desk.outages.living import act
from desk.outages.promising import promise
from desk.outages.records import one
from desk.outages.restoring import restore, still_out
from desk.outages.times import LATE
from geo.mending import mend, read_ring
from rules.codes import OutageKind
from rules.outages.codes import OutageAct
from tests.builders import Bureau
from tests.viewers import COORDINATOR, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import shapely

    from desk.desk import Desk
    from tests.desk.outages.conftest import Clock

FEED = "bchydro_changes_2023H1.jsonl.gz"
BEGINNING = (OutageAct.CHECK, OutageAct.APPROVE, OutageAct.BEGIN)
Line = dict[str, Any]


def lines(shared_data: Path, outages: int | None = None) -> list[Line]:
    """Return the lines of the feed in order: of all outages, or of the first ``outages``."""
    with gzip.open(shared_data / "outages" / FEED, "rt", encoding="utf-8") as file:
        every = [json.loads(line) for line in file]
    wanted = list(dict.fromkeys(line["id"] for line in every))[:outages]
    known = set(wanted)
    return [line for line in every if line["id"] in known]


def bureau(feed: Iterable[Line]) -> Bureau:
    """Return a bureau with one customer where each outage was first reported."""
    found, seen = Bureau(), set()
    for line in feed:
        if line["id"] not in seen and line.get("longitude") is not None:
            seen.add(line["id"])
            found.customer(line["longitude"], line["latitude"])
    return found


@dataclass
class Known:
    """An outage of the feed as it is known by now; ``area`` is that of its confirmed list."""

    ref: int
    edit: int
    draft: Draft
    area: shapely.MultiPolygon | None = None
    over: bool = False


@dataclass
class Replay:
    """The desk that is played to, and what was noticed on the way, by name."""

    desk: Desk
    clock: Clock
    known: dict[int, Known] = field(default_factory=dict)
    noticed: Counter[str] = field(default_factory=Counter)

    def play(self, feed: Iterable[Line]) -> Iterator[Line]:
        """Do what each line says, and yield it afterwards."""
        for line in feed:
            self.clock.now = max(self.clock.now, datetime.fromisoformat(line["seen"]))
            if line["ev"] == "gone":
                self._gone(line)
            elif line["id"] not in self.known:
                self._new(line)
            else:
                self._again(line)
            yield line

    def finish(self) -> None:
        """Restore what the feed leaves running at its end."""
        for known in self.known.values():
            if not known.over:
                self.noticed["left running"] += 1
                self._restore(known)

    def running(self) -> list[Known]:
        """Return what runs by now."""
        return [known for known in self.known.values() if not known.over]

    def _new(self, line: Line, area: Any = None) -> None:
        draft = self._draft(line, area)
        ref = declare(self.desk, COORDINATOR, draft)
        known = self.known[line["id"]] = Known(ref, 1, draft)
        self.noticed["declared"] += 1
        if draft.kind is OutageKind.TEMPORARY and draft.area is not None:
            for what in BEGINNING:
                act(self.desk, DISPATCHER, ref, what)
        self._confirm(known)

    def _again(self, line: Line) -> None:
        known = self.known[line["id"]]
        if known.over and not self._reopened(known):
            self.noticed["declared anew"] += 1
            self._new(line, known.draft.area)
            return
        draft = self._draft(line, known.draft.area)
        self._promise(known, draft, line)
        # A promise has words of its own, and an outage keeps its kind and its beginning.
        stays = known.draft
        draft = Draft(stays.kind, draft.cause, draft.place, stays.began_at,
                      one(self.desk, COORDINATOR, known.ref).expected_at, draft.area)  # fmt: skip
        if draft.cause != stays.cause:
            self.noticed["causes revised"] += 1
        edit = revise(self.desk, DISPATCHER, known.ref, known.edit, draft)
        moved = edit != known.edit
        known.edit, known.draft = edit, draft
        if moved:
            self.noticed["revised"] += 1
            self._confirm(known)

    def _promise(self, known: Known, draft: Draft, line: Line) -> None:
        before = one(self.desk, COORDINATOR, known.ref).expected_at
        if draft.expected_at is None or draft.expected_at == before:
            return
        if draft.expected_at <= known.draft.began_at:
            self.noticed["promises before the beginning"] += 1
            return
        if draft.expected_at <= self.clock.now:
            self.noticed["promises of what is past"] += 1
            return
        promise(self.desk, COORDINATOR, known.ref, draft.expected_at, line["cause"] or "?")
        self.noticed["promises"] += 1

    def _gone(self, line: Line) -> None:
        known = self.known.get(line["id"])
        if known is None:
            self.noticed["gone before it was seen"] += 1
        elif not known.over:
            self._restore(known)
        else:
            self.noticed["gone twice"] += 1

    def _restore(self, known: Known) -> None:
        restore(self.desk, COORDINATOR, known.ref, everybody=True)
        act(self.desk, COORDINATOR, known.ref, OutageAct.CLOSE)
        known.over = True
        self.noticed["restored"] += 1

    def _reopened(self, known: Known) -> bool:
        with self.desk.store.reading() as connection:
            customers = sorted(taken.of(connection, COORDINATOR, known.ref))
        if customers:
            still_out(self.desk, COORDINATOR, known.ref, customers, "又出现在停电信息中")
            self.noticed["reopened"] += 1
            known.over = False
        return bool(customers)

    def _confirm(self, known: Known) -> None:
        try:
            confirm(self.desk, COORDINATOR, known.ref, known.edit)
            known.area = known.draft.area
        except NobodyListed:
            self.noticed["lists of nobody"] += 1

    def _draft(self, line: Line, before: Any) -> Draft:
        began_at = min(_moment(line["dateOff"]) or self.clock.now, self.clock.now)
        expected_at = _moment(line["crewEtr"]) or _moment(line["dateOn"])
        planned = "planned" in (line["cause"] or "").lower()
        fresh = began_at >= self.clock.now - LATE  # older work was not entered by who planned it
        area = self._area(line) if "polygon" in line else before
        return Draft(
            kind=OutageKind.TEMPORARY
            if planned and fresh and area is not None
            else OutageKind.FAULT,
            cause=line["cause"] or "",
            place=f"{line['municipality'] or ''} {line['area'] or ''}".strip(),
            began_at=began_at,
            expected_at=expected_at if expected_at and expected_at > began_at else None,
            area=area,
        )

    def _area(self, line: Line) -> shapely.MultiPolygon | None:
        flat = line["polygon"] or []
        if not flat:
            self.noticed["without a polygon"] += 1
            return None
        found = mend(read_ring(np.reshape(flat, (-1, 2)).tolist()))
        self.noticed["polygons"] += 1
        for fault in found.faults:
            self.noticed[str(fault)] += 1
        self.noticed["refused"] += found.refused
        return found.geometry


def _moment(milliseconds: float | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
