"""How far the cells of a workbook reach, found before anything makes room for them.

The reader of workbooks lays a sheet out as a full rectangle: one cell in the last corner of an
otherwise empty sheet would ask for half a terabyte and end the process, which no handler of
errors survives.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.importing.errors import SheetTooWide

if TYPE_CHECKING:
    from zipfile import ZipFile

MOST_CELLS = 60_000_000
"""A million rows of sixty columns: far more than any bureau's export."""
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
CELL = re.compile(rb'r="([A-Z]{1,3})?([0-9]{1,7})"')
CHUNK = 1 << 20
LONGEST = 32
"""Bytes of a cell's address in the file, kept over the edge between two chunks."""
LETTERS = 26


def refuse_far_cells(archive: ZipFile, file: str) -> None:
    """Look at every sheet of a workbook whose zip has been checked.

    Raises
    ------
    SheetTooWide
        The rectangle around a sheet's cells has more than ``MOST_CELLS``.
    """
    for name in archive.namelist():
        if SHEETS.fullmatch(name):
            rows, columns = _extent(archive, name)
            if rows * columns > MOST_CELLS:
                raise SheetTooWide(file=file, rows=rows, columns=columns, most=MOST_CELLS)


def _extent(archive: ZipFile, name: str) -> tuple[int, int]:
    rows, wide, rest = 0, b"", b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(CHUNK):
            for column, row in CELL.findall(rest + chunk):
                rows = max(rows, int(row))
                wide = max(wide, column, key=lambda letters: (len(letters), letters))
            rest = chunk[-LONGEST:]
    return rows, _number(wide)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number
