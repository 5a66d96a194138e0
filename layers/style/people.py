"""Customers, one by one or gathered, and those who reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import sizes
from layers.style.parts import FONT, Expression, Layer, by_sensitivity, by_urgency, layer, live
from rules.codes import Urgency

if TYPE_CHECKING:
    from layers.palette import Palette

CALM = ["==", ["get", "urgency"], 0]
WITH_LIFE_SUPPORT = ["==", ["get", "life"], 1]


def bins(colours: Palette) -> list[Layer]:
    """Return customers gathered: the fill is the worst urgency among them, never a mean."""
    paint = {
        "circle-radius": sizes.bin_radius_expression(),
        "circle-color": by_urgency(colours),
        "circle-opacity": ["case", CALM, 0.45, 0.95],
        "circle-stroke-width": ["match", ["get", "sensitivity"], 3, 1.2, 2, 0.7, 0],
        "circle-stroke-color": by_sensitivity(colours, "colour"),
        "circle-stroke-opacity": ["case", CALM, 0.6, 1],
    }
    order = {"circle-sort-key": ["get", "urgency"]}
    return [
        layer("bin", "circle", "bins", paint, layout=order),
        _life("bin-life", "bins", sizes.BIN_LIFE.expression(), minzoom=sizes.BIN_LIFE_FROM),
    ]


def customers(colours: Palette) -> list[Layer]:
    """Return customers one by one: urgency fills, sensitivity rings, the digit says it again."""
    urgency, sensitivity = live("urgency"), live("sensitivity")
    plain = ["all", ["==", urgency, 0], ["==", sensitivity, 0]]
    paint = {
        "circle-radius": _radius(colours),
        "circle-color": by_urgency(colours, urgency),
        "circle-opacity": ["case", plain, 0.75, 1],
        "circle-stroke-width": _scaled(by_sensitivity(colours, "width", sensitivity)),
        "circle-stroke-color": by_sensitivity(colours, "colour", sensitivity),
    }
    worst_on_top = ["+", ["*", ["get", "urgency"], 4], ["get", "sensitivity"]]
    return [
        layer("customer", "circle", "customers", paint, layout={"circle-sort-key": worst_on_top}),
        _digit(colours),
        _life("customer-life", "customers", sizes.LIFE.expression()),
    ]


def hot(colours: Palette) -> list[Layer]:
    """Return emergencies among gathered customers: each by itself, at every zoom.

    One that is over is hidden at once; the next tile no longer has it.
    """
    over = ["<", live("urgency"), int(Urgency.EMERGENCY)]
    halo = {
        "circle-radius": 12,
        "circle-color": colours.emergency,
        "circle-opacity": ["case", over, 0, 0.28],
    }
    mark = {
        "circle-radius": 6.5,
        "circle-color": colours.emergency,
        "circle-opacity": ["case", over, 0, 1],
        "circle-stroke-opacity": ["case", over, 0, 1],
        "circle-stroke-color": colours.emergency_edge,
        "circle-stroke-width": 2,
    }
    return [
        layer("hot-halo", "circle", "hot", halo),
        layer("hot", "circle", "hot", mark),
    ]


def contacts(colours: Palette) -> list[Layer]:
    """Return relays, and issues where they were raised."""
    relay = {
        "icon-image": ["concat", "relay-", ["get", "kind"]],
        "icon-size": sizes.CONTACT.expression(),
        "icon-allow-overlap": True,
    }
    issue = {
        "circle-radius": sizes.ISSUE.expression(),
        "circle-color": by_urgency(colours),
        "circle-stroke-color": colours.label_halo,
        "circle-stroke-width": 1.5,
    }
    order = {"circle-sort-key": ["get", "urgency"]}
    return [
        layer("relay", "symbol", "relays", {}, layout=relay),
        layer("issue", "circle", "issues", issue, layout=order),
    ]


def _radius(colours: Palette) -> Expression:
    # Sensitivity gives the size, but a mark with an urgency is never too small for its digit.
    least = [part for code, r in enumerate(sizes.LEAST_RADIUS) if code for part in (code, r)]
    urgent = ["match", live("urgency"), *least, 0]
    return _scaled(["max", by_sensitivity(colours, "radius", live("sensitivity")), urgent])


def _scaled(street: Expression) -> Expression:
    """Return a size at street level made smaller far out and larger near by."""
    stops = [part for zoom, share in sizes.CUSTOMER.stops for part in (zoom, ["*", share, street])]
    return ["interpolate", ["linear"], ["zoom"], *stops]


def _digit(colours: Palette) -> Layer:
    layout = {
        "text-field": ["to-string", ["get", "urgency"]],
        "text-font": FONT,
        "text-size": sizes.DIGIT.expression(),
        "text-allow-overlap": True,
    }
    urgent = [">", ["get", "urgency"], 0]
    # A digit stands in its tile until the next one: rather none than one that is over.
    current = ["==", live("urgency"), ["get", "urgency"]]
    paint = {"text-color": colours.on_urgency, "text-opacity": ["case", current, 1, 0]}
    return layer(
        "customer-digit",
        "symbol",
        "customers",
        paint,
        minzoom=sizes.DIGITS_FROM,
        filter=urgent,
        layout=layout,
    )


def _life(name: str, tile_layer: str, size: Expression, minzoom: float = 0) -> Layer:
    layout = {
        "icon-image": "life",
        "icon-size": size,
        "icon-allow-overlap": True,
        "icon-offset": [8, -8],
    }
    return layer(
        name, "symbol", tile_layer, {}, filter=WITH_LIFE_SUPPORT, layout=layout, minzoom=minzoom
    )
