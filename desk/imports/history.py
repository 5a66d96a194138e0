"""Imports of the past: their reports, and the rows that were rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import import_runs
from data.importing.rejected import FOLDER
from errors import BattlemapError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

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
    data.store.StoreAway
        The database cannot be reached.
    """
    with desk.store.reading() as connection:
        runs = import_runs.latest(connection, viewer, most)
    return tuple(_line(run.id, run.report) for run in runs)


def report(desk: Desk, viewer: Viewer, number: int) -> ImportReport:
    """Return the report of an import.

    Raises
    ------
    RunUnknown
        There is none of that number.
    data.store.StoreAway
        The database cannot be reached.
    """
    with desk.store.reading() as connection:
        found = import_runs.run(connection, viewer, number)
    if found is None:
        raise RunUnknown(run=str(number))
    return found.report


def rejected_file(desk: Desk, viewer: Viewer, number: int, kind: Kind) -> Path:
    """Return the file with the rows of a kind that an import rejected.

    Raises
    ------
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
    return path


def _line(number: int, told: ImportReport) -> PastLine:
    return PastLine(
        run=number,
        at=told.ended_at,
        path=told.path,
        kinds=tuple(part.kind for part in told.kinds),
        added=sum(part.added for part in told.kinds),
        changed=sum(part.changed for part in told.kinds),
        rejected=told.rejected,
    )
