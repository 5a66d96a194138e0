"""What an import says about the datum of its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.importing import ImportOptions, ImportReport

_CODES = frozenset({"datum_by_places", "datum_by_areas", "datum_by_position"})
_HERE = "here"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Positions of ``suspect`` look like ``datum`` (a name for ``--crs``).

    ``here`` tells whether reading a file of this import as ``datum`` is the remedy; else the
    suspect is in the store already, or its file has metres, which no datum can mend.
    """

    suspect: Kind
    datum: str
    here: bool


def suspected(report: ImportReport) -> tuple[Suspicion, ...]:
    """Return what a report suspects, each kind once; nothing where positions agree."""
    kinds = {kind.kind for kind in report.kinds}
    found: dict[Kind, Suspicion] = {}
    for finding in (f for kind in report.kinds for f in kind.findings):
        if finding.code in _CODES:
            suspect = Kind(str(finding.facts["suspect"]))
            here = suspect in kinds and finding.facts.get("remedy", _HERE) == _HERE
            one = Suspicion(suspect, str(finding.facts["datum"]), here)
            found.setdefault(suspect, one)
    return tuple(found.values())


def recast(suspicions: Sequence[Suspicion]) -> dict[str, str]:
    """Return the datum that each suspect of an import itself should be read in, by kind."""
    return {one.suspect.value: one.datum for one in suspicions if one.here}


def read_otherwise(options: ImportOptions, report: ImportReport) -> ImportOptions:
    """Return the options with which the suspects of a report are read as what they look like."""
    others = recast(suspected(report))
    if not others:
        return options
    if len(report.kinds) == 1:
        return replace(options, crs=next(iter(others.values())), crs_of=MappingProxyType({}))
    return replace(options, crs_of=MappingProxyType({**options.crs_of, **others}))
