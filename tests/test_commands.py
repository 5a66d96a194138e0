"""The commands beside ``serve``: import, demo, migrate; what they print, and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import main
from desk.imports import commands
from tests.commandline import REFUSED, REJECTED, customers, own_environment, written
from tests.exports import HEADERS, bureau_zip, cells_geojson, customer_rows, customers_csv

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_environment(tmp_path, monkeypatch)


def test_a_file_is_imported_into_a_store_that_was_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", written(tmp_path, "客户.csv", customers_csv())]) == 0
    printed = capsys.readouterr()
    assert "已导入 客户.csv" in printed.out
    assert "新增 6" in printed.out
    assert "正在读取文件" in printed.err
    assert customers(tmp_path) == 6


def test_a_bureau_folder_and_its_zip_are_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "本局"
    folder.mkdir()
    written(folder, "网格.geojson", cells_geojson())
    written(folder, "客户.csv", customers_csv())
    assert main(["import", str(folder)]) == 0
    assert main(["import", written(tmp_path, "本局.zip", bureau_zip()), "--lang", "en"]) == 0
    assert "6 unchanged" in capsys.readouterr().out
    left = {path.name for path in (tmp_path / "data").iterdir() if path.is_dir()}
    assert left <= {"uploads", "index"}


def test_options_are_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    headers = ("用户标识", "甲", *HEADERS[2:])
    path = written(tmp_path, "a.csv", customers_csv(headers=headers, encoding="gbk"))
    options = ["--kind", "customers", "--encoding", "gbk", "--crs", "gcj02"]
    mapping = ["--map", "用户标识=account", "甲=name"]
    assert main(["import", path, *options, *mapping, "--dry-run"]) == 0
    assert "没有写入" in capsys.readouterr().out
    assert not (tmp_path / "data" / "battlemap.sqlite").exists()
    assert main(["import", path, *options, *mapping]) == 0
    assert customers(tmp_path) == 6


def test_rejected_rows_show_in_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = customer_rows()
    rows[2] = (*rows[2][:2], "特别特别", *rows[2][3:])
    assert main(["import", written(tmp_path, "客户.csv", customers_csv(rows))]) == REJECTED
    printed = capsys.readouterr().out
    assert "第 4 行" in printed
    assert "rejected/1-customers.csv" in printed
    assert (tmp_path / "data" / "rejected" / "1-customers.csv").is_file()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("客户.csv", b"a,b\n1,2\n", "account"),
        ("随便.csv", b"a,b\n1,2\n", "--kind"),
        ("客户.csv", b"\x00\x01", "客户.csv"),
    ],
)
def test_a_refused_file_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    assert main(["import", written(tmp_path, name, content)]) == REFUSED
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_a_path_without_anything_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "nowhere.csv", "--lang=en"]) == REFUSED
    assert "nowhere.csv: check the path" in capsys.readouterr().err


def test_a_bad_setting_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "many")
    assert main(["migrate"]) == REFUSED
    assert "PORT" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["import"], ["import", "a", "--kind", "cats"], ["fly"], ["demo", "--customers", "x"]]
)
def test_what_is_no_command_is_explained(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("en_GB.UTF-8", ["migrate"], "present version"),
        ("zh_CN.UTF-8", ["migrate"], "当前版本"),
        ("C.UTF-8", ["migrate"], "当前版本"),
        ("zh_CN.UTF-8", ["migrate", "--lang", "en"], "present version"),
        ("en_GB.UTF-8", ["migrate", "--lang=zh"], "当前版本"),
    ],
)
def test_it_speaks_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    words: list[str],
    said: str,
) -> None:
    monkeypatch.setenv("LANG", language)
    assert main(words) == 0
    assert said in capsys.readouterr().out


def test_the_demo_goes_into_an_empty_store_and_can_be_cleared_for_ones_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--customers", "500", "--seed", "3"]) == 0
    assert "500" in capsys.readouterr().out
    assert customers(tmp_path) == 500
    path = written(tmp_path, "客户.csv", customers_csv())
    assert main(["import", path]) == 0
    assert "演示" in capsys.readouterr().out
    assert customers(tmp_path) == 506
    assert main(["import", path, "--clear-demo"]) == 0
    assert "演示" not in capsys.readouterr().out
    assert customers(tmp_path) == 6
    assert main(["import", path, "--clear-demo"]) == 0
    assert customers(tmp_path) == 6
    capsys.readouterr()
    assert main(["demo", "--customers", "500"]) == REFUSED
    assert "BATTLEMAP_DATA_DIR" in capsys.readouterr().err
    assert customers(tmp_path) == 6


def test_a_demo_of_an_impossible_size_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--customers", "7"]) == REFUSED
    assert "--customers" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ([], None),
        (["import", "a"], None),
        (["import", "--lang", "en", "a"], "en"),
        (["import", "--lang=zh"], "zh"),
        (["import", "--lang"], ""),
    ],
)
def test_the_language_is_known_before_anything_is_parsed(
    words: list[str], language: str | None
) -> None:
    assert commands.language_in(words) == language
