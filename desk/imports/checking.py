"""An upload as the screen shows it before the import: what it is, and what it would mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.importing import LOCATED
from data.importing.forms import IGNORED
from data.importing.wording import reason, remark
from desk.imports.guide import fields
from desk.imports.veiling import veiled_finding, veiled_rejection, veiled_rows
from errors import BattlemapError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.importing import FilePreview, ImportOptions
    from desk.imports.choices import Choices
    from desk.imports.guide import FieldGuide
    from desk.imports.jobs import Imports
    from desk.imports.uploads import Upload
    from rules.codes import Kind
    from rules.viewer import Viewer
    from texts import Texts, Tongue

_REASONS = 5


@dataclass(frozen=True, slots=True)
class FileChecked:
    """The beginning of one file.

    ``fields`` is the field of each header, none for one that is not used, ``IGNORED`` for one
    that somebody chose to leave out, and ``chosen`` the headers whose field a person chose.
    ``missing`` are the required fields without a column.
    ``problem`` is what would refuse the file, ``remarks`` what its first rows give cause for.
    ``guide`` are the fields it could have.
    """

    file: str
    kind: Kind | None
    headers: tuple[str, ...]
    fields: tuple[str | None, ...]
    chosen: frozenset[str]
    missing: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    crs: str
    sheets: tuple[str, ...]
    problem: str
    remarks: tuple[str, ...]
    guide: tuple[FieldGuide, ...]

    @property
    def ready(self) -> bool:
        """Whether the file can be imported as it is understood."""
        return self.kind is not None and not self.missing and not self.problem


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload before its import.

    ``bureau`` tells that it is a whole bureau folder, of which no single file can be set up.
    ``problem`` is why it cannot even be looked at.
    """

    files: tuple[FileChecked, ...] = ()
    ignored: tuple[str, ...] = ()
    bureau: bool = False
    problem: str = ""

    @property
    def located(self) -> tuple[Kind, ...]:
        """The kinds of its files that have positions."""
        kinds = {file.kind for file in self.files}
        return tuple(kind for kind in LOCATED if kind in kinds)

    @property
    def ready(self) -> bool:
        """Whether everything can be imported as it is understood."""
        return bool(self.files) and not self.problem and all(file.ready for file in self.files)


def checked(
    imports: Imports, viewer: Viewer, upload: Upload, choices: Choices, say: Texts
) -> Checked:
    """Look at an upload with the choices made so far; never raises for what is in the file.

    The first rows are shown with phones, reasons and equipment masked: columns can be told apart
    all the same.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not import.
    """
    imports.allow(viewer)
    try:
        bureau = imports.is_bureau(upload)
        preview = imports.look(upload, options_of(imports, upload, choices, say.tongue))
    except BattlemapError as error:
        return Checked(problem=say.error(error))
    files = (_file(file, choices.mapping, say) for file in preview.files)
    return Checked(tuple(files), preview.ignored, bureau)


def options_of(
    imports: Imports, upload: Upload, choices: Choices, tongue: Tongue, *, dry_run: bool = False
) -> ImportOptions:
    """Return the choices as the import of an upload takes them.

    Raises
    ------
    data.importing.errors.ImportRefused
        Two columns were chosen for one field, or the upload must not be opened.
    """
    if imports.is_bureau(upload):
        choices = replace(choices, kind="", sheet="", mapping={})
    else:
        choices = replace(choices, crs_of={})
    return choices.options(upload.name, tongue, dry_run=dry_run)


def _file(file: FilePreview, mapping: Mapping[str, str], say: Texts) -> FileChecked:
    reasons = (
        say("import.report.row", row=str(rejection.row), value=reason(rejection, say))
        for rejection in map(veiled_rejection, file.rejections[:_REASONS])
    )
    return FileChecked(
        file=file.file,
        kind=file.kind,
        headers=file.headers,
        fields=tuple(
            IGNORED if field is None and mapping.get(header) == IGNORED else field
            for header, field in zip(file.headers, file.fields, strict=True)
        ),
        chosen=frozenset(mapping),
        missing=file.missing,
        rows=veiled_rows(file.fields, file.rows),
        encoding=file.encoding or "",
        crs=file.crs or "",
        sheets=file.sheets,
        problem=say.error(file.problem) if file.problem and not file.missing else "",
        remarks=(
            *(remark(finding, say) for finding in map(veiled_finding, file.findings)),
            *reasons,
        ),
        guide=fields(file.kind) if file.kind else (),
    )
