"""The import as a command: a path in, a report out, nothing in between but a bar."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING

from data import changes
from data.clearing import clear
from data.demo.loading import DEMO
from data.importing import run_import
from data.importing.comparing import empty_store, is_there
from data.importing.rejected import FOLDER
from data.importing.working import working_folder
from data.migrate import migrate
from desk import terminal
from desk.demo import holds_demo
from desk.imports.bureau import prepared
from rules.viewer import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from data.importing import ImportOptions, ImportReport, Progress
    from data.store import Store, Writing
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

    ``replace_demo`` clears the store if, and only if, it holds the demo bureau and there is
    something to write in its place, in the same transaction. A dry run makes no store where
    there is none.

    Raises
    ------
    data.importing.errors.ImportRefused
        A file cannot be taken at all; nothing was written.
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable is called ``options.crs``.
    data.store.StoreBusy, data.store.StoreAway
        Another import is writing, or the database cannot be reached.
    """
    settings = desk.settings
    with working_folder(settings) as folder:
        real = prepared(path, settings, folder) if path.is_file() else path
        if options.dry_run:
            with _compared(desk, folder, replace_demo=replace_demo) as store:
                return run_import(store, SYSTEM, real, options, progress, settings)
        migrate(desk.store)
        if not replace_demo or not holds_demo(desk.store, SYSTEM):
            return run_import(desk.store, SYSTEM, real, options, progress, settings)
        report = run_import(desk.store, SYSTEM, real, options, progress, settings, _without_demo)
    if not holds_demo(desk.store, SYSTEM):
        _forget_rejected(settings.data_dir / FOLDER, report)
    return report


@contextmanager
def _compared(desk: Desk, folder: Path, *, replace_demo: bool) -> Iterator[Store]:
    """Give what a dry run compares with; a demo bureau that would be cleared is not there."""
    there = is_there(desk.store)
    if there:
        migrate(desk.store)
    if there and not (replace_demo and holds_demo(desk.store, SYSTEM)):
        yield desk.store
        return
    with empty_store(folder) as store:
        yield store


def _without_demo(writing: Writing) -> None:
    if changes.fact(writing.connection, writing.viewer, DEMO) is not None:
        clear(writing, begin_own=True)


def _forget_rejected(folder: Path, report: ImportReport) -> None:
    """Remove the rejected rows of imports that went with the demo bureau."""
    own = {kind.rejected_file for kind in report.kinds}
    for file in folder.glob("*.csv"):
        if file.name not in own:
            file.unlink(missing_ok=True)


def beside_demo(desk: Desk) -> bool:
    """Tell whether the store holds the demo bureau; where there is no store it does not."""
    return is_there(desk.store) and holds_demo(desk.store, SYSTEM)


def again(path: Path, options: ImportOptions, systems: Mapping[str, str]) -> str:
    """Return the command that imports a path once more, some of its kinds in other systems."""
    crs = {**options.crs_of, **systems}
    words = [*terminal.program(), "import", str(path)]
    words += ["--kind", options.kind.value] if options.kind else []
    words += ["--crs", options.crs] if options.crs else []
    for target, system in crs.items():
        words += ["--crs", f"{target}={system}"]
    words += ["--encoding", options.encoding] if options.encoding else []
    words += ["--sheet", options.sheet] if options.sheet else []
    for column, field in options.mapping.items():
        words += ["--map", f"{column}={field}"]
    return shlex.join(words)


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
