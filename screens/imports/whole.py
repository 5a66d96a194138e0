"""Every step of the import screen at once, for Dash to check the ids of the callbacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dash import dcc, html

from desk.imports.checking import Checked
from desk.imports.choices import Choices
from desk.imports.uploads import Upload
from screens.imports import check, ids
from screens.imports.page import act

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from texts import Texts


def everything(say: Texts) -> list[Component]:
    """Return what any step has an id for."""
    buttons = (ids.ANYWAY_BUTTON, ids.RECAST_BUTTON, ids.BACK_BUTTON)
    return [
        check.step(say, Upload("", Path("-"), 0), Checked(), Choices()),
        html.Div(id=ids.PROGRESS),
        dcc.Interval(id=ids.CLOCK, disabled=True),
        *[act(button, "") for button in buttons],
    ]
