"""The outages' screens as a whole, empty: what Dash checks the ids of all callbacks against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.outages import bench, board

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from texts import Texts


def everything(say: Texts, zone: ZoneInfo) -> list[Component]:
    """Return every part that a callback names."""
    new = bench.Opened(None, editable=True, works=True, zone=zone)
    return [
        board.page(say, None, declares=True),
        bench.page(say, new, {}),
    ]
