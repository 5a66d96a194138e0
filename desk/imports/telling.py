"""A report in the language of who reads it: numbers with the sentences that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.importing.sieve import Level
from data.importing.wording import reason, remark
from desk.imports.datum import suspected
from desk.imports.veiling import veiled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from data.importing import Finding, ImportReport, KindReport, Rejection
    from desk.imports.datum import Suspicion
    from rules.codes import Kind
    from texts import Texts


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding and its sentence."""

    finding: Finding
    text: str

    @property
    def warning(self) -> bool:
        """Whether somebody should do something about it."""
        return self.finding.level is Level.WARNING


@dataclass(frozen=True, slots=True)
class RowTold:
    """A rejected row, and why with what to do about it."""

    rejection: Rejection
    reason: str


@dataclass(frozen=True, slots=True)
class KindTold:
    """What became of one file. ``name`` is the kind in words."""

    report: KindReport
    name: str
    remarks: tuple[Remark, ...]
    rows: tuple[RowTold, ...]

    @property
    def kind(self) -> Kind:
        """What the file holds."""
        return self.report.kind


@dataclass(frozen=True, slots=True)
class ReportTold:
    """What became of an import."""

    report: ImportReport
    kinds: tuple[KindTold, ...]
    remarks: tuple[Remark, ...]
    suspicions: tuple[Suspicion, ...]

    @property
    def began_at(self) -> datetime:
        """When it began."""
        return self.report.began_at


def told(report: ImportReport, say: Texts) -> ReportTold:
    """Put a report into words, its examples masked where they hold personal facts."""
    report = veiled(report)
    return ReportTold(
        report=report,
        kinds=tuple(_kind(kind, say) for kind in report.kinds),
        remarks=_remarks(report.findings, say),
        suspicions=suspected(report),
    )


def label(say: Texts, kind: str | None, field: str) -> str:
    """Return the name of a field, as it is called in its kind of file; else the field itself."""
    for key in (f"imports.field.{kind}.{field}", f"imports.field.{field}"):
        if say.has(key):
            return say(key)
    return field


def _kind(report: KindReport, say: Texts) -> KindTold:
    return KindTold(
        report=report,
        name=say(f"import.kind.{report.kind.value}"),
        remarks=_remarks(report.findings, say),
        rows=tuple(RowTold(rejection, reason(rejection, say)) for rejection in report.rejections),
    )


def _remarks(findings: Iterable[Finding], say: Texts) -> tuple[Remark, ...]:
    """Put findings into words, warnings first."""
    remarks = (Remark(finding, remark(finding, say)) for finding in findings)
    return tuple(sorted(remarks, key=lambda remark: not remark.warning))
