"""How an act ended, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.parts import icon

if TYPE_CHECKING:
    from dash.development.base_component import Component


def said(words: str) -> Component:
    """Return what was done."""
    return html.P([icon("check"), words], className="bm-setting__done")


def refused(words: str) -> Component:
    """Return why it was not done."""
    return html.P([icon("alert"), words], className="bm-setting__refused", role="alert")
