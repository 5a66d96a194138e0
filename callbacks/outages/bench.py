"""The workbench: what was drawn and picked becomes a list, three lists, and marks on the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from dash import ClientsideFunction, Input, Output, State, html, no_update

from callbacks.asking import speech, viewer
from callbacks.outages.declared import Work, record_of, work
from desk.outages import marking, records
from desk.outages.affected import affected
from desk.outages.back import with_power
from desk.outages.bench import Asked, rings_of, told
from desk.outages.beside import beside_of
from desk.outages.declared import Declared
from desk.outages.firsts import steps
from desk.outages.parts import named, suggested
from desk.overview import bounds as bureau_bounds
from desk.view import Filters, View
from errors import BattlemapError
from layers.mapconfig import bench_config
from rules.access import Right, may
from rules.codes import Sensitivity
from rules.outages.life import EDITABLE, OVER
from screens import shell
from screens.outages import bench as screen
from screens.outages import counted, declare, edited, firsts, ids, strip
from screens.parts import icon

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk
    from desk.outages.records import OutageRecord
    from texts import Texts

SCRIPT = "battlemap"
NEAR = 1e-6
"""Degrees, some ten centimetres: by as much a drawing differs that went through a browser."""


def register(app: Dash, desk: Desk) -> None:
    """Wire the map of the workbench, and what follows from what is drawn and picked."""
    _register_script(app)
    where = State(shell.URL, "search")
    app.callback(
        Output(ids.COUNTED, "children"),
        Output(ids.CHIPS, "children"),
        Output(ids.JUDGED, "data"),
        Output(ids.PROBLEM, "children"),
        Input(ids.DRAWN, "data"),
        Input(ids.PARTS, "data"),
        Input(ids.BASE, "data"),
        Input(shell.HEALTH, "data"),
        where,
    )(partial(judged, desk))
    app.callback(
        Output(ids.FOUND_PARTS, "children"),
        Input(ids.SEARCH, "value"),
        where,
        prevent_initial_call=True,
    )(partial(parts_found, desk))
    app.callback(
        Output(ids.STRIP, "children"),
        Input(ids.BASE, "data"),
        Input(ids.ACTED, "children"),
        Input(shell.HEALTH, "data"),
        where,
    )(partial(headed, desk))
    app.callback(
        Output(ids.FAILED_NOTE, "children"),
        Input(ids.FAILED, "data"),
        where,
        prevent_initial_call=True,
    )(failed)


def _register_script(app: Dash) -> None:
    for name, sink, source in (
        ("bench", ids.BOOTED, ids.CONFIG),
        ("marked", ids.MARKED, ids.MARKS),
        ("pointed", ids.POINTED_AT, ids.POINTED),
    ):
        app.clientside_callback(
            ClientsideFunction(SCRIPT, name), Output(sink, "data"), Input(source, "data")
        )
    app.clientside_callback(
        ClientsideFunction("outages", "compares"),
        Output(ids.COMPARED, "data"),
        Input(ids.JUDGED, "data"),
        Input(ids.TAB, "data"),
    )


def page(desk: Desk, say: Texts, asked: Asked, path: str, search: str) -> Component:
    """Return the workbench of a URL."""
    who, snapshot = viewer(), desk.seen(viewer())
    record = records.one(desk, who, asked.outage_id) if asked.outage_id else None
    declared = record.declared if record else Declared(parts=asked.parts)
    editable = may(who, Right.DECLARE_OUTAGE) and (record is None or record.state in EDITABLE)
    whom = affected(snapshot, who, declared, beside_of(desk, who, record))
    at = marking.bounds(snapshot, who, declared, whom)
    bench = {
        "path": path,
        "drawn": rings_of(declared.area),
        "parts": told(declared.parts),
        "editable": editable,
        "fresh": record is None,
        "tab": asked.tab,
    }
    bounds = at or bureau_bounds(snapshot, who, Filters())
    config = bench_config(say, View.parse(search), bounds, bench)
    works = may(who, Right.DECLARE_OUTAGE) or may(who, Right.APPROVE_OUTAGE)
    opened = screen.Opened(record, editable, works, desk.settings.timezone, asked.tab)
    return screen.page(say, opened, config)


def judged(
    desk: Desk,
    drawn: object,
    parts: object,
    base: dict[str, Any] | None,
    _health: object,
    where: str | None,
) -> tuple[Any, ...]:
    """Return whom it touches: the counts, the chips, that they were told, what is wrong."""
    say = speech(where or "")
    try:
        found = work(desk, base, drawn, parts)
    except BattlemapError as error:
        # What was right before stays on the screen beside what is wrong now.
        return no_update, no_update, no_update, problem(say.error(error))
    return (*_counted(desk, say, found), found.snapshot.stamp, _edited(say, found, base))


def _edited(say: Texts, found: Work, base: dict[str, Any] | None) -> Component | None:
    """Return that somebody else was here, and what of theirs is not on the page."""
    record = found.record
    if record is None or record.edit == int((base or {}).get("edit", 0)):
        return None
    theirs, mine = record.declared, found.declared
    drawn = theirs.area is not None and (
        mine.area is None or not shapely.covers(mine.area.buffer(NEAR), theirs.area)
    )
    missing = [part for part in theirs.parts if part not in mine.parts]
    parts = named(found.snapshot, viewer(), missing)
    return edited.edited(say, record.id, theirs.area if drawn else None, parts)


def _counted(desk: Desk, say: Texts, found: Work) -> tuple[Component, Any]:
    who, snapshot, whom = viewer(), found.snapshot, found.whom
    chips = named(snapshot, who, found.declared.parts)
    return (
        counted.counted(say, _out(desk, found), found.record, whom.ground, whom.undecided),
        declare.chips(say, chips, editable=changeable(found.record)),
    )


def _out(desk: Desk, found: Work) -> counted.Shown:
    """Return who is out now: who has power again stands on the list, but not in the count."""
    whom, people = found.whom, found.snapshot.customers
    on = whom.rows[whom.touched]
    served = with_power(desk, viewer(), found.record.id) if found.record else frozenset()
    again = np.isin(people.raw.id[on], list(served))
    rows = on if again.all() else on[~again]
    levels = np.bincount(people.sensitivity[rows], minlength=len(Sensitivity)).tolist()
    life = int(people.life[rows].sum()) if found.snapshot.reach.life else None
    return counted.Shown(len(rows), levels, life, back=int(again.sum()))


def changeable(record: OutageRecord | None) -> bool:
    """Tell whether who asks may change what an outage is declared by."""
    return may(viewer(), Right.DECLARE_OUTAGE) and (record is None or record.state in EDITABLE)


def problem(sentence: str) -> Component:
    """Return what is wrong with what was drawn."""
    return html.Div([icon("alert"), html.Span(sentence)], className="bm-problem")


def parts_found(desk: Desk, text: str | None, where: str | None) -> Component | None:
    """Return the parts of the network that a text finds."""
    wanted = (text or "").strip()
    if not wanted:
        return html.Span()
    say = speech(where or "")
    try:
        desk.searches.take(viewer().name)
        return declare.found(say, wanted, suggested(desk.seen(viewer()), viewer(), wanted))
    except BattlemapError as error:
        return html.P(say.error(error), className="bm-empty")


def headed(
    desk: Desk, base: dict[str, Any] | None, _acted: object, _health: object, where: str | None
) -> Component:
    """Return the strip above the map: what the outage is, and where it stands."""
    say = speech(where or "")
    try:
        record = record_of(desk, base)
    except BattlemapError as error:
        return problem(say.error(error))
    open_steps = steps(desk, viewer(), record) if record and record.state not in OVER else ()
    warns = firsts.warning(say, open_steps, desk.now())
    return strip.strip(say, record, desk.now(), desk.settings.timezone, warns)


def failed(reason: object, where: str | None) -> str:
    """Return why the map is a picture, on which nothing can be drawn."""
    return speech(where or "")("outage.no_webgl") if reason else ""
