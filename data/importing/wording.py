"""Sentences about an import, in the language of who reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.importing.report import ImportReport, KindReport
    from data.importing.sieve import Finding, Rejection
    from texts import Texts

_FIRST = 5


def reason(rejection: Rejection, texts: Texts) -> str:
    """Say why a row was rejected and what to do about it."""
    facts = {**rejection.facts, "column": rejection.column, "value": rejection.value}
    return texts(f"import.reject.{rejection.code}", **facts)


def remark(finding: Finding, texts: Texts) -> str:
    """Say what was found, with the first rows it was found in."""
    facts = dict(finding.facts)
    for name in ("suspect", "witness"):
        if name in facts:
            facts[name] = texts(f"import.kind.{facts[name]}")
    if "direction" in facts:
        facts["direction"] = texts(f"import.direction.{facts['direction']}")
    sentence = texts(f"import.finding.{finding.code}", count=finding.count, **facts)
    shown = [_example(row, value, texts) for row, value in finding.examples[:_FIRST]]
    if not shown:
        return sentence
    return texts("import.finding.with_examples", sentence=sentence, examples="; ".join(shown))


def lines(report: ImportReport, texts: Texts) -> Iterator[str]:
    """Tell a whole report line by line, as the command line prints it."""
    yield texts("import.report.dry" if report.dry_run else "import.report.done", path=report.path)
    for kind in report.kinds:
        yield from _kind_lines(kind, texts)
    for finding in report.findings:
        yield f"! {remark(finding, texts)}"
    if report.ignored:
        yield texts("import.report.ignored", files=", ".join(report.ignored))


def _kind_lines(report: KindReport, texts: Texts) -> Iterator[str]:
    counts = {
        name: getattr(report, name)
        for name in ("read", "added", "changed", "unchanged", "removed", "rejected")
    }
    name = texts(f"import.kind.{report.kind.value}")
    yield texts("import.report.kind", kind=name, file=report.file, **counts)
    for finding in report.findings:
        yield f"  {'!' if finding.level == 'warning' else '·'} {remark(finding, texts)}"
    for rejection in report.rejections[:_FIRST]:
        yield f"  ✗ {_example(rejection.row, reason(rejection, texts), texts)}"
    if report.rejected_file:
        yield "  " + texts("import.report.rejected_file", file=report.rejected_file)
    if report.removed_keys:
        keys = ", ".join(report.removed_keys[:_FIRST])
        yield "  " + texts("import.report.removed", count=report.removed, keys=keys)
    if report.unknown:
        yield "  " + texts("import.report.unknown", columns=", ".join(report.unknown))


def _example(row: int, value: str, texts: Texts) -> str:
    return texts("import.report.row", row=str(row), value=value)
