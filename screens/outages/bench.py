"""The workbench of an outage: the map on the left, what is declared, compared, listed, done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import dcc, html

from desk.outages.bench import PATH
from screens.outages import areas, course, declare, ids, notice, people, sides
from screens.outages.stage import stage
from screens.parts import attributes

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from dash.development.base_component import Component

    from desk.outages.records import OutageRecord
    from texts import Texts

TABS = ("declare", "compare", "list", "course")


@dataclass(frozen=True, slots=True)
class Opened:
    """What is on the workbench: an outage, none for a new one.

    ``editable`` is whether what it is declared by may be changed now, ``works`` whether the
    reader works on outages at all.
    """

    record: OutageRecord | None
    editable: bool
    works: bool
    zone: ZoneInfo
    tab: str = ""

    @property
    def base(self) -> dict[str, int | None]:
        """Return what the page works on; see ``ids.BASE``."""
        if self.record is None:
            return {"id": None, "edit": 0}
        return {"id": self.record.id, "edit": self.record.edit}

    @property
    def shown(self) -> str:
        """Return the tab that is open: a new outage is declared, a known one is compared."""
        offered = tabs(self.record)
        first = "declare" if self.record is None else "compare"
        return self.tab if self.tab in offered else first


def tabs(record: OutageRecord | None) -> tuple[str, ...]:
    """Return the tabs there are: before it is kept, an outage has no course."""
    return TABS if record else TABS[:-1]


def page(say: Texts, opened: Opened, config: dict[str, Any]) -> Component:
    """Return the workbench; ``config`` is what the map's script is told."""
    told = config.get("bench", {})
    return html.Div(
        [
            dcc.Store(id=ids.CONFIG, data=config),
            dcc.Store(id=ids.BASE, data=opened.base),
            dcc.Store(id=ids.DRAWN, data=told.get("drawn")),
            dcc.Store(id=ids.PARTS, data=told.get("parts", [])),
            dcc.Store(id=ids.CHOSEN, data={}),
            dcc.Store(id=ids.TAB, data=opened.shown),
            *[dcc.Store(id=name) for name in _SINKS],
            html.Header(html.Div(_title(say, opened), id=ids.STRIP), className="bm-bench__strip"),
            stage(say, editable=opened.editable),
            _side(say, opened),
        ],
        className="bm-bench",
        **attributes(data_presses=json.dumps(ids.PRESSED)),
    )


_SINKS = (
    *(ids.BOOTED, ids.FAILED, ids.JUDGED, ids.COMPARED, ids.MARKS, ids.MARKED, ids.LISTED),
    *(ids.FOUND, ids.POINTED, ids.POINTED_AT),
    *(ids.LISTED_SEEN, ids.JUDGED_SEEN, ids.TALLY, ids.TALLIED),
    *ids.PRESSED,
)


def _title(say: Texts, opened: Opened) -> Component:
    record = opened.record
    words = record.number if record else say("outage.new")
    return html.Div(
        [back(say), html.H1(words)],
        className="bm-bench__title",
    )


def back(say: Texts) -> Component:
    """Return the way back to the list."""
    return dcc.Link(say("outage.back"), href=PATH, className="bm-quiet")


def _side(say: Texts, opened: Opened) -> Component:
    editable, record = opened.editable, opened.record
    names = tabs(record)
    return html.Aside(
        [
            html.Div(id=ids.PROBLEM, role="alert"),
            html.Div(
                id=ids.COUNTED, className="bm-bench__counted", **attributes(aria_live="polite")
            ),
            html.Div(
                [_tab(say, name, here=name == opened.shown) for name in names],
                className="bm-tabs bm-tabs--bench",
                role="tablist",
                **attributes(aria_label=say("outage.tabs")),
            ),
            html.Div(
                [
                    declare.panel(
                        *(say, record, opened.zone),
                        [notice.field(say), areas.field(say)],
                        editable=editable,
                    ),
                    sides.reason(say, works=opened.works),
                    sides.panel(say),
                    people.panel(say, works=opened.works),
                    course.panel(say, works=opened.works),
                ],
                className="bm-bench__body",
                **attributes(data_tab_shown=opened.shown),
            ),
        ],
        className="bm-bench__side",
        **attributes(aria_label=say("outage.side")),
    )


def _tab(say: Texts, name: str, *, here: bool) -> Component:
    return html.Button(
        say(f"outage.tab.{name}"),
        type="button",
        role="tab",
        className="bm-tab",
        **attributes(data_tab=name, aria_selected=str(here).lower()),
    )
