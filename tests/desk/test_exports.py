"""Files to take away hold what is listed, nothing in them runs, and none is whole in memory."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from desk.exports import LINES, MOST_XLSX, Taken, TooManyRows, csv_parts, take, workbook
from desk.listing import FileForm
from rules.access import Right
from tests.viewers import DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk

FORMULA = '=HYPERLINK("http://example.invalid")'
ROWS = [["户号", "户名"], ["0001", FORMULA], ["0002", "<b>甲</b>"]]


def rows() -> Iterator[list[object]]:
    yield from [list[object](row) for row in ROWS]


def test_a_csv_file() -> None:
    text = b"".join(csv_parts(rows())).decode()
    assert text.startswith("\ufeff")
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert found == [ROWS[0], ["0001", f"'{FORMULA}"], ROWS[2]]


def test_a_csv_file_is_sent_before_its_rows_are_all_made() -> None:
    made: list[int] = []

    def endless() -> Iterator[list[object]]:
        yield ["n"]
        for n in count():
            made.append(n)
            yield [n]

    parts = csv_parts(endless())
    assert next(parts).count(b"\n") == LINES
    assert len(made) <= LINES
    assert next(parts).startswith(b"499")


def test_a_workbook() -> None:
    with workbook(rows()) as file:
        sheet = load_workbook(io.BytesIO(file.read())).active
    assert sheet is not None
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]
    assert [value for value, _ in cells[1]] == ["0001", f"'{FORMULA}"]
    assert {kind for row in cells for _, kind in row} == {"s"}


def test_a_list_that_is_too_long_for_a_workbook_is_refused(desk: Desk) -> None:
    long = Taken("customers", "", FileForm.XLSX, MOST_XLSX + 1)
    with pytest.raises(TooManyRows):
        take(desk, DISPATCHER, Right.EXPORT, long, rows())
    shorter = replace(long, rows=MOST_XLSX)
    assert b"".join(take(desk, DISPATCHER, Right.EXPORT, shorter, rows())).startswith(b"PK")
