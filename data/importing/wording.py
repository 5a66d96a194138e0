"""Sentences about an import, in the language of who reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.importing.report import ImportReport, KindReport
    from data.importing.sieve import Finding, Rejection
    from texts import Texts

_FIRST = 5
PLAIN = "wgs84"
"""What positions are read as unless something else is said; a name of ``geo.datum.Datum``."""

_BEFORE = {"taken": PLAIN, "witness_taken": PLAIN, "remedy": "here", "points": "customers"}


def reason(rejection: Rejection, texts: Texts) -> str:
    """Say why a row was rejected and what to do about it."""
    facts = {**rejection.facts, "column": rejection.column, "value": rejection.value}
    return texts(f"import.reject.{rejection.code}", **facts)


def remark(finding: Finding, texts: Texts) -> str:
    """Say what was found, what to do about it, and the first rows it was found in."""
    facts = _spoken(finding, texts)
    sentence = texts(f"import.finding.{finding.code}", count=finding.count, **facts)
    if "remedy" in facts:
        sentence = _with_remedy(sentence, facts, texts)
    shown = [_example(row, value, texts) for row, value in finding.examples[:_FIRST]]
    if not shown:
        return sentence
    return texts("import.finding.with_examples", sentence=sentence, examples="; ".join(shown))


def _spoken(finding: Finding, texts: Texts) -> dict[str, object]:
    """Put the facts that are codes into words; ``kind`` keeps the code of the suspect."""
    facts = dict(finding.facts)
    if "suspect" in facts:
        # Imports of the past did not yet say all of this.
        facts = {**_BEFORE, **facts, "kind": facts["suspect"]}
    for name in ("suspect", "witness", "points"):
        if name in facts:
            facts[name] = texts(f"import.kind.{facts[name]}")
    if "direction" in facts:
        facts["direction"] = texts(f"import.direction.{facts['direction']}")
    if "taken" in facts:
        reread = "as_is" if facts["taken"] == PLAIN else "reread"
        shown = {name: _datum(facts[name], texts) for name in ("datum", "taken", "witness_taken")}
        facts["looks"] = texts(f"import.datum.{reread}", **facts | shown)
        facts["shown"] = shown["datum"]
        facts["witness_shown"] = shown["witness_taken"]
    return facts


def _datum(name: object, texts: Texts) -> str:
    return texts(f"import.datum.name.{name}")


def _with_remedy(sentence: str, facts: dict[str, object], texts: Texts) -> str:
    parts = [sentence]
    if facts["witness_taken"] != PLAIN:
        parts.append(texts("import.datum.unless", **facts))
    parts.append(texts(f"import.remedy.datum_{facts['remedy']}", **facts))
    return texts("import.datum.joint").join(parts)


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
