"""The state of the list screen: what the URL says, frozen; its filters are those of the map."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from desk.faults import Fault
from desk.search import DISTRICT, STREET
from desk.view import Filters, Place, Selection, View

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST, MAP, FILE = "/list", "/", "/list."
"""Where the list and the map are; a form after ``FILE`` is the address of the list as a file."""


class Tab(StrEnum):
    """What is listed."""

    CUSTOMERS = "customers"
    ISSUES = "issues"
    FAULTS = "faults"


class FileForm(StrEnum):
    """In which form a list is taken away."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything a link to the list says. ``fault`` is none for all kinds of faults.

    ``language`` is what the URL asks for, "" where it leaves that to the reader.
    """

    tab: Tab = Tab.CUSTOMERS
    filters: Filters = field(default_factory=Filters)
    fault: Fault | None = None
    language: str = ""

    @classmethod
    def parse(cls, search: str) -> Listing:
        """Read the query of a URL of the list or of the map; what is not understood is left out."""
        query = parse_qs(search.removeprefix("?"))
        tab, fault = _first(query, "tab"), _first(query, "fault")
        return cls(
            tab=Tab(tab) if tab in set(Tab) else Tab.CUSTOMERS,
            filters=Filters.parse(query),
            fault=Fault(fault) if fault in set(Fault) else None,
            language=_first(query, "lang"),
        )

    @property
    def href(self) -> str:
        """Return the address of this list."""
        return self._at(LIST)

    def file_href(self, form: FileForm) -> str:
        """Return the address of this list as a file."""
        return self._at(FILE + form)

    def _at(self, path: str) -> str:
        pairs = [] if self.tab is Tab.CUSTOMERS else [("tab", str(self.tab))]
        if self.fault and self.tab is Tab.FAULTS:
            pairs.append(("fault", str(self.fault)))
        return _address(path, urlencode(pairs), self._rest())

    def map_href(self, noun: str = "", ref: int = 0, at: tuple[float, float] | None = None) -> str:
        """Return the address of the map of what is listed, with a card open if one is named.

        ``at`` is longitude and latitude.
        """
        zoom = DISTRICT if noun == "cell" else STREET
        view = View(
            place=Place(*at, zoom) if at else None,
            selection=Selection(noun, ref) if noun else None,
        )
        return _address(MAP, view.query(), self._rest())

    def toggled(self, name: str, value: object) -> Listing:
        """Return the list with a value of a filter added, or taken away if it is there."""
        there = getattr(self.filters, name)
        kept = tuple(v for v in there if v != value) if value in there else (*there, value)
        return replace(self, filters=replace(self.filters, **{name: kept}))

    def without(self, name: str) -> Filters:
        """Return the filters as if one of them were not set."""
        return replace(self.filters, **{name: ()})

    def chosen(self) -> list[tuple[str, str | int]]:
        """Return each value that is filtered by, with its field."""
        own = self.filters
        return [(f.name, value) for f in fields(own) for value in getattr(own, f.name)]

    def _rest(self) -> str:
        language = urlencode([("lang", self.language)]) if self.language else ""
        return "&".join(part for part in (language, self.filters.query()) if part)


def _first(query: Mapping[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]


def _address(path: str, *parts: str) -> str:
    query = "&".join(part for part in parts if part)
    return f"{path}?{query}" if query else path
