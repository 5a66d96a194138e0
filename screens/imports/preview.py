"""What is understood of a file: its columns with their fields, and its first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import html

from desk.imports.choices import LEFT_OUT
from desk.imports.telling import label
from screens.imports import ids
from screens.imports.page import refused
from screens.parts import attributes, empty, warning

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from desk.imports.checking import Checked, FileChecked
    from texts import Texts

SAMPLES = 3
_MOST_ROWS, _FEW_ROWS = 20, 4


def content(say: Texts, found: Checked) -> list[Component]:
    """Return what was found out about an upload."""
    if found.problem:
        return [refused(found.problem)]
    parts = [part for file in found.files for part in _file(say, file, alone=not found.bureau)]
    if found.ignored:
        names = say.listed(found.ignored)
        parts.append(empty(say("import.report.ignored", files=names)))
    return parts


def _file(say: Texts, file: FileChecked, *, alone: bool) -> list[Component]:
    head = [] if alone else [_head(say, file)]
    if file.kind is None:
        return [*head, warning(say("imports.check.kind.unknown"))]
    return [
        *head,
        *_faults(say, file),
        *([_columns(say, file)] if alone else [_used(say, file)]),
        html.H2(say("imports.check.rows", n=len(file.rows))) if alone else html.Div(),
        grid(say, file, _MOST_ROWS if alone else _FEW_ROWS)
        if file.rows
        else empty(say("imports.check.no_rows")),
    ]


def _head(say: Texts, file: FileChecked) -> Component:
    kind = say(f"import.kind.{file.kind}") if file.kind else ""
    details = " · ".join(part for part in (file.file, file.encoding.upper(), file.crs) if part)
    return html.H2([html.Span(kind), html.Small(details)], className="bm-imports__part")


def _faults(say: Texts, file: FileChecked) -> list[Component]:
    faults = []
    if file.missing:
        names = (label(say, file.kind, name) for name in file.missing)
        missing = say.listed(names)
        faults.append(refused(say("imports.check.missing", fields=missing)))
    if file.problem:
        faults.append(refused(file.problem))
    return [*faults, *(warning(remark) for remark in file.remarks)]


def _used(say: Texts, file: FileChecked) -> Component:
    pairs = zip(file.headers, file.fields, strict=True)
    unused = [header for header, field in pairs if _used_as(field) is None]
    if not unused:
        return html.Div()
    return empty(say("imports.check.unused", columns=say.listed(unused)))


def _columns(say: Texts, file: FileChecked) -> Component:
    return html.Section(
        [
            html.H2(say("imports.check.columns")),
            html.P(
                [say("imports.check.columns.help"), " ", _shapes(say, file)], className="bm-lead"
            ),
            html.Div(
                [_column(say, file, place) for place in range(len(file.headers))],
                className="bm-columns",
            ),
        ]
    )


def _shapes(say: Texts, file: FileChecked) -> str:
    """Say where the geometry comes from when no column holds it."""
    needed = any(guide.name == "geometry" and guide.required for guide in file.guide)
    beside = needed and "geometry" not in (*file.fields, *file.missing)
    return say("imports.check.shapes") if beside else ""


def _column(say: Texts, file: FileChecked, place: int) -> Component:
    field = file.fields[place]
    # What is recognised by itself can be given to another field or left out, but not cleared.
    clearable = field is None or file.headers[place] in file.chosen
    values = (row[place] for row in file.rows if row[place].strip())
    sample = " · ".join(list(dict.fromkeys(values))[:SAMPLES])
    return html.Div(
        [
            html.Div([html.B(file.headers[place]), html.Span(sample)], className="bm-column__file"),
            dmc.Select(
                id=ids.column(place),
                data=_offered(say, file),
                value=field,
                placeholder=say("imports.check.unused.one"),
                clearable=clearable,
                allowDeselect=clearable,
                searchable=True,
                size="xs",
                maxDropdownHeight=320,
                **attributes(aria_label=say("imports.check.field_of", column=file.headers[place])),
            ),
        ],
        className="bm-column" + ("" if _used_as(field) else " bm-column--unused"),
    )


def _offered(say: Texts, file: FileChecked) -> list[dict[str, Any]]:
    fields = [
        {
            "value": guide.name,
            "label": label(say, file.kind, guide.name) + (" *" if guide.required else ""),
        }
        for guide in file.guide
    ]
    return [*fields, {"value": LEFT_OUT, "label": say("imports.check.ignored.one")}]


def _used_as(field: str | None) -> str | None:
    """Return the field that a column goes to, none where it goes nowhere."""
    return None if field == LEFT_OUT else field


def grid(say: Texts, file: FileChecked, most: int) -> Component:
    """Return the first rows as a table; every value is shown as text, whatever it looks like."""
    table: Component = dag.AgGrid(
        columnDefs=[_defined(say, file, place) for place in range(len(file.headers))],
        rowData=[{f"c{n}": value for n, value in enumerate(row)} for row in file.rows[:most]],
        defaultColDef={"sortable": False, "resizable": True, "suppressMovable": True},
        columnSize="autoSize",
        dashGridOptions={
            "domLayout": "autoHeight",
            "suppressFieldDotNotation": True,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
        },
        style={"height": None},
        className="bm-table bm-preview",
    )
    return table


def _defined(say: Texts, file: FileChecked, place: int) -> dict[str, Any]:
    """Return a column under the name of its field, so that the table shows the mapping."""
    field, header = _used_as(file.fields[place]), file.headers[place]
    column = {
        "field": f"c{place}",
        "headerName": header,
        "headerTooltip": header,
        "maxWidth": 320,
        "cellDataType": "text",
        "cellClass": "" if field else "bm-preview__unused",
    }
    name = label(say, file.kind, field) if field else say("imports.check.unused.one")
    return {
        "headerName": name,
        "headerClass": "" if field else "bm-preview__unused",
        "children": [column],
    }
