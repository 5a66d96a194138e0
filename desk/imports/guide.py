"""What can be imported, for people: the columns of each kind, and files to begin from."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from data.export import csv_lines, write_xlsx
from data.importing.columns import COLUMNS
from texts import Tongue

if TYPE_CHECKING:
    from rules.codes import Kind


class TemplateForm(StrEnum):
    """The forms of a template."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class FieldGuide:
    """A field of a kind. ``names`` are the headers it is recognised by besides its own name."""

    name: str
    required: bool
    names: tuple[str, ...]


def fields(kind: Kind) -> tuple[FieldGuide, ...]:
    """Return the fields of a kind in the order of the documentation."""
    return tuple(FieldGuide(c.name, c.required, c.names) for c in COLUMNS[kind])


def headers(kind: Kind, tongue: Tongue) -> tuple[str, ...]:
    """Return a header for every field of a kind: in English its name, in Chinese the first."""
    return tuple(_header(guide, tongue) for guide in fields(kind))


def template(kind: Kind, tongue: Tongue, form: TemplateForm) -> bytes:
    """Return an empty file with the headers of a kind."""
    columns = headers(kind, tongue)
    if form is TemplateForm.CSV:
        return "".join(csv_lines(columns, ())).encode()
    sink = io.BytesIO()
    write_xlsx((), columns, sink)
    return sink.getvalue()


def _header(guide: FieldGuide, tongue: Tongue) -> str:
    if tongue is Tongue.ENGLISH:
        return guide.name
    return next((name for name in guide.names if not name.isascii()), guide.name)
