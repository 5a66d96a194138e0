"""From a path to a page: what each screen is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbacks import imports, people, settings
from callbacks.asking import viewer
from desk import overview
from desk.imports.place import PATH as IMPORT
from desk.listing import LIST
from desk.places import position
from desk.view import View
from errors import BattlemapError
from layers import mapconfig
from screens import map as map_screen
from screens import missing, shell

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from desk.desk import Desk
    from texts import Texts


def framed(desk: Desk, say: Texts, path: str, search: str) -> Component:
    """Return the frame around the page of a path; a page that cannot be made says why."""
    try:
        snapshot = desk.keeper.current()
        changed = snapshot.changed_at
        updated = (
            say("shell.updated", time=say.moment(changed, snapshot.zone))
            if changed
            else say("shell.never_updated")
        )
        standing = shell.Standing(snapshot.demo, updated)
        content = _page(desk, say, path, search)
    except BattlemapError as error:
        return shell.frame(
            say, path, shell.Standing(demo=False, updated=""), missing.failed(say, error)
        )
    return shell.frame(say, path, standing, content)


def _page(desk: Desk, say: Texts, path: str, search: str) -> Component:
    if path == "/":
        return _map(desk, say, search)
    if path == LIST:
        return people.page(desk, say, search)
    if path == settings.PATH:
        return settings.screen(desk, say)
    if path == IMPORT:
        return imports.shown(desk, say)
    return missing.page(say)


def _map(desk: Desk, say: Texts, search: str) -> Component:
    snapshot, view = desk.keeper.current(), View.parse(search)
    offered = overview.choices(snapshot, viewer())
    bounds = overview.bounds(snapshot, viewer(), view.filters)
    at = position(snapshot, view.selection)
    config = mapconfig.config(say, view, bounds, at)
    return map_screen.page(say, view, offered, config)
