"""What a file is, by its content: its name may say anything."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from data.importing.archives import opened
from data.importing.errors import (
    FileTooLarge,
    FormatUnknown,
    LooseShapefile,
    NoRows,
    OldWorkbook,
)
from settings import MEGABYTE

if TYPE_CHECKING:
    from pathlib import Path

    from settings import Settings

_HEAD = 4096
_ZIP = b"PK"
_SQLITE = b"SQLite format 3\x00"
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
_GEOPACKAGE_ID_AT = 68
_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
_SHAPE = bytes.fromhex("0000270A")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FIRST_SIGN = 0x20
_MANY = 8
"""Text of which every eighth byte is null is in an encoding without a mark."""
_UTF8_MARK = b"\xef\xbb\xbf"


class Format(StrEnum):
    """A form of file that is read."""

    CSV = "csv"
    WORKBOOK = "xlsx"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"
    SHAPEFILE = "shp"


def format_of(path: Path, settings: Settings) -> Format:
    """Tell the form of a file from its size and its first bytes.

    Raises
    ------
    FileTooLarge
        The file is larger than the settings allow; nothing of it is read.
    NoRows
        The file is empty.
    OldWorkbook, LooseShapefile, FormatUnknown
        It is something that is not read; the sentence says what to do.
    FileCutShort, ZipTooLarge, ZipSuspicious, ZipTooMany, ZipEscapes, ZipLocked, FileBroken
        A zip that does not pass (see :mod:`data.importing.archives`).
    """
    size = path.stat().st_size
    if size > settings.max_file_bytes:
        limit = settings.max_file_bytes // MEGABYTE
        raise FileTooLarge(file=path.name, megabytes=-(-size // MEGABYTE), limit=limit)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise NoRows(file=path.name)
    if head.startswith(_ZIP):
        return _inside_zip(path, settings)
    return _by_head(head, path.name)


def _by_head(head: bytes, file: str) -> Format:
    if head.startswith(_COMPOUND):
        raise OldWorkbook(file=file)
    if head.startswith(_SHAPE):
        raise LooseShapefile(file=file)
    if head.startswith(_SQLITE):
        if head[_GEOPACKAGE_ID_AT : _GEOPACKAGE_ID_AT + 4] in _GEOPACKAGE_IDS:
            return Format.GEOPACKAGE
        raise FormatUnknown(file=file)
    text = head.removeprefix(_UTF8_MARK).lstrip()
    if text.startswith(b"{"):
        return Format.GEOJSON
    if (
        b"\x00" in head and not head.startswith(_UTF16) and not _is_damaged_text(head)
    ) or text.startswith(b"<"):
        raise FormatUnknown(file=file)
    return Format.CSV


def _is_damaged_text(head: bytes) -> bool:
    """Tell a table with a few stray null bytes from a file that is no text at all."""
    stray = head.count(b"\x00")
    rest = head.replace(b"\x00", b"")
    controls = any(byte < _FIRST_SIGN and byte not in b"\t\r\n\f" for byte in rest)
    first = rest.partition(b"\n")[0]
    table = any(mark in first for mark in (b",", b";", b"\t", b"|"))
    return table and not controls and stray * _MANY < len(head)


def _inside_zip(path: Path, settings: Settings) -> Format:
    with opened(path, settings.max_unpacked_bytes) as archive:
        names = [name.lower() for name in archive.namelist()]
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Format.WORKBOOK
    if any(name.endswith((".shp", ".dbf", ".shx")) for name in names):
        return Format.SHAPEFILE
    raise FormatUnknown(file=path.name)
