"""Pages for what is not there, or cannot be shown just now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from screens.parts import attributes, icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from errors import BattlemapError
    from texts import Texts


def page(say: Texts) -> Component:
    """Return the page of an address that means nothing."""
    return _notice(
        [
            html.H1(say("shell.no_page")),
            html.P(say("shell.no_page_help")),
            dcc.Link(say("shell.to_map"), href="/", className="bm-link"),
        ]
    )


def failed(say: Texts, error: BattlemapError, listed: str = "") -> Component:
    """Return the page that could not be made, with the reason and what helps.

    ``listed`` is where the others of what is not there stand, "" for the map.

    Only where waiting helps is it marked to be asked for again: anything else would be refused
    again, and the page would load itself for ever.
    """
    passing = {"data_retry": error.code} if error.passing else {}
    words = say("shell.to_list") if listed else say("shell.to_map")
    way = [] if passing else [dcc.Link(words, href=listed or "/", className="bm-link")]
    return html.Div(_notice([html.P(say.error(error)), *way]), **attributes(**passing))


def _notice(children: list[Component]) -> Component:
    return html.Div([icon("alert"), *children], className="bm-notice", role="status")
