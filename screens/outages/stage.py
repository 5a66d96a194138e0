"""The map of the workbench: tools to draw with above it, the live count beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from desk.outages.drawing import Remark
from rules.codes import Sensitivity
from screens.outages import ids
from screens.parts import attributes, icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from texts import Texts

MODES = ("pick", "polygon", "rectangle", "freehand", "cut", "select")
STEPS = ("undo", "redo", "delete", "clear")
LINES = ("feeder", "section")
"""What a click on a line names: the whole feeder, or the section that was hit."""
REMARKS = tuple(one for one in Remark if one is not Remark.NONE)
WORST = sorted((one for one in Sensitivity if one), reverse=True)


def stage(say: Texts, *, editable: bool) -> Component:
    """Return the map; with tools where the outage may be changed."""
    return html.Section(
        [
            html.Div(
                id=ids.CANVAS,
                className="bm-canvas",
                role="region",
                **attributes(aria_label=say("outage.map")),
            ),
            _tools(say) if editable else None,
            _live(say) if editable else None,
            _legend(say),
            html.Div(id=ids.FAILED_NOTE, className="bm-note", role="status"),
        ],
        className="bm-stage bm-bench__stage",
    )


def _tools(say: Texts) -> Component:
    modes = [_tool(say, name, pressed=name == "pick") for name in MODES]
    steps = [_tool(say, name) for name in STEPS]
    lines = [
        html.Button(
            say(f"outage.line.{name}"),
            type="button",
            className="bm-tool bm-tool--word",
            **attributes(data_line=name, aria_pressed=str(name == LINES[0]).lower()),
        )
        for name in LINES
    ]
    return html.Div(
        [
            html.Div(modes, className="bm-tools__group", role="group"),
            html.Div(steps, className="bm-tools__group", role="group"),
            html.Div(
                [html.Span(say("outage.line"), className="bm-tools__word"), *lines],
                className="bm-tools__group bm-tools__group--line",
                role="group",
            ),
        ],
        className="bm-tools",
        role="toolbar",
        **attributes(aria_label=say("outage.tools")),
    )


def _tool(say: Texts, name: str, *, pressed: bool | None = None) -> Component:
    words = say(f"outage.tool.{name}")
    state = {} if pressed is None else attributes(aria_pressed=str(pressed).lower())
    return html.Button(
        icon(f"tool-{name}"),
        type="button",
        title=words,
        className="bm-tool",
        **attributes(data_tool=name, aria_label=words),
        **state,
    )


def _live(say: Texts) -> Component:
    """Return how many the drawing holds; assets/map/counting.mjs fills it as the hand moves."""
    rings = [
        html.Span(
            [
                html.I(className=f"bm-ring bm-ring--{one.value}"),
                html.B("–", **attributes(data_live=str(one.value))),
            ],
            title=say(f"code.sensitivity.{one.value}"),
        )
        for one in WORST
    ]
    return html.Div(
        [
            html.Div(
                [html.B("–", **attributes(data_live="count")), html.Small(say("outage.live"))],
                className="bm-live__count",
            ),
            html.Div(rings, className="bm-live__rings"),
            html.P(className="bm-live__remark", **attributes(data_live="remark")),
        ],
        id=ids.LIVE,
        className="bm-live bm-live--none",
        **attributes(aria_live="polite"),
        **attributes(**{f"data_{name}": say(f"outage.live.{name}") for name in REMARKS}),
    )


def _legend(say: Texts) -> Component:
    drawn = ("both", "inside_only", "traced_only", "back", "lost", "tie")
    marks = (*drawn, "switch", "open", "transformer")
    return html.Div(
        [
            html.Span([html.I(className=f"bm-basis bm-basis--{name}"), say(f"outage.mark.{name}")])
            for name in marks
        ],
        className="bm-bench__legend",
    )
