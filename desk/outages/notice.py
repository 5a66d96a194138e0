"""An outage notice against the bureau's data: what can be matched is proposed, the rest listed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desk.outages.area import proposed
from desk.outages.declared import PartRef
from rules.access import Right, require
from rules.outages.codes import Part
from rules.outages.notice import parse
from rules.outages.spelling import How, Match, Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import shapely

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from rules.outages.notice import Notice
    from rules.outages.notice_lines import LineName
    from rules.outages.notice_places import Place
    from rules.viewer import Viewer

LINE = "线"
"""The last sign of the name of a line."""
FEEDER, SUBSTATION, VILLAGE, TRANSFORMER = "feeder", "substation", "village", "transformer"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a name in a notice probably means.

    ``noun`` and ``ref`` name a card; substations and villages have none (0). ``customers`` counts
    those whom the viewer sees there; ``box`` is where they live (west, south, east, north), none
    where nobody does.
    """

    written: str
    noun: str
    ref: int
    name: str
    how: How
    customers: int
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that could mean several things; ``meanings`` are their names."""

    written: str
    noun: str
    meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice with what it means here.

    ``parts`` are proposed to declare the outage by: the transformers that it names if all are
    found, else its lines as a whole. ``unmatched`` are names for which the bureau's data has
    nothing, and extents of lines (1#–89#): the network does not know the numbers of poles.
    ``area`` is proposed around the customers of the villages that were found, none without any.
    """

    notice: Notice
    proposals: tuple[Proposal, ...]
    unclear: tuple[Unclear, ...]
    unmatched: tuple[str, ...]
    parts: tuple[PartRef, ...]
    area: shapely.MultiPolygon | None = None


def read(desk: Desk, viewer: Viewer, text: str) -> tuple[ReadNotice, ...]:
    """Read the notices in a text and match them against the bureau.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not declare outages.
    rules.outages.notice.NotANotice
        The text is empty or too long.
    """
    require(viewer, Right.DECLARE_OUTAGE)
    snapshot = desk.seen(viewer)
    today = desk.now().astimezone(snapshot.zone).date()
    notices = parse(text, today, snapshot.zone)
    book = _Book(snapshot)
    return tuple(book.matched(notice) for notice in notices)


class _Book:
    """The names of a bureau, gathered once for all notices of a text."""

    def __init__(self, snapshot: Snapshot) -> None:
        grid = snapshot.grid
        self._snapshot = snapshot
        self._feeders = {row.id: row for row in grid.feeders}
        self._by_line = Names(_named((row.name, row.code, row.id) for row in grid.feeders))
        stations: defaultdict[str, list[int]] = defaultdict(list)
        for row in grid.feeders:
            stations[row.substation].append(row.id)
        self._by_station = Names((name, ref) for name, refs in stations.items() for ref in refs)
        villages = snapshot.customers.villages.names
        self._by_village = Names((name, n) for n, name in enumerate(villages))
        self._by_transformer = Names(
            _named((row.name, row.code, row.id) for row in grid.transformers)
        )

    def matched(self, notice: Notice) -> ReadNotice:
        found: list[Proposal | Unclear | str] = []
        fed: defaultdict[str, list[int]] = defaultdict(list)
        alone = notice.substations[0].name if len(notice.substations) == 1 else ""
        for line in notice.lines:
            meant = self._line(line)
            found += meant
            fed[line.substation or alone] += [p.ref for p in meant if isinstance(p, Proposal)]
        for station in notice.substations:
            found += self._substation(station.name, fed[station.name])
        devices: list[Proposal | Unclear | str] = []
        for device in notice.devices:
            devices += self._several(device, TRANSFORMER, self._by_transformer)
        found += devices
        for place in notice.places:
            found += self._place(place)
        extents = dict.fromkeys([line.extent for line in notice.lines] + [notice.extent])
        proposals = tuple(dict.fromkeys(one for one in found if isinstance(one, Proposal)))
        return ReadNotice(
            notice,
            proposals,
            tuple(dict.fromkeys(one for one in found if isinstance(one, Unclear))),
            (*(one for one in found if isinstance(one, str)), *filter(None, extents)),
            _parts(notice, devices, proposals),
            self._area(one.name for one in proposals if one.noun == VILLAGE),
        )

    def _area(self, villages: Iterable[str]) -> shapely.MultiPolygon | None:
        found = pc.is_in(
            self._snapshot.customers.words["village"], pa.array([*villages], pa.string())
        )
        return proposed(self._snapshot, np.asarray(pc.indices_nonzero(found), np.int64))

    def _line(self, line: LineName) -> list[Proposal | Unclear | str]:
        matches = self._by_line.find(line.name) or self._by_line.find(line.number)
        refs = [ref for match in matches for ref in match.refs]
        if len(refs) > 1 and line.substation:
            near = {ref for one in self._by_station.find(line.substation) for ref in one.refs}
            refs = [ref for ref in refs if ref in near] or refs
        if not refs:
            return [line.name]
        if len(refs) > 1:
            names = tuple(self._called(FEEDER, ref, "") for ref in refs)
            return [Unclear(line.name, FEEDER, names)]
        how = next(match.how for match in matches if refs[0] in match.refs)
        return [self._proposal(line.name, FEEDER, refs[0], how)]

    def _substation(self, written: str, feeders: list[int]) -> list[Proposal | Unclear | str]:
        """Return what a substation means: what is called so, else the source of its lines.

        The bureau may call it otherwise, or not say what it is called.
        """
        by_name = self._several(written, SUBSTATION, self._by_station)
        names = {self._feeders[ref].substation for ref in feeders}
        if isinstance(by_name[0], Proposal) or len(names) != 1:
            return by_name
        (name,) = names
        refs = [ref for ref, row in self._feeders.items() if row.substation == name]
        source = Match(How.BY_LINE, name or written, tuple(refs if name else feeders))
        return [self._station(written, source)]

    def _place(self, place: Place) -> list[Proposal | Unclear | str]:
        if place.name.endswith(LINE):  # among the places, and no village that is called alike
            as_line = self._several(place.name, FEEDER, self._by_line)
            if not isinstance(as_line[0], str):
                return as_line
        as_village = self._several(place.name, VILLAGE, self._by_village)
        if not isinstance(as_village[0], str):
            return as_village
        return self._several(place.name, TRANSFORMER, self._by_transformer)

    def _several(self, written: str, noun: str, names: Names) -> list[Proposal | Unclear | str]:
        matches = names.find(written)
        if not matches:
            return [written]
        one = matches[0]
        if len(matches) > 1 or (noun == TRANSFORMER and len(one.refs) > 1):
            meanings = (self._called(noun, ref, m.name) for m in matches for ref in m.refs)
            return [Unclear(written, noun, tuple(dict.fromkeys(meanings)))]
        if noun == SUBSTATION:
            return [self._station(written, one)]
        return [self._proposal(written, noun, one.refs[0], one.how)]

    def _station(self, written: str, match: Match) -> Proposal:
        places = self._snapshot.grid.positions("feeders", np.array(match.refs, np.int32))
        count = int(np.isin(self._snapshot.customers.feeder, places).sum())
        return Proposal(written, SUBSTATION, 0, match.name, match.how, count)

    def _proposal(self, written: str, noun: str, ref: int, how: How) -> Proposal:
        own, grid = self._snapshot.customers, self._snapshot.grid
        name = self._called(noun, ref, "")
        if noun == VILLAGE:
            west, south, east, north = own.villages.box[ref].tolist()
            box = (west, south, east, north)
            return Proposal(written, noun, 0, name, how, int(own.villages.n[ref]), box)
        column = own.feeder if noun == FEEDER else own.transformer
        place = grid.positions(f"{noun}s", np.array([ref], np.int32))[0]
        return Proposal(written, noun, ref, name, how, int((column == place).sum()))

    def _called(self, noun: str, ref: int, name: str) -> str:
        if noun == VILLAGE:
            return self._snapshot.customers.villages.names[ref]
        if noun == FEEDER:
            row = self._feeders[ref]
            return " ".join(filter(None, (row.substation, row.name or row.code)))
        if noun == TRANSFORMER:
            place = self._snapshot.grid.positions("transformers", np.array([ref], np.int32))[0]
            found = self._snapshot.grid.transformers[int(place)]
            return " ".join(filter(None, (found.name, found.code)))
        return name


def _named(rows: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, int]]:
    """Give every row by its name and by its code."""
    for name, code, ref in rows:
        yield name, ref
        if code != name:
            yield code, ref


def _parts(
    notice: Notice, devices: Iterable[object], proposals: Iterable[Proposal]
) -> tuple[PartRef, ...]:
    """Return the transformers that a notice names, if all were found; else its lines as a whole.

    More people than are meant can be taken off the list; fewer would be forgotten.
    """
    found = [one for one in devices if isinstance(one, Proposal)]
    if not found or len(found) < len(notice.devices):
        lines = [one for one in proposals if one.noun == FEEDER]
        found = lines or [one for one in proposals if one.noun == TRANSFORMER]
    nouns = {FEEDER: Part.FEEDER, TRANSFORMER: Part.TRANSFORMER}
    return tuple(PartRef(nouns[one.noun], one.ref) for one in found)
