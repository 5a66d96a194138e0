"""From a path to the files that are to be read, and what each of them holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.importing.columns import FILE_NAMES
from data.importing.errors import (
    KindTwice,
    KindUnknown,
    NoSuchPath,
    NothingToImport,
    OptionForFolder,
)
from data.importing.forms import folded
from rules.codes import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing.options import ImportOptions

SUFFIXES = frozenset(
    {".csv", ".txt", ".xlsx", ".xlsm", ".xls", ".geojson", ".json", ".gpkg", ".zip"}
)
"""Files of a bureau folder that are looked at; what is in them is judged by their content."""
_WORD = re.compile(r"[A-Za-z]+")
_NUMBERS_AT_END = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Source:
    """A file, and what it holds."""

    path: Path
    kind: Kind


@dataclass(frozen=True, slots=True)
class Located:
    """The files of an import in the order of their kinds, and the names of those left aside."""

    sources: tuple[Source, ...]
    ignored: tuple[str, ...] = ()


def locate(path: Path, options: ImportOptions) -> Located:
    """Find the files that a path means: itself, or those of a bureau folder.

    Raises
    ------
    NoSuchPath
        Nothing lies there.
    KindUnknown
        A single file whose name tells no kind, and none was passed.
    NothingToImport, KindTwice
        A folder without a file of a kind, or with two.
    OptionForFolder
        An option that only makes sense for a single file.
    """
    if path.is_dir():
        return _folder(path, options)
    if not path.is_file():
        raise NoSuchPath(file=str(path))
    kind = options.kind or kind_of(path.stem)
    if kind is None:
        raise KindUnknown(file=path.name, kinds=", ".join(Kind))
    return Located((Source(path, kind),))


def kind_of(stem: str) -> Kind | None:
    """Guess from a file's name what it holds; numbers and dates in it do not matter."""
    name = _NUMBERS_AT_END.sub("", folded(stem))
    words = {word.casefold() for word in _WORD.findall(stem)}
    matches = [
        (len(folded(known)), kind)
        for kind, names in FILE_NAMES.items()
        for known in names
        if folded(known) == name or _within(folded(known), name, words)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _within(known: str, name: str, words: set[str]) -> bool:
    """Find an English name as a whole word, a Chinese one anywhere."""
    return known in words if known.isascii() else known in name


def _folder(path: Path, options: ImportOptions) -> Located:
    for option in ("kind", "sheet", "mapping"):
        if getattr(options, option):
            raise OptionForFolder(file=path.name, option=option)
    found: dict[Kind, Path] = {}
    ignored = []
    for file in sorted(path.iterdir()):
        kind = kind_of(file.stem) if _is_data(file) else None
        if kind is None:
            ignored.append(file.name)
            continue
        if kind in found:
            raise KindTwice(file=file.name, other=found[kind].name, kind=kind.value)
        found[kind] = file
    if not found:
        raise NothingToImport(file=path.name, names=", ".join(Kind))
    return Located(tuple(Source(found[k], k) for k in Kind if k in found), tuple(ignored))


def _is_data(file: Path) -> bool:
    # Spreadsheets leave a lock file beside an open workbook.
    hidden = file.name.startswith((".", "~$"))
    return file.is_file() and not hidden and file.suffix.lower() in SUFFIXES
