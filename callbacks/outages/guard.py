"""The repeat-outage guard beside the acts: shown as long as planned work is not approved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State

from callbacks.asking import speech, viewer
from callbacks.outages.declared import record_of
from desk.outages.repeats import guard
from errors import BattlemapError
from rules.access import Right, may
from rules.outages.codes import OutageState
from rules.outages.frequent import PREARRANGED
from screens import shell
from screens.outages import guard as screen
from screens.outages import ids
from screens.parts import empty

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk

BEFORE = frozenset({OutageState.DRAFT, OutageState.CHECKED, OutageState.POSTPONED})
"""States from which an outage has yet to be approved."""


def register(app: Dash, desk: Desk) -> None:
    """Wire the guard."""
    app.callback(
        Output(ids.GUARD, "children"),
        Input(ids.BASE, "data"),
        Input(ids.ACTED, "children"),
        Input(shell.HEALTH, "data"),
        State(shell.URL, "search"),
    )(partial(guarded, desk))


def guarded(
    desk: Desk, base: dict[str, Any] | None, _acted: object, _health: object, where: str | None
) -> Component | None:
    """Return what speaks against approving; nothing where nothing is left to be approved."""
    say, who = speech(where or ""), viewer()
    try:
        record = record_of(desk, base)
        if record is None or record.kind not in PREARRANGED or record.state not in BEFORE:
            return None
        if not (may(who, Right.APPROVE_OUTAGE) or may(who, Right.DECLARE_OUTAGE)):
            return None
        return screen.guard(say, guard(desk, who, record.id), desk.settings.timezone)
    except BattlemapError as error:
        return empty(say.error(error))
