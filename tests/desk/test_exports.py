"""Files to take away hold what is listed, and nothing in them runs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from desk.exports import csv_text, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMULA = '=HYPERLINK("http://example.invalid")'
ROWS = [["户号", "户名"], ["0001", FORMULA], ["0002", "<b>甲</b>"]]


def rows() -> Iterator[list[object]]:
    yield from [list[object](row) for row in ROWS]


def test_a_csv_file() -> None:
    text = csv_text(rows())
    assert text.startswith("\ufeff")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert found == [ROWS[0], ["0001", f"'{FORMULA}"], ROWS[2]]


def test_a_workbook() -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(rows()))).active
    assert sheet is not None
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert [value for value, _ in cells[1]] == ["0001", f"'{FORMULA}"]
    assert {kind for row in cells for _, kind in row} == {"s"}
