"""The report of an import as other programs get it: codes and numbers, and sentences beside."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from desk.imports.telling import told

if TYPE_CHECKING:
    from data.importing import ImportReport
    from desk.imports.telling import KindTold, Remark, RowTold
    from texts import Texts


class FindingOut(BaseModel):
    """Something about accepted rows; ``examples`` are rows of the file with their values."""

    code: str
    level: Literal["note", "warning"]
    count: int
    examples: list[tuple[int, str]]
    facts: dict[str, Any]
    sentence: str


class RejectionOut(BaseModel):
    """A row that was not taken; ``row`` is its number in the file, ``reason`` has the remedy."""

    row: int
    column: str
    value: str
    code: str
    facts: dict[str, Any]
    reason: str


class KindOut(BaseModel):
    """What became of one file.

    ``removed`` counts what the store has and the file has not: nothing is deleted. Of
    ``removed_keys`` and ``rejections`` the first hundred are here; ``rejected_url`` has all
    rejected rows as CSV.
    """

    kind: str
    file: str
    read: int
    added: int
    changed: int
    unchanged: int
    removed: int
    rejected: int
    removed_keys: list[str]
    rejections: list[RejectionOut]
    findings: list[FindingOut]
    unknown: list[str]
    absent: list[str]
    rejected_file: str | None
    rejected_url: str | None


class ReportOut(BaseModel):
    """What became of an import; ``run`` is its number, none for a dry run."""

    path: str
    dry_run: bool
    run: int | None
    began_at: datetime
    ended_at: datetime
    written: int
    rejected: int
    kinds: list[KindOut]
    findings: list[FindingOut]
    ignored: list[str]


def report_out(report: ImportReport, say: Texts) -> ReportOut:
    """Return a report with its sentences in a language."""
    worded = told(report, say)
    report = worded.report
    return ReportOut(
        path=report.path,
        dry_run=report.dry_run,
        run=report.run,
        began_at=report.began_at,
        ended_at=report.ended_at,
        written=report.written,
        rejected=report.rejected,
        kinds=[_kind(kind, report.run) for kind in worded.kinds],
        findings=[_finding(remark) for remark in worded.remarks],
        ignored=list(report.ignored),
    )


def rejected_url(kind: str, run: int | None) -> str:
    """Return where the rejected rows of a kind of an import are."""
    return f"/api/v1/imports/{run}/rejected/{kind}.csv"


def _kind(told_: KindTold, run: int | None) -> KindOut:
    report = told_.report
    return KindOut(
        kind=report.kind,
        file=report.file,
        read=report.read,
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        removed=report.removed,
        rejected=report.rejected,
        removed_keys=list(report.removed_keys),
        rejections=[_rejection(row) for row in told_.rows],
        findings=[_finding(remark) for remark in told_.remarks],
        unknown=list(report.unknown),
        absent=list(report.absent),
        rejected_file=report.rejected_file,
        rejected_url=rejected_url(report.kind, run) if report.rejected_file else None,
    )


def _finding(remark: Remark) -> FindingOut:
    finding = remark.finding
    return FindingOut(
        code=finding.code,
        level=finding.level.value,
        count=finding.count,
        examples=list(finding.examples),
        facts=dict(finding.facts),
        sentence=remark.text,
    )


def _rejection(told_: RowTold) -> RejectionOut:
    rejection = told_.rejection
    return RejectionOut(
        row=rejection.row,
        column=rejection.column,
        value=rejection.value,
        code=rejection.code,
        facts=dict(rejection.facts),
        reason=told_.reason,
    )
