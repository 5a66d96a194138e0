"""What an outage takes: its area, the network that is lost, whom that touches, ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import sizes
from layers.style.parts import OUTAGE, RING, ROUND, Expression, Layer
from rules.outages.codes import Basis

if TYPE_CHECKING:
    from layers.palette import Palette

AREA, SECTION, TRANSFORMER, CUSTOMER, TIE = "area", "section", "transformer", "customer", "tie"
"""What a feature of the workbench is, by its property ``what``."""
OFF = ["==", ["get", "on"], 0]
"""Whom somebody took off the list: drawn faintly, not hidden."""


BACK = ["==", ["get", "on"], 2]
"""Who has power again: a small pale mark."""


def outage(colours: Palette) -> list[Layer]:
    """Return the marks of an outage; nothing until the script sets them."""
    return [
        *_area(colours),
        *_lines(colours),
        _transformers(colours),
        _customers(colours),
        _ties(colours),
        _ring(colours),
    ]


def _area(colours: Palette) -> list[Layer]:
    fill = {"fill-color": colours.selection, "fill-opacity": 0.12}
    edge = {"line-color": colours.selection, "line-width": 2.5}
    return [
        _layer("outage-area", "fill", AREA, fill),
        _layer("outage-area-edge", "line", AREA, edge, layout=ROUND),
    ]


def _lines(colours: Palette) -> list[Layer]:
    width = sizes.LOST.expression()
    case = {"line-color": colours.ground, "line-width": sizes.LOST_CASE.expression()}
    line = {"line-color": colours.lost, "line-width": width, "line-dasharray": [2.2, 1.2]}
    return [
        _layer("outage-section-case", "line", SECTION, case, layout=ROUND),
        _layer("outage-section", "line", SECTION, line, layout={"line-join": "round"}),
    ]


def _transformers(colours: Palette) -> Layer:
    paint = {
        "circle-radius": sizes.LOST_MARK.expression(),
        "circle-color": colours.lost,
        "circle-stroke-color": colours.label_halo,
        "circle-stroke-width": 1.2,
    }
    return _layer("outage-transformer", "circle", TRANSFORMER, paint)


def _customers(colours: Palette) -> Layer:
    """Return whom it touches: a full mark, or a ring where trace and area disagree."""
    paint = {
        "circle-radius": sizes.TOUCHED.expression(),
        "circle-color": _unless_back(
            colours.label_halo, _by_basis(colours.lost, colours.label_halo, colours.label_halo)
        ),
        "circle-opacity": ["case", OFF, 0.25, 0.9],
        "circle-stroke-color": _unless_back(
            colours.label_soft, _by_basis(colours.lost, colours.selection, colours.lost)
        ),
        "circle-stroke-opacity": ["case", OFF, 0.3, 1],
        "circle-stroke-width": _unless_back(1, _by_basis(0.8, 2.2, 2.2)),
    }
    return _layer("outage-customer", "circle", CUSTOMER, paint, minzoom=sizes.TOUCHED_FROM)


def _unless_back(back: object, otherwise: object) -> Expression:
    return ["case", BACK, back, otherwise]


def _by_basis(both: object, inside: object, traced: object) -> Expression:
    """Return one value for each basis; who was added by hand looks as who is on both lists."""
    cases = [Basis.INSIDE_ONLY, inside, Basis.TRACED_ONLY, traced]
    return ["match", ["get", "basis"], *cases, both]


def _ties(colours: Palette) -> Layer:
    paint = {
        "circle-radius": sizes.LOST_MARK.expression(),
        "circle-color": colours.label_halo,
        "circle-stroke-color": colours.tie,
        "circle-stroke-width": 3,
    }
    return _layer("outage-tie", "circle", TIE, paint)


def _ring(colours: Palette) -> Layer:
    paint = {
        "circle-radius": sizes.CHOSEN.expression(),
        "circle-opacity": 0,
        "circle-stroke-color": colours.selection,
        "circle-stroke-width": 3,
    }
    return {"id": "outage-ring", "type": "circle", "source": RING, "paint": paint}


def _layer(name: str, kind: str, what: str, paint: Layer, **more: Any) -> Layer:
    chosen = ["==", ["get", "what"], what]
    return {"id": name, "type": kind, "source": OUTAGE, "paint": paint, "filter": chosen, **more}
