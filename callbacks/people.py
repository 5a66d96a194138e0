"""The list: its rows as it is scrolled, and what stands above them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dash import ClientsideFunction, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.asking import speech, viewer
from desk import overview
from desk.listing import LIST, Listing
from desk.lists import counted, part
from desk.live.rows import Shown, as_now, id_of
from desk.view import View
from errors import BattlemapError
from rules.access import Right, may
from screens import listed, shell
from screens import people as screen
from screens.parts import empty

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from texts import Texts

MOST_ROWS = 500
"""Rows that one request may ask for."""


def register(app: Dash, desk: Desk) -> None:
    """Wire the list screen."""
    where = State(shell.URL, "search")
    app.callback(
        Output(screen.BODY, "children"),
        Output(screen.LISTED, "data"),
        Input(shell.URL, "search"),
        State(shell.URL, "pathname"),
        prevent_initial_call=True,
    )(partial(table, desk))
    app.callback(
        Output(screen.HEAD, "children"),
        Input(shell.URL, "search"),
        Input(shell.HEALTH, "data"),
        State(shell.URL, "pathname"),
        prevent_initial_call=True,
    )(partial(head, desk))
    for grid in screen.GRIDS.values():
        app.callback(
            Output(grid, "getRowsResponse"),
            Input(grid, "getRowsRequest"),
            where,
            prevent_initial_call=True,
        )(partial(rows, desk))
    _register_live(app, desk)


def _register_live(app: Dash, desk: Desk) -> None:
    app.callback(
        Output(screen.AS_NOW, "data"),
        Input(screen.IN_VIEW, "data"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(now, desk))
    app.clientside_callback(
        ClientsideFunction("tables", "settle"),
        Output(screen.SETTLED, "data"),
        Input(screen.AS_NOW, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("tables", "follow"),
        Output(screen.KNOWN, "data"),
        Input(screen.LISTED, "data"),
        Input(shell.HEALTH, "data"),
        State(screen.KNOWN, "data"),
        prevent_initial_call=True,
    )


def page(desk: Desk, say: Texts, search: str) -> Component:
    """Return the list screen of a URL."""
    listing, snapshot = Listing.parse(search), desk.seen(viewer())
    return screen.page(say, listing, snapshot.version, _head(desk, say, listing))


def table(desk: Desk, search: str | None, pathname: str | None) -> tuple[Component, dict[str, Any]]:
    """Return the table of a tab, and the list it shows."""
    if pathname != LIST:
        raise PreventUpdate
    listing = Listing.parse(search or "")
    shown = screen.listed(listing, desk.seen(viewer()).version)
    return screen.table(speech(search or ""), listing), shown


def head(desk: Desk, search: str | None, _health: object, pathname: str | None) -> list[Component]:
    """Return what stands above the table, counted anew."""
    if pathname != LIST:
        raise PreventUpdate
    say = speech(search or "")
    try:
        return _head(desk, say, Listing.parse(search or ""))
    except BattlemapError as error:
        return [empty(say.error(error))]


def rows(desk: Desk, request: dict[str, Any] | None, search: str | None) -> dict[str, Any]:
    """Return the rows that the table asks for, and how many there are in all."""
    if not request:
        raise PreventUpdate
    start = max(int(request["startRow"]), 0)
    stop = min(int(request["endRow"]), start + MOST_ROWS)
    listing = Listing.parse(search or "")
    try:
        some = part(desk.seen(viewer()), viewer(), listing, start, stop)
    except BattlemapError as error:
        # The banner says that the store is away; the rows are asked for again when it is back.
        raise PreventUpdate from error
    words = listed.Words(speech(search or ""), listing, desk.now(), desk.settings.timezone)
    return {"rowData": [listed.row(item, words) for item in some.rows], "rowCount": some.count}


def now(desk: Desk, in_view: dict[str, Any] | None, search: str | None) -> dict[str, Any]:
    """Return the rows in view as they are now, and how many others belong there."""
    if not in_view:
        raise PreventUpdate
    listing = Listing.parse(search or "")
    addresses = {_opened(href): str(href) for href in in_view["hrefs"]}
    shown = Shown(max(int(in_view["first"]), 0), tuple(addresses))
    try:
        found = as_now(desk.seen(viewer()), viewer(), listing, shown)
    except BattlemapError as error:
        raise PreventUpdate from error
    words = listed.Words(speech(search or ""), listing, desk.now(), desk.settings.timezone)
    # A row keeps the address by which the table knows it, also where its place has changed.
    rows = [listed.row(item, words) | {"href": addresses[id_of(item)]} for item in found.rows]
    return {"grid": in_view["grid"], "rows": rows, "moved": found.moved}


def _opened(href: object) -> int:
    chosen = View.parse(urlsplit(str(href)).query).selection
    return chosen.id if chosen else 0


def _head(desk: Desk, say: Texts, listing: Listing) -> list[Component]:
    snapshot, who = desk.seen(viewer()), viewer()
    choices = overview.choices(snapshot, who)
    export = may(who, Right.EXPORT)
    return screen.head(say, listing, counted(snapshot, who, listing), choices, export=export)
