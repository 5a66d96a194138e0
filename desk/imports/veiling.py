"""Values of a bureau's files as reports, previews and files of rejected rows may repeat them.

A report stays on a screen and in a folder for long, and whoever needs the value has the file and
the number of its row. So phones are masked, whatever column they stand in, reasons and equipment
are not repeated at all, and no text tells of anybody's health.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

from data.export import csv_lines
from data.importing.columns import COLUMNS
from rules.codes import Kind
from rules.masking import HIDDEN, for_the_record, mask_phone, number_for_the_record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.importing import Finding, ImportReport, KindReport, Rejection

HEALTH_FIELDS = frozenset({"sensitivity_reason", "equipment", "backup_hours"})
PHONE_FIELDS = frozenset({"phone", "manager_phone"})
NUMBER_FIELDS = frozenset({"account", "number"})
_HEADS = frozenset({"column", "other"})
"""Facts of a finding that are headers of the file."""


def veiled(report: ImportReport) -> ImportReport:
    """Return a report whose names of files, headers, examples and values are fit to be shown."""
    return replace(
        report,
        path=for_the_record(report.path),
        ignored=tuple(map(for_the_record, report.ignored)),
        kinds=tuple(_kind(kind) for kind in report.kinds),
        findings=tuple(veiled_finding(finding) for finding in report.findings),
    )


def veiled_rejection(rejection: Rejection) -> Rejection:
    """Return a rejection with its value fit to be shown."""
    facts = {name: _fact(rejection.column, fact) for name, fact in rejection.facts.items()}
    value = _rejected(rejection.column, rejection.value)
    return replace(rejection, column=_header(rejection.column), value=value, facts=facts)


def veiled_finding(finding: Finding) -> Finding:
    """Return a finding with its examples fit to be shown."""
    column = str(finding.facts.get("column", ""))
    examples = tuple((row, veiled_value(column, value)) for row, value in finding.examples)
    heads = {name: _header(str(finding.facts[name])) for name in _HEADS & set(finding.facts)}
    return replace(finding, examples=examples, facts={**finding.facts, **heads})


def veiled_rows(
    fields: Sequence[str | None], rows: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], ...]:
    """Return the first rows of a file; ``fields`` is what each column means, if anything."""
    return tuple(
        tuple(veiled_value(field or "", value) for field, value in zip(fields, row, strict=True))
        for row in rows
    )


def veiled_csv(file: Path) -> str:
    """Return a file of rejected rows, whose columns are file, row, column, value, code, reason."""
    with file.open(encoding="utf-8-sig", newline="") as source:
        heads, *rows = csv.reader(source)
    return "".join(csv_lines(heads, [_csv_row(row) for row in rows]))


def veiled_value(column: str, value: str) -> str:
    """Return a value; ``column`` is a field, or a header that an import knows for one."""
    field = _field_of(column)
    if field in HEALTH_FIELDS:
        return HIDDEN if value.strip() else value
    if field in NUMBER_FIELDS:
        return number_for_the_record(value)
    return mask_phone(value) if field in PHONE_FIELDS else for_the_record(value)


def _rejected(column: str, value: str) -> str:
    # Without a column it is a whole row that could not be taken apart: anything may stand in it.
    return veiled_value(column, value) if column or not value.strip() else HIDDEN


def _kind(report: KindReport) -> KindReport:
    return replace(
        report,
        file=for_the_record(report.file),
        removed_keys=tuple(map(number_for_the_record, report.removed_keys)),
        unknown=tuple(map(for_the_record, report.unknown)),
        rejections=tuple(veiled_rejection(rejection) for rejection in report.rejections),
        findings=tuple(veiled_finding(finding) for finding in report.findings),
    )


def _csv_row(row: Sequence[str]) -> list[str]:
    file, number, column, value, code, reason = row
    shown = _rejected(column, value)
    told = reason.replace(value, shown) if value else reason
    return [for_the_record(file), number, _header(column), shown, code, for_the_record(told)]


def _fact(column: str, fact: object) -> object:
    return veiled_value(column, fact) if isinstance(fact, str) else fact


def _header(column: str) -> str:
    # A header that an import knows, such as 生命支持设备, tells of nobody.
    known = {name for field in COLUMNS[Kind.CUSTOMERS] for name in (field.name, *field.names)}
    return column if column in known else for_the_record(column)


def _field_of(column: str) -> str:
    for known in COLUMNS[Kind.CUSTOMERS], COLUMNS[Kind.RELAYS], COLUMNS[Kind.CELLS]:
        for field in known:
            if column == field.name or column in field.names:
                return field.name
    return column
