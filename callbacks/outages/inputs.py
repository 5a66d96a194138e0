"""What fills a declaration besides the hand: a notice that was pasted, an area that is proposed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State

from callbacks.asking import speech, viewer
from desk.outages.notice import read
from errors import BattlemapError
from screens import shell
from screens.outages import ids
from screens.outages import notice as screen
from screens.outages.said import refused

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk


def register(app: Dash, desk: Desk) -> None:
    """Wire what is pasted and what is proposed."""
    app.callback(
        Output(ids.NOTICE_SAID, "children"),
        Input(ids.NOTICE_READ, "n_clicks"),
        State(ids.NOTICE, "value"),
        State(ids.BASE, "data"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(notice_read, desk))


def notice_read(
    desk: Desk,
    _clicks: int | None,
    text: str | None,
    base: dict[str, Any] | None,
    where: str | None,
) -> Component:
    """Return what a pasted notice probably means; nothing of it is taken before it is pressed."""
    say = speech(where or "")
    try:
        found = read(desk, viewer(), text or "")
    except BattlemapError as error:
        return refused(say.error(error))
    fresh = not (base or {}).get("id")
    return screen.found(say, found, desk.settings.timezone, fresh=fresh)
