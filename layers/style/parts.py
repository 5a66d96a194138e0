"""What style layers are made of: colours by code, sizes by zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.codes import Sensitivity, Urgency

if TYPE_CHECKING:
    from layers.palette import Palette

SOURCE = "bureau"
CHOSEN = "chosen"
OUTAGE, RING = "outage", "outage-ring"
"""What the workbench of an outage marks, and the customer that list or map points at."""
FONT = ["Noto Sans CJK SC"]
ROUND = {"line-cap": "round", "line-join": "round"}

Layer = dict[str, Any]
Expression = list[Any]


def live(name: str) -> Expression:
    """Return what was told of a feature last, before its tile is fetched anew; paint only."""
    return ["coalesce", ["feature-state", name], ["get", name]]


def by_urgency(colours: Palette, value: Expression | None = None) -> Expression:
    """Return the expression that gives a mark the fill of its urgency."""
    cases = [part for code in Urgency if code for part in (code.value, colours.urgency[code])]
    return ["match", value or ["get", "urgency"], *cases, colours.urgency[Urgency.NONE]]


def by_sensitivity(colours: Palette, what: str, value: Expression | None = None) -> Expression:
    """Return the expression that gives a mark a part of its sensitivity's ring."""
    rings = colours.sensitivity
    cases = [
        part for code in Sensitivity if code for part in (code.value, getattr(rings[code], what))
    ]
    ordinary = getattr(rings[Sensitivity.ORDINARY], what)
    return ["match", value or ["get", "sensitivity"], *cases, ordinary]


def layer(name: str, kind: str, tile_layer: str, paint: Layer, **more: Any) -> Layer:
    """Return a style layer over a layer of our tiles."""
    return {
        "id": name,
        "type": kind,
        "source": SOURCE,
        "source-layer": tile_layer,
        "paint": paint,
        **more,
    }
