"""Tables as they look and behave everywhere: rows of plain text, colour by class only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import dash_ag_grid as dag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from rules.codes import Sensitivity, Urgency
    from texts import Texts

BLOCK = 100
"""Rows that a long table asks for at once."""
WORDS = (
    "noRowsToShow",
    "loadingOoo",
    "loadingError",
    "ariaColumn",
    "ariaRowSelect",
    "ariaSortableColumn",
)
"""What the grid itself says; its other words belong to features that are switched off."""
FITTED = {event: ["fitColumns(params)"] for event in ("gridSizeChanged", "modelUpdated")}
PLAIN = {
    "resizable": True,
    "sortable": False,
    "suppressHeaderMenuButton": True,
    "suppressMovable": True,
}


def column(
    field: str, head: str, width: int, *, phone: bool = False, **more: object
) -> dict[str, Any]:
    """Return a column of text; with ``flex`` it takes its share of what room is left.

    ``width`` is in pixels. A table has columns for where there is room, or one ``phone`` column
    for where there is none; the script shows the ones or the other.
    """
    sizes = {"minWidth": width, "width": width, "hide": phone}
    return {"field": field, "headerName": head, **sizes, "context": {"phone": phone}, **more}


def card(
    title: Sequence[str], aside: str, marks: Sequence[str], under: Sequence[str]
) -> dict[str, Any]:
    """Return the column of a phone, in which a whole row is drawn as a card of three lines.

    All are names of fields: the first of ``title`` that says something, and ``aside`` beside it;
    marks with their words; what stands below, without what the title said.
    """
    drawn = {"title": list(title), "aside": aside, "marks": list(marks), "under": list(under)}
    renderer = {"cellRenderer": "RowCard", "cellRendererParams": {"drawn": drawn}}
    more = {"flex": 1, "cellClass": "bm-row-card__cell", **renderer}
    return column("card", "", 200, phone=True, **more)


def mark_rules(name: str, field: str, codes: type[Urgency | Sensitivity]) -> dict[str, str]:
    """Return which class a cell has by the number in ``field`` of its row.

    The expressions hold our own codes only, never a word of the data.
    """
    number = f"params.data ? params.data.{field} : -1"
    return {
        f"bm-mark bm-mark--{name}-{code.value}": f"({number}) == {code.value}" for code in codes
    }


Entries: TypeAlias = "Sequence[Mapping[str, Any]]"


def short(say: Texts, grid_id: str, columns: Entries, rows: Entries) -> Component:
    """Return a table of all its rows, as high as they are; rows are told apart by ``id``."""
    table: Component = dag.AgGrid(
        id=grid_id,
        columnDefs=list(columns),
        rowData=list(rows),
        defaultColDef={**PLAIN, "sortable": True},
        getRowId="params.data.id",
        eventListeners={
            "cellKeyDown": ["clickByKey(params, setGridProps)"],
            **FITTED,
        },
        dashGridOptions={**options(say), "domLayout": "autoHeight"},
        className="bm-table",
        style={"width": "100%"},
    )
    return table


def endless(say: Texts, grid_id: str, columns: Entries) -> Component:
    """Return a table that asks for its rows as it is scrolled; a row leads to its ``href``."""
    table: Component = dag.AgGrid(
        id=grid_id,
        columnDefs=list(columns),
        defaultColDef=PLAIN,
        rowModelType="infinite",
        getRowId="params.data.href",
        eventListeners={
            "cellClicked": ["followRow(params)"],
            "cellKeyDown": ["followRowByKey(params)"],
            "bodyScrollEnd": ["keepPlace(params)"],
            "gridSizeChanged": FITTED["gridSizeChanged"],
            "modelUpdated": [*FITTED["modelUpdated"], "findPlace(params)"],
        },
        dashGridOptions={
            **options(say),
            "cacheBlockSize": BLOCK,
            "maxBlocksInCache": 20,
            # The bridge to Python remembers one question at a time.
            "maxConcurrentDatasourceRequests": 1,
            "blockLoadDebounceMillis": 60,
            "infiniteInitialRowCount": 1,
        },
        className="bm-table bm-table--endless",
        style={"height": "100%", "width": "100%"},
    )
    return table


def options(say: Texts) -> dict[str, Any]:
    """Return what all tables have in common, and the words that the grid itself says."""
    return {
        "animateRows": False,
        "enableCellTextSelection": True,
        "suppressNoRowsOverlay": False,
        "localeText": {word: say(f"table.{word}") for word in WORDS},
    }
