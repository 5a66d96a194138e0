"""What readers hand over: a file as columns of text, before anybody has judged it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.importing.mapping import Double
    from geo.arrays import GeometryArray, IntArray
    from geo.mending import GeometryFault
    from rules.codes import Kind


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not even a row.

    Mostly it has another number of cells (``actual``) than the header (``expected``); ``code``
    says what is wrong, as for :class:`data.importing.sieve.Rejection`.
    """

    row: int
    expected: int
    actual: int
    text: str
    code: str = "row_shape"


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as its format tells it.

    ``columns`` are text, without nulls, one a header, in the file's order; ``rows`` are the
    numbers by which a person finds a row (a spreadsheet's row numbers, or the number of a
    feature from 1). ``shapes`` are the geometries of formats that have them, as they came, and
    ``faults`` what was wrong when they were read, by position. ``crs`` is what the file
    says of itself.
    """

    file: str
    headers: tuple[str, ...]
    columns: tuple[pa.Array, ...]
    rows: IntArray
    shapes: GeometryArray | None = None
    faults: Mapping[int, GeometryFault] = field(default_factory=lambda: MappingProxyType({}))
    crs: str | None = None
    encoding: str | None = None
    bad_rows: tuple[BadRow, ...] = ()
    sheets: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose columns are known by the names of its kind; all text, without nulls.

    ``headers`` tells for each field under which header the file has it, ``doubles`` which
    columns lost their field to another.
    """

    kind: Kind
    file: str
    columns: Mapping[str, pa.Array]
    rows: IntArray
    shapes: GeometryArray | None = None
    faults: Mapping[int, GeometryFault] = field(default_factory=lambda: MappingProxyType({}))
    crs: str | None = None
    bad_rows: tuple[BadRow, ...] = ()
    unknown: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    doubles: tuple[Double, ...] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def text(self, column: str) -> pa.Array:
        """Return a column; a column that the file does not have is empty text."""
        if column in self.columns:
            return self.columns[column]
        return pa.repeat(pa.scalar("", pa.string()), len(self.rows))


def without_blank_rows(raw: RawFile) -> RawFile:
    """Leave out rows in which every cell is blank: spreadsheets end in many of them."""
    if raw.shapes is not None or not raw.columns or not len(raw):
        return raw
    filled = np.zeros(len(raw), bool)
    for column in raw.columns:
        filled |= pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
        if filled.all():
            return raw
    kept = pa.array(filled)
    columns = tuple(column.filter(kept) for column in raw.columns)
    return replace(raw, columns=columns, rows=raw.rows[filled])
