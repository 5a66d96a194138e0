"""Imports of the past: their reports, and the rows that were rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import import_runs
from data.importing.rejected import FOLDER
from desk.imports.veiling import veiled_csv
from errors import BattlemapError
from rules.access import Right, require
from rules.masking import for_the_record

if TYPE_CHECKING:
    from datetime import datetime

    from data.importing import ImportReport
    from desk.desk import Desk
    from rules.codes import Kind
    from rules.viewer import Viewer

SHOWN = 10


@dataclass(frozen=True, slots=True)
class PastLine:
    """An import in a line; the numbers are sums over its files."""

    run: int
    at: datetime
    path: str
    kinds: tuple[Kind, ...]
    added: int
    changed: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """A CSV file of rejected rows: its name and its text."""

    name: str
    text: str


class RunUnknown(BattlemapError):
    """There was no import of that number. Facts: ``run``."""

    code = "import.run_unknown"


class NothingRejected(BattlemapError):
    """An import has no file of rejected rows of a kind. Facts: ``run``."""

    code = "import.nothing_rejected"


def latest(desk: Desk, viewer: Viewer, most: int = SHOWN) -> tuple[PastLine, ...]:
    """Return the last imports, the newest first.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not import, and has no need to know what was.
    data.store.StoreAway
        The database cannot be reached.
    """
    require(viewer, Right.IMPORT)
    with desk.store.reading() as connection:
        runs = import_runs.latest(connection, viewer, most)
    return tuple(_line(run.id, run.report) for run in runs)


def report(desk: Desk, viewer: Viewer, number: int) -> ImportReport:
    """Return the report of an import.

    Raises
    ------
    rules.access.NotAllowed
        As for :func:`latest`.
    RunUnknown
        There is none of that number.
    data.store.StoreAway
        The database cannot be reached.
    """
    require(viewer, Right.IMPORT)
    with desk.store.reading() as connection:
        found = import_runs.run(connection, viewer, number)
    if found is None:
        raise RunUnknown(run=str(number))
    return found.report


def rejected_rows(desk: Desk, viewer: Viewer, number: int, kind: Kind) -> RejectedRows:
    """Return the rows of a kind that an import rejected, as a CSV file.

    Values are masked as in the report (:mod:`desk.imports.veiling`): whoever mends the file has
    it, and finds the row by its number.

    Raises
    ------
    rules.access.NotAllowed
        As for :func:`latest`.
    RunUnknown
        There is no import of that number.
    NothingRejected
        It rejected none of that kind, or the file was removed.
    data.store.StoreAway
        The database cannot be reached.
    """
    names = {part.kind: part.rejected_file for part in report(desk, viewer, number).kinds}
    name = names.get(kind)
    path = desk.settings.data_dir / FOLDER / name if name else None
    if path is None or not path.is_file():
        raise NothingRejected(run=str(number))
    return RejectedRows(path.name, veiled_csv(path))


def _line(number: int, told: ImportReport) -> PastLine:
    return PastLine(
        run=number,
        at=told.ended_at,
        path=for_the_record(told.path),
        kinds=tuple(part.kind for part in told.kinds),
        added=sum(part.added for part in told.kinds),
        changed=sum(part.changed for part in told.kinds),
        rejected=told.rejected,
    )
