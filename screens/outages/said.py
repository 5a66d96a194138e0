"""How an act ended, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.outages import ids
from screens.parts import icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from texts import Texts


def said(words: str) -> Component:
    """Return what was done."""
    return html.P([icon("check"), words], className="bm-setting__done")


def refused(words: str) -> Component:
    """Return why it was not done."""
    return html.P([icon("alert"), words], className="bm-setting__refused", role="alert")


def asks(say: Texts, words: str, edit: int) -> Component:
    """Return what has to be meant, and the button by which somebody says so over ``edit``."""
    sure = html.Button(
        say("outage.area.sure"),
        id=ids.row(ids.SURE, of=f"area.{edit}"),
        type="button",
        className="bm-take bm-take--all",
    )
    return html.Div([refused(words), sure])
