"""A confirmed list to take away: CSV, workbook or GeoPackage, of whom the viewer sees.

Who was left off the list is not in the file. Names and addresses are masked as everywhere, words
on health in reasons as well, and phones are in none of them. The audit keeps who took which list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.importing.working import working_folder
from data.later import Later
from data.outages.revisions import ALL, knows_hours
from desk.exports import PIECE, Taken, kept, take
from desk.listing import FileForm
from desk.outages import frozen
from desk.outages.frozen import NoRevision
from desk.outages.records import one
from desk.people import cell_name, persons
from rules.access import Right, may, require
from rules.codes import CustomerClass, Sensitivity, Urgency
from rules.masking import text_for
from rules.naming import text_key
from rules.outages.codes import basis_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyogrio

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk
    from desk.outages.frozen import FrozenRow
    from desk.people import Person
    from rules.outages.codes import Ground
    from rules.viewer import Viewer
    from texts import Texts
else:
    pyogrio = Later("pyogrio")

LAYER = "affected"
"""The layer of a GeoPackage."""


class OutageForm(StrEnum):
    """A form in which a confirmed list can be taken away."""

    CSV = "csv"
    XLSX = "xlsx"
    GPKG = "gpkg"


def addresses(outage_id: int) -> dict[str, str]:
    """Return where the newest confirmed list of an outage is taken away, and printed."""
    files = {str(form): f"/api/v1/outages/{outage_id}/list.{form}" for form in OutageForm}
    return files | {"print": f"/outages/{outage_id}/print"}


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file on its way out; ``name`` is what it is called."""

    name: str
    pieces: Iterator[bytes]


def export(
    desk: Desk,
    viewer: Viewer,
    outage_id: int,
    form: OutageForm,
    say: Texts,
    number: int | None = None,
) -> ListFile:
    """Return a confirmed list as a file, the newest unless a number is given.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not take lists away.
    desk.outages.changing.NoOutage, desk.outages.frozen.NoRevision
        There is no such outage, or no such list of it.
    desk.exports.TooManyRows
        A workbook cannot hold so many rows.
    data.store.StoreBusy, data.store.StoreAway, data.store.StoreUnwritable
        The audit could not be written: nothing is handed out.
    """
    require(viewer, Right.EXPORT)
    outage = one(desk, viewer, outage_id)
    number = number or newest(desk, viewer, outage_id)
    snapshot = desk.seen(viewer)
    page = frozen.rows(desk, viewer, outage_id, number, 0, ALL)
    listed = [row for row in page.rows if row.touched]
    name = f"{outage.number}-{number}"
    taken = Taken(name, "", form, len(listed))
    table = _Table(snapshot, viewer, say, listed, _ground(desk, viewer, outage_id, number))
    if form is OutageForm.GPKG:
        pieces = kept(desk, viewer, Right.EXPORT, taken, _geopackage(desk, table))
    else:
        as_list = Taken(name, "", FileForm(form), len(listed))
        pieces = take(desk, viewer, Right.EXPORT, as_list, table.lines())
    return ListFile(f"{name}.{form}", pieces)


def newest(desk: Desk, viewer: Viewer, outage_id: int) -> int:
    """Return the number of the newest confirmed list.

    Raises
    ------
    desk.outages.frozen.NoRevision
        None was confirmed yet.
    rules.access.NotAllowed, desk.outages.changing.NoOutage
        The viewer may not look at it.
    """
    every = frozen.revisions(desk, viewer, outage_id)
    if not every:
        raise NoRevision(number=1)
    return every[-1].number


def _ground(desk: Desk, viewer: Viewer, outage_id: int, number: int) -> Ground:
    every = frozen.revisions(desk, viewer, outage_id)
    return next(one.ground for one in every if one.number == number)


class _Table:
    """The list as a table of words, with where each customer is now."""

    def __init__(
        self,
        snapshot: Snapshot,
        viewer: Viewer,
        say: Texts,
        rows: Sequence[FrozenRow],
        ground: Ground,
    ) -> None:
        ids = np.array([row.customer_id for row in rows], np.int32)
        at = snapshot.customers.rows_of(ids)
        self._snapshot, self._viewer, self._say, self._rows = snapshot, viewer, say, rows
        self._ground = ground
        self._people = {p.id: p for p in persons(snapshot, viewer, at[at >= 0])}
        self._feeders = {row.id: row.name or row.code for row in snapshot.grid.feeders}
        self._transformers = {row.id: row.name or row.code for row in snapshot.grid.transformers}
        self._cells = {row.id: n for n, row in enumerate(snapshot.grid.cells)}

    @property
    def heads(self) -> tuple[str, ...]:
        """The keys of the columns; on life support only those of which the viewer may know."""
        hidden: set[str] = set()
        if not may(self._viewer, Right.KNOW_LIFE_SUPPORT):
            hidden.add("life")
        if not knows_hours(self._viewer):
            hidden.add("backup")
        return tuple(head for head in HEADS if head not in hidden)

    def names(self) -> list[str]:
        return [self._say(f"outage.file.{head}") for head in self.heads]

    def lines(self) -> Iterator[Sequence[object]]:
        yield self.names()
        for place, row in enumerate(self._rows, start=1):
            cells = self._cells_of(place, row)
            yield [cells[head] for head in self.heads]

    def points(self) -> list[bytes | None]:
        """Return where each customer is, as WKB; none for who is no customer any more."""
        found = [self._people.get(row.customer_id) for row in self._rows]
        return [None if one is None else shapely.to_wkb(shapely.Point(one.x, one.y))
                for one in found]  # fmt: skip

    def _cells_of(self, place: int, row: FrozenRow) -> dict[str, object]:
        say, zone = self._say, self._snapshot.zone
        person: Person | None = self._people.get(row.customer_id)
        cell = self._cells.get(row.cell_id or 0, -1)
        return {
            "place": place,
            "account": row.account,
            "name": row.name,
            "address": person.address if person else "",
            "life": say("outage.file.yes") if row.life else "",
            "backup": row.backup_hours if row.life else None,
            "sensitivity": say(text_key(Sensitivity(row.sensitivity))),
            "class": say(text_key(CustomerClass(row.class_))),
            "urgency": "" if row.urgency is None else say(text_key(Urgency(row.urgency))),
            "language": say(f"code.language.{row.language}"),
            "basis": say(basis_key(row.basis, self._ground)),
            "why": text_for(self._viewer, row.why),
            "feeder": self._feeders.get(row.feeder_id or 0, ""),
            "transformer": self._transformers.get(row.transformer_id or 0, ""),
            "cell": cell_name(self._snapshot, cell),
            "restored": say.moment(row.restored_at, zone) if row.restored_at else "",
            "also": ", ".join(row.also),
        }


HEADS = (
    "place", "account", "name", "address", "life", "backup", "sensitivity", "class",
    "urgency", "language", "basis", "why", "feeder", "transformer", "cell", "restored", "also",
)  # fmt: skip
"""The columns in their order."""


def _geopackage(desk: Desk, table: _Table) -> Iterator[bytes]:
    with working_folder(desk.settings) as folder:
        path = folder / f"{LAYER}.gpkg"
        _write(path, table)
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _write(path: Path, table: _Table) -> None:
    heads, *rows = table.lines()
    columns = list(zip(*rows, strict=True)) or [()] * len(heads)
    pyogrio.raw.write(
        path,
        geometry=np.array([*table.points(), None], dtype=object)[:-1],
        field_data=[_column(values) for values in columns],
        fields=[str(head) for head in heads],
        geometry_type="Point",
        crs="EPSG:4326",
        layer=LAYER,
    )


def _column(values: Sequence[object]) -> np.ndarray[tuple[int], np.dtype[np.generic]]:
    if any(isinstance(value, float) for value in values):
        return np.array([np.nan if value is None else value for value in values], np.float64)
    if values and isinstance(values[0], int):
        return np.array(values, np.int64)
    return np.array(values, dtype=object)
