"""A bureau folder that comes as one zip: recognised, and unpacked beside it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from data.importing.archives import opened, unpack
from data.importing.formats import format_of
from data.importing.locating import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

    from settings import Settings

_UTF8_FLAG = 0x800
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin")
_ASIDE = "__MACOSX"


def judge(path: Path, settings: Settings) -> None:
    """Make sure, by its content, that a file is something that can be imported.

    Raises
    ------
    data.importing.errors.ImportRefused
        It is not; the sentence says what to do.
    """
    if not is_bureau(path, settings):
        format_of(path, settings)


def is_bureau(path: Path, settings: Settings) -> bool:
    """Tell whether a file is a zip that holds files to import (and is no workbook itself).

    Raises
    ------
    data.importing.errors.ImportRefused
        It is a zip that must not be opened.
    """
    if not is_zipfile(path):
        return False
    with opened(path, settings.max_unpacked_bytes) as archive:
        names = {name.lower() for name in archive.namelist()}
        return not names.intersection(_WORKBOOK_PARTS) and bool(_data(archive))


def prepared(path: Path, settings: Settings, into: Path) -> Path:
    """Return what is to be imported: the file, or the folder that its zip was unpacked to.

    The folder lies in ``into``, has the name of the zip without ``.zip``, and is made once. A
    zip of one file stands for that file.

    Raises
    ------
    data.importing.errors.ImportRefused
        It is a zip that must not be opened.
    """
    if path.is_dir() or not is_bureau(path, settings):
        return path
    folder = into / path.stem
    if not folder.is_dir():
        arriving = folder.with_name(f"{path.stem}.part")
        arriving.mkdir(parents=True, exist_ok=True)
        with opened(path, settings.max_unpacked_bytes) as archive:
            for entry in _data(archive):
                unpack(archive, entry, _free(arriving, entry))
        arriving.rename(folder)
    files = list(folder.iterdir())
    return files[0] if len(files) == 1 else folder


def _data(archive: ZipFile) -> list[ZipInfo]:
    return [entry for entry in archive.infolist() if _is_data(entry)]


def _is_data(entry: ZipInfo) -> bool:
    path = PurePosixPath(_name(entry))
    aside = path.parts[:1] == (_ASIDE,) or path.name.startswith(".")
    return not entry.is_dir() and not aside and path.suffix.lower() in SUFFIXES


def _free(folder: Path, entry: ZipInfo) -> Path:
    # Folders inside the zip do not matter. Of two files with one name the second keeps the name
    # of its folder, so that the import sees both and says that a kind is there twice.
    path = PurePosixPath(_name(entry))
    plain = folder / path.name
    return folder / "_".join(path.parts) if plain.exists() else plain


def _name(entry: ZipInfo) -> str:
    """Return the name of an entry; Chinese Windows writes it in GBK without saying so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")
