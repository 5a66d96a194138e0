"""What an import says about the datum of its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.codes import Kind

if TYPE_CHECKING:
    from data.importing import ImportReport

_CODES = frozenset({"datum_by_places", "datum_by_areas"})


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Positions of ``suspect`` look like ``datum`` (a name for ``--crs``).

    ``here`` tells whether the suspect is in the import itself; else it is in the store already,
    and importing this file as ``datum`` would make things worse.
    """

    suspect: Kind
    datum: str
    here: bool


def suspected(report: ImportReport) -> Suspicion | None:
    """Return the first suspicion of a report, none where positions agree."""
    kinds = {kind.kind for kind in report.kinds}
    for finding in (f for kind in report.kinds for f in kind.findings):
        if finding.code in _CODES:
            suspect = Kind(str(finding.facts["suspect"]))
            return Suspicion(suspect, str(finding.facts["datum"]), suspect in kinds)
    return None
