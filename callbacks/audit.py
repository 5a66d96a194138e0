"""The audit screen: its URL says what is asked for; files of it are themselves kept."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from callbacks.asking import speech, viewer
from desk import audit as desk_audit
from desk import exports
from desk.audit import Asked
from desk.listing import FileForm
from errors import BattlemapError
from rules.access import Right
from screens import audit as screen
from screens import shell
from screens.parts import CHART, chart_ref, empty

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from texts import Texts

FORMS = {screen.CSV: FileForm.CSV, screen.XLSX: FileForm.XLSX}
NAMES = ("actor", "act", "ref", "since", "until")


def register(app: Dash, desk: Desk) -> None:
    """Wire the audit screen."""
    where = State(shell.URL, "search")
    app.callback(
        Output(screen.GO, "href"),
        Input(screen.SEEK, "n_clicks"),
        Input(chart_ref(CHART, screen.DAYS), "clickData"),
        *[State(name, "value") for name in screen.FIELDS],
        prevent_initial_call=True,
    )(sought)
    app.callback(
        Output(screen.BODY, "children"),
        Output(screen.DAYS, "children"),
        Input(shell.URL, "search"),
        State(shell.URL, "pathname"),
        prevent_initial_call=True,
    )(partial(body, desk))
    for button, target in screen.FILES.items():
        app.callback(
            Output(target, "data"),
            Input(button, "n_clicks"),
            where,
            running=[(Output(button, "loading"), True, False)],
            prevent_initial_call=True,
        )(partial(file, desk, FORMS[button]))


def page(desk: Desk, say: Texts, search: str) -> Component:
    """Return the audit screen of a URL; raises like ``desk.audit.trail``."""
    asked, who = Asked.parse(search), viewer()
    found = desk_audit.trail(desk, who, asked)
    shown = screen.body(say, found, asked, desk.settings.timezone)
    days = screen.timeline(say, desk_audit.days(desk, who, asked))
    return screen.page(say, asked, desk_audit.acts(desk, who), days, shown)


def sought(clicks: int | None, day: dict[str, Any] | None, *values: str | None) -> object:
    """Return the address of what the form asks for, on a day whose bar was clicked."""
    if not clicks and not day:
        return no_update
    query = {name: [value or ""] for name, value in zip(NAMES, values, strict=True)}
    if day and ctx.triggered_id != screen.SEEK:
        query |= {name: [str(day["points"][0]["x"])] for name in ("since", "until")}
    return Asked.of(query).href


def body(desk: Desk, search: str | None, pathname: str | None) -> tuple[list[Component], Component]:
    """Return the acts that the URL asks for, and how they lie in time."""
    if pathname != desk_audit.PATH:
        raise PreventUpdate
    say, asked = speech(search or ""), Asked.parse(search or "")
    try:
        found = desk_audit.trail(desk, viewer(), asked)
        days = screen.timeline(say, desk_audit.days(desk, viewer(), asked))
    except BattlemapError as error:
        return [empty(say.error(error))], html.Div()
    return screen.body(say, found, asked, desk.settings.timezone), days


def file(desk: Desk, form: FileForm, clicks: int | None, search: str | None) -> dict[str, Any]:
    """Return all that the URL asks for as a file."""
    if not clicks:
        raise PreventUpdate
    say, asked, who = speech(search or ""), Asked.parse(search or ""), viewer()
    taken = exports.Taken(
        "audit", asked.href.partition("?")[2], form, desk_audit.count(desk, who, asked)
    )
    rows = screen.file_rows(say, desk_audit.whole(desk, who, asked), desk.settings.timezone)
    content = b"".join(exports.take(desk, who, Right.READ_AUDIT, taken, rows))
    day = desk.now().astimezone(desk.settings.timezone).date().isoformat()
    name = f"{say('audit.title')}-{day}.{form}"
    return {"content": b64encode(content).decode(), "filename": name, "base64": True}
