"""The course of an outage: what may be done now, promises, milestones, ties, lists confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from screens.outages import ids

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from desk.outages.records import OutageRecord
    from texts import Texts


def panel(say: Texts, record: OutageRecord | None, *, editable: bool) -> Component:
    """Return the place of the course."""
    return html.Div(
        html.Div(id=ids.COURSE), className="bm-bench__part bm-bench__part--course"
    )
