"""What a person chooses for an import, and how they see it move."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.importing.errors import FieldTwice, MapUnreadable
from data.importing.forms import IGNORED
from texts import Tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.codes import Kind


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is said besides the path; everything may be left to be found out.

    ``crs`` is a name for ``geo.crs.CoordinateSystem.parse`` and beats what the file says; it
    counts for every file but those that ``crs_of`` has a system for, by kind or name of the file.
    ``mapping`` gives the field of a header, or ``IGNORED``. ``sheet`` is the sheet of a workbook
    or the layer of a file that has several. ``tongue`` is the language of the reasons in files of
    rejected rows.
    """

    kind: Kind | None = None
    crs: str | None = None
    crs_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    dry_run: bool = False
    sheet: str | None = None
    tongue: Tongue = Tongue.CHINESE


class Stage(StrEnum):
    """What an import is doing."""

    READING = "reading"
    CHECKING = "checking"
    COMPARING = "comparing"
    WRITING = "writing"
    LINKING = "linking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: step ``done`` of ``total``, and what it is busy with."""

    stage: Stage
    done: int
    total: int
    kind: Kind | None = None
    file: str = ""


def parse_mapping(pairs: Iterable[str], file: str) -> Mapping[str, str]:
    """Read ``column=field`` pairs as the command line takes them.

    Raises
    ------
    MapUnreadable
        A pair has no ``=``, or nothing on one side of it.
    FieldTwice
        Two columns for one field.
    """
    mapping: dict[str, str] = {}
    for pair in pairs:
        column, _, name = (part.strip() for part in pair.rpartition("="))
        if not column or not name:
            raise MapUnreadable(file=file, given=pair)
        if name != IGNORED and name in mapping.values():
            raise FieldTwice(file=file, field=name)
        mapping[column] = name
    return MappingProxyType(mapping)
