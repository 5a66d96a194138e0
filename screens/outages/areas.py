"""An area that nobody draws by hand: from a file, or around whom the named parts take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dash_mantine_components as dmc
from dash import dcc, html

from screens.outages import ids
from screens.parts import attributes, icon

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from texts import Texts

SYSTEMS = ("wgs84", "gcj02", "bd09")
"""Coordinate systems that a file may be in without saying so."""
EPSG = "epsg"
"""Instead of one of them: a number is typed beside."""
WORDS = (
    *("sending", "failed", "several", "done", "mended", "left_out", "not_drawn", "sure"),
    *("again", "layer"),
)
FORMS = ".geojson,.json,.kml,.kmz,.gpkg,.zip"


def field(say: Texts) -> Component:
    """Return both ways; what was found goes into the drawing as if drawn."""
    return html.Details(
        [
            html.Summary([icon("tool-polygon"), say("outage.area")]),
            html.Div([_file(say), _propose(say)], className="bm-input__acts"),
            html.Div(className="bm-area-said", role="status", **attributes(data_area_said="")),
            html.Div(id=ids.PROPOSED, role="status"),
            html.Div(
                id=ids.OFFER_SAID,
                role="alert",
                className="bm-setting__refused",
                **attributes(data_not_drawn=say("outage.area.not_drawn")),
            ),
            dcc.Store(id=ids.OFFERED),
        ],
        className="bm-input",
        **attributes(data_area="", data_lang=say.tongue[:2]),
        **attributes(**{f"data_{name}": _template(say, name) for name in WORDS}),
    )


def _template(say: Texts, name: str) -> str:
    """Return words whose facts only the browser will know; it fills the places in braces."""
    facts = ("file", "n", "polygons", "system", "name", "number", "said", "layer")
    places: dict[str, object] = {fact: f"{{{fact}}}" for fact in facts}
    return say(f"outage.area.{name}", **places)


def _file(say: Texts) -> Component:
    """Return the choice of a file; assets/map/areafile.mjs sends it."""
    systems = [html.Option(say(f"imports.crs.{name}"), value=name) for name in (*SYSTEMS, EPSG)]
    return html.Div(
        [
            html.Button(
                [icon("file"), say("outage.area.file")],
                type="button",
                className="bm-take",
                title=say("outage.area.forms"),
                **attributes(data_area_choose=FORMS),
            ),
            html.Label(
                [
                    html.Small(say("outage.area.system")),
                    html.Select(
                        [html.Option(say("outage.area.system.file"), value=""), *systems],
                        **attributes(data_area_system=""),
                    ),
                ],
            ),
            html.Label(
                [
                    html.Small(say("imports.check.epsg")),
                    dcc.Input(type="text", inputMode="numeric", maxLength=6, placeholder="4545"),
                ],
                className="bm-input__epsg",
            ),
        ],
        className="bm-input__file",
    )


def _propose(say: Texts) -> Component:
    button: Component = dmc.Button(
        say("outage.area.propose"), id=ids.PROPOSE, variant="default", size="xs"
    )
    return button
