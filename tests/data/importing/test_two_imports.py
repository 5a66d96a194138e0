from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from data.importing import ImportOptions, Progress, Stage, run_import
from data.store import StoreBusy, open_store
from rules.viewer import SYSTEM
from tests.data.importing.bureau import Bureau, customers, settings_for
from tests.data.importing.reading import counts
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path


def test_the_second_import_waits_for_the_first(bureau: Bureau, tmp_path: Path) -> None:
    first, second = bureau.write("customers", customers(20)), tmp_path / "客户.csv"
    second.write_bytes(first.read_bytes())
    compares = Event()

    def told(progress: Progress) -> None:
        if progress.stage is Stage.COMPARING:
            compares.set()

    other = open_store(bureau.settings.database_url)
    with ThreadPoolExecutor(1) as pool:
        with bureau.store.writing(SYSTEM):
            waiting = pool.submit(
                run_import, other, SYSTEM, second, ImportOptions(), told, bureau.settings
            )
            assert compares.wait(60)
            assert not waiting.done()
        report = waiting.result(60)
    other.close()
    assert report.written == 20


def test_an_import_that_waits_too_long_says_so_and_leaves_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.store.BUSY_SECONDS", 1)
    store, other = open_store(database_url), open_store(database_url)
    bureau = Bureau(other, tmp_path, settings_for(tmp_path / "var", database_url))
    path = bureau.write("customers", [*customers(5), customers(1)[0]])
    with store.writing(SYSTEM), pytest.raises(StoreBusy) as busy:
        bureau.run(path)
    assert "正在进行" in texts(Tongue.CHINESE).error(busy.value)
    assert counts(bureau)["customer"] == 0
    assert not list(tmp_path.glob("var/rejected/*"))
    assert bureau.run(path).written == 5
    store.close()
    other.close()
