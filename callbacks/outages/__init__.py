"""The wiring of the outages' screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbacks.outages import acting, bench, board, change, compared, course, guard, inputs, people

if TYPE_CHECKING:
    from dash import Dash

    from desk.desk import Desk


def register(app: Dash, desk: Desk) -> None:
    """Wire the list of outages and the workbench."""
    for part in (board, bench, compared, change, people, course, guard, inputs, acting):
        part.register(app, desk)
