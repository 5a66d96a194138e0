"""Files that were made to harm, or happen to: refused by name, and nothing is left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from data.importing.errors import SheetTooWide, TooManyColumns
from rules.codes import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.data.importing.bureau import Bureau


def with_a_far_cell(path: Path) -> None:
    """Write a small workbook with a cell in the last corner of the sheet."""
    book = Workbook()
    book.active.append(["account", "x", "y"])
    book.save(path)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_cell_in_the_last_corner_is_refused_before_room_is_made(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.xlsx"
    with_a_far_cell(path)
    with pytest.raises(SheetTooWide) as refused:
        small_bureau.run(path)
    assert refused.value.facts["rows"] == 1_048_576
    assert refused.value.facts["columns"] == 16_384


def test_a_number_beyond_rounding_is_a_rejected_row(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    path.write_text("account,x,y,backup_hours\n1,108,26,1e308\n2,108,26,4\n", encoding="utf-8")
    report = small_bureau.run(path).of(Kind.CUSTOMERS)
    assert report.added == 1
    assert [(r.row, r.column) for r in report.rejections] == [(2, "backup_hours")]


def test_twenty_thousand_columns_are_no_table(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    path.write_text(",".join(f"c{n}" for n in range(20_000)) + "\n", encoding="utf-8")
    with pytest.raises(TooManyColumns):
        small_bureau.run(path)


def test_a_row_that_cannot_be_taken_apart_shows_no_phone(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    text = "account,name,x,y,phone\nP1,c,108,26,19912345678,extra\nP2,d,108,26,,\n"
    path.write_text(text, encoding="utf-8")
    report = small_bureau.run(path).of(Kind.CUSTOMERS)
    assert report.rejections[0].code == "row_shape"
    assert "19912345678" not in report.rejections[0].value
    assert "199****5678" in report.rejections[0].value


def test_a_thousand_semicolons_in_one_cell_do_not_outvote_the_header(
    small_bureau: Bureau,
) -> None:
    path = small_bureau.folder / "relays.csv"
    path.write_text("code,name,serves\nR1,甲," + "1;" * 5000 + "\n", encoding="utf-8")
    assert small_bureau.run(path).of(Kind.RELAYS).added == 1
