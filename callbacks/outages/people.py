"""The list of whom an outage touches: its rows as it is scrolled, its counts, who is pointed at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from callbacks.asking import speech, viewer
from callbacks.outages.declared import work
from desk.outages.course import course_of
from desk.outages.facets import bars, chosen_of
from desk.outages.rows import ids_at, place_of, places_of, rows_at
from desk.places import position
from desk.search import search
from desk.view import Selection
from errors import BattlemapError
from screens import shell
from screens.outages import ids
from screens.outages import people as screen

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk

MOST_ROWS = 500


def register(app: Dash, desk: Desk) -> None:
    """Wire the list."""
    now = [State(name, "data") for name in (ids.BASE, ids.DRAWN, ids.PARTS, ids.CHOSEN)]
    where = State(shell.URL, "search")
    app.callback(
        Output(ids.TALLY, "data"),
        Input(ids.LISTED_SEEN, "data"),
        *now,
        where,
        prevent_initial_call=True,
    )(partial(counted, desk))
    app.callback(
        Output(ids.GRID, "getRowsResponse"),
        Input(ids.GRID, "getRowsRequest"),
        *now,
        where,
        prevent_initial_call=True,
    )(partial(rows, desk))
    app.callback(
        Output(ids.POINTED, "data"),
        Input(ids.FOUND, "data"),
        *now,
        prevent_initial_call=True,
    )(partial(pointed, desk))
    app.callback(
        Output(ids.PEOPLE_FOUND, "children"),
        Input(ids.PERSON, "value"),
        where,
        prevent_initial_call=True,
    )(partial(people_found, desk))
    _register_script(app)


def _register_script(app: Dash) -> None:
    # Rows are asked for at once, not after the counts: both take their time.
    app.clientside_callback(
        ClientsideFunction("outages", "follow"),
        Output(ids.LISTED, "data"),
        Input(shell.HEALTH, "data"),
        *[Input(name, "data") for name in (ids.BASE, ids.DRAWN, ids.PARTS, ids.CHOSEN)],
        State(ids.GRID, "id"),
        State(ids.LISTED, "data"),
    )
    # Counts by everything are hundreds of elements; the rows do not wait for them.
    for told, seen in ((ids.LISTED, ids.LISTED_SEEN), (ids.JUDGED, ids.JUDGED_SEEN)):
        app.clientside_callback(
            ClientsideFunction("outages", "seen"),
            Output(seen, "data"),
            Input(told, "data"),
            State(ids.GRID, "id"),
            prevent_initial_call=True,
        )
    app.clientside_callback(
        ClientsideFunction("outages", "tallied"),
        Output(ids.TALLIED, "data"),
        Input(ids.TALLY, "data"),
        State(ids.FACETS, "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("outages", "picked"),
        Output(ids.PICKED_BAR, "children"),
        Input(ids.GRID, "selectedRows"),
        prevent_initial_call=True,
    )


def counted(
    desk: Desk,
    _seen: object,
    base: dict[str, Any] | None,
    drawn: object,
    parts: object,
    picked: object,
    where: str | None,
) -> Any:  # noqa: ANN401 - bars in words, or that nothing changes
    """Return the counts by what can be chosen."""
    say, wanted = speech(where or ""), chosen_of(picked)
    try:
        found = work(desk, base, drawn, parts)
    except BattlemapError:
        return no_update  # what is wrong is said above
    counts = bars(found.snapshot, viewer(), found.whom, wanted)
    return screen.tally(say, counts, wanted, found.whom.ground)


def rows(
    desk: Desk,
    request: dict[str, Any] | None,
    base: dict[str, Any] | None,
    drawn: object,
    parts: object,
    picked: object,
    where: str | None,
) -> dict[str, Any]:
    """Return the rows that the table asks for, and how many there are in all."""
    if not request:
        raise PreventUpdate
    start = max(int(request["startRow"]), 0)
    span = (start, min(int(request["endRow"]), start + MOST_ROWS))
    say, zone = speech(where or ""), desk.settings.timezone
    try:
        found = work(desk, base, drawn, parts)
        places = places_of(found.snapshot, viewer(), found.whom, chosen_of(picked))
        ids_there = ids_at(found.snapshot, found.whom, places[slice(*span)])
        course = course_of(desk, viewer(), found.record, ids_there)
        some = rows_at(found.snapshot, viewer(), found.whom, places[slice(*span)], course)
    except BattlemapError as error:
        raise PreventUpdate from error  # what is wrong is said above the list
    told = [screen.row(say, one, zone, found.whom.ground) for one in some]
    return {"rowData": told, "rowCount": len(places)}


def pointed(
    desk: Desk,
    found: dict[str, Any] | None,
    base: dict[str, Any] | None,
    drawn: object,
    parts: object,
    picked: object,
) -> dict[str, Any]:
    """Return where the customer lies that was clicked on the map, and at which row it stands."""
    if not found:
        raise PreventUpdate
    try:
        now, ref = work(desk, base, drawn, parts), int(found["id"])
        row = place_of(now.snapshot, viewer(), now.whom, chosen_of(picked), ref)
    except BattlemapError as error:
        raise PreventUpdate from error
    place = position(now.snapshot, Selection("customer", ref))
    return {"place": place and list(place), "row": row, "grid": ids.GRID, "at": found.get("at")}


def people_found(desk: Desk, text: str | None, where: str | None) -> Component:
    """Return the customers that a text finds, to be put on the list by hand."""
    wanted = (text or "").strip()
    if not wanted:
        return html.Span()
    say = speech(where or "")
    try:
        desk.searches.take(viewer().name)
        hits = search(desk.seen(viewer()), viewer(), wanted)
    except BattlemapError as error:
        return html.P(say.error(error), className="bm-empty")
    return screen.added(say, [hit for hit in hits if hit.noun == "customer"])
