"""A command that writes leaves the read path for the next start, whoever reads meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app import main
from data.migrate import migrate
from data.snapshot.keeper import Keeper
from data.store import open_store
from tests.builders import NOW
from tests.exports import customers_csv
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store

ROOT = Path(__file__).resolve().parents[1]
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("BATTLEMAP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BATTLEMAP_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def store(data_dir: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{data_dir / 'battlemap.sqlite'}")
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "客户.csv"
    path.write_bytes(customers_csv())
    return str(path)


def keeper(store: Store, data_dir: Path) -> Keeper:
    return Keeper(store, data_dir / "index", ZONE, lambda: NOW)


def test_an_import_leaves_the_read_path(store: Store, data_dir: Path, file: str) -> None:
    assert main(["import", file]) == 0
    assert len(list((data_dir / "index").glob("*-*"))) == 1
    found = keeper(store, data_dir).current().customers
    assert len(found) == 6
    assert isinstance(found.raw.key, np.memmap)


def test_a_dry_run_leaves_nothing(store: Store, data_dir: Path, file: str) -> None:
    assert main(["import", file, "--dry-run"]) == 0
    assert not (data_dir / "index").exists()
    assert len(keeper(store, data_dir).current().customers) == 0


def test_the_demo_leaves_the_read_path(store: Store, data_dir: Path) -> None:
    assert main(["demo", "--customers", "500"]) == 0
    assert isinstance(keeper(store, data_dir).current().customers.raw.key, np.memmap)


def test_a_server_that_reads_while_a_process_imports_serves_all_or_nothing(
    store: Store, data_dir: Path, file: str
) -> None:
    serving, seen = keeper(store, data_dir), []
    seen.append(len(serving.current().customers))
    with subprocess.Popen([sys.executable, "app.py", "import", file], cwd=ROOT) as importing:

        def ended() -> bool:
            seen.append(len(serving.current().customers))
            seen.append(len(keeper(store, data_dir).current().customers))
            return importing.poll() is not None

        until(ended, "the import", 120)
    assert importing.returncode == 0
    assert set(seen) <= {0, 6}
    assert seen == sorted(seen)
    assert len(serving.current().customers) == 6
    assert isinstance(keeper(store, data_dir).current().customers.raw.key, np.memmap)
