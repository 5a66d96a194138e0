"""The list beside the map: the same filters, everybody whom they let through, row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import dcc, html

from desk.exports import MOST_XLSX
from desk.faults import Fault
from desk.listing import FileForm, Tab
from rules.codes import Sensitivity, Urgency
from screens.listed import columns
from screens.parts import Child, attributes, icon, sensitivity_badge, urgency_badge
from screens.tables import endless

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from desk.listing import Listing
    from desk.lists import Counted
    from desk.overview import Choice
    from texts import Texts

HEAD = "list-head"
BODY = "list-body"
LISTED, KNOWN = "list-listed", "list-known"
IN_VIEW, AS_NOW, SETTLED = "list-in-view", "list-as-now", "list-settled"
NEWS = "list-news"
GRID_PREFIX = "list-grid-"
GRIDS = {tab: GRID_PREFIX + tab for tab in Tab}


def page(say: Texts, listing: Listing, version: int, above: Sequence[Component]) -> Component:
    """Return the list screen; ``version`` is that of the data shown."""
    shown = listed(listing, version)
    return html.Div(
        [
            dcc.Store(id=LISTED, data=shown),
            dcc.Store(id=KNOWN, data=shown),
            *[dcc.Store(id=name) for name in (IN_VIEW, AS_NOW, SETTLED)],
            html.Div(list(above), id=HEAD, className="bm-list__head"),
            _news(say),
            html.Div(table(say, listing), id=BODY, className="bm-list__body"),
        ],
        className="bm-page bm-page--wide bm-list",
    )


def _news(say: Texts) -> Component:
    """Return the line that says that other rows belong in view; hidden until there are some.

    A list that rearranged itself would move rows away under the reader's hand.
    """
    return html.Div(
        html.Button(
            say("live.list.changed", n=0),
            id=NEWS,
            type="button",
            className="bm-list__news",
            **attributes(data_words=say("live.list.changed", n="{n}")),
        ),
        role="status",
        hidden=True,
    )


def listed(listing: Listing, version: int) -> dict[str, Any]:
    """Return what the page's script compares to know that rows have to be asked for anew."""
    return {"href": listing.href, "grid": GRIDS[listing.tab], "version": version}


def table(say: Texts, listing: Listing) -> Component:
    """Return the table of a tab, empty: it asks for its rows itself."""
    return endless(say, GRIDS[listing.tab], columns(say, listing.tab))


def head(
    say: Texts,
    listing: Listing,
    counted: Counted,
    choices: Mapping[str, Sequence[Choice]],
    *,
    export: bool,
) -> list[Component]:
    """Return what stands above the table: tabs, counts to choose by, and the filters.

    ``export`` is whether the reader may take the list away.
    """
    return [
        html.Div(
            [
                html.H1(say("list.title")),
                _tabs(say, listing, counted),
                acts(say, listing, counted.tabs[listing.tab], export=export),
            ],
            className="bm-list__bar",
        ),
        _facets(say, listing, counted),
        _filters(say, listing, choices),
    ]


def _tabs(say: Texts, listing: Listing, counted: Counted) -> Component:
    links = [
        dcc.Link(
            [
                say(f"list.tab.{tab}"),
                html.Span(say.number(counted.tabs[tab]), className="bm-count"),
            ],
            href=replace(listing, tab=tab, fault=None).href,
            className="bm-tab" + (" bm-tab--here" if tab is listing.tab else ""),
        )
        for tab in Tab
    ]
    return html.Nav(links, className="bm-tabs", **attributes(aria_label=say("list.tabs")))


def acts(say: Texts, listing: Listing, count: int, *, export: bool) -> Component:
    """Return what can be done with a list of so many rows."""
    return html.Div(
        [
            dcc.Link(
                [icon("map"), say("list.on_map")], href=listing.map_href(), className="bm-quiet"
            ),
            *(_files(say, listing, count) if export else []),
        ],
        className="bm-list__acts",
    )


def _files(say: Texts, listing: Listing, count: int) -> list[Component]:
    csv = _file(say, listing, FileForm.CSV, there=count > 0)
    return [csv, _workbook(say, listing, count)]


def _workbook(say: Texts, listing: Listing, count: int) -> Component:
    button = _file(say, listing, FileForm.XLSX, there=0 < count <= MOST_XLSX)
    if count <= MOST_XLSX:
        return button
    why: Component = dmc.Tooltip(
        html.Span(button), label=say("list.xlsx_too_many", most=MOST_XLSX), multiline=True, w=260
    )
    return why


def _file(say: Texts, listing: Listing, form: FileForm, *, there: bool) -> Component:
    """Return the link by which the browser itself fetches the list as a file."""
    words: list[Child] = [icon("file"), say(f"list.{form}")]
    name = "bm-button"
    if not there:
        return html.Span(words, className=f"{name} {name}--off", **attributes(aria_disabled="true"))
    return html.A(words, href=listing.file_href(form), download="", className=name)


def _facets(say: Texts, listing: Listing, counted: Counted) -> Component:
    marks = _FACETS[listing.tab](say, listing, counted)
    return html.Div(marks, className="bm-facets")


def _by_sensitivity(say: Texts, listing: Listing, counted: Counted) -> list[Component]:
    marks = [
        _facet(
            say,
            sensitivity_badge(say, code.value),
            counted.codes[code],
            listing.toggled("sensitivity", code.value).href,
            here=code.value in listing.filters.sensitivity,
        )
        for code in sorted(Sensitivity, reverse=True)
    ]
    return [*marks, _life(say, counted.life_support)] if counted.life_support else marks


def _by_urgency(say: Texts, listing: Listing, counted: Counted) -> list[Component]:
    return [
        _facet(
            say,
            urgency_badge(say, code.value),
            counted.codes[code],
            listing.toggled("urgency", code.value).href,
            here=code.value in listing.filters.urgency,
        )
        for code in sorted(Urgency, reverse=True)
        if code
    ]


def _by_fault(say: Texts, listing: Listing, counted: Counted) -> list[Component]:
    return [
        _facet(
            say,
            html.Span(say(f"list.fault.{fault}")),
            counted.codes[str(fault)],
            replace(listing, fault=None if listing.fault is fault else fault).href,
            here=listing.fault is fault,
        )
        for fault in Fault
    ]


_FACETS = {
    Tab.CUSTOMERS: _by_sensitivity,
    Tab.ISSUES: _by_urgency,
    Tab.FAULTS: _by_fault,
}


def _facet(say: Texts, mark: Child, n: int, href: str, *, here: bool) -> Component:
    return dcc.Link(
        [mark, html.B(say.number(n))],
        href=href,
        className="bm-facet" + (" bm-facet--here" if here else "" if n else " bm-facet--none"),
        title=say("list.facet.off" if here else "list.facet.on"),
    )


def _life(say: Texts, n: int) -> Component:
    mark = html.Span(
        [html.I(className="bm-life"), say("map.life_support")], className="bm-sensitivity"
    )
    return html.Span([mark, html.B(say.number(n))], className="bm-facet bm-facet--still")


def _filters(say: Texts, listing: Listing, choices: Mapping[str, Sequence[Choice]]) -> Component:
    if listing.tab is Tab.FAULTS:
        key = f"list.remedy.{listing.fault}" if listing.fault else "list.faults_all"
        return html.P(say(key), className="bm-empty")
    pills = [_pill(say, listing, name, value, choices) for name, value in listing.chosen()]
    if not pills:
        return html.P(say("list.unfiltered"), className="bm-empty")
    return html.Div(pills, className="bm-pills", **attributes(aria_label=say("list.filters")))


def _pill(
    say: Texts,
    listing: Listing,
    name: str,
    value: str | int,
    choices: Mapping[str, Sequence[Choice]],
) -> Component:
    field = say("map.filter." + name.rstrip("_"))
    words = say("list.filter", field=field, value=_named(say, name, value, choices))
    return dcc.Link(
        [words, icon("close")],
        href=listing.toggled(name, value).href,
        className="bm-pill",
        title=say("list.filter.drop"),
    )


def _named(say: Texts, name: str, value: str | int, choices: Mapping[str, Sequence[Choice]]) -> str:
    if name in choices:
        names = {choice.value: choice.name for choice in choices[name]}
        return names.get(str(value), str(value))
    scale = "customer_class" if name == "class_" else name
    return say(f"code.{scale}.{value}")
