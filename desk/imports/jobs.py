"""Imports that are running or have just run in this process: one at a time, in a thread."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from data.importing import preview, run_import
from data.importing.working import FOLDER
from desk.imports.bureau import prepared
from desk.imports.datum import suspected
from desk.imports.uploads import Uploads, still_there
from errors import BattlemapError
from rules.access import Right, require

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from data.importing import ImportOptions, ImportReport, Preview, Progress
    from data.store import Store
    from desk.imports.uploads import Upload
    from rules.viewer import Viewer
    from settings import Settings

_REMEMBERED = 20
_UNPACKED = "unpacked"


class ImportBusy(BattlemapError):
    """Another import is running. Facts: ``file``, the one that is being imported."""

    code = "import.busy"


@dataclass(frozen=True, slots=True)
class Job:
    """An import of an upload.

    While it runs it has neither ``report`` nor ``error``. ``held`` means that it was to be
    written, and was not, because the positions look like another datum: a person decides.
    """

    number: int
    upload: Upload
    options: ImportOptions
    progress: Progress | None = None
    report: ImportReport | None = None
    error: BattlemapError | None = None
    held: bool = False

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.report is None and self.error is None


class Imports:
    """What the desk knows of imports; threads may share it."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        now: Callable[[], datetime],
        catch_up: Callable[[], None],
    ) -> None:
        """Begin with nothing running; ``catch_up`` is called when one has written."""
        self.uploads = Uploads(settings.data_dir / FOLDER, settings.max_file_bytes)
        self._store, self._settings, self._now = store, settings, now
        self._catch_up = catch_up
        self._one, self._lock, self._unpacking = Lock(), Lock(), Lock()
        self._busy_with = ""
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._chosen: OrderedDict[str, ImportOptions] = OrderedDict()
        self._previews: OrderedDict[tuple[str, str], Preview] = OrderedDict()
        self._count = 0
        self.uploads.sweep(now())

    def allow(self, viewer: Viewer) -> None:
        """Let nobody near imports, before a file is even sent, who may not import.

        Raises
        ------
        rules.access.NotAllowed
            The viewer may not.
        """
        require(viewer, Right.IMPORT)

    def refuse_if_busy(self) -> None:
        """Raise at once what :meth:`run` would raise later, before a file is even sent.

        Raises
        ------
        ImportBusy
            An import is running.
        """
        if self._one.locked():
            raise ImportBusy(file=self._busy_with)

    def is_bureau(self, upload: Upload) -> bool:
        """Tell whether an upload is a whole bureau folder.

        Raises
        ------
        data.importing.errors.ImportRefused
            It is a zip that must not be opened.
        desk.imports.uploads.UploadUnknown
            It is gone: its import has just ended.
        """
        return self._prepared(upload).is_dir()

    def look(self, upload: Upload, options: ImportOptions) -> Preview:
        """Return the first rows of an upload; the last few looks are remembered.

        Raises
        ------
        data.importing.errors.ImportRefused
            The file cannot be read at all.
        desk.imports.uploads.UploadUnknown
            It is gone: its import has just ended.
        """
        key = (upload.token, repr(options))
        with self._lock:
            known = self._previews.get(key)
        if known is None:
            path = self._prepared(upload)
            with still_there():
                known = preview(path, options, self._settings)
            with self._lock:
                self._previews[key] = known
                _forget_oldest(self._previews)
        return known

    def run(
        self,
        viewer: Viewer,
        upload: Upload,
        options: ImportOptions,
        progress: Callable[[Progress], None],
    ) -> ImportReport:
        """Import now, and return when it is done; the upload is gone afterwards.

        Raises
        ------
        rules.access.NotAllowed
            The viewer may not import; the upload is gone all the same.
        ImportBusy
            Another import is running; the upload is gone all the same.
        data.importing.errors.ImportRefused, data.store.StoreBusy, data.store.StoreAway
            As for :func:`data.importing.run.run_import`.
        """
        try:
            self.allow(viewer)
            self._take(upload.name)
            try:
                return self._import(viewer, upload, options, progress)
            finally:
                self._one.release()
        finally:
            self.uploads.discard(upload.token)

    def begin(
        self, viewer: Viewer, upload: Upload, options: ImportOptions, *, guarded: bool = True
    ) -> Job:
        """Import in a thread; :meth:`job` tells how far it is.

        A ``guarded`` import looks at everything first and holds where the positions look like
        another datum, because 500 m beside the truth the wrong people are told.

        Raises
        ------
        rules.access.NotAllowed
            The viewer may not import.
        ImportBusy
            Another import is running.
        """
        self.allow(viewer)
        self._take(upload.name)
        with self._lock:
            self._count += 1
            job = Job(self._count, upload, options)
            self._jobs[upload.token] = job
            self._jobs.move_to_end(upload.token)
            self._chosen[upload.token] = options
            _forget_oldest(self._jobs)
            _forget_oldest(self._chosen)
        Thread(target=self._work, args=(viewer, job, guarded), daemon=True).start()
        return job

    def job(self, token: str) -> Job | None:
        """Return the import of an upload, none where none was begun."""
        with self._lock:
            return self._jobs.get(token)

    def forget(self, token: str) -> None:
        """Forget an import that has ended, so that its upload can be looked at again.

        What was chosen for it is kept, see :meth:`chosen`.
        """
        with self._lock:
            known = self._jobs.get(token)
            if known is not None and not known.running:
                del self._jobs[token]

    def chosen(self, token: str) -> ImportOptions | None:
        """Return the options with which an upload was tried last, none where it never was."""
        with self._lock:
            return self._chosen.get(token)

    def running(self) -> Job | None:
        """Return the import that was begun last and is still running."""
        with self._lock:
            return next((job for job in reversed(self._jobs.values()) if job.running), None)

    def _take(self, file: str) -> None:
        if not self._one.acquire(blocking=False):
            raise ImportBusy(file=self._busy_with)
        self._busy_with = file
        self.uploads.sweep(self._now())

    def _work(self, viewer: Viewer, job: Job, guarded: bool) -> None:  # noqa: FBT001 - a thread
        token = job.upload.token
        # Whatever else goes wrong is told as unexpected; the trace goes to the log by itself.
        ended = replace(job, error=BattlemapError())
        try:
            ended = self._ended(viewer, job, guarded=guarded)
        except BattlemapError as error:
            ended = replace(job, error=error)
        finally:
            self._one.release()
            with self._lock:
                self._jobs[token] = ended
        if ended.report is not None and not ended.report.dry_run:
            self.uploads.discard(token)

    def _ended(self, viewer: Viewer, job: Job, *, guarded: bool) -> Job:
        options = job.options
        looks_first = guarded and not options.dry_run
        if looks_first:
            tell = self._teller(job, 1, 2)
            trial = self._import(viewer, job.upload, replace(options, dry_run=True), tell)
            if suspected(trial):
                return replace(job, report=trial, held=True)
        tell = self._teller(job, 2, 2) if looks_first else self._teller(job, 1, 1)
        return replace(job, report=self._import(viewer, job.upload, options, tell))

    def _teller(self, job: Job, part: int, parts: int) -> Callable[[Progress], None]:
        """Return what notes the progress of one part of a job, as that of the whole job."""

        def tell(progress: Progress) -> None:
            done = progress.done + (part - 1) * progress.total
            whole = replace(progress, done=done, total=progress.total * parts)
            with self._lock:
                self._jobs[job.upload.token] = replace(job, progress=whole)

        return tell

    def _prepared(self, upload: Upload) -> Path:
        with self._unpacking, still_there():
            upload.path.stat()  # a zip that is gone would be taken for a file that is none
            return prepared(upload.path, self._settings, upload.path.parent / _UNPACKED)

    def _import(
        self,
        viewer: Viewer,
        upload: Upload,
        options: ImportOptions,
        tell: Callable[[Progress], None],
    ) -> ImportReport:
        path = self._prepared(upload)
        report = run_import(self._store, viewer, path, options, tell, self._settings)
        if not options.dry_run:
            self._catch_up()
        return report


def _forget_oldest(kept: OrderedDict[Any, Any]) -> None:
    while len(kept) > _REMEMBERED:
        kept.popitem(last=False)
