"""The state of the map screen: what the URL says, frozen.

A link reproduces a view. Only what differs from the default stands in the URL, lists are
separated by dots, and whatever cannot be understood is left out rather than refused: a link
that was cut by a messenger still opens a map.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from rules.codes import Channel, CustomerClass, Sensitivity, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import IntEnum

LAYERS = (
    "cells",
    "sections",
    "transformers",
    "switches",
    "customers",
    "relays",
    "issues",
    "lines",
)
HIDDEN_AT_FIRST = ("relays", "issues")
NOUNS = ("customer", "cell", "feeder", "transformer", "issue", "switch", "relay", "section")
LARGEST_ID, MOST_DIGITS = 2**31 - 1, 10


@dataclass(frozen=True, slots=True)
class Filters:
    """Which customers are shown. Empty means all; several values of one field mean any.

    ``station`` and ``manager`` are names, ``cell`` and ``feeder`` ids.
    """

    station: tuple[str, ...] = ()
    cell: tuple[int, ...] = ()
    manager: tuple[str, ...] = ()
    feeder: tuple[int, ...] = ()
    class_: tuple[int, ...] = ()
    sensitivity: tuple[int, ...] = ()
    urgency: tuple[int, ...] = ()
    channel: tuple[str, ...] = ()

    def any(self) -> bool:
        """Tell whether anything is filtered at all."""
        return any(getattr(self, field.name) for field in fields(self))

    def query(self) -> str:
        """Return the filters as a URL query, "" where nothing is filtered."""
        pairs = [
            (field.name.rstrip("_"), str(value))
            for field in fields(self)
            for value in getattr(self, field.name)
        ]
        return urlencode(pairs)

    @classmethod
    def parse(cls, query: Mapping[str, list[str]]) -> Filters:
        """Read the filters of a URL query."""
        return cls(
            station=tuple(query.get("station", ())),
            cell=_numbers(query.get("cell", ())),
            manager=tuple(query.get("manager", ())),
            feeder=_numbers(query.get("feeder", ())),
            class_=_codes(query.get("class", ()), CustomerClass),
            sensitivity=_codes(query.get("sensitivity", ()), Sensitivity),
            urgency=_codes(query.get("urgency", ()), Urgency),
            channel=tuple(v for v in query.get("channel", ()) if v in set(Channel)),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a map looks: centre in WGS-84 degrees and the zoom of 512-pixel tiles."""

    lon: float
    lat: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Selection:
    """What the drawer shows."""

    noun: str
    id: int


@dataclass(frozen=True, slots=True)
class View:
    """Everything a link to the map says. ``place`` is none for "the whole bureau"."""

    place: Place | None = None
    hidden: tuple[str, ...] = HIDDEN_AT_FIRST
    filters: Filters = Filters()
    selection: Selection | None = None

    def query(self) -> str:
        """Return the view as a URL query without the question mark."""
        pairs: list[tuple[str, str]] = []
        if self.place:
            at = self.place
            pairs.append(("at", f"{at.zoom:.2f}/{at.lat:.5f}/{at.lon:.5f}"))
        if self.hidden != HIDDEN_AT_FIRST:
            pairs.append(("hide", ".".join(self.hidden) or "nothing"))
        if self.selection:
            pairs.append(("open", f"{self.selection.noun}.{self.selection.id}"))
        return "&".join(
            part for part in (urlencode(pairs, safe="/."), self.filters.query()) if part
        )

    @classmethod
    def parse(cls, search: str) -> View:
        """Read a view from the query of a URL, with or without its question mark."""
        query = parse_qs(search.removeprefix("?"))
        hide = query.get("hide")
        return cls(
            place=_place(query.get("at", [""])[0]),
            hidden=HIDDEN_AT_FIRST
            if hide is None
            else tuple(name for name in LAYERS if name in hide[0].split(".")),
            filters=Filters.parse(query),
            selection=selection(query.get("open", [""])[0]),
        )

    def at(self, place: Place) -> View:
        """Return the view looking elsewhere."""
        return replace(self, place=place)


def _place(text: str) -> Place | None:
    parts = _floats(text.split("/"))
    if len(parts) != 3:  # noqa: PLR2004 - zoom, latitude, longitude
        return None
    zoom, lat, lon = parts
    good = 0 <= zoom <= 24 and abs(lat) <= 85 and abs(lon) <= 180  # noqa: PLR2004
    return Place(lon, lat, zoom) if good else None


def selection(text: str) -> Selection | None:
    """Read what is open, as ``noun.id``; none for what could not be there."""
    noun, _, ref = text.partition(".")
    # Longer digits are no number that the store could have given, and break what counts with it.
    known = noun in NOUNS and ref.isdecimal() and len(ref) <= MOST_DIGITS
    return Selection(noun, int(ref)) if known and int(ref) <= LARGEST_ID else None


def _floats(parts: Iterable[str]) -> list[float]:
    try:
        return [float(part) for part in parts]
    except ValueError:
        return []


def _numbers(values: Iterable[str]) -> tuple[int, ...]:
    return tuple(int(value) for value in values if value.isdecimal() and len(value) < 10)  # noqa: PLR2004


def _codes(values: Iterable[str], codes: type[IntEnum]) -> tuple[int, ...]:
    known = {int(code) for code in codes}
    return tuple(code for code in _numbers(values) if code in known)
