"""Zip files, before anything in them is unpacked: what it would cost, and where it would go.

Workbooks are zip files too, and pass the same door. Limits of ours: a customer list compresses
about 10 to 30 times, so a hundred times is implausible for data and usual for bombs.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, BinaryIO

from data.importing.errors import (
    FileBroken,
    FileCutShort,
    ZipEscapes,
    ZipLocked,
    ZipSuspicious,
    ZipTooLarge,
    ZipTooMany,
)
from settings import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

MOST_ENTRIES = 2_000
MOST_RATIO = 150
UNSUSPICIOUS_BYTES = 32 * MEGABYTE
"""Below this size the ratio says nothing: a small sheet of equal cells compresses well."""
_CHUNK = MEGABYTE
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError)
"""What unpacking raises where an entry is damaged, or claims a feature that nobody has."""
_LOCKED_FLAG = 0x1
_LENGTHS_AT = 26
"""Where the header of an entry tells how long its name and its extra field are."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@contextmanager
def opened(path: Path, most_bytes: int) -> Iterator[ZipFile]:
    """Open a zip that has passed every check of :func:`inspect`.

    Raises
    ------
    FileCutShort
        There is no directory at the end of the file.
    ZipTooLarge, ZipSuspicious, ZipTooMany, ZipEscapes, ZipLocked, FileBroken
        See :func:`inspect`.
    """
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise FileCutShort(file=path.name) from error
    except (UnicodeDecodeError, NotImplementedError) as error:
        raise FileBroken(file=path.name) from error
    with archive:
        inspect(archive, path, most_bytes)
        try:
            yield archive
        except _DAMAGE as error:
            raise FileBroken(file=path.name) from error


def inspect(archive: ZipFile, path: Path, most_bytes: int) -> None:
    """Judge a zip by its directory; nothing is unpacked.

    Raises
    ------
    ZipTooMany
        More than ``MOST_ENTRIES`` entries.
    ZipEscapes
        An entry with an absolute path, ``..``, a drive letter, or a symbolic link.
    ZipLocked
        An entry that needs a password.
    FileBroken
        A compression that data files do not use, or an entry that lies nowhere.
    ZipTooLarge
        More than ``most_bytes`` in all.
    ZipSuspicious
        More than ``MOST_RATIO`` times its packed size.
    """
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise ZipTooMany(file=path.name, count=len(entries), limit=MOST_ENTRIES)
    for entry in entries:
        _inspect_entry(entry, path.name)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > most_bytes:
        raise ZipTooLarge(file=path.name, megabytes=_mb(unpacked), limit=_mb(most_bytes))
    ratio = unpacked / max(path.stat().st_size, 1)
    if ratio > MOST_RATIO and unpacked > UNSUSPICIOUS_BYTES:
        raise ZipSuspicious(file=path.name, ratio=round(ratio), limit=MOST_RATIO)


def unpack(archive: ZipFile, entry: ZipInfo, target: Path) -> None:
    """Unpack one entry to a file of ours; never more bytes than its directory entry promises."""
    with archive.open(entry) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            sink.write(chunk)


def verify(archive: ZipFile, path: Path) -> None:
    """Make sure that every entry is no larger than the directory says.

    Readers that are not ours unpack until the data ends, so a directory that lies would lead
    them past the limit. Nothing is kept of what is unpacked here.

    Raises
    ------
    FileBroken
        An entry holds more than it says, or cannot be unpacked.
    """
    with path.open("rb") as file:
        for entry in archive.infolist():
            if entry.compress_type == zipfile.ZIP_DEFLATED and _larger_than_it_says(file, entry):
                raise FileBroken(file=path.name)


def _larger_than_it_says(file: BinaryIO, entry: ZipInfo) -> bool:
    file.seek(entry.header_offset + _LENGTHS_AT)
    name_length, extra_length = struct.unpack("<HH", file.read(4))
    file.seek(name_length + extra_length, os.SEEK_CUR)
    unpacking, left, total = zlib.decompressobj(-zlib.MAX_WBITS), entry.compress_size, 0
    while left > 0 and (packed := file.read(min(left, _CHUNK))):
        left -= len(packed)
        while packed and total <= entry.file_size:
            total += len(unpacking.decompress(packed, _CHUNK))
            packed = unpacking.unconsumed_tail
    return total > entry.file_size


def _inspect_entry(entry: ZipInfo, file: str) -> None:
    # zipfile turns backslashes of other systems into slashes only on Windows: judge both.
    paths = (PurePosixPath(entry.filename), PureWindowsPath(entry.filename))
    links_elsewhere = stat.S_ISLNK(entry.external_attr >> 16)
    if links_elsewhere or any(p.is_absolute() or p.drive or ".." in p.parts for p in paths):
        raise ZipEscapes(file=file, entry=entry.filename)
    if entry.flag_bits & _LOCKED_FLAG:
        raise ZipLocked(file=file, entry=entry.filename)
    if entry.compress_type not in _METHODS or entry.header_offset < 0:
        raise FileBroken(file=file)


def _mb(size: int) -> int:
    return -(-size // MEGABYTE)
