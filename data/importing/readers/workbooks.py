"""Workbooks (.xlsx), read by calamine: cached values only, no formula is ever run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from data.importing.archives import opened, verify
from data.importing.errors import (
    FileBroken,
    NoRows,
    NoSuchSheet,
    OldWorkbook,
    WorkbookWithLinks,
    WorkbookWithMacros,
)
from data.importing.mapping import FIRST_ROWS, header_row, named_apart, refuse_too_many
from data.importing.raw import RawFile
from data.importing.readers.cells import as_text
from data.importing.readers.extent import refuse_far_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.importing.options import ImportOptions
    from rules.codes import Kind
    from settings import Settings

_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/", "xl/dialogsheets/")
_LINK_PARTS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/embeddings/")
_TYPES_PART = "[Content_Types].xml"
_MACRO_TYPE = b"macroenabled"


def read_workbook(
    path: Path, kind: Kind | None, options: ImportOptions, settings: Settings, limit: int | None
) -> RawFile:
    """Read one sheet: the one named by the options, else the first that is visible.

    Text stays text, so accounts keep their leading zeros where the workbook has them.

    Raises
    ------
    WorkbookWithMacros, WorkbookWithLinks
        The workbook carries programs, or reaches outside itself.
    SheetTooWide
        A sheet spans more cells than any export.
    NoSuchSheet
        There is no sheet of that name.
    NoRows
        The sheet is empty.
    OldWorkbook
        The workbook needs a password.
    FileBroken
        The workbook cannot be read.
    """
    _refuse_active_parts(path, settings)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheets = _visible(workbook)
            name = _chosen(sheets, options.sheet, path.name)
            nrows = None if limit is None else limit + FIRST_ROWS
            sheet = workbook.get_sheet_by_name(name)
            cells = sheet.to_python(skip_empty_area=False, nrows=nrows)
    except PasswordError as error:
        raise OldWorkbook(file=path.name) from error
    except (CalamineError, ZipError, XmlError) as error:
        raise FileBroken(file=path.name) from error
    return _raw(path.name, cells, kind, options, sheets)


def _raw(
    file: str,
    cells: Sequence[Sequence[Any]],
    kind: Kind | None,
    options: ImportOptions,
    sheets: tuple[str, ...],
) -> RawFile:
    first_rows = [[as_text(cell) for cell in row] for row in cells[:FIRST_ROWS]]
    if not any(any(cell.strip() for cell in row) for row in first_rows):
        raise NoRows(file=file)
    refuse_too_many(max(first_rows, key=len, default=[]), file)
    header_at = header_row(first_rows, kind, options.mapping)
    headers = _without_blank_end(first_rows[header_at])
    body = cells[header_at + 1 :]
    columns = tuple(
        pa.array([as_text(row[n]) for row in body], pa.string()) for n in range(len(headers))
    )
    rows = np.arange(header_at + 2, header_at + 2 + len(body), dtype=np.int64)
    return RawFile(file, named_apart(headers), columns, rows, sheets=sheets)


def _without_blank_end(headers: list[str]) -> list[str]:
    last = max(n for n, header in enumerate(headers) if header.strip())
    return headers[: last + 1]


def _refuse_active_parts(path: Path, settings: Settings) -> None:
    with opened(path, settings.max_unpacked_bytes) as archive:
        verify(archive, path)
        parts = archive.namelist()
        for part in parts:
            if any(mark in part.lower() for mark in _MACRO_PARTS):
                raise WorkbookWithMacros(file=path.name, part=part)
            if part.lower().startswith(_LINK_PARTS):
                raise WorkbookWithLinks(file=path.name, part=part)
        if _TYPES_PART in parts and _MACRO_TYPE in archive.read(_TYPES_PART).lower():
            raise WorkbookWithMacros(file=path.name, part=_TYPES_PART)
        refuse_far_cells(archive, path.name)
    if path.suffix.lower() in {".xlsm", ".xltm", ".xlam"}:
        raise WorkbookWithMacros(file=path.name, part=path.suffix)


def _visible(workbook: CalamineWorkbook) -> tuple[str, ...]:
    return tuple(
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )


def _chosen(sheets: tuple[str, ...], wanted: str | None, file: str) -> str:
    if wanted is None and sheets:
        return sheets[0]
    if wanted not in sheets:
        raise NoSuchSheet(file=file, sheet=wanted or "", sheets=", ".join(sheets))
    return wanted
