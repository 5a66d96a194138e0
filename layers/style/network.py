"""Feeders, switches, transformers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import sizes
from layers.style.parts import ROUND, Layer, layer

if TYPE_CHECKING:
    from layers.palette import Palette


def network(colours: Palette) -> list[Layer]:
    """Return the network; what no feeder reaches is drawn as dead."""
    return [
        *_sections(colours),
        _symbol("switch", "switches", "state"),
        _symbol("transformer", "transformers", "ownership"),
    ]


def _sections(colours: Palette) -> list[Layer]:
    turn = ["%", ["get", "feeder"], len(colours.feeders)]
    hue = ["to-color", ["at", turn, ["literal", list(colours.feeders)]]]
    casing = {"line-color": colours.ground, "line-width": sizes.SECTION_CASE.expression()}
    line = {
        "line-color": ["case", ["==", ["get", "feeder"], 0], colours.dead, hue],
        "line-width": sizes.SECTION.expression(),
        "line-opacity": sizes.SECTION_OPACITY.expression(),
    }
    return [
        layer(
            "section-case",
            "line",
            "sections",
            casing,
            minzoom=sizes.SECTION_CASES_FROM,
            layout=ROUND,
        ),
        layer("section", "line", "sections", line, layout=ROUND),
    ]


def _symbol(name: str, tile_layer: str, code: str) -> Layer:
    layout = {
        "icon-image": ["concat", f"{name}-", ["get", code]],
        "icon-size": sizes.SWITCH.expression(),
        "icon-allow-overlap": True,
    }
    return layer(name, "symbol", tile_layer, {}, minzoom=sizes.SWITCHES_FROM, layout=layout)
