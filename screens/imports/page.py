"""The frame of the import screen: what it is for, where one stands, what went before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import dcc, html

from desk.imports.place import PATH, Place
from screens.imports import ids
from screens.parts import attributes, empty, icon

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.imports.history import PastLine
    from texts import Texts

STEPS = ("choose", "check", "import")


def page(say: Texts, *, demo: bool) -> Component:
    """Return the screen; the step itself is filled by where the URL points."""
    return html.Div(
        [
            *[dcc.Store(id=name) for name in (ids.UPLOADED, *ids.SIGNALS)],
            dcc.Location(id=ids.GO_CHECK, refresh="callback-nav"),
            dcc.Location(id=ids.GO_RUN, refresh=True),
            dcc.Location(id=ids.GO_CLEARED, refresh=True),
            html.H1(say("imports.title")),
            html.P(say("imports.lead"), className="bm-lead"),
            _demo(say, shown=demo),
            html.Div(
                dmc.Loader(size="sm", color="gray"), id=ids.STEP, className="bm-imports__step"
            ),
            html.Section(id=ids.HISTORY),
        ],
        className="bm-page bm-imports",
    )


def steps(say: Texts, current: str) -> Component:
    """Return the three steps, the current one marked; ``"done"`` is after the last."""
    at = STEPS.index(current) if current in STEPS else len(STEPS)
    items = [
        html.Li(
            [html.B(icon("check") if n < at else str(n + 1)), say(f"imports.step.{name}")],
            className="bm-steps__one" + (" bm-steps__one--done" if n < at else ""),
            **(attributes(aria_current="step") if n == at else {}),
        )
        for n, name in enumerate(STEPS)
    ]
    return html.Ol(items, className="bm-steps")


def act(button: str, label: str, *, primary: bool = False, disabled: bool = False) -> Component:
    """Return a button with the line that says why it did nothing."""
    return html.Div(
        [
            dmc.Button(
                label,
                id=button,
                variant="filled" if primary else "default",
                disabled=disabled,
                size="sm",
            ),
            html.Span(id=ids.note(button), role="alert", className="bm-imports__note"),
        ],
        className="bm-imports__act",
    )


def again(say: Texts, key: str = "imports.other_file") -> Component:
    """Return the way back to the first step."""
    return dcc.Link(say(key), href=PATH, className="bm-link")


def refused(sentence: str) -> Component:
    """Return why something cannot be imported, with what to do about it."""
    return html.Div([icon("alert"), html.P(sentence)], className="bm-refused", role="alert")


def history(say: Texts, lines: Sequence[PastLine], zone: ZoneInfo) -> list[Component]:
    """Return the last imports, each with a link to its report."""
    title = html.H2(say("imports.history"))
    if not lines:
        return [title, empty(say("imports.history.none"))]
    names = ("time", "file", "kinds", "added", "changed", "rejected")
    numbers = names[3:]
    head = [
        html.Th(
            say(f"imports.count.{name}") if name in numbers else say(f"imports.history.{name}"),
            scope="col",
            className="bm-number" if name in numbers else "",
        )
        for name in names
    ]
    rows = [_past(say, line, zone) for line in lines]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="bm-lines")
    return [title, html.Div(table, className="bm-scroll")]


def _past(say: Texts, line: PastLine, zone: ZoneInfo) -> Component:
    kinds = say.listed(say(f"import.kind.{kind}") for kind in line.kinds)
    counts = (line.added, line.changed, line.rejected)
    return html.Tr(
        [
            html.Td(say.moment(line.at, zone)),
            html.Td(dcc.Link(line.path, href=Place().at_run(line.run), className="bm-link")),
            html.Td(kinds),
            *[html.Td(say.number(count), className="bm-number") for count in counts],
        ]
    )


def _demo(say: Texts, *, shown: bool) -> Component:
    """Return what stands above while the store holds the demo bureau.

    It is always in the layout, because callbacks refer to it, and hidden where it says nothing.
    """
    commands = "BATTLEMAP_DATA_DIR=var/bureau BATTLEMAP_DEMO=0 make run"
    return html.Section(
        [
            html.H2([html.B(say("shell.demo")), say("imports.demo.title")]),
            html.P(say("imports.demo.text")),
            html.P([say("imports.demo.beside"), html.Code(commands)]),
            dmc.Button(
                say("imports.demo.clear"), id=ids.CLEAR_BUTTON, variant="default", size="sm"
            ),
            _question(say),
        ],
        className="bm-imports__demo",
        hidden=not shown,
    )


def _question(say: Texts) -> Component:
    """Return the question that is asked before the demo bureau is cleared."""
    modal: Component = dmc.Modal(
        [
            html.P(say("imports.demo.sure")),
            html.Div(
                [
                    dmc.Button(say("imports.demo.cancel"), id=ids.CLEAR_CANCEL, variant="default"),
                    dmc.Button(say("imports.demo.confirm"), id=ids.CLEAR_CONFIRM, color="#a3123a"),
                    html.Span(
                        id=ids.note(ids.CLEAR_CONFIRM),
                        role="alert",
                        className="bm-imports__note",
                    ),
                ],
                className="bm-imports__acts",
            ),
        ],
        id=ids.CLEAR_MODAL,
        title=say("imports.demo.clear"),
        centered=True,
    )
    return modal
