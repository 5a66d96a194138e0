"""The form of an upload: what is understood with the choices made so far, and beginning."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict

from dash import ALL, Input, Output, State, no_update

from callbacks.asking import speech, viewer
from desk.imports import checking
from desk.imports.choices import Choices, remapped
from desk.imports.doors import on_screen
from desk.imports.place import Place
from errors import BattlemapError
from screens import shell
from screens.imports import check, ids, page, preview

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from desk.desk import Desk

AUTO = "auto"
MAPPING = "mapping"
FIELDS = {
    "kind": (ids.KIND, "value"),
    "crs": (ids.CRS, "value"),
    "epsg": (ids.EPSG, "value"),
    "encoding": (ids.ENCODING, "value"),
    "sheet": (ids.SHEET, "value"),
    MAPPING: (ids.MAPPING, "data"),
}
OF_KINDS = {"type": ids.CRS_OF, "index": ALL}
WHERE = State(shell.URL, "search")


class Form(TypedDict):
    """The values of the form as Dash hands them over."""

    kind: str | None
    crs: str | None
    epsg: str | None
    encoding: str | None
    sheet: str | None
    mapping: Mapping[str, Any] | None
    crs_of: list[str | None]
    kinds: list[dict[str, str]]


def register(app: Dash, desk: Desk) -> None:
    """Wire the form of an upload."""
    app.callback(Output(ids.EPSG_BOX, "className"), Input(ids.CRS, "value"))(check.epsg_class)
    app.callback(
        output=(
            Output(ids.CHECKED, "children"),
            Output(ids.SHOWN, "data"),
            Output(ids.BEGIN_BUTTON, "disabled"),
            Output(ids.TRY_BUTTON, "disabled"),
        ),
        inputs={
            "form": {
                **{name: Input(*at) for name, at in FIELDS.items()},
                "crs_of": Input(OF_KINDS, "value"),
                "kinds": State(OF_KINDS, "id"),
            },
            "search": WHERE,
        },
    )(partial(checked, desk))
    app.callback(
        Output(ids.MAPPING, "data"),
        Input({"type": ids.COLUMN, "index": ALL}, "value"),
        State(ids.SHOWN, "data"),
        State(ids.MAPPING, "data"),
        prevent_initial_call=True,
    )(mapped)
    _register_begin(app, desk)


def _register_begin(app: Dash, desk: Desk) -> None:
    for signal, button, dry_run in (
        (ids.BEGUN, ids.BEGIN_BUTTON, False),
        (ids.TRIED, ids.TRY_BUTTON, True),
    ):
        app.callback(
            output=(Output(signal, "data"), Output(ids.note(button), "children")),
            inputs={
                "clicks": Input(button, "n_clicks"),
                "form": {
                    **{name: State(*at) for name, at in FIELDS.items()},
                    "crs_of": State(OF_KINDS, "value"),
                    "kinds": State(OF_KINDS, "id"),
                },
                "search": WHERE,
            },
            prevent_initial_call=True,
        )(partial(begun, desk, dry_run=dry_run))


def checked(
    desk: Desk, form: Form, search: str | None
) -> tuple[Sequence[Component], dict[str, object] | None, bool, bool]:
    """Return what is understood of an upload with the choices of the form."""
    say = on_screen(speech(search or "").tongue)
    try:
        upload = desk.imports.uploads.find(Place.parse(search or "").upload)
    except BattlemapError as error:
        return [page.refused(say.error(error))], None, True, True
    found = checking.checked(desk.imports, viewer(), upload, choices(form), say)
    shown: dict[str, object] | None = None
    if found.files and not found.bureau:
        file = found.files[0]
        shown = {"headers": file.headers, "fields": file.fields, "kind": file.kind}
    return preview.content(say, found), shown, not found.ready, not found.ready


def mapped(
    values: list[str | None], shown: dict[str, Any] | None, mapping: dict[str, Any] | None
) -> object:
    """Return the mapping after a field was chosen; unchanged while the form is only drawn."""
    if not shown or len(values) != len(shown["headers"]):
        return no_update
    known = mapping or {}
    before = known.get(MAPPING, {}) if known.get("kind") == shown["kind"] else {}
    after = remapped(before, shown["headers"], shown["fields"], values)
    return no_update if after == before else {"kind": shown["kind"], MAPPING: after}


def begun(
    desk: Desk, clicks: int | None, form: Form, search: str | None, *, dry_run: bool
) -> tuple[object, str]:
    """Begin the import of an upload, or its dry run."""
    if not clicks:
        return no_update, ""
    say = on_screen(speech(search or "").tongue)
    imports = desk.imports
    try:
        upload = imports.uploads.find(Place.parse(search or "").upload)
        options = checking.options_of(imports, upload, choices(form), say.tongue, dry_run=dry_run)
        return {"job": imports.begin(viewer(), upload, options).number}, ""
    except BattlemapError as error:
        return no_update, say.error(error)


def choices(form: Form) -> Choices:
    """Return the form as the desk takes it; a mapping made for another kind does not count."""
    own = form["mapping"] or {}
    return Choices(
        kind=form["kind"] or "",
        crs=_chosen(form["crs"]),
        epsg=form["epsg"] or "",
        encoding=_chosen(form["encoding"]),
        sheet=form["sheet"] or "",
        mapping=own.get(MAPPING, {}) if own.get("kind") == form["kind"] else {},
        crs_of={
            own_id["index"]: _chosen(value)
            for own_id, value in zip(form["kinds"], form["crs_of"], strict=True)
            if _chosen(value)
        },
    )


def _chosen(value: str | None) -> str:
    return "" if value in (None, AUTO) else str(value)
