"""The third step: how far the import is, and then what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import dcc, html

from desk.imports.datum import recast
from desk.terminal import first_account
from screens.imports import ids
from screens.imports.page import act, again, refused, steps
from screens.parts import attributes, icon, warning

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.imports.jobs import Job
    from desk.imports.telling import KindTold, Remark, ReportTold
    from texts import Texts

EVERY_MILLISECONDS = 600
COUNTS = ("added", "changed", "unchanged", "removed", "rejected")
_ROWS, _KEYS = 20, 5


def running(say: Texts, job: Job) -> Component:
    """Return the page of an import that runs; it asks how far it is until it has ended."""
    return html.Div(
        [
            steps(say, "import"),
            html.Div(progress(say, job), id=ids.PROGRESS, **attributes(aria_live="polite")),
            html.P(say("imports.running.help"), className="bm-lead"),
            dcc.Interval(id=ids.CLOCK, interval=EVERY_MILLISECONDS),
        ]
    )


def progress(say: Texts, job: Job) -> list[Component]:
    """Return how far an import is."""
    now = job.progress
    share = round(100 * now.done / now.total) if now and now.total else 0
    doing = say(f"import.stage.{now.stage}") if now else say("imports.running.waits")
    if job.report is not None:
        share, doing = 100, say("import.stage.done")
    what = say(f"import.kind.{now.kind}") if now and now.kind else ""
    file = now.file if now and now.file else job.upload.name
    return [
        html.H2(say("imports.running", file=job.upload.name), className="bm-imports__part"),
        dmc.Progress(value=max(share, 2), size="lg", radius="sm", **attributes(aria_label=doing)),
        html.P([html.B(doing), " ", " · ".join(part for part in (what, file) if part)]),
    ]


def failed(say: Texts, sentence: str) -> Component:
    """Return why an import was refused; nothing was written, and the file can be set up anew."""
    return html.Div(
        [
            steps(say, "import"),
            refused(sentence),
            html.P(say("imports.nothing_written")),
            html.Div(
                [act(ids.BACK_BUTTON, say("imports.back"), primary=True), again(say)],
                className="bm-imports__acts",
            ),
        ]
    )


def report(say: Texts, told: ReportTold, zone: ZoneInfo, *, alone: bool = False) -> Component:
    """Return what an import did; ``alone`` means that nobody has an account of their own yet."""
    head = say("import.report.done", path=told.report.path)
    return html.Div(
        [
            steps(say, "done"),
            html.Div([icon("check"), html.H2(head)], className="bm-done"),
            html.P(say("imports.done_at", time=say.moment(told.report.ended_at, zone))),
            *_body(say, told),
            warning(say("door.first_administrator", command=first_account())) if alone else None,
            html.Div(
                [
                    dcc.Link(say("imports.to_map"), href="/", className="bm-go"),
                    again(say, "imports.next_file"),
                ],
                className="bm-imports__acts",
            ),
        ]
    )


def trial(say: Texts, told: ReportTold, *, held: bool) -> Component:
    """Return what an import would do, and the ways on from there.

    ``held`` means that it was meant to be written, and waits for a decision about its datum.
    """
    others = recast(told.suspicions)
    names = dict.fromkeys(say(f"imports.crs.{datum}") for datum in others.values())
    datum = say.listed(names)
    acts = [act(ids.RECAST_BUTTON, say("imports.recast", datum=datum), primary=True)]
    acts = acts if others else []
    acts += [
        act(
            ids.ANYWAY_BUTTON,
            say("imports.anyway" if told.suspicions else "imports.begin"),
            primary=not others,
        ),
        act(ids.BACK_BUTTON, say("imports.back")),
    ]
    return html.Div(
        [
            steps(say, "check"),
            html.H2(say("import.report.dry", path=told.report.path)),
            html.P(say("imports.held")) if held else None,
            *_body(say, told),
            html.Div(acts, className="bm-imports__acts"),
        ]
    )


def _body(say: Texts, told: ReportTold) -> list[Component]:
    parts = [_remark(remark) for remark in told.remarks if remark.warning]
    parts += [_kind(say, kind, told.report.run) for kind in told.kinds]
    parts += [_remark(remark) for remark in told.remarks if not remark.warning]
    if told.report.ignored:
        names = say.listed(told.report.ignored)
        parts.append(html.P(say("import.report.ignored", files=names), className="bm-empty"))
    return parts


def _kind(say: Texts, told: KindTold, run: int | None) -> Component:
    report = told.report
    counts = [
        html.Div(
            [html.B(say.number(getattr(report, name))), html.Span(say(f"imports.count.{name}"))],
            className=f"bm-tally bm-tally--{name}"
            + ("" if getattr(report, name) else " bm-tally--none"),
        )
        for name in COUNTS
    ]
    read = say("imports.read", n=report.read)
    return html.Section(
        [
            html.H2([html.Span(told.name), html.Small(f"{report.file} · {read}")]),
            html.Div(counts, className="bm-tallies"),
            *[_remark(remark) for remark in told.remarks],
            *_removed(say, told),
            *_unknown(say, told),
            *_rejected(say, told, run),
        ],
        className="bm-imports__kind",
    )


def _remark(remark: Remark) -> Component:
    if remark.warning:
        return warning(remark.text)
    return html.P(remark.text, className="bm-remark")


def _removed(say: Texts, told: KindTold) -> list[Component]:
    if not told.report.removed:
        return []
    keys = say.listed(told.report.removed_keys[:_KEYS])
    text = say("import.report.removed", count=told.report.removed, keys=keys)
    return [html.P(text, className="bm-remark")]


def _unknown(say: Texts, told: KindTold) -> list[Component]:
    if not told.report.unknown:
        return []
    columns = say.listed(told.report.unknown)
    return [html.P(say("imports.check.unused", columns=columns), className="bm-remark")]


def _rejected(say: Texts, told: KindTold, run: int | None) -> list[Component]:
    if not told.rows:
        return []
    names = ("row", "column", "value", "reason")
    head = html.Tr([html.Th(say(f"import.rejected.{name}"), scope="col") for name in names])
    rows = [
        html.Tr(
            [
                html.Td(str(row.rejection.row), className="bm-number"),
                html.Td(row.rejection.column),
                html.Td(row.rejection.value),
                html.Td(row.reason),
            ]
        )
        for row in told.rows[:_ROWS]
    ]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="bm-lines")
    return [
        html.H3([say("imports.rejected", n=told.report.rejected), _download(say, told, run)]),
        html.Div(table, className="bm-scroll"),
    ]


def _download(say: Texts, told: KindTold, run: int | None) -> Component | None:
    if run is None or not told.report.rejected_file:
        return None
    href = f"/api/v1/imports/{run}/rejected/{told.kind}.csv"
    return html.A(say("imports.rejected.download"), href=href, className="bm-link")
