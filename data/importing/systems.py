"""In which coordinate system each file of an import is read: passed for all, for one, or its own.

``--crs gcj02`` counts for every file with positions, ``--crs customers=gcj02`` for one of them,
named by its kind (in any of the words that file names are recognised by) or by its file.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.importing.columns import COLUMNS
from data.importing.errors import SystemTargetUnknown, SystemTwice
from data.importing.forms import Form, folded
from data.importing.locating import kind_of
from data.importing.sieve import Finding
from geo.crs import EXAMPLES, UnknownCoordinateSystem
from geo.datum import Datum
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from data.importing.locating import Source
    from data.importing.options import ImportOptions
    from geo.crs import CoordinateSystem

LOCATED = tuple(
    kind
    for kind in Kind
    if any(column.form in (Form.DEGREES, Form.SHAPE) for column in COLUMNS[kind])
)
"""The kinds that have positions or shapes."""


def parse_systems(given: Iterable[str], file: str) -> tuple[str | None, Mapping[str, str]]:
    """Read systems as they are passed: one for everything, and those of single files.

    Raises
    ------
    SystemTwice
        Two systems for the same.
    geo.crs.UnknownCoordinateSystem
        Nothing stands before or behind the equals sign.
    """
    plain: str | None = None
    single: dict[str, str] = {}
    for one in given:
        target, named, system = (part.strip() for part in one.rpartition("="))
        if named and not (target and system):
            # An unset variable of a shell must not quietly mean WGS-84.
            raise UnknownCoordinateSystem(given=one, examples=", ".join(EXAMPLES))
        before = single.get(target) if named else plain
        if before is not None and before != system:
            raise SystemTwice(file=file, target=target or "*", first=before, second=system)
        if named:
            single[target] = system
        else:
            plain = system
    return plain or None, MappingProxyType(single)


def refuse_unknown_targets(sources: Sequence[Source], options: ImportOptions, file: str) -> None:
    """Make sure that every system that was passed for a file finds that file.

    Raises
    ------
    SystemTargetUnknown
        The import has nothing of that name that could have a position.
    SystemTwice
        Two names mean the same file, as its kind and its own, with two systems.
    """
    located = [source for source in sources if source.kind in LOCATED]
    for target in options.crs_of:
        if not any(_means(target, source.kind, source.path) for source in located):
            names = ", ".join(source.kind.value for source in located) or "–"
            raise SystemTargetUnknown(file=file, target=target, names=names)
    for source in located:
        given = [
            s for target, s in options.crs_of.items() if _means(target, source.kind, source.path)
        ]
        if len(set(given)) > 1:
            name = source.path.name
            raise SystemTwice(file=file, target=name, first=given[0], second=given[1])


def own_options(options: ImportOptions, kind: Kind | None, path: Path) -> ImportOptions:
    """Return the options of one file: its own system, where one was passed, beats the plain one."""
    for target, system in options.crs_of.items():
        if _means(target, kind, path):
            return replace(options, crs=system, crs_of=MappingProxyType({}))
    return replace(options, crs_of=MappingProxyType({}))


def read_as(
    kind: Kind, system: CoordinateSystem, rows: int, *, passed: bool
) -> tuple[Finding, ...]:
    """Say in which system a file was read, unless nobody spoke of systems."""
    if kind not in LOCATED or (not passed and system.datum is Datum.WGS84):
        return ()
    code = "crs_passed" if passed else "crs_of_file"
    return (Finding(code, rows, facts={"system": system.name}),)


def _means(target: str, kind: Kind | None, path: Path) -> bool:
    if folded(target) in (folded(path.name), folded(path.stem)):
        return True
    return kind is not None and kind_of(target) is kind
