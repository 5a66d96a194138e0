"""Text files with separators, read by Arrow: a million rows in about a second."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from data.importing.encodings import UTF16, UTF16_MARKS, encoding_of
from data.importing.errors import FileBroken, FileCutShort, NoRows, NullByte, QuoteOpen
from data.importing.mapping import FIRST_ROWS, header_row, named_apart, refuse_too_many
from data.importing.raw import BadRow, RawFile

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing.options import ImportOptions
    from geo.arrays import IntArray
    from rules.codes import Kind

_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = (",", "\t", ";", "|")
_SAMPLE_CHARACTERS = 1 << 16
_BLOCK = 1 << 23
_QUOTE = b'"'


def read_csv(path: Path, kind: Kind | None, options: ImportOptions, limit: int | None) -> RawFile:
    """Read a text file; all cells stay text.

    Raises
    ------
    NoRows
        There is nothing in the file.
    EncodingUnknown, EncodingWrong
        See :func:`data.importing.encodings.encoding_of`.
    FileCutShort
        The file ends in the middle of a row.
    NullByte
        A byte that no text holds.
    QuoteOpen, FileBroken
        The file cannot be divided into rows.
    """
    _refuse_null_byte(path)
    encoding = encoding_of(path, options.encoding)
    _refuse_open_quote(path, encoding)
    sample = _sample(path, encoding)
    separator = _separator(sample)
    first_rows = _first_rows(sample, separator)
    refuse_too_many(max(first_rows, key=len, default=[]), path.name)
    if not any(any(cell.strip() for cell in row) for row in first_rows):
        raise NoRows(file=path.name)
    header_at = header_row(first_rows, kind, options.mapping)
    reading = _Reading(path, encoding, separator, header_at, len(first_rows[header_at]))
    table = reading.head(limit) if limit is not None else reading.whole()
    return RawFile(
        file=path.name,
        headers=named_apart(first_rows[header_at]),
        columns=tuple(_single(column) for column in table.columns),
        rows=reading.row_numbers(table.num_rows),
        encoding=encoding,
        bad_rows=reading.bad_rows(),
    )


class _Reading:
    """One pass over a file, and the rows that Arrow could not fit to the header."""

    def __init__(
        self, path: Path, encoding: str, separator: str, header_at: int, width: int
    ) -> None:
        self._path = path
        self._header_row = header_at + 1
        self._found: list[arrow_csv.InvalidRow] = []
        names = [str(n) for n in range(width)]
        self._how = {
            "read_options": arrow_csv.ReadOptions(
                # One thread, because only then bad rows know their numbers.
                use_threads=False,
                block_size=_BLOCK,
                column_names=names,
                skip_rows=header_at,
                skip_rows_after_names=1,
                encoding=encoding,
            ),
            "parse_options": arrow_csv.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._skip,
            ),
            "convert_options": arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        }

    def whole(self) -> pa.Table:
        """Read all rows."""
        try:
            table = arrow_csv.read_csv(self._path, **self._how)
        except pa.ArrowInvalid as error:
            raise FileBroken(file=self._path.name) from error
        self._refuse_cut(table.num_rows)
        return table

    def head(self, limit: int) -> pa.Table:
        """Read the first rows only."""
        try:
            with arrow_csv.open_csv(self._path, **self._how) as stream:
                table = pa.Table.from_batches([stream.read_next_batch()], stream.schema)
        except StopIteration:
            return pa.table({name: pa.array([], pa.string()) for name in self._names()})
        except pa.ArrowInvalid as error:
            raise FileBroken(file=self._path.name) from error
        return table.slice(0, limit)

    def row_numbers(self, count: int) -> IntArray:
        """Return the numbers of the rows that were read, as a spreadsheet counts them."""
        first = self._header_row + 1
        numbers = np.arange(first, first + count + len(self._found), dtype=np.int64)
        bad = np.array([row.number for row in self._found], np.int64)
        return np.setdiff1d(numbers, bad, assume_unique=True)[:count]

    def bad_rows(self) -> tuple[BadRow, ...]:
        """Return the rows that have another number of cells than the header."""
        return tuple(
            BadRow(row.number, row.expected_columns, row.actual_columns, row.text)
            for row in self._found
        )

    def _names(self) -> list[str]:
        return list(self._how["convert_options"].column_types)

    def _skip(self, row: arrow_csv.InvalidRow) -> str:
        # A row of nothing is no fault; it only has to be counted.
        self._found.append(row)
        return "skip"

    def _refuse_cut(self, count: int) -> None:
        last = self._header_row + count + len(self._found)
        short = [
            r for r in self._found if r.number == last and r.actual_columns < r.expected_columns
        ]
        if short and not _ends_with_newline(self._path):
            raise FileCutShort(file=self._path.name)


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-2, io.SEEK_END)
        return any(mark in file.read() for mark in (b"\n", b"\r"))


def _refuse_null_byte(path: Path) -> None:
    """Name the line of the first null byte; in UTF-16 half of all bytes are."""
    line = 1
    with path.open("rb") as file:
        if file.read(2) in UTF16_MARKS:
            return
        file.seek(0)
        for chunk in iter(lambda: file.read(_BLOCK), b""):
            at = chunk.find(b"\x00")
            if at >= 0:
                raise NullByte(file=path.name, row=line + chunk.count(b"\n", 0, at))
            line += chunk.count(b"\n")


def _refuse_open_quote(path: Path, encoding: str) -> None:
    """Make sure that quotation marks close: Arrow would take the rest of the file as one cell.

    In every encoding but UTF-16 the mark is a byte that stands for nothing else; an even number
    of them passes without a closer look.
    """
    with path.open("rb") as file:
        marks = sum(chunk.count(_QUOTE) for chunk in iter(lambda: file.read(_BLOCK), b""))
    if marks % 2 == 0 and encoding != UTF16:
        return
    row = 0
    with path.open(encoding=encoding, newline="") as text:
        try:
            for _ in csv.reader(text, strict=True):
                row += 1
        except csv.Error as error:
            raise QuoteOpen(file=path.name, row=row + 1) from error


def _sample(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        return file.read(_SAMPLE_CHARACTERS)


def _separator(sample: str) -> str:
    # What stands in quotes separates nothing: a relay's "T1;T2;T3" is one cell.
    lines = [_QUOTED.sub("", line) for line in sample.splitlines()[:FIRST_ROWS] if line.strip()]
    # The separator stands in most lines; a mark that stands a thousand times in one cell does not.
    return max(
        _SEPARATORS,
        key=lambda mark: (
            sum(mark in line for line in lines),
            sum(line.count(mark) for line in lines),
        ),
    )


def _first_rows(sample: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    return [row for _, row in zip(range(FIRST_ROWS), reader, strict=False)]


def _single(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
