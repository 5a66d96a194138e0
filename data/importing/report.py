"""What an import did, or would do: codes and numbers, from which each reader gets sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from data.importing.columns import COLUMNS

if TYPE_CHECKING:
    from data.importing.plan import KindPlan
    from data.importing.sieve import Finding, Rejection
    from rules.codes import Kind

MOST_SHOWN = 100
"""Rejected rows and removed keys that the report itself shows; the file has all."""


@dataclass(frozen=True, slots=True)
class KindReport:
    """What became of one file.

    ``removed`` counts keys that the store has and the file has not; nothing is deleted.
    ``rejected_file`` is the name of the CSV with all rejected rows, in the folder ``rejected`` of
    the data folder; none where none were rejected or nothing was written. ``unknown`` are headers
    that mean nothing, ``absent`` optional columns that the file does not have.
    """

    kind: Kind
    file: str
    read: int
    added: int
    changed: int
    unchanged: int
    removed: int
    rejected: int
    removed_keys: tuple[str, ...]
    rejections: tuple[Rejection, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]
    rejected_file: str | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import. ``run`` is its number in the store; a dry run has none."""

    path: str
    dry_run: bool
    began_at: datetime
    ended_at: datetime
    kinds: tuple[KindReport, ...]
    findings: tuple[Finding, ...] = ()
    ignored: tuple[str, ...] = ()
    run: int | None = None

    @property
    def rejected(self) -> int:
        """The number of rejected rows of all files."""
        return sum(kind.rejected for kind in self.kinds)

    @property
    def written(self) -> int:
        """The number of rows that were added or changed."""
        return sum(kind.added + kind.changed for kind in self.kinds)

    def of(self, kind: Kind) -> KindReport:
        """Return the report of a kind.

        Raises
        ------
        KeyError
            The import had no such file.
        """
        for report in self.kinds:
            if report.kind is kind:
                return report
        raise KeyError(kind)

    def to_json(self) -> dict[str, Any]:
        """Return the report in types that JSON knows; times in ISO 8601."""
        plain: dict[str, Any] = _plain(self)
        return plain | {"rejected": self.rejected, "written": self.written}


def kind_report(plan: KindPlan, rejected_file: str | None = None) -> KindReport:
    """Sum up what a plan does to one kind."""
    batch = plan.batch
    optional = [column.name for column in COLUMNS[plan.kind] if not column.required]
    return KindReport(
        kind=plan.kind,
        file=batch.file,
        read=batch.read,
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        removed=len(plan.removed),
        rejected=len(batch.rejections),
        removed_keys=tuple(plan.removed[:MOST_SHOWN].to_pylist()),
        rejections=batch.rejections[:MOST_SHOWN],
        findings=plan.findings,
        unknown=batch.unknown,
        absent=tuple(name for name in optional if name not in batch.given),
        rejected_file=rejected_file,
    )


def _plain(value: object) -> Any:  # noqa: ANN401
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else value
