"""What somebody does with an outage: confirm its list, move it on, promise, restore, stamp."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, set_props

from callbacks.asking import speech, viewer
from callbacks.outages.change import NobodyTicked, NotYetDeclared, moment
from callbacks.outages.declared import again, button
from desk.outages.changing import EditedMeanwhile
from desk.outages.confirming import confirm
from desk.outages.living import act
from desk.outages.milestones import stamp
from desk.outages.promising import promise
from desk.outages.records import one
from desk.outages.restoring import restore, still_out
from errors import BattlemapError
from rules.naming import text_key
from rules.outages.codes import Milestone, OutageAct
from screens import shell
from screens.outages import ids
from screens.outages import restoring as words_of
from screens.outages.edited import looked_past
from screens.outages.said import refused, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from texts import Texts


class NoTime(BattlemapError):
    """A promise was to be made without saying until when."""

    code = "outage.no_time"


def register(app: Dash, desk: Desk) -> None:
    """Wire the acts; one callback owns how they ended."""
    app.callback(
        Output(ids.ACTED, "children"),
        Input(ids.PRESSED_ACT, "data"),
        State(ids.BASE, "data"),
        State(ids.WHY, "value"),
        State(ids.ACT_AT, "value"),
        State(ids.PROMISE_AT, "value"),
        State(ids.GRID, "selectedRows"),
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(acted, desk))


def acted(
    desk: Desk,
    told_of: dict[str, Any] | None,
    base: dict[str, Any] | None,
    *fields: Any,  # noqa: ANN401 - values of a form
) -> Component:
    """Return how an act ended."""
    pressed = button(told_of)
    why, at, until, picked, where = fields
    say, zone = speech(where or ""), desk.settings.timezone
    try:
        if not base or not base.get("id"):
            raise NotYetDeclared
        ticked = tuple(int(row["ref"]) for row in picked or ())
        told = Told(int(base["id"]), int(base["edit"]), why or "", moment(at, zone), ticked)
        words = _done(desk, say, pressed, told, moment(until, zone))
    except EditedMeanwhile as first:
        return looked_past(say, first, told.ref)
    except BattlemapError as error:
        return refused(say.error(error))
    set_props(ids.WHY, {"value": ""})
    return said(words)


@dataclass(frozen=True, slots=True)
class Told:
    """What the page said besides the button: which outage, why, when, who is ticked."""

    ref: int
    edit: int
    why: str
    at: datetime | None
    picked: tuple[int, ...]


def _done(
    desk: Desk,
    say: Texts,
    pressed: Any,  # noqa: ANN401 - an id
    told: Told,
    until: datetime | None,
) -> str:
    if pressed == ids.CONFIRM:
        revision = confirm(desk, viewer(), told.ref, told.edit)
        n = int(revision.counts["touched"])
        return say("outage.confirmed", number=revision.number, n=n)
    if pressed == ids.PROMISE:
        if until is None:
            raise NoTime
        before = one(desk, viewer(), told.ref)
        _goes_on(told, promise(desk, viewer(), told.ref, until, told.why))
        words = say("outage.promised", time=say.moment(until, desk.settings.timezone))
        return words + again(desk, say, before)
    doing = _WAYS[str(pressed["type"])]
    return doing(desk, say, pressed, told)


def _act(desk: Desk, say: Texts, pressed: dict[str, Any], told: Told) -> str:
    chosen = OutageAct(pressed["act"])
    state = act(desk, viewer(), told.ref, chosen, told.why, told.at, told.edit)
    if chosen is OutageAct.POSTPONE:
        _goes_on(told, one(desk, viewer(), told.ref).edit)
    return say("outage.acted", act=say(text_key(chosen)), state=say(text_key(state)))


def _goes_on(told: Told, edit: int | None) -> None:
    """Let the page go on with the edit that its own act made, unless somebody was there besides."""
    if edit == told.edit + 1:
        set_props(ids.BASE, {"data": {"id": told.ref, "edit": edit}})


def _restore(desk: Desk, say: Texts, pressed: dict[str, Any], told: Told) -> str:
    how, ref = str(pressed["how"]), int(pressed["ref"])
    if how in {words_of.PICKED, words_of.STILL} and not told.picked:
        raise NobodyTicked
    if how == words_of.STILL:
        state = still_out(desk, viewer(), told.ref, told.picked, told.why)
        return say("outage.still_out.said", n=len(told.picked), state=say(text_key(state)))
    ways: dict[str, dict[str, Any]] = {
        words_of.TIE: {"closed": (ref,)},
        words_of.TRANSFORMER: {"transformers": (ref,)},
        words_of.PICKED: {"customers": told.picked},
    }
    state = restore(desk, viewer(), told.ref, **ways[how], at=told.at)
    return say("outage.restored.said", state=say(text_key(state)))


def _stamp(desk: Desk, say: Texts, pressed: dict[str, Any], told: Told) -> str:
    milestone = Milestone(pressed["milestone"])
    stamp(desk, viewer(), told.ref, milestone, told.at)
    return say("outage.stamped", milestone=say(text_key(milestone)))


_WAYS: dict[str, Callable[[Desk, Texts, dict[str, Any], Told], str]] = {
    ids.ACT: _act,
    ids.RESTORE: _restore,
    ids.STAMP: _stamp,
}
