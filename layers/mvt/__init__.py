"""Mapbox Vector Tiles 2.1, written by numpy: a layer at once, not a feature at a time.

Source: the specification at github.com/mapbox/vector-tile-spec (2.1) and the encoding of
Protocol Buffers that it builds on.
"""

from layers.mvt.layer import compress, tile
from layers.mvt.points import labelled_points, point_layer
from layers.mvt.shapes import ShapeKind, shape_layer

__all__ = ["ShapeKind", "compress", "labelled_points", "point_layer", "shape_layer", "tile"]
