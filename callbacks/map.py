"""The map screen: filters, search, what was opened, and the map's own script."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State, html

from callbacks.asking import speech, viewer
from desk import overview as desk_overview
from desk.cards import card
from desk.search import search
from desk.view import Filters, View, selection
from errors import BattlemapError
from screens import cards, found, shell
from screens import map as screen
from screens import overview as overview_screen

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk

SCRIPT = "battlemap"


def register(app: Dash, desk: Desk) -> None:
    """Wire the map screen."""
    _register_script(app)
    filters = [Input(name, "value") for name in screen.FILTER_IDS]
    app.callback(Output(screen.FILTERED, "data"), *filters)(partial(filtered, desk))
    app.callback(
        Output(screen.SUMMARY, "children"),
        Input(screen.FILTERED, "data"),
        Input(shell.HEALTH, "data"),
        State(shell.URL, "search"),
    )(partial(summary, desk))
    app.callback(
        Output(screen.PANEL, "children"),
        Input(screen.OPEN, "data"),
        Input(screen.FILTERED, "data"),
        Input(shell.HEALTH, "data"),
        State(shell.URL, "search"),
    )(partial(panel, desk))
    app.callback(
        Output(screen.FOUND, "children"),
        Input(screen.SEARCH, "value"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(answers, desk))
    app.callback(
        *[Output(name, "value") for name in screen.FILTER_IDS],
        Input(screen.CLEAR, "n_clicks"),
        prevent_initial_call=True,
    )(clear)
    app.callback(
        Output(screen.FAILED_NOTE, "children"),
        Input(screen.FAILED, "data"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(failed)
    app.callback(
        Output(screen.SIDE, "className"),
        Input(screen.SIDE_TOGGLE, "n_clicks"),
        prevent_initial_call=True,
    )(side)


def _register_script(app: Dash) -> None:
    # A clientside callback must have an output; each has a store of its own that stays empty.
    for name, sink, source in (
        ("boot", screen.BOOTED, Input(screen.CONFIG, "data")),
        ("refilter", screen.REFILTERED, Input(screen.FILTERED, "data")),
        ("relayer", screen.RELAYERED, Input(screen.SHOWN, "value")),
    ):
        app.clientside_callback(ClientsideFunction(SCRIPT, name), Output(sink, "data"), source)


def filtered(desk: Desk, *values: list[str] | None) -> dict[str, Any]:
    """Return the filters as the map's script takes them: the query, and where to look."""
    filters = read_filters(values)
    bounds = None
    if filters.any():
        bounds = desk_overview.bounds(desk.seen(viewer()), viewer(), filters)
    return {"query": filters.query(), "bounds": bounds}


def read_filters(values: tuple[list[str] | None, ...]) -> Filters:
    """Return the filters of the form, whose fields stand in the order of ``screen.FILTERS``."""
    named = zip(screen.FILTERS, values, strict=True)
    return Filters.parse({name: [str(value) for value in chosen or []] for name, chosen in named})


def summary(
    desk: Desk, data: dict[str, Any] | None, _health: object, where: str | None
) -> list[Component | str]:
    """Return how much of the bureau is shown."""
    say = speech(where or "")
    filters = _filters(data)
    try:
        counted = desk_overview.overview(desk.seen(viewer()), viewer(), filters, worst=0)
    except BattlemapError as error:
        return [say.error(error)]
    return overview_screen.summary(say, counted, filtered=filters.any())


def panel(
    desk: Desk,
    opened: dict[str, Any] | None,
    data: dict[str, Any] | None,
    _health: object,
    where: str | None,
) -> Component:
    """Return the card of what was opened, or what burns among what is filtered."""
    say = speech(where or "")
    try:
        if opened:
            chosen = selection(f"{opened['noun']}.{opened['id']}")
            found = card(desk, viewer(), chosen) if chosen else None
            return cards.panel(say, found, desk.settings.timezone)
        filters = _filters(data)
        counted = desk_overview.overview(desk.seen(viewer()), viewer(), filters)
    except BattlemapError as error:
        return html.P(say.error(error), className="bm-empty")
    return overview_screen.panel(say, counted, filters.query())


def answers(desk: Desk, text: str | None, where: str | None) -> Component | None:
    """Return what a search finds, as it is typed."""
    say = speech(where or "")
    if not (text or "").strip():
        return html.Span()
    try:
        desk.searches.take(viewer().name)
        hits = search(desk.seen(viewer()), viewer(), text or "")
    except BattlemapError as error:
        return html.P(say.error(error), className="bm-empty")
    return found.answers(say, (text or "").strip(), hits)


def clear(_clicks: int | None) -> list[list[str]]:
    """Return a form in which nothing is filtered."""
    return [[] for _ in screen.FILTER_IDS]


def failed(reason: object, where: str | None) -> str:
    """Return why the map is a picture."""
    return speech(where or "")("map.no_webgl") if reason else ""


def side(clicks: int | None) -> str:
    """Return the class of the left side: on a phone the filters fold away."""
    return "bm-side bm-side--open" if isinstance(clicks, int) and clicks % 2 else "bm-side"


def _filters(data: dict[str, Any] | None) -> Filters:
    return View.parse((data or {}).get("query", "")).filters
