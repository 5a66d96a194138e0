"""What changes an outage's list: it is declared or changed, and differences are decided.

One callback owns all of it, as each of these acts makes a new edit that the next one begins with.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, no_update, set_props

from callbacks.asking import speech, viewer
from callbacks.outages.declared import again, button, work
from desk.outages.area import AreaAsks
from desk.outages.bench import area_of, href, parts_of
from desk.outages.changing import EditedMeanwhile
from desk.outages.compare import members
from desk.outages.deciding import decide
from desk.outages.declaring import declare, revise
from desk.outages.draft import Draft
from desk.outages.records import one
from errors import BattlemapError
from rules.codes import OutageKind
from rules.outages.codes import Basis, Verdict
from rules.outages.life import NOT_BEGUN
from screens import shell
from screens.outages import ids
from screens.outages.edited import overtaken
from screens.outages.said import asks, refused, said
from screens.outages.sides import ALL as EVERYBODY

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from dash import Dash

    from desk.desk import Desk
    from texts import Texts

PICKED = "picked"
FIELDS = (ids.KIND, ids.PLACE, ids.CAUSE, ids.BEGAN, ids.EXPECTED)


def register(app: Dash, desk: Desk) -> None:
    """Wire what makes a new edit."""
    app.callback(
        Output(ids.SAVED, "children"),
        Output(ids.DECIDED, "children"),
        Output(ids.BASE, "data"),
        Input(ids.PRESSED_EDIT, "data"),
        State(ids.BASE, "data"),
        State(ids.DRAWN, "data"),
        State(ids.PARTS, "data"),
        State(ids.WHY, "value"),
        State(ids.GRID, "selectedRows"),
        *[State(name, "value") for name in FIELDS],
        State(shell.URL, "search"),
        prevent_initial_call=True,
    )(partial(changed, desk))


def changed(
    desk: Desk,
    told_of: dict[str, Any] | None,
    base: dict[str, Any] | None,
    drawn: object,
    parts: object,
    why: str | None,
    picked: list[dict[str, Any]] | None,
    *fields: Any,  # noqa: ANN401 - values of a form
) -> tuple[Any, Any, Any]:
    """Return what is said of saving, what of a decision, and what the page works on then."""
    pressed = button(told_of)
    say = speech(fields[-1] or "")
    sure, base = _meaning(pressed, base)
    saves = pressed == ids.SAVE or pressed["type"] == ids.SURE
    try:
        if saves:
            words, now = _save(desk, say, base, _draft(desk, drawn, parts, fields, sure=sure))
            return said(words), None, now
        chosen = _meant(desk, pressed, base, drawn, parts, picked)
        words, now = _decide(desk, say, base, chosen, Verdict(pressed["verdict"]), why or "")
    except AreaAsks as question:
        return asks(say, say.error(question), _edit(base)), no_update, no_update
    except EditedMeanwhile as first:
        told = overtaken(say, first) if saves else refused(say.error(first))
        return (told, no_update, no_update) if saves else (no_update, told, no_update)
    except BattlemapError as error:
        told = refused(say.error(error))
        return (told, no_update, no_update) if saves else (no_update, told, no_update)
    set_props(ids.WHY, {"value": ""})
    return None, said(words), now


def _meaning(
    pressed: Any,  # noqa: ANN401 - an id
    base: dict[str, Any] | None,
) -> tuple[bool, dict[str, Any] | None]:
    """Return whether a large area is meant, and over which edit somebody means to save."""
    if pressed == ids.SAVE or pressed["type"] != ids.SURE:
        return False, base
    what, _, edit = str(pressed["of"]).partition(".")
    return what == "area", {**(base or {}), "edit": int(edit) if edit.isdecimal() else 0}


def _edit(base: dict[str, Any] | None) -> int:
    return int((base or {}).get("edit", 0))


def _save(
    desk: Desk, say: Texts, base: dict[str, Any] | None, draft: Draft
) -> tuple[str, dict[str, Any]]:
    known = (base or {}).get("id")
    if known:
        record = one(desk, viewer(), int(known))
        if record.expected_at is not None and record.state not in NOT_BEGUN:
            draft = replace(draft, expected_at=None)  # its field is closed: a promise is made apart
        edit = revise(desk, viewer(), int(known), int((base or {})["edit"]), draft)
        return say("outage.saved") + again(desk, say, record), {"id": known, "edit": edit}
    made = declare(desk, viewer(), draft)
    set_props(shell.URL, {"href": href(made)})
    return say("outage.saved"), {"id": made, "edit": 1}


def _draft(
    desk: Desk, drawn: object, parts: object, fields: tuple[Any, ...], *, sure: bool
) -> Draft:
    kind, place, cause, began, expected = fields[: len(FIELDS)]
    zone = desk.settings.timezone
    kind = OutageKind(kind) if kind in set(OutageKind) else OutageKind.FAULT
    start = moment(began, zone)
    if start is None and kind is OutageKind.PLANNED:
        raise NoStart
    return Draft(
        kind=kind,
        cause=cause or "",
        place=place or "",
        began_at=start or desk.now(),
        expected_at=moment(expected, zone),
        area=area_of(drawn),
        parts=parts_of(parts),
        sure=sure,
    )


def moment(text: object, zone: ZoneInfo) -> datetime | None:
    """Return a time that was picked on the bureau's clock; none for what is no time."""
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=zone) if text else None
    except ValueError:
        return None


def _meant(
    desk: Desk,
    pressed: dict[str, Any],
    base: dict[str, Any] | None,
    drawn: object,
    parts: object,
    picked: list[dict[str, Any]] | None,
) -> tuple[int, ...]:
    """Return whom a verdict is about: those ticked, one that was found, a transformer, a list."""
    if pressed["basis"] == PICKED:
        return tuple(int(row["ref"]) for row in picked or ())
    if pressed["basis"] == Basis.BY_HAND:
        return (int(pressed["of"]),)
    found = work(desk, base, drawn, parts)
    of = None if pressed["of"] == EVERYBODY else int(pressed["of"])
    return members(found.snapshot, viewer(), found.whom, Basis(pressed["basis"]), of)


def _decide(
    desk: Desk,
    say: Texts,
    base: dict[str, Any] | None,
    chosen: tuple[int, ...],
    verdict: Verdict,
    why: str,
) -> tuple[str, dict[str, Any]]:
    known = (base or {}).get("id")
    if not known:
        raise NotYetDeclared
    if not chosen:
        raise NobodyTicked
    before = one(desk, viewer(), int(known))
    edit = decide(desk, viewer(), int(known), int((base or {})["edit"]), chosen, verdict, why)
    words = say("outage.decided.said", n=len(chosen)) + again(desk, say, before)
    return words, {"id": known, "edit": edit}


class NotYetDeclared(BattlemapError):
    """A decision is kept with an outage, and this one has not been declared."""

    code = "outage.not_yet_declared"


class NoStart(BattlemapError):
    """Planned work was declared without saying when it begins: it is announced days before."""

    code = "outage.no_start"


class NobodyTicked(BattlemapError):
    """A verdict was given about nobody."""

    code = "outage.nobody_ticked"
