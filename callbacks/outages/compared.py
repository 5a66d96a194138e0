"""Trace and area compared: the marks on the map, and the three lists side by side.

The marks follow once the counts and the first rows stand, the lists once somebody looks at them:
who draws looks at the counts first.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, no_update

from callbacks.asking import speech, viewer
from callbacks.outages.bench import changeable
from callbacks.outages.declared import work
from desk.outages import marking
from desk.outages.back import power
from desk.outages.compare import saved
from desk.outages.compare import sides as sides_of
from errors import BattlemapError
from screens import shell
from screens.outages import ids, sides

if TYPE_CHECKING:
    from dash import Dash

    from desk.desk import Desk


def register(app: Dash, desk: Desk) -> None:
    """Wire the marks and the three lists."""
    works_on = [State(name, "data") for name in (ids.DRAWN, ids.PARTS, ids.BASE)]
    app.callback(
        Output(ids.MARKS, "data"),
        Input(ids.JUDGED_SEEN, "data"),
        *works_on,
        prevent_initial_call=True,
    )(partial(marked, desk))
    app.callback(
        Output(ids.SIDES, "children"),
        Input(ids.COMPARED, "data"),
        *works_on,
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(compared, desk))


def marked(
    desk: Desk, _seen: object, drawn: object, parts: object, base: dict[str, Any] | None
) -> Any:  # noqa: ANN401 - GeoJSON, or that nothing changes
    """Return the marks on the map."""
    try:
        found = work(desk, base, drawn, parts)
    except BattlemapError:
        return no_update  # what is wrong is said beside the counts
    area = not changeable(found.record)
    seen = (found.snapshot, viewer(), found.declared, found.whom, found.beside)
    return marking.marks(*seen, area=area, power=power(desk, viewer(), found.record))


def compared(
    desk: Desk,
    _compared: object,
    drawn: object,
    parts: object,
    base: dict[str, Any] | None,
    where: str | None,
) -> Any:  # noqa: ANN401 - components, or that nothing changes
    """Return the three lists."""
    say, who = speech(where or ""), viewer()
    try:
        found = work(desk, base, drawn, parts)
    except BattlemapError:
        return no_update
    three = sides_of(found.snapshot, who, found.whom)
    second = saved(found.snapshot, who, found.whom)
    decidable = changeable(found.record) and found.record is not None
    return sides.sides(say, three, second, found.whom.ground, decidable=decidable)
