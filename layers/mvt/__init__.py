"""Mapbox Vector Tiles 2.1, written by numpy: a layer at once, not a feature at a time.

Source: the specification at github.com/mapbox/vector-tile-spec (2.1) and the encoding of
Protocol Buffers that it builds on.
"""

from layers.mvt.gzipped import Effort, Pressed, gzipped, pressed
from layers.mvt.layer import tile
from layers.mvt.points import labelled_points, point_layer
from layers.mvt.shapes import Drawn, ShapeKind, draw, drawn_layer

__all__ = [
    "Drawn",
    "Effort",
    "Pressed",
    "ShapeKind",
    "draw",
    "drawn_layer",
    "gzipped",
    "labelled_points",
    "point_layer",
    "pressed",
    "tile",
]
