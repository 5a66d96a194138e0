"""The open issues as a list: the most urgent first, with whom each concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa

from desk.cards.lines import lines
from desk.filtering import issue_mask
from desk.people import cell_name
from rules.codes import Urgency
from rules.masking import name_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from data.snapshot.judged import JudgedIssues, Snapshot
    from desk.cards.kinds import IssueLine
    from desk.view import Filters
    from rules.viewer import Viewer


Who: TypeAlias = "tuple[str, str, int | None, bool]"
"""Account, name, sensitivity and life support of an issue's customer."""
NOBODY: Who = ("", "", None, False)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An open issue with its customer and cell; what is not known of them is "".

    ``sensitivity`` is that of the customer, none where it is not known. ``place`` is longitude
    and latitude, none where neither it nor its customer has a position.
    """

    line: IssueLine
    account: str
    customer: str
    sensitivity: int | None
    life_support: bool
    cell: str
    place: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Worklist:
    """How many there are, and some of them."""

    count: int
    rows: tuple[OpenRow, ...]


def worklist(
    snapshot: Snapshot, viewer: Viewer, filters: Filters, start: int, stop: int
) -> Worklist:
    """Return rows ``start`` to ``stop`` of the open issues that pass, the most urgent first."""
    issues = snapshot.issues
    mask = issue_mask(snapshot, viewer, filters)
    order = issues.worst_first[mask[issues.worst_first]]
    chosen = order[start:stop]
    shown = lines(snapshot, viewer, chosen, len(chosen))
    people = _customers(snapshot, viewer, issues.customer[chosen])
    rows = tuple(
        OpenRow(line, *who, cell_name(snapshot, int(issues.cell[row])), _place(issues, row))
        for row, line, who in zip(chosen, shown, people, strict=True)
    )
    return Worklist(len(order), rows)


def by_urgency(snapshot: Snapshot, viewer: Viewer, filters: Filters) -> tuple[int, ...]:
    """Count the open issues that pass the filters by urgency (position = code)."""
    urgency = snapshot.issues.urgency[issue_mask(snapshot, viewer, filters)]
    return tuple(int(n) for n in np.bincount(urgency, minlength=len(Urgency)))


def _customers(snapshot: Snapshot, viewer: Viewer, rows: NDArray[np.int64]) -> list[Who]:
    own = snapshot.customers
    known = rows[rows >= 0]
    words = own.words.take(pa.array(known, pa.int64()))
    columns = (
        words["account"].to_pylist(),
        [name_for(viewer, name) for name in words["name"].to_pylist()],
        own.sensitivity[known].tolist(),
        own.life[known].tolist(),
    )
    found = iter(zip(*columns, strict=True))
    return [next(found) if row >= 0 else NOBODY for row in rows]


def _place(issues: JudgedIssues, row: int) -> tuple[float, float] | None:
    lon, lat = float(issues.lon[row]), float(issues.lat[row])
    return None if np.isnan(lon) else (lon, lat)
