"""From a path to a page: what each screen is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbacks import audit, imports, people, settings
from callbacks.asking import viewer
from callbacks.outages import bench
from callbacks.outages import board as outages
from desk import overview
from desk.audit import PATH as AUDIT
from desk.imports.place import PATH as IMPORT
from desk.listing import LIST
from desk.outages.bench import PATH as OUTAGES
from desk.outages.bench import Asked
from desk.outages.changing import NoOutage
from desk.places import position
from desk.view import View
from errors import BattlemapError
from layers import mapconfig
from rules.access import Right, may, rights_of
from screens import freshness, missing, shell
from screens import map as map_screen

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from desk.desk import Desk
    from rules.viewer import Viewer
    from texts import Texts


def framed(desk: Desk, say: Texts, path: str, search: str) -> Component:
    """Return the frame around the page of a path; a page that cannot be made says why."""
    reader = viewer()
    standing = shell.Standing(demo=False, updated="", rights=rights_of(reader.role), viewer=reader)
    try:
        standing = _standing(desk, say, reader)
        content = _page(desk, say, path, search)
    except BattlemapError as error:
        listed = OUTAGES if isinstance(error, NoOutage) else ""
        content = missing.failed(say, error, listed)
    return shell.frame(say, path, standing, content)


def _standing(desk: Desk, say: Texts, reader: Viewer) -> shell.Standing:
    snapshot = desk.seen(reader)
    changed = snapshot.changed_at
    updated = (
        say("shell.updated", time=say.moment(changed, snapshot.zone))
        if changed
        else say("shell.never_updated")
    )
    judged = snapshot.judged_at.timestamp()
    moment = freshness.Moment(snapshot.version, judged, str(snapshot.zone))
    return shell.Standing(snapshot.demo, updated, rights_of(reader.role), moment, reader)


def _page(  # noqa: PLR0911 - one line a page
    desk: Desk, say: Texts, path: str, search: str
) -> Component:
    if path == "/":
        return _map(desk, say, search)
    if path == LIST:
        return people.page(desk, say, search)
    if path == settings.PATH:
        return settings.screen(desk, say)
    if path == IMPORT:
        return imports.shown(desk, say)
    if path == AUDIT:
        return audit.page(desk, say, search)
    if path == OUTAGES:
        return outages.page(desk, say)
    asked = Asked.parse(path, search)
    return bench.page(desk, say, asked, path, search) if asked else missing.page(say)


def _map(desk: Desk, say: Texts, search: str) -> Component:
    snapshot, view = desk.seen(viewer()), View.parse(search)
    offered = overview.choices(snapshot, viewer())
    bounds = overview.bounds(snapshot, viewer(), view.filters)
    at = position(snapshot, view.selection)
    config = mapconfig.config(say, view, bounds, at)
    knows = may(viewer(), Right.KNOW_LIFE_SUPPORT)
    return map_screen.page(say, view, offered, config, life=knows)
