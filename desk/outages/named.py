"""Parts of the network by the codes that people and other programs know them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.outages.declared import PartRef
from desk.outages.draft import NOUNS, PartUnknown
from rules.outages.codes import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.snapshot.judged import Snapshot
    from rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Named:
    """Codes of switches that are opened or closed, and of what else is without power."""

    open: Sequence[str] = ()
    close: Sequence[str] = ()
    feeders: Sequence[str] = ()
    sections: Sequence[str] = ()
    transformers: Sequence[str] = ()


def parts_named(snapshot: Snapshot, viewer: Viewer, named: Named) -> tuple[PartRef, ...]:
    """Return the parts that codes mean.

    Raises
    ------
    desk.outages.draft.PartUnknown
        No part of the noun has the code.
    """
    wanted = (
        (Part.SWITCH, named.open, True),
        (Part.SWITCH, named.close, False),
        (Part.FEEDER, named.feeders, True),
        (Part.SECTION, named.sections, True),
        (Part.TRANSFORMER, named.transformers, True),
    )
    return tuple(
        PartRef(noun, ref, opened)
        for noun, codes, opened in wanted
        for ref in ids_of(snapshot, viewer, noun, codes)
    )


def ids_of(
    snapshot: Snapshot, _viewer: Viewer, noun: Part, codes: Iterable[str]
) -> tuple[int, ...]:
    """Return the ids of parts by their codes, each once; the network is everybody's.

    Raises
    ------
    desk.outages.draft.PartUnknown
        No part of the noun has the code.
    """
    given = tuple(dict.fromkeys(codes))
    if not given:
        return ()
    known = {row.code: row.id for row in getattr(snapshot.grid, NOUNS[noun])}
    for code in given:
        if code not in known:
            raise PartUnknown(part=noun.value, ref=code)
    return tuple(known[code] for code in given)


def codes_of(snapshot: Snapshot, _viewer: Viewer, parts: Iterable[PartRef]) -> Named:
    """Return the codes of parts; one that is no longer in the data is left out."""
    found: dict[str, list[str]] = {name: [] for name in Named.__dataclass_fields__}
    for part in parts:
        rows = {row.id: row.code for row in getattr(snapshot.grid, NOUNS[part.noun])}
        switch = "open" if part.opened else "close"
        name = switch if part.noun is Part.SWITCH else NOUNS[part.noun]
        if part.ref in rows:
            found[name].append(rows[part.ref])
    return Named(**{name: tuple(codes) for name, codes in found.items()})
