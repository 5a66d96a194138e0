"""Which header means which column: by name, or as a person says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from data.importing.columns import COLUMNS
from data.importing.errors import (
    ColumnsMissing,
    NoSuchColumn,
    NoSuchField,
    TooManyColumns,
)
from data.importing.forms import IGNORED, Column, Form, folded
from data.importing.raw import RawFile, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.codes import Kind

MOST_COLUMNS = 500
_REPEATED = re.compile(r" #\d+$")
FIRST_ROWS = 10
"""In so many rows the header is looked for: exports often begin with a title."""


class Double(NamedTuple):
    """Two columns that mean one field: ``used`` counted, ``other`` did not.

    ``same`` tells that they are even called the same.
    """

    field: str
    used: str
    other: str
    same: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The field of each header of a file; None where nothing is known of it.

    ``ignored`` are headers that somebody chose to leave out.
    """

    kind: Kind
    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    missing: tuple[str, ...]
    ignored: frozenset[str] = frozenset()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the headers that are not used, though nobody chose so."""
        pairs = zip(self.headers, self.fields, strict=True)
        unused = (header for header, field in pairs if field is None)
        return tuple(header for header in unused if header not in self.ignored)

    @property
    def doubles(self) -> tuple[Double, ...]:
        """Return the columns that lost their field to another one."""
        used = {field: header for header, field in zip(self.headers, self.fields, strict=True)}
        found = []
        for header in self.unknown:
            field = _recognised(self.kind, header)
            if field in used:
                same = _plain(header) == _plain(used[field])
                found.append(Double(field, used[field], header, same))
        return tuple(found)


def match(
    kind: Kind, headers: Sequence[str], mapping: Mapping[str, str], *, file: str, shaped: bool
) -> Match:
    """Find the field of each header.

    What a person mapped comes first, then the field's own name, then its other names in their
    order; a field takes one header. ``shaped`` tells that geometry comes beside the columns.

    Raises
    ------
    NoSuchColumn, NoSuchField
        The mapping names what is not there.
    """
    chosen = _mapped(kind, headers, mapping, file)
    for column in COLUMNS[kind]:
        if column.name in chosen.values():
            continue
        found = _position(column, headers, taken=set(chosen))
        if found is not None:
            chosen[found] = column.name
    have = set(chosen.values()) | (_given_by_shape() if shaped else set())
    missing = [c.name for c in COLUMNS[kind] if c.required and c.name not in have]
    left_out = frozenset(headers[n] for n, field in chosen.items() if field == IGNORED)
    named = {n: field for n, field in chosen.items() if field != IGNORED}
    fields = tuple(named.get(position) for position in range(len(headers)))
    return Match(kind, tuple(headers), fields, tuple(missing), left_out)


def apply(raw: RawFile, found: Match) -> Table:
    """Name the columns of a file by their fields.

    Raises
    ------
    ColumnsMissing
        A required column was not found.
    """
    if found.missing:
        raise ColumnsMissing(
            file=raw.file,
            kind=found.kind.value,
            missing=", ".join(_with_names(found.kind, name) for name in found.missing),
            found=", ".join(raw.headers) or "–",
        )
    named = list(zip(found.fields, raw.columns, raw.headers, strict=True))
    return Table(
        kind=found.kind,
        file=raw.file,
        columns={field: column for field, column, _ in named if field is not None},
        rows=raw.rows,
        shapes=raw.shapes,
        faults=raw.faults,
        crs=raw.crs,
        bad_rows=raw.bad_rows,
        unknown=found.unknown,
        doubles=found.doubles,
        headers={field: header for field, _, header in named if field is not None},
    )


def header_row(rows: Sequence[Sequence[str]], kind: Kind | None, mapping: Mapping[str, str]) -> int:
    """Return the position of the row that holds the headers.

    It is the row with the most known headers among the first; where none has any, the first row
    with a filled cell. Where the kind is not known, the headers of all kinds are.
    """
    columns = COLUMNS[kind] if kind else [c for known in COLUMNS.values() for c in known]
    known = {folded(name) for column in columns for name in (column.name, *column.names)}
    known |= {folded(name) for name in mapping}
    scores = [sum(folded(cell) in known for cell in row) for row in rows[:FIRST_ROWS]]
    if any(scores):
        return scores.index(max(scores))
    filled = (n for n, row in enumerate(rows) if any(cell.strip() for cell in row))
    return next(filled, 0)


def named_apart(headers: Sequence[str]) -> tuple[str, ...]:
    """Give every header a name of its own: blank ones their number, repeated ones a count."""
    names: list[str] = []
    for number, header in enumerate(headers, start=1):
        name = header.strip() or f"#{number}"
        again = sum(other == name or other.startswith(f"{name} #") for other in names)
        names.append(f"{name} #{again + 1}" if again else name)
    return tuple(names)


def _mapped(
    kind: Kind, headers: Sequence[str], mapping: Mapping[str, str], file: str
) -> dict[int, str]:
    fields = [column.name for column in COLUMNS[kind]]
    chosen: dict[int, str] = {}
    for header, field in mapping.items():
        if field not in (*fields, IGNORED):
            raise NoSuchField(file=file, field=field, kind=kind.value, fields=", ".join(fields))
        same = [n for n, name in enumerate(headers) if folded(name) == folded(header)]
        if not same:
            raise NoSuchColumn(file=file, column=header, found=", ".join(headers))
        chosen[same[0]] = field
    return chosen


def _recognised(kind: Kind, header: str) -> str:
    """Return the field a header would have by itself, empty if none; ``#2`` marks a repetition."""
    plain = _plain(header)
    for column in COLUMNS[kind]:
        if plain in map(folded, (column.name, *column.names)):
            return column.name
    return ""


def _plain(header: str) -> str:
    return folded(_REPEATED.sub("", header))


def _position(column: Column, headers: Sequence[str], taken: set[int]) -> int | None:
    positions = {folded(name): n for n, name in reversed(list(enumerate(headers)))}
    for name in (column.name, *column.names):
        found = positions.get(folded(name))
        if found is not None and found not in taken:
            return found
    return None


def _given_by_shape() -> set[str]:
    return {"geometry", "x", "y"}


def _with_names(kind: Kind, field: str) -> str:
    column = next(column for column in COLUMNS[kind] if column.name == field)
    more = column.names[:2] if column.form is not Form.SHAPE else column.names[:1]
    return f"{field} ({', '.join(more)})" if more else field


def refuse_too_many(headers: Sequence[str], file: str) -> None:
    """Refuse a file that is no table of a bureau, before anything is done a column at a time.

    Raises
    ------
    TooManyColumns
        There are more than ``MOST_COLUMNS``.
    """
    if len(headers) > MOST_COLUMNS:
        raise TooManyColumns(file=file, columns=len(headers), most=MOST_COLUMNS)
