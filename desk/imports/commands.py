"""The import as a command: a path in, a report out, nothing in between but a bar."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from data.importing import run_import
from data.migrate import migrate
from desk import terminal
from desk.demo import clear_demo, holds_demo
from desk.imports.bureau import prepared
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.importing import ImportOptions, ImportReport, Progress
    from desk.desk import Desk
    from texts import Texts

DONE, REFUSED, WITH_REJECTED = 0, 1, 3
"""Exit statuses. 2 is left to the command line itself: it could not be understood."""


def import_path(
    desk: Desk,
    path: Path,
    options: ImportOptions,
    progress: Callable[[Progress], None],
    *,
    replace_demo: bool = False,
) -> ImportReport:
    """Bring the store up to date and import a file, a bureau folder, or its zip.

    ``replace_demo`` clears the store first if, and only if, it holds the demo bureau.

    Raises
    ------
    data.importing.errors.ImportRefused
        A file cannot be taken at all; nothing was written.
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable is called ``options.crs``.
    data.store.StoreBusy, data.store.StoreAway
        Another import is writing, or the database cannot be reached.
    """
    migrate(desk.store)
    desk.settings.data_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=desk.settings.data_dir) as folder:
        real = prepared(path, desk.settings, Path(folder)) if path.is_file() else path
        if replace_demo and not options.dry_run and holds_demo(desk.store, SYSTEM):
            clear_demo(desk, SYSTEM)
        return run_import(desk.store, SYSTEM, real, options, progress, desk.settings)


def import_progress(say: Texts) -> Callable[[Progress], None]:
    """Return a progress of the import that draws a bar on standard error."""

    def draw(progress: Progress) -> None:
        doing = say(f"import.stage.{progress.stage}")
        terminal.bar(f"{doing} {progress.file}".rstrip(), progress.done, progress.total)

    return draw


def language_in(words: Sequence[str]) -> str | None:
    """Return what follows ``--lang``: help and faults must be told in it as well."""
    for word, after in pairwise([*words, ""]):
        if word == "--lang":
            return after
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def status_of(report: ImportReport) -> int:
    """Return the exit status of an import that was not refused."""
    return WITH_REJECTED if report.rejected else DONE
