"""Showing what is masked on a card, and forgetting it when another card is opened.

The page's own script forgets first (``assets/map/chosen.mjs``): Dash drops a callback whose
buttons have left the page, as they do when a card is closed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, ctx, html
from dash.exceptions import PreventUpdate

from callbacks.asking import speech, viewer
from desk.showing import Part, Wanted, Why, show
from errors import BattlemapError
from screens import map as screen
from screens import shell
from screens.cards import shows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk


def register(app: Dash, desk: Desk) -> None:
    """Wire what a click shows."""
    fields = {"type": shows.WORDS, "noun": ALL, "ref": ALL, "part": ALL}
    app.callback(
        Output(screen.UNMASKED, "children"),
        Input({"type": shows.BUTTON, "noun": ALL, "ref": ALL, "part": ALL, "why": ALL}, "n_clicks"),
        Input(screen.OPEN, "data"),
        State(fields, "value"),
        State(fields, "id"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(clicked, desk))


def clicked(
    desk: Desk,
    _clicks: Sequence[int | None],
    _opened: dict[str, Any] | None,
    words: Sequence[str | None],
    fields: Sequence[dict[str, Any]],
    where: str | None,
) -> Component:
    """Return what the pressed button shows; nothing once another card is opened."""
    # The new card's buttons arrive together with its opening, and may be named before it.
    if screen.OPEN in ctx.triggered_prop_ids.values():
        return html.Div()
    pressed = ctx.triggered_id
    if not isinstance(pressed, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # the card was only drawn anew
    say = speech(where or "")
    try:
        return shows.shown(say, show(desk, viewer(), wanted(pressed, words, fields)))
    except BattlemapError as error:
        return html.P(say.error(error), className="bm-empty")


def wanted(
    pressed: dict[str, Any], words: Sequence[str | None], fields: Sequence[dict[str, Any]]
) -> Wanted:
    """Return what a button asks for, with the words of the field beside it."""
    beside = shows.field(pressed["noun"], pressed["ref"], pressed["part"])
    typed = next((text for text, field in zip(words, fields, strict=True) if field == beside), "")
    return Wanted(
        noun=str(pressed["noun"]),
        ref=int(pressed["ref"]),
        part=Part(pressed["part"]),
        why=Why(pressed["why"]),
        words=typed or "",
    )
