"""What fills a declaration besides the hand: a notice that was pasted, an area that is proposed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State, no_update

from callbacks.asking import speech, viewer
from callbacks.outages.declared import record_of
from desk.outages.area import proposed
from desk.outages.back import with_power
from desk.outages.bench import parts_of, rings_of
from desk.outages.beside import beside_of
from desk.outages.notice import read
from desk.outages.proposing import rows_out
from errors import BattlemapError
from rules.access import Right, require
from screens import shell
from screens.outages import ids
from screens.outages import notice as screen
from screens.outages.said import refused, said

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk


class NobodyTraced(BattlemapError):
    """An area was to be proposed around those whom the parts take, and they take nobody."""

    code = "outage.nobody_traced"


class NobodyOut(BattlemapError):
    """An area was to be proposed around those who are out, and all of them have power again."""

    code = "outage.nobody_out"


def register(app: Dash, desk: Desk) -> None:
    """Wire what is pasted and what is proposed."""
    app.callback(
        Output(ids.NOTICE_SAID, "children"),
        Input(ids.NOTICE_READ, "n_clicks"),
        State(ids.NOTICE, "value"),
        State(ids.BASE, "data"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(notice_read, desk))
    app.callback(
        Output(ids.OFFERED, "data"),
        Output(ids.PROPOSED, "children"),
        Input(ids.PROPOSE, "n_clicks"),
        State(ids.PARTS, "data"),
        State(ids.BASE, "data"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(area_proposed, desk))
    app.clientside_callback(
        ClientsideFunction("battlemap", "offered"),
        Output(ids.OFFER_SAID, "children"),
        Input(ids.OFFERED, "data"),
        prevent_initial_call=True,
    )


def notice_read(
    desk: Desk,
    _clicks: int | None,
    text: str | None,
    base: dict[str, Any] | None,
    where: str | None,
) -> Component:
    """Return what a pasted notice probably means; nothing of it is taken before it is pressed."""
    say = speech(where or "")
    try:
        found = read(desk, viewer(), text or "")
    except BattlemapError as error:
        return refused(say.error(error))
    fresh = not (base or {}).get("id")
    return screen.found(say, found, desk.settings.timezone, fresh=fresh)


def area_proposed(
    desk: Desk,
    clicks: int | None,
    parts: object,
    base: dict[str, Any] | None,
    where: str | None,
) -> tuple[Any, Component]:
    """Return the outline of whom the named parts take, to be drawn, and what is said of it.

    ``clicks`` make a proposal that is asked for again another one.
    """
    say, who = speech(where or ""), viewer()
    try:
        require(who, Right.DECLARE_OUTAGE)
        snapshot = desk.seen(who)
        record = record_of(desk, base)
        beside = beside_of(desk, who, record)
        back = with_power(desk, who, record.id) if record else frozenset[int]()
        before = record.declared.parts if record else ()
        rows = rows_out(snapshot, who, parts_of(parts), before, back, beside)
        area = proposed(snapshot, rows)
        if area is None:
            raise NobodyOut if back else NobodyTraced
    except BattlemapError as error:
        return no_update, refused(say.error(error))
    words = say("outage.area.proposed", n=len(rows), polygons=len(area.geoms))
    return rings_of(area) | {"asked": clicks}, said(words)
