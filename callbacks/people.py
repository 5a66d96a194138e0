"""The list: its rows as it is scrolled, what stands above them, and the files to take away."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State
from dash.exceptions import PreventUpdate

from callbacks.asking import speech, viewer
from desk import exports, overview
from desk.listing import LIST, Listing
from desk.lists import counted, part, whole
from errors import BattlemapError
from screens import listed, shell
from screens import people as screen
from screens.parts import empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from texts import Texts

MOST_ROWS = 500
"""Rows that one request may ask for."""
CSV_TYPE = "text/csv;charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    _register_files(app, desk)
    app.clientside_callback(
        ClientsideFunction("tables", "follow"),
        Output(screen.KNOWN, "data"),
        Input(screen.LISTED, "data"),
        Input(shell.HEALTH, "data"),
        State(screen.KNOWN, "data"),
        prevent_initial_call=True,
    )


def _register_files(app: Dash, desk: Desk) -> None:
    for button, file, write in (
        (screen.CSV, screen.CSV_FILE, csv_file),
        (screen.XLSX, screen.XLSX_FILE, xlsx_file),
    ):
        app.callback(
            Output(file, "data"),
            Input(button, "n_clicks"),
            State(shell.URL, "search"),
            running=[(Output(button, "loading"), True, False)],
            prevent_initial_call=True,
        )(partial(write, desk))


def page(desk: Desk, say: Texts, search: str) -> Component:
    """Return the list screen of a URL."""
    listing, snapshot = Listing.parse(search), desk.keeper.current()
    return screen.page(say, listing, snapshot.version, _head(desk, say, listing))


def table(desk: Desk, search: str | None, pathname: str | None) -> tuple[Component, dict[str, Any]]:
    """Return the table of a tab, and the list it shows."""
    if pathname != LIST:
        raise PreventUpdate
    listing = Listing.parse(search or "")
    shown = screen.listed(listing, desk.keeper.current().version)
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
        some = part(desk.keeper.current(), viewer(), listing, start, stop)
    except BattlemapError as error:
        # The banner says that the store is away; the rows are asked for again when it is back.
        raise PreventUpdate from error
    words = listed.Words(speech(search or ""), listing, desk.now(), desk.settings.timezone)
    return {"rowData": [listed.row(item, words) for item in some.rows], "rowCount": some.count}


def csv_file(desk: Desk, clicks: int | None, search: str | None) -> dict[str, Any]:
    """Return the whole list as a CSV file."""
    if not clicks:
        raise PreventUpdate
    say, listing = speech(search or ""), Listing.parse(search or "")
    text = exports.csv_text(_file_rows(desk, say, listing))
    name = _file_name(desk, say, listing, "csv")
    return {"content": text, "filename": name, "type": CSV_TYPE, "base64": False}


def xlsx_file(desk: Desk, clicks: int | None, search: str | None) -> dict[str, Any]:
    """Return the whole list as a workbook."""
    if not clicks:
        raise PreventUpdate
    say, listing = speech(search or ""), Listing.parse(search or "")
    content = exports.xlsx_bytes(_file_rows(desk, say, listing))
    name = _file_name(desk, say, listing, "xlsx")
    encoded = b64encode(content).decode()
    return {"content": encoded, "filename": name, "type": XLSX_TYPE, "base64": True}


def _head(desk: Desk, say: Texts, listing: Listing) -> list[Component]:
    snapshot, who = desk.keeper.current(), viewer()
    choices = overview.choices(snapshot, who)
    return screen.head(say, listing, counted(snapshot, who, listing), choices)


def _file_rows(desk: Desk, say: Texts, listing: Listing) -> Iterator[list[object]]:
    words = listed.Words(say, listing, desk.now(), desk.settings.timezone)
    return listed.file_rows(whole(desk.keeper.current(), viewer(), listing), words)


def _file_name(desk: Desk, say: Texts, listing: Listing, ending: str) -> str:
    day = desk.now().astimezone(desk.settings.timezone).date().isoformat()
    return f"{say(f'list.tab.{listing.tab}')}-{day}.{ending}"
