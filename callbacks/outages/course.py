"""The course of an outage: what is shown of it, and what moves it on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State, no_update

from callbacks.asking import speech, viewer
from callbacks.outages.declared import record_of
from desk.outages import exporting, frozen, promising, records
from desk.outages.back import served, with_power
from desk.outages.backfeed import backfeed
from desk.outages.beside import beside_of
from desk.outages.firsts import steps
from desk.outages.pending import pending
from errors import BattlemapError
from rules.access import Right, may
from rules.outages.life import OVER
from screens import shell
from screens.outages import course as screen
from screens.outages import firsts, ids, restoring
from screens.outages import revisions as revisions_screen
from screens.parts import empty

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from texts import Texts

PLACES = (
    *(ids.FIRSTS, ids.ACTS, ids.REVISIONS, ids.PROMISES, ids.TIES, ids.OUT, ids.LOG),
    ids.PICKED_ACTS,
)


def register(app: Dash, desk: Desk) -> None:
    """Wire what is shown of the course."""
    app.callback(
        *[Output(name, "children") for name in PLACES],
        Input(ids.BASE, "data"),
        Input(ids.ACTED, "children"),
        Input(shell.HEALTH, "data"),
        State(shell.URL, "search"),
    )(partial(shown, desk))


def shown(
    desk: Desk, base: dict[str, Any] | None, _acted: object, _health: object, where: str | None
) -> tuple[Any, ...]:
    """Return every part of the course as it is now; nothing of an outage that is yet to be."""
    say = speech(where or "")
    try:
        record = record_of(desk, base)
        if record is None:
            return (no_update,) * len(PLACES)
        return _parts(desk, say, record)
    except BattlemapError as error:
        return (empty(say.error(error)), *([no_update] * (len(PLACES) - 1)))


def _parts(desk: Desk, say: Texts, record: OutageRecord) -> tuple[Any, ...]:
    who, zone, ref = viewer(), desk.settings.timezone, record.id
    works = may(who, Right.DECLARE_OUTAGE)
    restores = works and bool(restoring.RESTORING & set(record.acts))
    snapshot = desk.seen(who)
    again = with_power(desk, who, ref)
    open_parts = () if record.state in OVER else record.declared.parts
    ties = backfeed(snapshot, who, open_parts, again, beside_of(desk, who, record))
    return (
        _firsts(desk, say, record, works=works),
        screen.acts(say, record),
        _revisions(desk, say, record),
        screen.promises(say, promising.promises(desk, who, ref), zone),
        restoring.ties(say, ties, restores=restores),
        restoring.out(say, served(desk, who, ref), restores=restores),
        screen.log(say, records.course(desk, who, ref), zone),
        restoring.picked(say, record if works else None),
    )


def _firsts(desk: Desk, say: Texts, record: OutageRecord, *, works: bool) -> Component | None:
    found, zone = steps(desk, viewer(), record), desk.settings.timezone
    return firsts.strip(say, found, desk.now(), zone, works=works) if found else None


def _revisions(desk: Desk, say: Texts, record: OutageRecord) -> Component:
    who = viewer()
    known = frozen.revisions(desk, who, record.id)
    differences = {
        one.number: frozen.difference(desk, who, record.id, one.number)
        for one in known
        if one.number > 1
    }
    zone = desk.settings.timezone
    files = exporting.addresses(record.id) if may(who, Right.EXPORT) else {}
    again = pending(desk, who, record)
    return revisions_screen.revisions(say, known, differences, record.edit, zone, files, again)
