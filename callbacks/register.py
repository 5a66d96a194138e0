"""All wiring of the product, one screen after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbacks import audit, cards, imports, outages, people, settings, shell
from callbacks import map as map_callbacks
from callbacks.aside import set_aside

if TYPE_CHECKING:
    from dash import Dash

    from desk.desk import Desk


def register(app: Dash, desk: Desk) -> None:
    """Wire every screen to the desk."""
    for screen in (shell, map_callbacks, cards, people, settings, imports, audit, outages):
        screen.register(app, desk)
    set_aside(app)
    # What the HTTP side holds a request against before Dash sees it.
    app.server.state.callbacks = app.callback_map
