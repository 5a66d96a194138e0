"""The import on the command line: what it advises, and what it leaves as it was."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from app import main
from data.importing import ImportOptions
from desk.imports import commands
from rules.codes import Kind
from tests.commandline import REFUSED, REJECTED, customers, own_environment, written
from tests.exports import cells_geojson, customer_rows, customers_csv, in_gcj02


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_environment(tmp_path, monkeypatch)


def bureau_in_gcj02(folder: Path) -> Path:
    """Write cells and customers who name them, the customers where a phone map shows them."""
    path = folder / "本 局"
    path.mkdir()
    written(path, "网格.geojson", cells_geojson())
    written(path, "客户.csv", customers_csv(in_gcj02(customer_rows(200))))
    return path


@pytest.mark.parametrize(
    ("tongue", "said"),
    [("zh", "确认之后，命令是："), ("en", "Once you have checked that, the command is:")],
)
def test_a_suspicion_ends_with_the_command_that_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tongue: str, said: str
) -> None:
    path = bureau_in_gcj02(tmp_path)
    assert main(["import", str(path), "--dry-run", "--lang", tongue]) == 0
    printed = capsys.readouterr().out
    assert "--crs customers=gcj02" in printed
    head, _, command = printed.partition(said)
    assert head
    words = shlex.split(command)
    assert Path(words[0]).absolute() == Path(sys.executable)
    assert words[1:] == ["app.py", "import", str(path), "--crs", "customers=gcj02"]
    assert main([*words[2:], "--lang", tongue]) == 0
    assert said not in capsys.readouterr().out
    assert customers(tmp_path) == 200


def test_a_wrong_crs_is_noticed_and_taken_back_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bureau_in_gcj02(tmp_path)
    words = ["import", str(path), "--crs", "gcj02", "--lang", "en"]
    assert main([*words, "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("Positions were read as gcj02") == 2
    assert printed.rstrip().endswith("--crs gcj02 --crs cells=wgs84")
    assert main([*words, "--crs", "cells=wgs84"]) == 0
    assert "look like" not in capsys.readouterr().out


def test_the_command_repeats_what_was_said() -> None:
    options = ImportOptions(
        kind=Kind.CUSTOMERS,
        crs="EPSG:4545",
        encoding="gbk",
        sheet="表 1",
        mapping={"甲 乙": "name"},
    )
    command = commands.again(Path("客户 1.xlsx"), options, {"customers": "bd09"})
    assert shlex.split(command)[3:] == [
        "客户 1.xlsx", "--kind", "customers", "--crs", "EPSG:4545", "--crs", "customers=bd09",
        "--encoding", "gbk", "--sheet", "表 1", "--map", "甲 乙=name",
    ]  # fmt: skip


@pytest.mark.parametrize("words", [["--crs", "gcj02", "--crs", "bd09"], ["--crs", "lines=gcj02"]])
def test_systems_that_do_not_fit_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["import", *words, written(tmp_path, "客户.csv", customers_csv())]) == REFUSED
    assert "客户.csv" in capsys.readouterr().err


def test_a_dry_run_makes_no_store(tmp_path: Path) -> None:
    path = written(tmp_path, "客户.csv", customers_csv())
    assert main(["import", path, "--dry-run"]) == 0
    assert main(["import", path, "--dry-run", "--clear-demo"]) == 0
    left = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file.name for file in left] == ["客户.csv"]


def test_the_demo_stays_until_something_can_take_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--customers", "500", "--seed", "3"]) == 0
    bad = written(tmp_path, "客户.csv", b"a,b\n1,2\n")
    assert main(["import", bad, "--clear-demo"]) == REFUSED
    assert customers(tmp_path) == 500
    rows = [(*row[:-2], "", "") for row in customer_rows()]
    path = written(tmp_path, "客户.csv", customers_csv(rows))
    assert main(["import", path, "--clear-demo"]) == REJECTED
    assert customers(tmp_path) == 500
    path = written(tmp_path, "客户.csv", customers_csv())
    capsys.readouterr()
    assert main(["import", path, "--clear-demo", "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert "新增 6" in printed
    assert "库中有而文件中没有 0" in printed
    assert customers(tmp_path) == 500
    rows = customer_rows()
    rows[2] = (*rows[2][:2], "特别特别", *rows[2][3:])
    path = written(tmp_path, "客户.csv", customers_csv(rows))
    assert main(["import", path, "--clear-demo"]) == REJECTED
    assert customers(tmp_path) == 5
    assert len(list((tmp_path / "data" / "rejected").iterdir())) == 1


def test_what_a_killed_import_left_is_swept_by_the_next_start(tmp_path: Path) -> None:
    left = tmp_path / "data" / "uploads" / "work-killed"
    left.mkdir(parents=True)
    (left / "客户.csv").write_bytes(b"x")
    assert main(["migrate"]) == 0
    assert left.is_dir()
    long_ago = 0
    os.utime(left, (long_ago, long_ago))
    assert main(["migrate"]) == 0
    assert not left.exists()
