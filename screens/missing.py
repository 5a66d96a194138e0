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


def failed(say: Texts, error: BattlemapError) -> Component:
    """Return the page that could not be made, with the reason and what helps."""
    return html.Div(_notice([html.P(say.error(error))]), **attributes(data_retry=error.code))


def _notice(children: list[Component]) -> Component:
    return html.Div([icon("alert"), *children], className="bm-notice", role="status")
