"""Parts of the network by name: what was picked, and what a search finds to pick."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from data.snapshot.grid import with_id
from desk.search import Hit
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.snapshot.judged import Snapshot
    from desk.outages.declared import PartRef
    from rules.viewer import Viewer

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part that was picked, and what the bureau calls it; "" where it is not in its data."""

    part: PartRef
    name: str


def named(snapshot: Snapshot, _viewer: Viewer, parts: Sequence[PartRef]) -> tuple[NamedPart, ...]:
    """Return parts with their names."""
    return tuple(NamedPart(part, _name(snapshot, part)) for part in parts)


def suggested(snapshot: Snapshot, _viewer: Viewer, text: str) -> tuple[Hit, ...]:
    """Return parts whose name or code has a text in it: feeders first, sections last."""
    return tuple(islice(_matching(snapshot, text.strip().lower()), MOST_FOUND))


def _matching(snapshot: Snapshot, wanted: str) -> Iterator[Hit]:
    grid = snapshot.grid
    feeders = {row.id: row.name or row.code for row in grid.feeders}
    for row in grid.feeders:
        if wanted in row.name.lower() or wanted in row.code.lower():
            yield Hit(Part.FEEDER, row.id, row.name or row.code, row.substation, None)
    rows: tuple[tuple[Part, Sequence[Any]], ...] = (
        (Part.SWITCH, grid.switches),
        (Part.TRANSFORMER, grid.transformers),
        (Part.SECTION, grid.sections),
    )
    for noun, some in rows:
        for one in some:
            name = getattr(one, "name", "")
            if wanted in name.lower() or wanted in one.code.lower():
                detail = " · ".join(p for p in (one.code, feeders.get(one.feeder_id, "")) if p)
                yield Hit(noun, one.id, name or one.code, detail, None)


def _name(snapshot: Snapshot, part: PartRef) -> str:
    grid = snapshot.grid
    rows: dict[Part, Sequence[Any]] = {
        Part.SWITCH: grid.switches,
        Part.FEEDER: grid.feeders,
        Part.SECTION: grid.sections,
        Part.TRANSFORMER: grid.transformers,
    }
    row = with_id(rows[part.noun], part.ref)
    return str(getattr(row, "name", "") or getattr(row, "code", "")) if row else ""
