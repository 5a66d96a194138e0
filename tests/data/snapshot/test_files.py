"""Files of the read path: taken only where they are whole and of this state of this store."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import delete, insert, update

from data import tables
from data.migrate import migrate
from data.snapshot import files, kept, raw
from data.snapshot.files import Edition
from data.snapshot.keeper import Keeper
from data.store import Store, open_store
from rules.viewer import SYSTEM
from tests.builders import NOW, small_bureau

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.snapshot.raw import RawCustomers

ROOT = Path(__file__).resolve().parents[3]
ZONE = ZoneInfo("Asia/Shanghai")
FILES = ["id.npy", "x.npy", "equipment.npy", "words.arrow"]
EDITION = Edition("5" * 32, 7, 99)
STOPS_HALFWAY = """
import sys
from pathlib import Path
from data.snapshot import files
from data.snapshot.files import Edition
kept = files.load(Path(sys.argv[1]), Edition("5" * 32, 7, 99))
def stop(path):
    print("half", flush=True)
    sys.stdin.read()
files._force = stop
files.save(kept, Path(sys.argv[1]), Edition("5" * 32, 8, 100))
"""
"""Saves the next edition, and stops for ever when the columns are written but not in place."""


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    small_bureau().write(opened)
    yield opened
    opened.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'battlemap.sqlite'}")
    migrate(opened)
    small_bureau().write(opened)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def customers(store: Store, folder: Path) -> RawCustomers:
    return Keeper(store, folder, ZONE, lambda: NOW).current().customers.raw


def in_store(store: Store, ids: list[int] | None = None) -> RawCustomers:
    with store.reading() as connection:
        return raw.read(connection, SYSTEM, ids)


def equal(one: RawCustomers, other: RawCustomers) -> bool:
    theirs = other.arrays()
    columns = all(
        np.array_equal(a, theirs[n], a.dtype.kind == "f") for n, a in one.arrays().items()
    )
    return columns and one.words.equals(other.words)


def names(customers: RawCustomers) -> list[str]:
    by_id = dict(zip(customers.id.tolist(), customers.words["name"].to_pylist(), strict=True))
    return [by_id[number] for number in sorted(by_id)]


def rename(store: Store, number: int, name: str, *, log: bool = True) -> None:
    with store.writing(SYSTEM) as writing:
        wanted = update(tables.Customer).where(tables.Customer.id == number)
        writing.connection.execute(wanted.values(name=name))
        if log:
            writing.changed("customer", "change", [number])


def folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def test_what_is_saved_is_loaded_mapped_and_nothing_else_lies_about(
    embedded: Store, folder: Path
) -> None:
    read = in_store(embedded)
    files.save(read, folder, EDITION)
    loaded = files.load(folder, EDITION)
    assert loaded is not None
    assert isinstance(loaded.key, np.memmap)
    assert equal(loaded, read)
    assert folders(folder) == [EDITION.name]
    assert files.editions(folder, EDITION.store) == [EDITION]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["missing", "empty", "short", "of other rows"])
def test_a_damaged_edition_is_read_anew(
    embedded: Store, folder: Path, name: str, harm: str
) -> None:
    customers(embedded, folder)
    (edition,) = folders(folder)
    file = folder / edition / name
    content = file.read_bytes()
    file.unlink()
    if harm == "of other rows":
        files.save(in_store(embedded, [1, 2]), folder / "a", EDITION)
        shutil.copy(folder / "a" / EDITION.name / name, file)
    elif harm != "missing":
        file.write_bytes(content[: len(content) * 9 // 10] if harm == "short" else b"")
    found = customers(embedded, folder)
    assert not isinstance(found.key, np.memmap)
    assert equal(found, in_store(embedded))
    assert isinstance(customers(embedded, folder).key, np.memmap), "and it is whole again"


def test_files_of_another_release_store_or_change_are_not_taken(
    embedded: Store, folder: Path
) -> None:
    files.save(in_store(embedded), folder, EDITION)
    for other in (Edition("6" * 32, 7, 99), Edition("5" * 32, 6, 99), Edition("5" * 32, 7, 98)):
        assert files.load(folder, other) is None
    name = EDITION.name.rpartition("-")[0] + "-0badf00d"
    (folder / EDITION.name).rename(folder / name)
    assert files.load(folder, EDITION) is None
    assert files.editions(folder, EDITION.store) == []


def test_a_slower_process_does_not_drop_what_a_quicker_one_wrote(
    embedded: Store, folder: Path
) -> None:
    newer = Edition(EDITION.store, 9, 120)
    for edition in (Edition("6" * 32, 3, 500), newer, EDITION):
        files.save(in_store(embedded), folder, edition)
    assert files.editions(folder, EDITION.store) == [newer, EDITION]
    files.save(in_store(embedded), folder, Edition(EDITION.store, 10, 130))
    assert len(folders(folder)) == 1


def test_after_a_small_change_the_next_start_reads_only_what_changed(
    store: Store, folder: Path
) -> None:
    customers(store, folder)
    rename(store, 3, "不在日志里", log=False)
    rename(store, 2, "改名")
    caught_up = names(customers(store, folder))
    assert caught_up[1] == "改名"
    assert caught_up[2] == "客户3", "read from the earlier files, not from the store"
    mapped = customers(store, folder)
    assert isinstance(mapped.key, np.memmap)
    assert names(mapped) == caught_up


def test_a_store_put_back_from_a_copy_is_read_anew_when_its_count_comes_round(
    store: Store, folder: Path
) -> None:
    rename(store, 2, "后来撤销")
    assert names(customers(store, folder))[1] == "后来撤销"
    log = tables.Change
    with store.writing(SYSTEM) as writing:  # as the copy was, and from there another change
        newest = writing.connection.execute(log.__table__.select().order_by(log.id.desc())).first()
        assert newest is not None
        writing.connection.execute(delete(log).where(log.id == newest.id))
        again = newest._asdict() | {"at": newest.at + timedelta(hours=1), "ref": 4}
        writing.connection.execute(insert(log), [again])
    rename(store, 2, "原名", log=False)
    rename(store, 4, "另一变更", log=False)
    assert names(customers(store, folder))[1::2] == ["原名", "另一变更"]
    rename(store, 1, "再改")
    assert names(customers(store, folder)) == names(in_store(store))


def test_many_changes_or_a_reload_are_read_anew(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customers(store, folder)
    rename(store, 3, "不在日志里", log=False)
    with monkeypatch.context() as few:
        few.setattr(kept, "MOST_PATCHED", 0)
        rename(store, 2, "改名")
        assert names(customers(store, folder))[1:3] == ["改名", "不在日志里"]
    rename(store, 3, "重新导入", log=False)
    with store.writing(SYSTEM) as writing:
        writing.changed("customer", "reload")
    assert names(customers(store, folder))[2] == "重新导入"


def test_where_nothing_can_be_kept_everything_is_served_all_the_same(
    embedded: Store, folder: Path
) -> None:
    folder.write_text("a file where the folder should be")
    assert equal(customers(embedded, folder), in_store(embedded))


def test_a_process_killed_while_it_writes_leaves_nothing_that_is_read(
    embedded: Store, folder: Path
) -> None:
    files.save(in_store(embedded), folder, EDITION)
    unfinished = Edition(EDITION.store, 8, 100)
    with subprocess.Popen(
        [sys.executable, "-c", STOPS_HALFWAY, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        writer.kill()
    (aside,) = (name for name in folders(folder) if name.startswith("."))
    assert files.load(folder, unfinished) is None
    assert files.editions(folder, EDITION.store) == [EDITION]
    files.save(in_store(embedded), folder, unfinished)
    assert aside not in folders(folder)
    loaded = files.load(folder, unfinished)
    assert loaded is not None
    assert equal(loaded, in_store(embedded))


def test_several_servers_on_one_folder_serve_either_state_while_it_changes(
    database_url: str, store: Store, folder: Path
) -> None:
    def look() -> set[str]:
        own = open_store(database_url)
        seen = set(names(customers(own, folder)))
        own.close()
        return seen

    before = set(names(in_store(store)))
    with ThreadPoolExecutor(3) as pool:
        for turn in range(8):
            looking = [pool.submit(look) for _ in range(3)]
            with store.writing(SYSTEM) as writing:
                every = update(tables.Customer).values(name=f"第{turn}次")
                writing.connection.execute(every)
                writing.changed("customer", "change", None if turn % 3 else [1, 2, 3, 4])
            after = {f"第{turn}次"}
            assert all(seen.result(60) in (before, after) for seen in looking)
            assert look() == after
            before = after
