"""The list of outages, which follows whatever happens to one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dash import Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.asking import speech, viewer
from desk.outages.bench import PATH
from desk.outages.board import board
from desk.outages.kept import kept_rates
from errors import BattlemapError
from rules.access import Right, may
from screens import shell
from screens.outages import board as screen
from screens.outages import ids
from screens.parts import empty

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from texts import Texts


def register(app: Dash, desk: Desk) -> None:
    """Wire the list."""
    app.callback(
        Output(ids.LIST_BODY, "children"),
        Input(shell.HEALTH, "data"),
        State(shell.URL, "search"),
        State(shell.URL, "pathname"),
        prevent_initial_call=True,
    )(partial(body, desk))


def page(desk: Desk, say: Texts) -> Component:
    """Return the screen."""
    return screen.page(say, _body(desk, say), declares=may(viewer(), Right.DECLARE_OUTAGE))


def body(desk: Desk, _health: object, where: str | None, pathname: str | None) -> Component:
    """Return the list anew."""
    if pathname != PATH:
        raise PreventUpdate
    say = speech(where or "")
    try:
        return _body(desk, say)
    except BattlemapError as error:
        return empty(say.error(error))


def _body(desk: Desk, say: Texts) -> Component:
    who, zone = viewer(), desk.settings.timezone
    return screen.body(say, board(desk, who), kept_rates(desk, who), desk.now(), zone)
