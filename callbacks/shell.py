"""The frame: which page the URL means, and whether server and store are well."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import MATCH, ClientsideFunction, Input, Output, State, html, set_props

from callbacks import pages
from callbacks.asking import speech
from screens import shell
from screens.parts import CHART, LOOKS, chart_ref

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk

LOG = logging.getLogger(__name__)


def register(app: Dash, desk: Desk) -> None:
    """Wire the frame."""
    app.callback(
        Output(shell.FRAME, "children"),
        Input(shell.URL, "pathname"),
        State(shell.URL, "search"),
    )(partial(page, desk))
    app.callback(
        Output(shell.BANNER, "children"),
        Input(shell.HEALTH, "data"),
        State(shell.URL, "search"),
    )(banner)
    app.clientside_callback(
        ClientsideFunction("battlemap", "dressed"),
        Output(chart_ref(CHART, MATCH), "figure"),
        Input(chart_ref(LOOKS, MATCH), "data"),
        Input(shell.THEME, "data"),
    )


def page(desk: Desk, pathname: str | None, search: str | None) -> Component:
    """Return the frame with the page that the URL means."""
    return pages.framed(desk, speech(search or ""), pathname or "/", search or "")


def banner(health: dict[str, Any] | None, search: str | None) -> Component:
    """Return what the page says while something is away; empty while all is well."""
    well = {"link": True, "store": True}
    standing = health or well
    shown = shell.banner(
        speech(search or ""), link=bool(standing["link"]), store=bool(standing["store"])
    )
    return shown or html.Span()


def trouble(error: BaseException) -> None:
    """Note what nobody foresaw, and tell the reader that it happened; never the details."""
    LOG.error("callback failed", exc_info=error)
    set_props(shell.TROUBLE, {"children": shell.trouble(speech())})
