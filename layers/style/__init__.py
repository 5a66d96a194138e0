"""The map's style: what is drawn in which order, from which tile layer, in which colours.

MapLibre GL style, version 8. There are no ``glyphs``: without them MapLibre draws all text with
fonts of the reader's machine, so Chinese needs no server of glyphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.style.ground import cells, elsewhere, landscape
from layers.style.labels import chosen, labels
from layers.style.network import network
from layers.style.outage import outage
from layers.style.parts import CHOSEN, OUTAGE, RING, SOURCE
from layers.style.people import bins, contacts, customers, hot

if TYPE_CHECKING:
    from layers.palette import Palette

DEEPEST_TILE = 18
"""Nearer than that the same tiles are enlarged: a step is then 4 centimetres."""

GROUPS = {
    "lines": ("line-river", "line-road", "line-boundary", "label-river"),
    "cells": ("cell", "cell-edge", "cell-worst", "cell-elsewhere", "cell-own", "label-cell"),
    "sections": ("section-case", "section", "label-section"),
    "transformers": ("transformer", "label-transformer"),
    "switches": ("switch",),
    "customers": (
        *("bin", "bin-life", "customer", "customer-digit", "customer-life"),
        *("hot-halo", "hot", "label-village"),
    ),
    "relays": ("relay",),
    "issues": ("issue",),
}
"""Which style layers the switch of a layer turns on and off."""

PICK = ("hot", "customer", "issue", "relay", "switch", "transformer", "bin", "section", "cell")
"""What answers to the pointer, the first of those that lie on top of each other."""

NOUNS = {
    "hot": "customer",
    "customer": "customer",
    "issue": "issue",
    "relay": "relay",
    "switch": "switch",
    "transformer": "transformer",
    "section": "section",
    "cell": "cell",
}
"""Which card a style layer opens; a bin has none and is looked into instead."""

SELECTIONS = {"chosen-cell": "cell"}
"""Style layers whose filter is the id of what is open, and the noun that it must have."""


def style(colours: Palette, tiles: str, *, bench: bool = False) -> dict[str, Any]:
    """Return the style over tiles at an address such as ``/tiles/{z}/{x}/{y}.mvt``.

    ``bench`` adds what the workbench of an outage marks.
    """
    layers = [
        {"id": "ground", "type": "background", "paint": {"background-color": colours.ground}},
        *landscape(colours),
        *cells(colours),
        *network(colours),
        *elsewhere(colours),
        *bins(colours),
        *customers(colours),
        *hot(colours),
        *contacts(colours),
        *(outage(colours) if bench else ()),
        *labels(colours),
        *chosen(colours),
    ]
    nothing = {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}
    marked = {OUTAGE: nothing, RING: nothing} if bench else {}
    return {
        "version": 8,
        "sources": {
            SOURCE: {"type": "vector", "tiles": [tiles], "maxzoom": DEEPEST_TILE},
            CHOSEN: nothing,
            **marked,
        },
        "layers": layers,
    }
