"""The three lists of an outage side by side, and whom they name on the map.

They follow once the counts stand: who draws looks at the counts first.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, no_update

from callbacks.asking import speech, viewer
from callbacks.outages.bench import changeable
from callbacks.outages.declared import work
from desk.outages import marking
from desk.outages.compare import saved
from desk.outages.compare import sides as sides_of
from errors import BattlemapError
from screens import shell
from screens.outages import ids, sides

if TYPE_CHECKING:
    from dash import Dash

    from desk.desk import Desk


def register(app: Dash, desk: Desk) -> None:
    """Wire the three lists."""
    app.callback(
        Output(ids.SIDES, "children"),
        Output(ids.MARKS, "data"),
        Input(ids.JUDGED, "data"),
        State(ids.DRAWN, "data"),
        State(ids.PARTS, "data"),
        State(ids.BASE, "data"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(compared, desk))


def compared(
    desk: Desk,
    _judged: object,
    drawn: object,
    parts: object,
    base: dict[str, Any] | None,
    where: str | None,
) -> tuple[Any, Any]:
    """Return the three lists and the marks on the map."""
    say, who = speech(where or ""), viewer()
    try:
        found = work(desk, base, drawn, parts)
    except BattlemapError:
        return no_update, no_update  # what is wrong is said beside the counts
    snapshot, whom, editable = found.snapshot, found.whom, changeable(found.record)
    three, second = sides_of(snapshot, who, whom), saved(snapshot, who, whom)
    decidable = editable and found.record is not None
    return (
        sides.sides(say, three, second, whom.ground, decidable=decidable),
        marking.marks(snapshot, who, found.declared, whom, area=not editable),
    )
