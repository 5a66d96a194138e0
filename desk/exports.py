"""Lists to take away: whole tables as files in which no cell can become a formula.

Neither file is ever whole in memory: a CSV file is made while it is sent, a workbook is made on
the disk.
"""

from __future__ import annotations

from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast

from data import export
from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_XLSX = 50_000
"""A workbook of more rows takes half a minute to write; a CSV file has no such bound."""
LINES = 500
"""Lines of a CSV file that are sent at once."""
IN_MEMORY = 1 << 20
"""Bytes from which a workbook is kept on the disk, until it is sent."""


class TooManyRows(BattlemapError):
    """A list has more rows than a workbook may have (fact ``most``)."""

    code = "list.too_many_rows"


def csv_parts(rows: Iterator[Sequence[object]]) -> Iterator[bytes]:
    """Yield a CSV file part by part; the first of the rows are its headers."""
    lines = export.csv_lines(_heads(rows), rows)
    for first in lines:
        yield "".join(chain([first], islice(lines, LINES))).encode()


def refuse_long(count: int) -> None:
    """Make sure that a list of so many rows fits into a workbook.

    Raises
    ------
    TooManyRows
        It does not.
    """
    if count > MOST_XLSX:
        raise TooManyRows(most=MOST_XLSX)


def workbook(rows: Iterator[Sequence[object]]) -> IO[bytes]:
    """Return a workbook of one sheet; the first of the rows are its headers.

    Whoever takes it closes it, which deletes it.
    """
    # Closed by the caller, who sends it first.
    file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    export.write_xlsx(rows, _heads(rows), file)
    file.seek(0)
    return file


def _heads(rows: Iterator[Sequence[object]]) -> list[str]:
    return [str(head) for head in next(rows)]
