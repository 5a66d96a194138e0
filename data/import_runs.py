"""Imports of the past, as the store remembers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from data.importing.report import ImportReport, KindReport
from data.importing.sieve import Finding, Level, Rejection
from data.tables import ImportRun
from rules.codes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

    from rules.viewer import Viewer

_COUNTS = ("read", "added", "changed", "unchanged", "removed", "rejected")


@dataclass(frozen=True, slots=True)
class PastRun:
    """An import that was written: who asked for it, and its report."""

    id: int
    actor: str
    report: ImportReport


def latest(connection: Connection, _viewer: Viewer, most: int) -> tuple[PastRun, ...]:
    """Return the last imports, the newest first."""
    query = select(ImportRun.id, ImportRun.actor, ImportRun.report)
    rows = connection.execute(query.order_by(ImportRun.id.desc()).limit(most)).all()
    return tuple(_run(row) for row in rows)


def run(connection: Connection, _viewer: Viewer, number: int) -> PastRun | None:
    """Return one import, none where there never was one of that number."""
    query = select(ImportRun.id, ImportRun.actor, ImportRun.report)
    row = connection.execute(query.where(ImportRun.id == number)).one_or_none()
    return _run(row) if row else None


def report_from_json(plain: Mapping[str, Any], number: int) -> ImportReport:
    """Return a report as ``ImportReport.to_json`` wrote it into the run of that number."""
    return ImportReport(
        path=plain["path"],
        dry_run=plain["dry_run"],
        began_at=datetime.fromisoformat(plain["began_at"]),
        ended_at=datetime.fromisoformat(plain["ended_at"]),
        kinds=tuple(_kind(kind) for kind in plain["kinds"]),
        findings=_findings(plain["findings"]),
        ignored=tuple(plain["ignored"]),
        run=number,
    )


def _run(row: Row[int, str, dict[str, object]]) -> PastRun:
    return PastRun(row.id, row.actor, report_from_json(row.report, row.id))


def _kind(plain: Mapping[str, Any]) -> KindReport:
    rejections = (Rejection(**rejection) for rejection in plain["rejections"])
    return KindReport(
        kind=Kind(plain["kind"]),
        file=plain["file"],
        **{name: plain[name] for name in _COUNTS},
        removed_keys=tuple(plain["removed_keys"]),
        rejections=tuple(rejections),
        findings=_findings(plain["findings"]),
        unknown=tuple(plain["unknown"]),
        absent=tuple(plain["absent"]),
        rejected_file=plain["rejected_file"],
    )


def _findings(plain: list[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code=finding["code"],
            count=finding["count"],
            examples=tuple((row, value) for row, value in finding["examples"]),
            facts=finding["facts"],
            level=Level(finding["level"]),
        )
        for finding in plain
    )
