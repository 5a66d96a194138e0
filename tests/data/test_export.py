from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from data.export import RISKY, csv_lines, safe, write_csv, write_xlsx
from data.importing.values.text import tidy

if TYPE_CHECKING:
    from pathlib import Path

NASTY = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]  # noqa: RUF001
PLAIN = ["", " ", "户号", "a=b", "3-1", "'quoted'", "<b>"]


@pytest.mark.parametrize("text", NASTY)
def test_text_that_would_be_a_formula_is_guarded(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("value", [*PLAIN, -1, -2.5, None, True])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert safe(value) == value
    assert type(safe(value)) is type(value)


@given(st.lists(st.text(), min_size=1))
def test_no_cell_of_a_csv_can_become_a_formula(cells: list[str]) -> None:
    text = "".join(csv_lines(["=header"], [cells]))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    for cell in (cell for row in rows for cell in row):
        assert cell.lstrip(" ")[:1] not in RISKY


def test_a_csv_opens_in_spreadsheets_as_utf8(tmp_path: Path) -> None:
    write_csv([["潘秀竹", 3, -1.5]], ["户名", "n", "x"], tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == "户名,n,x\r\n潘秀竹,3,-1.5\r\n"


def test_a_workbook_holds_text_as_text(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_xlsx([[text, -2, 1.5] for text in [*NASTY, *PLAIN, "a\x00b"]], ["=c", "n", "x"], file)
    sheet = load_workbook(file).active
    assert sheet is not None
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n", "inlineStr"}
    assert sheet["A2"].value == "'=1+1"
    assert (sheet["B2"].value, sheet["C2"].value) == (-2, 1.5)
    with zipfile.ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_what_was_exported_is_imported_as_it_was() -> None:
    texts = ["=1+1", "+a", "-b", "@c", "甲"]
    guarded = pa.array([str(safe(text)) for text in texts], pa.string())
    assert tidy(guarded).to_pylist() == texts
