"""Every screen at once, empty: Dash checks the ids of all callbacks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dash import html

from desk.audit import Asked
from desk.listing import Listing, Tab
from desk.view import View
from rules.pack import RulePack
from screens import audit, people, shell, tables
from screens import map as map_screen
from screens.imports import page as import_page
from screens.imports import whole as imports
from screens.outages import whole as outages
from screens.settings import page as settings_page
from screens.settings.words import Reading
from texts import Tongue, texts

if TYPE_CHECKING:
    from dash.development.base_component import Component

UTC = ZoneInfo("UTC")
NOTHING = dict.fromkeys(("station", "cell", "manager", "feeder"), ())


def everything() -> Component:
    """Return all screens in one tree."""
    say = texts(Tongue.CHINESE)
    pages = [
        map_screen.page(say, View(), NOTHING, {}),
        people.page(say, Listing(), 0, [people.acts(say, Listing(), 0, export=True)]),
        *(people.table(say, Listing(tab)) for tab in Tab if tab is not Tab.CUSTOMERS),
        settings_page.page(say, (), (), Reading(RulePack.load().read_on, UTC)),
        import_page.page(say, demo=True),
        audit.page(say, Asked(), (), html.Div(), [tables.short(say, audit.TABLE, (), ())]),
        *imports.everything(say),
        *outages.everything(say, UTC),
    ]
    standing = shell.Standing(demo=True, updated="")
    return html.Div([shell.frame(say, "/", standing, html.Div(pages))])
