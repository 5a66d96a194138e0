"""The list of whom an outage touches: counts to choose by, rows by priority, decisions on some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import html

from desk.outages.facets import Facet
from rules.codes import Sensitivity
from rules.naming import in_words
from rules.outages.codes import Basis, Verdict, basis_key
from screens.outages import ids
from screens.parts import attributes, empty, icon
from screens.tables import BLOCK, FITTED, PLAIN, card, column, mark_rules, options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.facets import Bar, Chosen
    from desk.outages.rows import Touched
    from desk.search import Hit
    from rules.outages.codes import Ground
    from texts import Texts

CODES = {
    Facet.STANDING: "outage.standing",
    Facet.SENSITIVITY: "code.sensitivity",
    Facet.CLASS: "code.customer_class",
    Facet.LANGUAGE: "code.language",
    Facet.REACH: "outage.reach",
}
"""Where the words of a facet's codes stand; bases and names have words of their own."""
LIFE = {"bm-mark bm-mark--life": "params.data ? params.data.life : false"}
WORDY: dict[str, Any] = {
    "cellClass": "bm-why",
    "cellClassRules": {"bm-why--short": "params.data ? params.data.short : false"},
}
"""Of a column of sentences: two lines of them, loud where a battery ends before the outage."""
SHORT = frozenset(
    f"outage.life_support_{how}" for how in ("empty", "too_short", "will_end", "unknown")
)
DULL = {"bm-off": "params.data ? params.data.off : false"}


def panel(say: Texts, *, works: bool) -> Component:
    """Return the table under its bars, and what can be done with what is ticked in it."""
    return html.Div(
        [
            html.Div(id=ids.FACETS, className="bm-facets"),
            _bar(say, works=works),
            html.Div(grid(say, works=works), className="bm-bench__grid"),
        ],
        className="bm-bench__part bm-bench__part--list",
    )


def _bar(say: Texts, *, works: bool) -> Component:
    verdicts = [
        html.Button(
            say(f"outage.verdict.{verdict}"),
            id=ids.row(ids.DECIDE, basis="picked", of=0, verdict=str(verdict)),
            type="button",
            className=f"bm-verdict bm-verdict--{verdict}",
        )
        for verdict in Verdict
    ]
    search = dmc.TextInput(
        id=ids.PERSON,
        placeholder=say("outage.add.hint"),
        leftSection=icon("search"),
        debounce=200,
        size="xs",
        **attributes(aria_label=say("outage.add")),
    )
    return html.Div(
        [
            html.Div(
                [
                    html.Span(
                        say("outage.picked", n=0),
                        id=ids.PICKED_BAR,
                        **attributes(data_words=say("outage.picked", n="{n}")),
                    ),
                    *verdicts,
                    html.Span(id=ids.PICKED_ACTS, className="bm-verdicts"),
                ],
                className="bm-verdicts bm-verdicts--picked",
            ),
            html.Div(
                [search, html.Div(id=ids.PEOPLE_FOUND, className="bm-found bm-found--over")],
                className="bm-add",
            ),
        ],
        className="bm-bench__acts" if works else "bm-hidden",
    )


def added(say: Texts, hits: Sequence[Hit]) -> Component:
    """Return the customers that a search finds; a click puts one on the list by hand."""
    if not hits:
        return html.Div(empty(say("outage.add.nothing")), className="bm-hit")
    return html.Div(
        [
            html.Button(
                [
                    html.Span(say("outage.add.one"), className="bm-hit__noun"),
                    html.Span([html.B(hit.name), html.Span(hit.detail)], className="bm-hit__text"),
                ],
                id=ids.row(ids.DECIDE, basis="by_hand", of=hit.id, verdict=str(Verdict.TOUCHED)),
                type="button",
                className="bm-hit",
            )
            for hit in hits
        ]
    )


def grid(say: Texts, *, works: bool) -> Component:
    """Return the table; it asks for its rows as it is scrolled."""
    table: Component = dag.AgGrid(
        id=ids.GRID,
        columnDefs=_columns(say),
        defaultColDef=PLAIN,
        rowModelType="infinite",
        getRowId="params.data.ref",
        rowClassRules={"bm-row--waits": "!params.data"},
        eventListeners={
            "cellMouseOver": ["ringRow(params)"],
            "cellMouseOut": ["unringRow()"],
            "cellClicked": ["goToRow(params)"],
            "cellKeyDown": ["goToRow(params)"],
            "gridSizeChanged": FITTED["gridSizeChanged"],
            "modelUpdated": FITTED["modelUpdated"],
        },
        dashGridOptions={
            **options(say),
            "cacheBlockSize": BLOCK,
            "maxBlocksInCache": 20,
            "maxConcurrentDatasourceRequests": 1,
            "blockLoadDebounceMillis": 20,
            "rowBuffer": 3,
            "infiniteInitialRowCount": 1,
            **({"rowSelection": _picking()} if works else {}),
        },
        className="bm-table bm-table--endless bm-table--outage",
        style={"height": "100%", "width": "100%"},
    )
    return table


def _picking() -> dict[str, Any]:
    return {"mode": "multiRow", "checkboxes": True, "headerCheckbox": False}


def _columns(say: Texts) -> list[dict[str, Any]]:
    def head(name: str) -> str:
        return say(f"outage.column.{name}")

    marks = {**mark_rules("sensitivity", "sensitivity_code", Sensitivity), **LIFE}
    return [
        # These four fill the panel; the others are for who scrolls on.
        column("sensitivity", head("sensitivity"), 132, cellClassRules=marks),
        column("name", head("name"), 96, cellClassRules=DULL, tooltipField="name"),
        column("why", head("why"), 210, flex=3, tooltipField="why", **WORDY),
        column("standing", head("standing"), 88, cellClassRules=DULL),
        column("basis", head("basis"), 150),
        column("transformer", head("transformer"), 130, flex=1),
        column("feeder", head("feeder"), 100),
        column("cell", head("cell"), 110),
        column("account", head("account"), 120),
        card(["name", "account"], "standing", ["sensitivity"], ["why", "basis", "transformer"]),
    ]


def row(say: Texts, one: Touched, zone: ZoneInfo, ground: Ground) -> dict[str, Any]:
    """Return a customer as a row of the table; ``ground`` is what the list stands on."""
    person = one.person
    life = say("outage.life") if person.life_support else ""
    return {
        "ref": str(person.id),
        "sensitivity": life or say(f"code.sensitivity.{person.sensitivity}"),
        "name": person.name or person.account,
        "account": person.account,
        "why": " · ".join(
            say(why.text_key, **in_words(why.facts, say, lambda at: say.moment(at, zone)[5:]))
            for why in one.reasons
        ),
        "basis": say(basis_key(one.basis, ground)),
        "standing": say(f"outage.standing.{one.standing}"),
        "transformer": one.transformer,
        "feeder": one.feeder,
        "cell": person.cell,
        "sensitivity_code": person.sensitivity,
        "life": bool(person.life_support),
        "short": any(why.code in SHORT for why in one.reasons),
        "off": one.standing == "off",
        "place": [person.x, person.y],
    }


def tally(
    say: Texts, counted: Mapping[Facet, Sequence[Bar]], chosen: Chosen, ground: Ground
) -> dict[str, Any]:
    """Return the counts in words, each to be a bar that narrows the list to itself.

    ``same`` is what is the same for everybody, which says little: one line above the others.
    ``chosen`` comes back as it was, and each bar has its share of the longest in per cent. The
    browser makes the elements (``assets/outages.js``): as components they would take a quarter of
    a second.
    """
    same = [name for name, some in counted.items() if len(some) == 1 and name not in chosen]
    words = " · ".join(_words(say, facet, counted[facet][0], ground) for facet in same)
    return {
        "same": say("outage.facet.same", words=words) if same else "",
        "chosen": {str(facet): value for facet, value in chosen.items()},
        "facets": [
            _facet(say, facet, some, ground) for facet, some in counted.items() if facet not in same
        ],
    }


def _facet(say: Texts, facet: Facet, some: Sequence[Bar], ground: Ground) -> dict[str, Any]:
    most = max((bar.n for bar in some), default=0) or 1
    rows = [
        {
            "value": bar.value,
            "words": _words(say, facet, bar, ground),
            "n": say.number(bar.n),
            "share": round(100 * bar.n / most, 1),
        }
        for bar in some
    ]
    return {"facet": str(facet), "title": say(f"outage.facet.{facet}"), "bars": rows}


def _words(say: Texts, facet: Facet, bar: Bar, ground: Ground) -> str:
    if facet is Facet.BASIS:
        return say(basis_key(Basis(bar.value), ground))
    words = say(f"{CODES[facet]}.{bar.value}") if facet in CODES else bar.name
    return words or say("outage.facet.none")
