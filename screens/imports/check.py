"""The second step: what is understood of the file, each part of it for a person to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import dcc, html

from desk.imports.choices import DATUMS, ENCODINGS, OTHER
from rules.codes import Kind
from screens.imports import ids
from screens.imports.page import act, again, steps
from screens.parts import attributes

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from desk.imports.checking import Checked
    from desk.imports.choices import Choices
    from desk.imports.uploads import Upload
    from texts import Texts


def step(say: Texts, upload: Upload, found: Checked, choices: Choices) -> Component:
    """Return the form of an upload, set to what was found, or to what was chosen before.

    The preview is filled in later.
    """
    kind = found.files[0].kind if found.files else None
    return html.Div(
        [
            steps(say, "check"),
            html.Div(
                [
                    html.B(upload.name, className="bm-imports__file"),
                    html.Span(size(say, upload.size)),
                    again(say),
                ],
                className="bm-imports__head",
            ),
            _form(say, found, choices),
            dcc.Store(id=ids.SHOWN),
            dcc.Store(id=ids.MAPPING, data={"kind": kind, "mapping": dict(choices.mapping)}),
            html.Div(
                dmc.Loader(size="sm", color="gray"),
                id=ids.CHECKED,
                **attributes(aria_live="polite"),
            ),
            html.Div(
                [
                    act(ids.BEGIN_BUTTON, say("imports.begin"), primary=True, disabled=True),
                    act(ids.TRY_BUTTON, say("imports.try"), disabled=True),
                ],
                className="bm-imports__acts bm-imports__acts--foot",
            ),
        ]
    )


def size(say: Texts, count: int) -> str:
    """Return a number of bytes as people say it."""
    kilobytes = count / 1024
    if kilobytes < 1000:  # noqa: PLR2004 - three digits, then the next unit
        return f"{say.number(max(round(kilobytes), 1))} KB"
    return f"{say.number(round(kilobytes / 1024, 1))} MB"


def epsg_class(crs: str | None) -> str:
    """Return the class of the field for an EPSG number, which shows where it is asked for."""
    return "" if crs == OTHER else "bm-hidden"


def _form(say: Texts, found: Checked, choices: Choices) -> Component:
    """Return the fields; those that make no sense for the upload are there, but hidden."""
    file = found.files[0] if found.files else None
    single = file if not found.bureau else None
    return html.Div(
        [
            html.Div(_kind(say, single.kind if single else None), hidden=found.bureau),
            html.Div(_crs(say, file.crs if file else "", choices.crs)),
            html.Div(_epsg(say, choices.epsg), id=ids.EPSG_BOX, className=epsg_class(choices.crs)),
            *[
                html.Div(_crs_of(say, kind, choices.crs_of.get(kind, "")))
                for kind in (found.located if found.bureau else ())
            ],
            html.Div(_encoding(say, single.encoding if single else "", choices.encoding)),
            html.Div(
                _sheet(say, single.sheets if single else (), choices.sheet),
                hidden=not single or len(single.sheets) < 2,  # noqa: PLR2004 - nothing to choose
            ),
        ],
        className="bm-imports__form",
    )


def _kind(say: Texts, kind: Kind | None) -> Component:
    field: Component = dmc.Select(
        id=ids.KIND,
        label=say("imports.check.kind"),
        placeholder=say("imports.check.kind.ask"),
        data=[{"value": kind.value, "label": say(f"import.kind.{kind}")} for kind in Kind],
        value=kind.value if kind else None,
        allowDeselect=False,
        size="sm",
    )
    return field


def _crs(say: Texts, own: str, chosen: str) -> Component:
    found = say("imports.check.crs.file", name=own) if own else say("imports.check.crs.degrees")
    offered = [("auto", found)]
    offered += [(name, say(f"imports.crs.{name}")) for name in (*DATUMS, OTHER)]
    field: Component = dmc.Select(
        id=ids.CRS,
        label=say("imports.check.crs"),
        data=[{"value": value, "label": label} for value, label in offered],
        value=chosen or "auto",
        allowDeselect=False,
        size="sm",
    )
    return field


def _crs_of(say: Texts, kind: Kind, chosen: str) -> Component:
    """Return the coordinates of one kind of a bureau, by default those chosen for all."""
    offered = [("auto", say("imports.check.crs.as_all"))]
    offered += [(name, say(f"imports.crs.{name}")) for name in DATUMS]
    field: Component = dmc.Select(
        id=ids.crs_of(kind.value),
        label=say("imports.check.crs.of", kind=say(f"import.kind.{kind}")),
        data=[{"value": value, "label": label} for value, label in offered],
        value=chosen or "auto",
        allowDeselect=False,
        size="sm",
    )
    return field


def _epsg(say: Texts, chosen: str) -> Component:
    field: Component = dmc.TextInput(
        id=ids.EPSG,
        label=say("imports.check.epsg"),
        placeholder="4545",
        value=chosen,
        debounce=400,
        size="sm",
    )
    return field


def _encoding(say: Texts, found: str, chosen: str) -> Component:
    auto = say("imports.check.encoding.auto")
    auto = say("imports.check.encoding.found", name=found.upper()) if found else auto
    offered = [("auto", auto), *((name, name.upper()) for name in ENCODINGS)]
    field: Component = dmc.Select(
        id=ids.ENCODING,
        label=say("imports.check.encoding"),
        data=[{"value": value, "label": label} for value, label in offered],
        value=chosen or "auto",
        allowDeselect=False,
        size="sm",
    )
    return field


def _sheet(say: Texts, sheets: tuple[str, ...], chosen: str) -> Component:
    field: Component = dmc.Select(
        id=ids.SHEET,
        label=say("imports.check.sheet"),
        data=list(sheets),
        value=chosen or (sheets[0] if sheets else None),
        allowDeselect=False,
        size="sm",
    )
    return field
