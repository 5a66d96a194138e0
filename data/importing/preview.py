"""A first look at files before an import: what is in them, and what is understood of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.importing.locating import kind_of, locate
from data.importing.mapping import apply, match
from data.importing.normalise import normalise
from data.importing.readers import read_file
from data.importing.systems import own_options
from errors import BattlemapError
from rules.codes import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing.mapping import Match
    from data.importing.options import ImportOptions
    from data.importing.raw import RawFile
    from data.importing.sieve import Finding, Rejection
    from settings import Settings

ROWS = 20


@dataclass(frozen=True, slots=True)
class FilePreview:
    """The beginning of a file.

    ``kind`` is what was passed, or what name and headers tell, if they do. ``fields`` is the
    field of each header, ``missing`` the required fields that no header gives. ``crs`` is what
    the file says of itself. ``problem`` is what would refuse the whole file, and ``rejections``
    and ``findings`` are what the first rows give cause for.
    """

    file: str
    kind: Kind | None
    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    missing: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str | None
    crs: str | None
    sheets: tuple[str, ...]
    problem: BattlemapError | None = None
    rejections: tuple[Rejection, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of every file of an import, and the names of files left aside."""

    files: tuple[FilePreview, ...]
    ignored: tuple[str, ...] = ()


def preview(path: Path, options: ImportOptions, settings: Settings) -> Preview:
    """Look at the first rows of a file, or of the files of a bureau folder.

    Raises
    ------
    data.importing.errors.ImportRefused
        A file cannot be read at all. What is wrong with its columns or coordinates is told in
        the preview instead, because a person can still mend that by options.
    """
    if path.is_dir():
        located = locate(path, options)
        files = tuple(_look(s.path, s.kind, options, settings) for s in located.sources)
        return Preview(files, located.ignored)
    kind = options.kind or kind_of(path.stem)
    return Preview((_look(path, kind, options, settings),))


def _look(path: Path, kind: Kind | None, options: ImportOptions, settings: Settings) -> FilePreview:
    raw = read_file(path, kind, own_options(options, kind, path), settings, limit=ROWS)
    meant = kind or likeliest(raw)
    options = own_options(options, meant, path)
    rows = list(zip(*(column.to_pylist() for column in raw.columns), strict=True))
    problem: BattlemapError | None = None
    found: Match | None = None
    rejections: tuple[Rejection, ...] = ()
    findings: tuple[Finding, ...] = ()
    try:
        found = _matched(raw, meant, options) if meant else None
        if found:
            batch = normalise(apply(raw, found), settings.timezone, options.crs)
            rejections, findings = batch.rejections, batch.findings
    except BattlemapError as error:
        problem = error
    return FilePreview(
        file=path.name,
        kind=meant,
        headers=raw.headers,
        fields=found.fields if found else (None,) * len(raw.headers),
        missing=found.missing if found else (),
        rows=tuple(rows[:ROWS]),
        encoding=raw.encoding,
        crs=raw.crs,
        sheets=raw.sheets,
        problem=problem,
        rejections=rejections,
        findings=findings,
    )


def likeliest(raw: RawFile) -> Kind | None:
    """Guess the kind by the headers: all required ones must be there, and the most of all."""
    scores: dict[Kind, int] = {}
    for kind in Kind:
        found = match(kind, raw.headers, {}, file=raw.file, shaped=raw.shapes is not None)
        known = sum(field is not None for field in found.fields)
        if not found.missing and known:
            scores[kind] = known
    best = [kind for kind, score in scores.items() if score == max(scores.values())]
    return best[0] if len(best) == 1 else None


def _matched(raw: RawFile, kind: Kind, options: ImportOptions) -> Match:
    shaped = raw.shapes is not None
    return match(kind, raw.headers, options.mapping, file=raw.file, shaped=shaped)
