from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from data.importing import ImportOptions, Stage, preview
from desk.imports import jobs
from desk.imports.checking import checked
from desk.imports.choices import Choices
from desk.imports.jobs import ImportBusy
from desk.imports.uploads import UploadUnknown
from rules.codes import Kind
from tests.desk.reading import while_another_reads
from tests.exports import bureau_zip, cells_geojson, customer_rows, customers_csv, in_gcj02
from tests.servers.waiting import until
from tests.viewers import DISPATCHER
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing import Preview, Progress
    from desk.desk import Desk
    from desk.imports.jobs import Job
    from desk.imports.uploads import Upload

SECONDS = 60.0


def sent(desk: Desk, name: str, content: bytes) -> Upload:
    with desk.imports.uploads.arriving(name) as arriving:
        arriving.write(content)
    return desk.imports.uploads.find(arriving.token)


def ended(desk: Desk, job: Job) -> Job:
    def known() -> Job:
        found = desk.imports.job(job.upload.token)
        assert found is not None
        return found

    until(lambda: not known().running, "the import has ended", SECONDS)
    return known()


def imported(desk: Desk, name: str, content: bytes, options: ImportOptions | None = None) -> Job:
    upload = sent(desk, name, content)
    return ended(desk, desk.imports.begin(DISPATCHER, upload, options or ImportOptions()))


def test_an_import_runs_in_a_thread_and_its_file_is_gone(desk: Desk) -> None:
    job = imported(desk, "客户.csv", customers_csv())
    assert job.report is not None
    assert job.report.of(Kind.CUSTOMERS).added == 6
    assert job.report.run is not None
    assert job.progress is None or job.progress.done <= job.progress.total
    until(lambda: not job.upload.path.exists(), "the upload is gone", SECONDS)


def test_whoever_has_imported_finds_it_in_what_is_asked_next(desk: Desk) -> None:
    before = len(desk.keeper.current().customers)
    upload = sent(desk, "客户.csv", customers_csv())
    desk.imports.run(DISPATCHER, upload, ImportOptions(), lambda _: None)
    assert len(while_another_reads(desk).customers) == before + 6


def test_a_dry_run_writes_nothing_and_keeps_the_file(desk: Desk) -> None:
    with desk.store.reading() as connection:
        before = desk.store.version(connection)
    job = imported(desk, "客户.csv", customers_csv(), ImportOptions(dry_run=True))
    assert job.report is not None
    assert job.report.dry_run
    with desk.store.reading() as connection:
        assert desk.store.version(connection) == before
    assert desk.imports.uploads.find(job.upload.token) == job.upload


def test_a_refused_import_keeps_its_error_and_its_file(desk: Desk) -> None:
    job = imported(desk, "客户.csv", customers_csv(headers=("a", "b", "c", "d", "e", "f", "g")))
    assert job.error is not None
    assert job.error.code == "import.columns_missing"
    assert job.upload.path.exists()
    desk.imports.forget(job.upload.token)
    assert desk.imports.job(job.upload.token) is None
    assert desk.imports.chosen(job.upload.token) == ImportOptions()
    assert imported(desk, "客户.csv", customers_csv()).report is not None


def test_what_nobody_expected_ends_the_job_and_frees_the_desk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("desk.imports.jobs.run_import", broken)
        patch.setattr("threading.excepthook", lambda _arguments: None)
        job = imported(desk, "客户.csv", customers_csv())
    assert job.error is not None
    assert job.error.code == "unexpected"
    assert imported(desk, "客户.csv", customers_csv()).report is not None


def test_a_second_import_at_once_is_refused(desk: Desk) -> None:
    inside, go_on = Event(), Event()

    def wait(progress: Progress) -> None:
        if progress.stage is Stage.READING:
            inside.set()
            assert go_on.wait(SECONDS)

    first, second = sent(desk, "客户.csv", customers_csv()), sent(desk, "客户.csv", customers_csv())
    run = Thread(target=desk.imports.run, args=(DISPATCHER, first, ImportOptions(), wait))
    run.start()
    assert inside.wait(SECONDS)
    try:
        for again in (
            desk.imports.refuse_if_busy,
            lambda: desk.imports.begin(DISPATCHER, second, ImportOptions()),
            lambda: desk.imports.run(DISPATCHER, second, ImportOptions(), wait),
        ):
            with pytest.raises(ImportBusy) as refused:
                again()
            assert refused.value.facts == {"file": "客户.csv"}
    finally:
        go_on.set()
        run.join(SECONDS)
    desk.imports.refuse_if_busy()


def test_run_at_once_leaves_no_file_whatever_happens(desk: Desk) -> None:
    good, bad = sent(desk, "客户.csv", customers_csv()), sent(desk, "客户.csv", b"\x00" * 9)
    report = desk.imports.run(DISPATCHER, good, ImportOptions(), lambda _: None)
    assert report.of(Kind.CUSTOMERS).added == 6
    with pytest.raises(Exception, match=r"import\.format_unknown"):
        desk.imports.run(DISPATCHER, bad, ImportOptions(), lambda _: None)
    for upload in (good, bad):
        with pytest.raises(UploadUnknown):
            desk.imports.uploads.find(upload.token)


def test_positions_of_a_phone_map_are_held_back(desk: Desk) -> None:
    imported(desk, "网格.geojson", cells_geojson())
    moved = customers_csv(in_gcj02(customer_rows(200)))
    job = imported(desk, "客户.csv", moved)
    assert job.held
    assert job.report is not None
    assert job.report.dry_run
    again = desk.imports.begin(DISPATCHER, job.upload, ImportOptions(crs="gcj02"), guarded=False)
    told = ended(desk, again)
    assert not told.held
    assert told.report is not None
    assert told.report.of(Kind.CUSTOMERS).added == 200


def test_a_bureau_comes_in_as_one(desk: Desk) -> None:
    upload = sent(desk, "本局.zip", bureau_zip())
    assert desk.imports.is_bureau(upload)
    preview = desk.imports.look(upload, ImportOptions())
    assert [file.kind for file in preview.files] == [Kind.CELLS, Kind.CUSTOMERS]
    job = ended(desk, desk.imports.begin(DISPATCHER, upload, ImportOptions()))
    assert job.report is not None
    assert {part.kind for part in job.report.kinds} == {Kind.CELLS, Kind.CUSTOMERS}


def test_looks_are_remembered(desk: Desk) -> None:
    upload = sent(desk, "客户.csv", customers_csv())
    first = desk.imports.look(upload, ImportOptions())
    assert desk.imports.look(upload, ImportOptions()) is first
    assert desk.imports.look(upload, ImportOptions(encoding="gb18030")) is not first


@pytest.mark.parametrize("name", ["客户.csv", "客户.xlsx", "网格.geojson", "本局.zip"])
@pytest.mark.parametrize("late", [False, True], ids=["before", "meanwhile"])
def test_an_upload_that_ends_while_it_is_looked_at_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, *, late: bool
) -> None:
    content = {"zip": bureau_zip, "geojson": cells_geojson}.get(name.rpartition(".")[2])
    upload = sent(desk, name, content() if content else customers_csv())
    real = preview

    def gone(path: Path, *rest: Any) -> Preview:
        desk.imports.uploads.discard(upload.token)
        return real(path, *rest)

    if late:
        monkeypatch.setattr(jobs, "preview", gone)
    else:
        desk.imports.uploads.discard(upload.token)
    with pytest.raises(UploadUnknown):
        desk.imports.look(upload, ImportOptions())
    told = checked(desk.imports, DISPATCHER, upload, Choices(), texts(Tongue.ENGLISH))
    assert "The file of this upload is gone" in told.problem
    assert not upload.path.parent.exists(), "nothing is made anew"


def test_an_import_of_what_is_gone_is_told_and_frees_the_desk(desk: Desk) -> None:
    upload = sent(desk, "客户.csv", customers_csv())
    desk.imports.uploads.discard(upload.token)
    job = ended(desk, desk.imports.begin(DISPATCHER, upload, ImportOptions()))
    assert isinstance(job.error, UploadUnknown)
    assert imported(desk, "客户.csv", customers_csv()).report is not None
