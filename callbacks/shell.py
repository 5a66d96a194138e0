"""The frame: which page the URL means."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from dash import MATCH, ClientsideFunction, Input, Output, State, set_props

from callbacks import pages
from callbacks.asking import speech
from errors import BattlemapError
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
    app.clientside_callback(
        ClientsideFunction("battlemap", "dressed"),
        Output(chart_ref(CHART, MATCH), "figure"),
        Input(chart_ref(LOOKS, MATCH), "data"),
        Input(shell.THEME, "data"),
    )


def page(desk: Desk, pathname: str | None, search: str | None) -> Component:
    """Return the frame with the page that the URL means."""
    return pages.framed(desk, speech(search or ""), pathname or "/", search or "")


def trouble(error: BaseException) -> None:
    """Tell the reader what is known of an error; note what nobody foresaw, without details."""
    say = speech()
    if isinstance(error, BattlemapError):
        told = say.error(error)
    else:
        LOG.error("callback failed", exc_info=error)
        told = say("error.unexpected")
    set_props(shell.TROUBLE, {"children": shell.trouble(told)})
