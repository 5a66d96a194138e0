"""A whole import: from a path to a report, in one transaction or not at all."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from data.importing.locating import locate
from data.importing.mapping import apply as name_columns
from data.importing.mapping import match
from data.importing.normalise import normalise
from data.importing.options import Progress, Stage
from data.importing.plan import plan_import
from data.importing.readers import read_file
from data.importing.rejected import FOLDER, rejected_name, write_rejected
from data.importing.report import ImportReport, kind_report
from data.importing.systems import own_options, refuse_unknown_targets
from data.importing.writing import apply
from data.store import Deed
from data.tables import ImportRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.importing.batch import Batch
    from data.importing.locating import Source
    from data.importing.options import ImportOptions
    from data.importing.plan import KindPlan
    from data.importing.report import KindReport
    from data.store import Store, Writing
    from rules.codes import Kind
    from rules.viewer import Viewer
    from settings import Settings

_STEPS_OF_A_FILE = 3
_STEPS_AT_THE_END = 2


def run_import(
    store: Store,
    viewer: Viewer,
    path: Path,
    options: ImportOptions,
    progress: Callable[[Progress], None],
    settings: Settings,
    first: Callable[[Writing], None] | None = None,
) -> ImportReport:
    """Import a file or a bureau folder.

    Files are read and judged before the store is locked; comparing and writing are one
    transaction. A dry run compares and writes nothing, no file of rejected rows either.
    ``first`` is done at the beginning of that transaction, if there is any row to write: what
    it does is undone with the import.

    Raises
    ------
    data.importing.errors.ImportRefused
        A file cannot be taken at all; nothing was written.
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable is called ``options.crs``.
    data.store.StoreBusy, data.store.StoreAway
        Another import is writing, or the database cannot be reached.
    """
    began = datetime.now(UTC)
    located = locate(path, options)
    refuse_unknown_targets(located.sources, options, path.name)
    steps = _Steps(progress, len(located.sources))
    batches = [_read(source, options, settings, steps) for source in located.sources]
    report = ImportReport(path.name, options.dry_run, began, began, (), ignored=located.ignored)
    steps.tell(Stage.COMPARING)
    if options.dry_run:
        report = _tried(store, viewer, batches, report)
    else:
        rejected = settings.data_dir / FOLDER
        report = _Job(batches, options, rejected, steps, first).write(store, viewer, report)
    steps.tell(Stage.DONE)
    return report


def _tried(
    store: Store, viewer: Viewer, batches: list[Batch], report: ImportReport
) -> ImportReport:
    with store.reading() as connection:
        plan = plan_import(connection, viewer, batches)
    kinds = tuple(kind_report(part) for part in plan.kinds)
    return replace(report, kinds=kinds, ended_at=datetime.now(UTC))


class _Steps:
    """Counts the steps of an import for who watches it."""

    def __init__(self, progress: Callable[[Progress], None], files: int) -> None:
        self._progress = progress
        self._total = files * _STEPS_OF_A_FILE + _STEPS_AT_THE_END
        self._done = 0

    def tell(self, stage: Stage, kind: Kind | None = None, file: str = "") -> None:
        """Begin a step."""
        done = self._total if stage is Stage.DONE else min(self._done, self._total)
        self._progress(Progress(stage, done, self._total, kind, file))
        self._done += 1


def _read(source: Source, options: ImportOptions, settings: Settings, steps: _Steps) -> Batch:
    file = source.path.name
    options = own_options(options, source.kind, source.path)
    steps.tell(Stage.READING, source.kind, file)
    raw = read_file(source.path, source.kind, options, settings)
    shaped = raw.shapes is not None
    found = match(source.kind, raw.headers, options.mapping, file=file, shaped=shaped)
    steps.tell(Stage.CHECKING, source.kind, file)
    return normalise(name_columns(raw, found), settings.timezone, options.crs)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be written, and how."""

    batches: list[Batch]
    options: ImportOptions
    rejected: Path
    steps: _Steps
    first: Callable[[Writing], None] | None = None

    def write(self, store: Store, viewer: Viewer, report: ImportReport) -> ImportReport:
        """Write everything; where that fails, no file of rejected rows stays behind either."""
        with ExitStack() as undo:
            with store.writing(viewer) as writing:
                if self.first is not None and any(len(batch) for batch in self.batches):
                    self.first(writing)
                report = self._written(writing, report, undo)
            undo.pop_all()
        return report

    def _written(self, writing: Writing, report: ImportReport, undo: ExitStack) -> ImportReport:
        plan = plan_import(writing.connection, writing.viewer, self.batches)
        findings = apply(writing, plan, self.steps.tell)
        run = _begun(writing, report)
        report = replace(
            report,
            run=run,
            kinds=tuple(self._with_file(part, run, undo) for part in plan.kinds),
            findings=findings,
            ended_at=datetime.now(UTC),
        )
        values = {"report": report.to_json(), "ended_at": report.ended_at}
        writing.connection.execute(update(ImportRun).where(ImportRun.id == run).values(values))
        writing.noted(_deed(report))
        return report

    def _with_file(self, part: KindPlan, run: int, undo: ExitStack) -> KindReport:
        name = rejected_name(part.batch, run)
        if name is not None:
            file = self.rejected / name
            undo.callback(file.unlink, missing_ok=True)
            write_rejected(part.batch, file, self.options.tongue)
        return kind_report(part, name)


def _deed(report: ImportReport) -> Deed:
    counts = {
        part.kind.value: {"added": part.added, "changed": part.changed, "rejected": part.rejected}
        for part in report.kinds
    }
    files = [part.file for part in report.kinds]
    return Deed("import", "import_run", str(report.run), after={"files": files, "counts": counts})


def _begun(writing: Writing, report: ImportReport) -> int:
    row = {
        "actor": writing.viewer.name,
        "began_at": report.began_at,
        "ended_at": report.ended_at,
        "report": {},
    }
    result = writing.connection.execute(insert(ImportRun).returning(ImportRun.id), [row])
    return int(result.scalar_one())
