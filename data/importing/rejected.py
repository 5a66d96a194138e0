"""Rejected rows as a file that a person opens, mends by, and imports again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.export import write_csv
from data.importing.wording import reason
from texts import texts

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing.batch import Batch
    from texts import Tongue

FOLDER = "rejected"
_COLUMNS = ("file", "row", "column", "value", "code", "reason")


def rejected_name(batch: Batch, run: int) -> str | None:
    """Return the name of the file for a batch's rejected rows; none where there are none."""
    return f"{run}-{batch.kind.value}.csv" if batch.rejections else None


def write_rejected(batch: Batch, file: Path, tongue: Tongue) -> None:
    """Write the rejected rows of a batch, with reasons in a language."""
    words = texts(tongue)
    rows = (
        (batch.file, r.row, r.column, r.value, r.code, reason(r, words)) for r in batch.rejections
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    write_csv(rows, [words(f"import.rejected.{column}") for column in _COLUMNS], file)
