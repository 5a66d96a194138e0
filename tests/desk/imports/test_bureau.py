from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from data.importing.errors import FormatUnknown, ImportRefused, ZipEscapes
from desk.imports.bureau import is_bureau, judge, prepared
from settings import Settings
from tests.exports import bureau_zip, customers_csv, zipped

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"BATTLEMAP_DATA_DIR": str(tmp_path)})


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_zip_of_files_is_unpacked_flat_and_once(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, "本局.zip", bureau_zip())
    assert is_bureau(path, settings)
    folder = prepared(path, settings, tmp_path / "unpacked")
    assert folder.name == "本局"
    assert names(folder) == {"网格.geojson", "客户.csv"}
    path.unlink()
    assert folder.is_dir()


def test_a_zip_of_one_file_stands_for_that_file(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, "档案.zip", zipped({"客户.csv": customers_csv()}))
    assert prepared(path, settings, tmp_path / "unpacked").name == "客户.csv"


def test_names_in_gbk_are_read(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "old.zip"
    raw = "客户.csv".encode("gbk").decode("cp437")
    content = zipped({"aaaaaaaa": b"1", "b.csv": b"1"})
    encoded = raw.encode("cp437")
    assert len(encoded) == len(b"aaaaaaaa")
    path.write_bytes(content.replace(b"aaaaaaaa", encoded))
    assert names(prepared(path, settings, tmp_path / "unpacked")) == {"客户.csv", "b.csv"}


def test_two_files_of_one_name_are_both_kept(tmp_path: Path, settings: Settings) -> None:
    files = {"一所/客户.csv": b"1", "二所/客户.csv": b"2"}
    path = written(tmp_path, "a.zip", zipped(files))
    assert names(prepared(path, settings, tmp_path / "unpacked")) == {"客户.csv", "二所_客户.csv"}


def test_what_a_mac_adds_is_left_aside(tmp_path: Path, settings: Settings) -> None:
    files = {"客户.csv": b"1", "工单.csv": b"1", "__MACOSX/._客户.csv": b"1", ".hidden.csv": b"1"}
    path = written(tmp_path, "a.zip", zipped(files))
    assert names(prepared(path, settings, tmp_path / "unpacked")) == {"客户.csv", "工单.csv"}


def test_an_entry_that_leaves_its_folder_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, "a.zip", zipped({"../客户.csv": b"1", "工单.csv": b"1"}))
    with pytest.raises(ZipEscapes):
        prepared(path, settings, tmp_path / "unpacked")
    assert not (tmp_path / "客户.csv").exists()


def test_other_files_are_left_as_they_are(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, "客户.csv", customers_csv())
    assert not is_bureau(path, settings)
    assert prepared(path, settings, tmp_path / "unpacked") == path
    judge(path, settings)


def test_a_workbook_is_no_bureau(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, "客户.xlsx", zipped({"xl/workbook.xml": b"<a/>", "a.csv": b"1"}))
    assert not is_bureau(path, settings)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"\x7fELF" + b"\x00" * 40]
)
def test_what_is_no_data_is_refused_by_its_content(
    tmp_path: Path, settings: Settings, content: bytes
) -> None:
    with pytest.raises(FormatUnknown):
        judge(written(tmp_path, "客户.csv", content), settings)


def test_a_zip_without_data_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, "客户.zip", zipped({"run.exe": b"MZ"}))
    with pytest.raises(ImportRefused):
        judge(path, settings)
    with ZipFile(path) as archive:
        assert archive.namelist() == ["run.exe"]
