"""Lists to take away: whole tables as files in which no cell can become a formula.

Neither file is ever whole in memory: a CSV file is made while it is sent, a workbook is made on
the disk. What leaves the product as a file is kept in the audit first: who took which rows, and
how many. Where that cannot be kept, nothing is handed out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast
from urllib.parse import unquote_plus

from data import export
from data.store import Deed
from desk.listing import FileForm
from errors import BattlemapError
from rules.access import require

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from enum import StrEnum

    from desk.desk import Desk
    from rules.access import Right
    from rules.viewer import Viewer

MOST_XLSX = 50_000
"""A workbook of more rows takes half a minute to write; a CSV file has no such bound."""
LINES = 500
"""Lines of a CSV file that are sent at once."""
IN_MEMORY = 1 << 20
"""Bytes from which a workbook is kept on the disk, until it is sent."""
PIECE = 1 << 16
"""Bytes of a workbook that are sent at once."""
ACT = "export"
LONGEST_FILTER = 500
"""Characters that the audit keeps of a filter."""


class TooManyRows(BattlemapError):
    """A list has more rows than a workbook may have (fact ``most``)."""

    code = "list.too_many_rows"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken away: its name in the audit, the query of its filters, how many rows."""

    what: str
    query: str
    form: StrEnum
    rows: int


def take(
    desk: Desk, viewer: Viewer, right: Right, taken: Taken, rows: Iterator[Sequence[object]]
) -> Iterator[bytes]:
    """Return a file piece by piece, once the audit has kept it; the first row is its headers.

    Raises
    ------
    rules.access.NotAllowed
        The viewer does not have the right that this takes.
    TooManyRows
        The rows do not fit into a workbook.
    data.store.StoreBusy, data.store.StoreAway, data.store.StoreUnwritable
        The audit could not be written.
    """
    require(viewer, right)
    if taken.form is FileForm.XLSX and taken.rows > MOST_XLSX:
        raise TooManyRows(most=MOST_XLSX)
    pieces = csv_parts(rows) if taken.form is FileForm.CSV else _pieces(rows)
    return kept(desk, viewer, right, taken, pieces)


def kept(
    desk: Desk, viewer: Viewer, right: Right, taken: Taken, pieces: Iterator[bytes]
) -> Iterator[bytes]:
    """Hand out a file of any form once the audit has kept that it is taken; raises like take."""
    require(viewer, right)
    after: dict[str, object] = {"form": taken.form.value, "rows": taken.rows}
    if taken.query:
        after["filter"] = unquote_plus(taken.query)[:LONGEST_FILTER]
    with desk.store.writing(viewer) as writing:
        writing.noted(Deed(ACT, "list", taken.what, after=after))
    return pieces


def csv_parts(rows: Iterator[Sequence[object]]) -> Iterator[bytes]:
    """Yield a CSV file part by part; the first of the rows are its headers."""
    lines = export.csv_lines(_heads(rows), rows)
    for first in lines:
        yield "".join(chain([first], islice(lines, LINES))).encode()


def workbook(rows: Iterator[Sequence[object]]) -> IO[bytes]:
    """Return a workbook of one sheet; the first of the rows are its headers.

    Whoever takes it closes it, which deletes it.
    """
    # Closed by the caller, who sends it first.
    file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    export.write_xlsx(rows, _heads(rows), file)
    file.seek(0)
    return file


def _pieces(rows: Iterator[Sequence[object]]) -> Iterator[bytes]:
    yield b""  # the answer begins at once, so that a browser shows the file as on its way
    with workbook(rows) as file:
        while piece := file.read(PIECE):
            yield piece


def _heads(rows: Iterator[Sequence[object]]) -> list[str]:
    return [str(head) for head in next(rows)]
