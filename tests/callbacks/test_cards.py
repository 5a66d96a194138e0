"""What a click has shown is taken away as soon as another card is opened."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from dash import html
from dash.exceptions import PreventUpdate

from callbacks import cards as callbacks
from screens import map as screen
from screens.cards import shows
from tests.callbacks.asking import asked

if TYPE_CHECKING:
    from desk.desk import Desk

NEW_BUTTON = json.dumps(shows.button("customer", 2, "phone", "visit")) + ".n_clicks"
OPENED = f"{screen.OPEN}.data"


@pytest.mark.parametrize(
    ("first", "second"), [(OPENED, ""), (OPENED, NEW_BUTTON), (NEW_BUTTON, OPENED)]
)
def test_another_card_takes_away_what_was_shown_whatever_else_came_with_it(
    desk: Desk, first: str, second: str
) -> None:
    with asked(first, also=[second]):
        shown = callbacks.clicked(desk, [None], {"noun": "customer", "id": 2}, [], [], "")
    assert shown.to_plotly_json() == html.Div().to_plotly_json()


def test_a_card_drawn_anew_leaves_what_was_shown(desk: Desk) -> None:
    with asked(NEW_BUTTON), pytest.raises(PreventUpdate):
        callbacks.clicked(desk, [None], {"noun": "customer", "id": 2}, [], [], "")
