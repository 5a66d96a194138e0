"""Words on the map, and the ring around what is open in the drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import sizes
from layers.style.ground import ELSEWHERE
from layers.style.parts import CHOSEN, FONT, Expression, Layer, layer

if TYPE_CHECKING:
    from layers.palette import Palette

ALONG = {"symbol-placement": "line", "symbol-spacing": 420}
BELOW = {"text-anchor": "top", "text-offset": [0, 0.9]}


def labels(colours: Palette) -> list[Layer]:
    """Return the names, from the quiet ones to the cells'."""
    rivers = ["==", ["get", "kind"], "river"]
    soft = colours.label_soft
    return [
        _label(
            *(colours, "label-river", "lines", sizes.SOFT_NAME, colours.river_label, ALONG),
            minzoom=sizes.RIVER_NAMES_FROM,
            filter=rivers,
        ),
        _label(
            *(colours, "label-section", "sections", sizes.SOFT_NAME, soft, ALONG),
            minzoom=sizes.FEEDER_NAMES_FROM,
        ),
        _label(
            *(colours, "label-transformer", "transformers", sizes.SOFT_NAME, soft, BELOW),
            minzoom=sizes.TRANSFORMER_NAMES_FROM,
        ),
        _label(
            *(colours, "label-village", "villages", sizes.VILLAGE_NAME.expression(), soft),
            _first("n"),
            minzoom=sizes.VILLAGE_NAMES_FROM,
            maxzoom=sizes.VILLAGE_NAMES_TO,
        ),
        _cell_names(colours),
    ]


def _cell_names(colours: Palette) -> Layer:
    """Return the names of the cells; those that are not the reader's only help to find the way."""
    names = _label(
        *(colours, "label-cell", "cell_labels", sizes.CELL_NAME.expression(), colours.label),
        _first("urgency"),
        minzoom=sizes.CELL_NAMES_FROM,
        maxzoom=sizes.CELL_NAMES_TO,
    )
    names["paint"]["text-opacity"] = ["case", ELSEWHERE, 0.6, 1]
    return names


def chosen(colours: Palette) -> list[Layer]:
    """Return the ring and the outline of what is open; nothing until the script sets it."""
    ring = {
        "circle-radius": sizes.CHOSEN.expression(),
        "circle-opacity": 0,
        "circle-stroke-color": colours.selection,
        "circle-stroke-width": 3,
    }
    edge = {"line-color": colours.selection, "line-width": 3}
    return [
        layer("chosen-cell", "line", "cells", edge, filter=["==", ["id"], -1]),
        {"id": "chosen-ring", "type": "circle", "source": CHOSEN, "paint": ring},
    ]


def _first(name: str) -> Layer:
    """Return the layout that places what has more of a property before the rest."""
    return {"symbol-sort-key": ["-", 0, ["get", name]]}


def _label(
    colours: Palette,
    name: str,
    tile_layer: str,
    size: Expression | float,
    colour: str,
    placed: Layer,
    **more: Any,
) -> Layer:
    layout = {"text-field": ["get", "name"], "text-font": FONT, "text-size": size, **placed}
    paint = {"text-color": colour, "text-halo-color": colours.label_halo, "text-halo-width": 1.4}
    return layer(name, "symbol", tile_layer, paint, layout=layout, **more)
