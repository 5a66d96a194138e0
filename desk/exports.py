"""Lists to take away: whole tables as files in which no cell can become a formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from data import export

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_XLSX = 50_000
"""A workbook of more rows takes half a minute to write; a CSV file has no such bound."""


def csv_text(rows: Iterator[Sequence[object]]) -> str:
    """Return a CSV file; the first of the rows are its headers."""
    heads = _heads(rows)
    return "".join(export.csv_lines(heads, rows))


def xlsx_bytes(rows: Iterator[Sequence[object]]) -> bytes:
    """Return a workbook of one sheet; the first of the rows are its headers."""
    heads, buffer = _heads(rows), io.BytesIO()
    export.write_xlsx(rows, heads, buffer)
    return buffer.getvalue()


def _heads(rows: Iterator[Sequence[object]]) -> list[str]:
    return [str(head) for head in next(rows)]
