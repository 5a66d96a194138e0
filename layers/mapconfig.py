"""Everything the map script is told, as data: it knows nothing of the domain by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.live.difference import CELL_FIELDS, CUSTOMER_FIELDS, PLACE_BITS
from desk.view import HIDDEN_AT_FIRST
from layers.marks import marks
from layers.palette import Theme, palette
from layers.style import GROUPS, NOUNS, PICK, SELECTIONS, style
from layers.tiles import EVERYBODYS, NOT_MINE, OWN, UNTOLD
from rules.codes import Sensitivity, Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.overview import Bounds
    from desk.places import Position
    from desk.view import View
    from texts import Texts

TILES = "/tiles/{z}/{x}/{y}.mvt"
CANVAS, FAILED = "map-canvas", "map-failed"
BENCH_CANVAS, BENCH_FAILED = "outage-canvas", "outage-failed"
BENCH_PICK = ("customer", "switch", "transformer", "section")
"""What answers to the pointer on the workbench of an outage."""
WORLD = {"center": [104.0, 35.0], "zoom": 3.2}
"""Where an empty store opens: the whole country."""
PADDING, BENCH_PADDING = 24, 72
LIVE = {
    "layers": {"customers": ["customers", "hot"], "cells": ["cells"]},
    "fields": {"customers": CUSTOMER_FIELDS, "cells": CELL_FIELDS},
    "placeZoom": PLACE_BITS,
    "seenBy": ["cell"],
}
"""Which tile layers hold what is recoloured by events, and what the numbers after an id are.

``seenBy`` are style layers that say which cells are in view."""
NEAR = 15.0
"""The zoom of a link that opens a card without saying where to look."""


def config(
    say: Texts, view: View, bounds: Bounds | None, chosen_at: Position | None
) -> dict[str, Any]:
    """Return what the map script is told for a view.

    ``bounds`` is the whole bureau in degrees, ``chosen_at`` where what is open lies.
    """
    query = view.filters.query()
    tiles = TILES + (f"?{query}" if query else "")
    looks = {theme.value: _look(theme, tiles, view) for theme in Theme}
    return {
        "container": CANVAS,
        "failed": FAILED,
        "looks": looks,
        "tiles": TILES,
        "start": _start(view, bounds, chosen_at),
        "address": _address(view),
        "groups": {name: list(layers) for name, layers in GROUPS.items()},
        "hiddenAtFirst": list(HIDDEN_AT_FIRST),
        "live": LIVE,
        "pick": list(PICK),
        "nouns": NOUNS,
        "selections": SELECTIONS,
        "selection": _selection(view, chosen_at),
        "tips": _tips(say),
        "words": _words(say),
        "pictureAlt": say("map.picture"),
        "locale": {
            "NavigationControl.ZoomIn": say("map.control.zoom_in"),
            "NavigationControl.ZoomOut": say("map.control.zoom_out"),
            "Map.Title": say("map.control.title"),
        },
    }


def bench_config(
    say: Texts, view: View, bounds: Bounds | None, bench: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the map script is told for the workbench of an outage.

    ``bench`` is what is drawn and named so far, the ``path`` of the page, and whether it may be
    changed; ``bounds`` are what to look at.
    """
    told = config(say, view, bounds, None)
    looks = {theme.value: _look(theme, TILES, view, bench=True) for theme in Theme}
    address = told["address"] | {"path": bench["path"], "filters": "", "open": ""}
    if "fitBoundsOptions" in told["start"]:
        told["start"]["fitBoundsOptions"] |= {"maxZoom": NEAR, "padding": BENCH_PADDING}
    own = {"container": BENCH_CANVAS, "failed": BENCH_FAILED, "pick": list(BENCH_PICK)}
    return told | own | {"looks": looks, "address": address, "bench": dict(bench)}


def _look(theme: Theme, tiles: str, view: View, *, bench: bool = False) -> dict[str, Any]:
    colours = palette(theme)
    drawn = style(colours, tiles, bench=bench)
    hidden = {layer for name in view.hidden for layer in GROUPS[name]}
    for layer in drawn["layers"]:
        if layer["id"] in hidden:
            layer["layout"] = layer.get("layout", {}) | {"visibility": "none"}
    drawing = {"area": colours.selection, "cut": colours.dead}
    return {"style": drawn, "marks": marks(colours), "drawing": drawing}


def _start(view: View, bounds: Bounds | None, chosen_at: Position | None) -> dict[str, Any]:
    if view.place:
        return {"center": [view.place.lon, view.place.lat], "zoom": view.place.zoom}
    if chosen_at:
        return {"center": list(chosen_at), "zoom": NEAR}
    if bounds:
        return {"bounds": list(bounds), "fitBoundsOptions": {"padding": PADDING}}
    return WORLD


def _address(view: View) -> dict[str, str]:
    place, chosen = view.place, view.selection
    hide = "" if view.hidden == HIDDEN_AT_FIRST else ".".join(view.hidden) or "nothing"
    return {
        "path": "/",
        "at": f"{place.zoom:.2f}/{place.lat:.5f}/{place.lon:.5f}" if place else "",
        "hide": hide,
        "open": f"{chosen.noun}.{chosen.id}" if chosen else "",
        "filters": view.filters.query(),
    }


def _selection(view: View, chosen_at: Position | None) -> dict[str, Any] | None:
    chosen = view.selection
    if chosen is None:
        return None
    return {"noun": chosen.noun, "id": chosen.id, "place": chosen_at and list(chosen_at)}


def _tips(say: Texts) -> dict[str, list[str]]:
    """Return the lines of each tip. ``{name}`` is filled from the feature in the browser."""

    def line(key: str, **names: str) -> str:
        return say(key, **names)

    urgency, sensitivity = "{urgency}", "{sensitivity}"
    customer = [
        line("map.tip.customer", sensitivity=sensitivity),
        line("map.tip.urgency", urgency=urgency),
        "{life}",
    ]
    return {
        "bin": [
            line("map.tip.bin", n="{n}"),
            line("map.tip.worst", urgency=urgency),
            line("map.tip.sensitive", sensitivity=sensitivity),
        ],
        "customer": customer,
        "hot": customer,
        "cell": [
            "{name}",
            "{manager}",
            line("map.tip.open", backlog="{backlog}", overdue="{overdue}"),
            "{mine}",
        ],
        "transformer": ["{name}", "{ownership}"],
        "switch": ["{name}", "{state}"],
        "section": ["{name}"],
        "relay": ["{kind}"],
        "issue": [line("map.tip.urgency", urgency=urgency)],
    }


def _words(say: Texts) -> dict[str, dict[str, str]]:
    """Return the names of the codes that tips mention, by property."""
    return {
        "urgency": {str(code.value): say(f"code.urgency.{code.value}") for code in Urgency},
        "sensitivity": {
            str(code.value): say(f"code.sensitivity.{code.value}") for code in Sensitivity
        },
        "life": {"0": " ", "1": say("map.life_support")},
        "ownership": {code: say(f"code.ownership.{code}") for code in ("public", "private")},
        "state": {code: say(f"code.switch_state.{code}") for code in ("closed", "open")},
        "kind": {code: say(f"code.relay_kind.{code}") for code in ("officer", "group")},
        "manager": {"": say("map.tip.no_manager")},
        "mine": {str(NOT_MINE): say("map.tip.not_mine"), str(EVERYBODYS): " ", str(OWN): " "},
        **{name: {str(UNTOLD): "–"} for name in ("backlog", "overdue")},
    }
