"""The import screen: which step the URL means, how far an import is, and the ways on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, html, no_update

from callbacks import import_form
from callbacks.asking import speech, viewer
from desk import demo
from desk.door.welcome import nobody
from desk.imports import checking, guide, history
from desk.imports.choices import Choices
from desk.imports.datum import read_otherwise
from desk.imports.doors import on_screen
from desk.imports.place import Place
from desk.imports.telling import told
from errors import BattlemapError
from rules.access import NotAllowed
from rules.codes import Kind
from screens import shell
from screens.imports import check, choose, ids, page, result
from settings import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from desk.desk import Desk
    from desk.imports.jobs import Job
    from texts import Texts

WHERE = State(shell.URL, "search")


def register(app: Dash, desk: Desk) -> None:
    """Wire the import screen."""
    app.callback(
        Output(ids.STEP, "children"),
        Output(ids.HISTORY, "children"),
        Input(shell.URL, "search"),
        *[Input(name, "data") for name in ids.SIGNALS],
    )(partial(step, desk))
    import_form.register(app, desk)
    _register_ways(app, desk)
    _register_clearing(app, desk)
    app.callback(
        Output(ids.PROGRESS, "children"),
        Output(ids.ENDED, "data"),
        Input(ids.CLOCK, "n_intervals"),
        WHERE,
        prevent_initial_call=True,
    )(partial(progress, desk))


def _register_ways(app: Dash, desk: Desk) -> None:
    for way, cause, act in (
        (ids.GO_CHECK, ids.UPLOADED, uploaded),
        (ids.GO_RUN, ids.ENDED, ended),
    ):
        app.callback(Output(way, "href"), Input(cause, "data"), WHERE, prevent_initial_call=True)(
            act
        )
    for signal, button, done in (
        (ids.ANYWAY, ids.ANYWAY_BUTTON, anyway),
        (ids.RECAST, ids.RECAST_BUTTON, recast),
        (ids.BACK, ids.BACK_BUTTON, back),
    ):
        app.callback(
            Output(signal, "data"),
            Output(ids.note(button), "children"),
            Input(button, "n_clicks"),
            WHERE,
            prevent_initial_call=True,
        )(partial(done, desk))


def _register_clearing(app: Dash, desk: Desk) -> None:
    app.callback(
        Output(ids.CLEAR_MODAL, "opened"),
        Input(ids.CLEAR_BUTTON, "n_clicks"),
        Input(ids.CLEAR_CANCEL, "n_clicks"),
        State(ids.CLEAR_MODAL, "opened"),
        prevent_initial_call=True,
    )(turned)
    app.callback(
        Output(ids.GO_CLEARED, "href"),
        Output(ids.note(ids.CLEAR_CONFIRM), "children"),
        Input(ids.CLEAR_CONFIRM, "n_clicks"),
        WHERE,
        prevent_initial_call=True,
    )(partial(cleared, desk))


def shown(desk: Desk, say: Texts) -> Component:
    """Return the screen as it is first drawn.

    Raises
    ------
    rules.access.NotAllowed
        The viewer may not import.
    data.store.StoreAway
        The database cannot be reached.
    """
    desk.imports.allow(viewer())
    return page.page(say, demo=demo.holds_demo(desk.store, viewer()))


def step(
    desk: Desk, search: str | None, *_signals: object
) -> tuple[Component, Component | Sequence[Component]]:
    """Return what the URL means, and the last imports."""
    say, place = _say(search), Place.parse(search or "")
    try:
        desk.imports.allow(viewer())
        below = page.history(say, history.latest(desk, viewer()), desk.settings.timezone)
        if place.run is not None:
            past = told(history.report(desk, viewer(), place.run), say)
            alone = nobody(desk.store)
            return result.report(say, past, desk.settings.timezone, alone=alone), below
        return _upload(desk, say, place.upload) if place.upload else _choose(desk, say), below
    except NotAllowed as error:
        return page.refused(say.error(error)), html.Div()
    except BattlemapError as error:
        return _choose(desk, say, say.error(error)), html.Div()


def _upload(desk: Desk, say: Texts, token: str) -> Component:
    job = desk.imports.job(token)
    if job is not None:
        return _job(say, job)
    upload = desk.imports.uploads.find(token)
    before = desk.imports.chosen(token)
    choices = Choices.of(before) if before else Choices()
    found = checking.checked(desk.imports, viewer(), upload, choices, say)
    return check.step(say, upload, found, choices)


def _job(say: Texts, job: Job) -> Component:
    if job.error is not None:
        return result.failed(say, say.error(job.error))
    if job.report is not None and job.report.dry_run:
        return result.trial(say, told(job.report, say), held=job.held)
    # One that was written leads on to the address of its report at its next tick.
    return result.running(say, job)


def _choose(desk: Desk, say: Texts, problem: str = "") -> Component:
    kinds = {kind: guide.fields(kind) for kind in Kind}
    return choose.step(say, kinds, desk.settings.max_file_bytes // MEGABYTE, problem)


def uploaded(data: dict[str, Any] | None, search: str | None) -> object:
    """Go on to the check once a file has arrived."""
    token = (data or {}).get("token")
    return Place.parse(search or "").at_upload(str(token)) if token else no_update


def ended(data: dict[str, Any] | None, search: str | None) -> object:
    """Go on to the report of an import that was written: that address can be shared."""
    run = (data or {}).get("run")
    return Place.parse(search or "").at_run(int(run)) if run else no_update


def anyway(desk: Desk, clicks: int | None, search: str | None) -> tuple[object, str]:
    """Import as it stands what was only tried so far."""
    return _once_more(desk, clicks, search, recast=False)


def recast(desk: Desk, clicks: int | None, search: str | None) -> tuple[object, str]:
    """Import with the datum that the positions look like."""
    desk.imports.allow(viewer())
    return _once_more(desk, clicks, search, recast=True)


def back(desk: Desk, clicks: int | None, search: str | None) -> tuple[object, str]:
    """Go back to the check of an upload."""
    if not clicks:
        return no_update, ""
    desk.imports.allow(viewer())
    desk.imports.forget(Place.parse(search or "").upload)
    return {"back": clicks}, ""


def progress(desk: Desk, _ticks: int | None, search: str | None) -> tuple[object, object]:
    """Return how far the import of the URL is, and say when it has ended."""
    desk.imports.allow(viewer())
    job = desk.imports.job(Place.parse(search or "").upload)
    if job is not None and job.running:
        return result.progress(_say(search), job), no_update
    run = job.report.run if job and job.report else None
    return no_update, {"job": job.number if job else None, "run": run}


def turned(_asked: int | None, _cancelled: int | None, opened: object) -> bool:
    """Open the question whether to clear the demo bureau, or close it."""
    return not opened


def cleared(desk: Desk, clicks: int | None, search: str | None) -> tuple[object, str]:
    """Clear the demo bureau and load the page anew."""
    if not clicks:
        return no_update, ""
    try:
        demo.clear_demo(desk, viewer())
    except BattlemapError as error:
        return no_update, _say(search).error(error)
    return Place.parse(search or "").at_start(), ""


def _once_more(
    desk: Desk, clicks: int | None, search: str | None, *, recast: bool
) -> tuple[object, str]:
    job = desk.imports.job(Place.parse(search or "").upload)
    if not clicks or job is None:
        return no_update, ""
    options = replace(job.options, dry_run=False)
    if recast and job.report is not None:
        options = read_otherwise(options, job.report)
    try:
        again = desk.imports.begin(viewer(), job.upload, options, guarded=False)
    except BattlemapError as error:
        return no_update, _say(search).error(error)
    return {"job": again.number}, ""


def _say(search: str | None) -> Texts:
    return on_screen(speech(search or "").tongue)
