"""What a person chooses for an upload on the screen, as far as it differs from what is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.importing.columns import column_of
from data.importing.errors import FieldTwice
from data.importing.forms import IGNORED
from data.importing.options import ImportOptions
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from texts import Tongue

ENCODINGS = ("utf-8", "gb18030", "utf-16")
"""What can be chosen instead of what is detected."""
DATUMS = ("wgs84", "gcj02", "bd09")
"""Coordinate systems in degrees that can be chosen; others are named by their EPSG number."""
OTHER = "epsg"
LEFT_OUT = IGNORED
"""The choice of a column that is recognised and still not imported."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The form of an upload. Empty means: as detected.

    ``epsg`` counts where ``crs`` is ``"epsg"``. ``crs_of`` has the datums of single kinds of a
    bureau, by kind. ``mapping`` gives the field of a header, and holds only what a person changed.
    """

    kind: str = ""
    crs: str = ""
    epsg: str = ""
    encoding: str = ""
    sheet: str = ""
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    crs_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, options: ImportOptions) -> Choices:
        """Return the form that led to the options of an import."""
        system = options.crs or ""
        named = system in ("", *DATUMS)
        return cls(
            kind=options.kind or "",
            crs=system if named else OTHER,
            epsg="" if named else system,
            encoding=options.encoding or "",
            sheet=options.sheet or "",
            mapping=options.mapping,
            crs_of=options.crs_of,
        )

    def options(self, file: str, tongue: Tongue, *, dry_run: bool = False) -> ImportOptions:
        """Return them as the import takes them.

        Raises
        ------
        FieldTwice
            Two columns were chosen for one field.
        """
        kind = Kind(self.kind) if self.kind in set(Kind) else None
        mapping = {
            header: name
            for header, name in self.mapping.items()
            if kind is None or name == IGNORED or column_of(kind, name)
        }
        fields = [name for name in mapping.values() if name != IGNORED]
        twice = [name for name in fields if fields.count(name) > 1]
        if twice:
            raise FieldTwice(file=file, field=twice[0])
        return ImportOptions(
            kind=kind,
            crs=(self.epsg.strip() if self.crs == OTHER else self.crs) or None,
            crs_of=MappingProxyType({kind: name for kind, name in self.crs_of.items() if name}),
            encoding=self.encoding or None,
            mapping=MappingProxyType(mapping),
            dry_run=dry_run,
            sheet=self.sheet or None,
            tongue=tongue,
        )


def remapped(
    mapping: Mapping[str, str],
    headers: Sequence[str],
    shown: Sequence[str | None],
    chosen: Sequence[str | None],
) -> dict[str, str]:
    """Return the mapping after somebody chose other fields than those shown.

    A field that is given to another column is taken from the column that had it; a column whose
    field was cleared goes back to what is recognised by itself. Any number may be ignored.
    """
    new = dict(mapping)
    for header, before, after in zip(headers, shown, chosen, strict=True):
        if (before or None) == (after or None):
            continue
        new.pop(header, None)
        if after:
            if after != IGNORED:
                new = {other: name for other, name in new.items() if name != after}
            new[header] = after
    return new
