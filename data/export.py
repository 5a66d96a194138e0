"""Tables for people: CSV and XLSX in which no cell can become a formula.

A spreadsheet takes text that begins with one of a few characters for a formula and runs it. Such
text gets an apostrophe in front, which spreadsheets hide and the import takes off again; in
workbooks it is stored as text besides. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING

from data.later import Later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import openpyxl
    from openpyxl.cell import cell as cells
else:
    openpyxl, cells = Later("openpyxl"), Later("openpyxl.cell.cell")

RISKY = frozenset("=+-@\t\r\n＝＋－＠")  # noqa: RUF001
"""Characters by which a cell begins to be a formula, in half and full width."""
UTF8_MARK = "\ufeff"
"""Without it spreadsheets on Windows read UTF-8 as the local code page."""
_SHEET = "data"
_LONGEST_CELL = 32_767


def safe(value: object) -> object:
    """Return a value that a spreadsheet takes for what it is: text for text, number for number."""
    if isinstance(value, str) and value.lstrip(" ")[:1] in RISKY and value.strip(" "):
        return f"'{value}"
    return value


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a CSV file line by line, a mark for UTF-8 in front; fit for streaming."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield UTF8_MARK
    for row in _all_rows(columns, rows):
        writer.writerow([safe(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_csv(rows: Iterable[Sequence[object]], columns: Sequence[str], file: Path) -> None:
    """Write a CSV file in UTF-8 with a mark; ``columns`` are its headers."""
    with file.open("w", encoding="utf-8", newline="") as sink:
        sink.writelines(csv_lines(columns, rows))


def write_xlsx(
    rows: Iterable[Sequence[object]], columns: Sequence[str], file: Path | IO[bytes]
) -> None:
    """Write a workbook of one sheet; ``columns`` are its headers.

    Text is cut after 32,767 characters, which is all a cell holds.
    """
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(_SHEET)
    for row in _all_rows(columns, rows):
        sheet.append([_cell(sheet, value) for value in row])
    workbook.save(file)


def _cell(sheet: object, value: object) -> cells.WriteOnlyCell:
    if not isinstance(value, str):
        return cells.WriteOnlyCell(sheet, value)
    clean = cells.ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = cells.WriteOnlyCell(sheet, str(safe(clean))[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _all_rows(
    columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[Sequence[object]]:
    yield columns
    yield from rows
