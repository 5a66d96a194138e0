"""The landscape, and the cells on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import sizes
from layers.style.parts import ROUND, Expression, Layer, by_urgency, layer, live
from rules.codes import LineKind, Urgency

if TYPE_CHECKING:
    from layers.palette import Palette

SHOWN = ["==", ["get", "shown"], 1]
"""A cell that the filters leave out stays as an outline: one must see where one is."""


def landscape(colours: Palette) -> list[Layer]:
    """Return rivers, roads and boundaries: orientation, so they stay quiet."""
    dashed = {"line-dasharray": [4, 3]}
    return [
        _line(colours, LineKind.RIVER, sizes.RIVER.expression()),
        _line(colours, LineKind.ROAD, sizes.ROAD.expression()),
        _line(colours, LineKind.BOUNDARY, sizes.BOUNDARY.expression(), **dashed),
    ]


ELSEWHERE, OWN_CELL = ["==", ["get", "mine"], 0], ["==", ["get", "mine"], 2]
"""A cell that is not the reader's, of which nothing is counted or marked; one of the own few."""
VEIL = 0.6


def cells(colours: Palette) -> list[Layer]:
    """Return the cells, shaded by their worst open issue and by how many wait.

    The nearer one looks the less is shaded: in a street the marks speak.
    """
    hovered = ["boolean", ["feature-state", "hover"], False]
    urgency = live("urgency")
    emergency = [">=", urgency, int(Urgency.EMERGENCY)]
    colour = by_urgency(colours, urgency)
    fill = {"fill-color": colour, "fill-opacity": _opacity(colours)}
    edge = {
        "line-color": colours.cell_outline,
        "line-width": ["case", hovered, 2.2, 0.8],
        "line-opacity": ["case", SHOWN, 1, 0.4],
    }
    worst = {
        "line-color": colour,
        "line-width": 2,
        "line-offset": 1.4,
        "line-opacity": ["case", emergency, 1, 0],
    }
    return [
        layer("cell", "fill", "cells", fill),
        layer("cell-edge", "line", "cells", edge),
        layer("cell-worst", "line", "cells", worst, filter=SHOWN),
    ]


def elsewhere(colours: Palette) -> list[Layer]:
    """Return a veil over cells and network that are not the reader's, a line around own ones."""
    veil = {"fill-color": colours.ground, "fill-opacity": VEIL, "fill-antialias": False}
    edge = {"line-color": colours.label_soft, "line-width": 2}
    return [
        layer("cell-elsewhere", "fill", "cells", veil, filter=ELSEWHERE),
        layer("cell-own", "line", "cells", edge, filter=OWN_CELL),
    ]


def _line(colours: Palette, kind: LineKind, width: Expression, **paint: list[int]) -> Layer:
    drawn = {"line-color": colours.line(kind), "line-width": width, **paint}
    only = ["==", ["get", "kind"], kind.value]
    return layer(f"line-{kind}", "line", "lines", drawn, filter=only, layout=ROUND)


def _opacity(colours: Palette) -> Expression:
    far = colours.cell_opacity
    shades = [part for shade, value in enumerate(far) for part in (shade, value)]
    shaded = ["case", SHOWN, ["interpolate", ["linear"], live("shade"), *shades], 0]
    # The zoom may stand only at the outside of an expression: each stop holds its own product.
    stops = [
        part for zoom, share in sizes.CELL_OPACITY.stops for part in (zoom, ["*", share, shaded])
    ]
    return ["interpolate", ["linear"], ["zoom"], *stops]
