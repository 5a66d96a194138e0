"""The settings screen: a change is saved by itself, with its reason, and the map follows."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from dash import ALL, MATCH, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.asking import speech, viewer
from desk import settings as desk_settings
from errors import BattlemapError
from rules.access import Right, may
from rules.overrides import RULE_PREFIX
from rules.pack import RulePack
from rules.parameters import BadParameter, spec_of
from screens import shell
from screens.settings import controls, page, parameters, rules
from screens.settings.words import Reading, expected_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from texts import Texts

PATH = "/settings"


def register(app: Dash, desk: Desk) -> None:
    """Wire the settings screen."""
    where = State(shell.URL, "search")
    mine = partial(parameters.ref, key=MATCH)
    app.callback(
        (Output(mine(parameters.ROW), "children"), Output(mine(parameters.MESSAGE), "children")),
        inputs={
            "clicks": (
                Input(mine(parameters.SAVE), "n_clicks"),
                Input(mine(parameters.RESET), "n_clicks"),
            )
        },
        state={
            "fields": (
                State({"type": controls.PART, "key": MATCH, "part": ALL}, "value"),
                State({"type": controls.PLACE, "key": MATCH, "part": ALL}, "value"),
                State({"type": controls.FLAG, "key": MATCH, "part": ALL}, "checked"),
            ),
            "reason": State(mine(parameters.REASON), "value"),
            "search": where,
        },
        prevent_initial_call=True,
    )(partial(clicked, desk))
    _register_rules(app, desk)
    places = {"type": controls.PLACE, "key": MATCH, "part": ALL}
    app.callback(Output(places, "value"), Input(places, "value"), prevent_initial_call=True)(moved)
    app.callback(
        Output(page.LEAD, "children"),
        Input(parameters.ref(parameters.MESSAGE, ALL), "children"),
        where,
        prevent_initial_call=True,
    )(partial(lead, desk))


def _register_rules(app: Dash, desk: Desk) -> None:
    where = State(shell.URL, "search")
    app.callback(
        Output(rules.TABLE, "rowData"),
        Input(rules.COMPANY, "value"),
        Input(rules.FIND, "value"),
        Input(parameters.ref(parameters.MESSAGE, ALL), "children"),
        where,
        prevent_initial_call=True,
    )(partial(listed, desk))
    app.callback(
        Output(rules.OPENED, "children"),
        Output(rules.DRAWER, "opened"),
        Input(rules.TABLE, "cellClicked"),
        Input(shell.URL, "hash"),
        where,
        prevent_initial_call=True,
    )(partial(opened, desk))


def screen(desk: Desk, say: Texts) -> Component:
    """Return the settings screen."""
    who = viewer()
    return page.page(
        say,
        desk_settings.settings(desk, who),
        desk_settings.rules(desk, who),
        reading(desk),
    )


def reading(desk: Desk) -> Reading:
    """Return how the page is read by who asks."""
    changes = may(viewer(), Right.SET_RULES)
    return Reading(RulePack.load().read_on, desk.settings.timezone, changes)


def clicked(
    desk: Desk,
    clicks: Sequence[int | None],
    fields: Sequence[list[Any]],
    reason: str | None,
    search: str | None,
) -> tuple[Any, Component]:
    """Save what a form says, or go back to the default, whichever button was pressed.

    ``fields`` are those of each type; a form has fields of one type only.
    """
    if not any(clicks) or not ctx.triggered_id:
        raise PreventUpdate
    key, say = str(ctx.triggered_id["key"]), speech(search or "")
    if ctx.triggered_id["type"] == parameters.RESET:
        return undone(desk, say, key)
    return saved(desk, say, key, list(chain(*fields)), reason or "")


def saved(
    desk: Desk, say: Texts, key: str, fields: Sequence[Any], reason: str
) -> tuple[Any, Component]:
    """Save what the fields of a form say; a refusal leaves the form as it is."""
    stored, _, _company = key.partition(rules.AT)
    try:
        desk_settings.change(desk, viewer(), stored, _text(stored, fields), reason)
        told = "settings.saved_rule" if stored.startswith(RULE_PREFIX) else "settings.saved"
        return _row(desk, say, key), parameters.done(say(told))
    except BadParameter:
        return no_update, parameters.refused(_expected(say, key))
    except BattlemapError as error:
        return no_update, parameters.refused(say.error(error))


def undone(desk: Desk, say: Texts, key: str) -> tuple[Any, Component]:
    """Go back to the default."""
    try:
        desk_settings.reset(desk, viewer(), key.partition(rules.AT)[0])
        return _row(desk, say, key), parameters.done(say("settings.undone"))
    except BattlemapError as error:
        return no_update, parameters.refused(say.error(error))


def moved(places: list[str]) -> list[str]:
    """Return an order in which nothing stands twice, after one place was chosen anew."""
    changed = ctx.triggered_id
    if not changed:
        raise PreventUpdate
    choices = list(spec_of(changed["key"]).choices)
    order = controls.swapped(places, choices, int(changed["part"]))
    if order == places:
        raise PreventUpdate
    return order


def listed(
    desk: Desk, company: str | None, text: str | None, _saved: object, search: str | None
) -> list[dict[str, Any]]:
    """Return the rules of a company that hold a text, as they count now."""
    say = speech(search or "")
    try:
        found = desk_settings.rules(desk, viewer())
    except BattlemapError as error:
        raise PreventUpdate from error
    narrow = (company or rules.ALL, text or "")
    return rules.listed(say, found, reading(desk), narrow)


def lead(desk: Desk, _saved: object, search: str | None) -> str:
    """Return the lead, with the number of the bureau's own values as it is now."""
    who = viewer()
    try:
        pack, own = desk_settings.rules(desk, who), desk_settings.settings(desk, who)
    except BattlemapError as error:
        raise PreventUpdate from error
    return page.lead(speech(search or ""), own, pack, reading(desk))


def opened(
    desk: Desk, cell: dict[str, Any] | None, _hash: str | None, search: str | None
) -> tuple[Any, bool]:
    """Return the card of the rule whose row was clicked; going elsewhere on the page closes it."""
    if not cell:
        raise PreventUpdate
    if ctx.triggered_id == shell.URL:
        return no_update, False
    say = speech(search or "")
    company, _, key = str(cell["rowId"]).partition(".")
    try:
        rule = desk_settings.rule(desk, viewer(), key, company)
    except BattlemapError as error:
        return say.error(error), True
    return rules.card(say, rule, reading(desk)), True


def _text(key: str, fields: Sequence[Any]) -> str:
    if key.startswith(RULE_PREFIX):
        return controls.plain(fields[0])
    return controls.read(spec_of(key), fields)


def _expected(say: Texts, key: str) -> str:
    spec = spec_of(key)
    return say("settings.unfit", name=say(spec.name_key), expected=expected_words(say, spec))


def _row(desk: Desk, say: Texts, key: str) -> Any:  # noqa: ANN401 - a component, or several
    if key.startswith(RULE_PREFIX):
        name, _, company = key.removeprefix(RULE_PREFIX).partition(rules.AT)
        return rules.body(say, desk_settings.rule(desk, viewer(), name, company), reading(desk))
    return parameters.row(say, desk_settings.setting(desk, viewer(), key), reading(desk))
