"""The ground of a picture: areas and lines, drawn too large in few colours, then made small.

While drawn, a pixel is one byte, a place in a table of colours: a third of the memory and time
of true colours, and no more than a few dozen colours are ever needed. Made small again, each
pixel is the mean of its parts, which smooths all edges.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely
from PIL import Image, ImageDraw

from geo.arrays import FloatArray, GeometryArray

_FINE, _COARSE = 3, 2
_FINE_UP_TO_PIXELS = 4_000_000
"""Pictures up to this many pixels are drawn three times too large, larger ones twice."""

_MOST_COLOURS = 256
_ROUNDED_FROM = 4
"""Width (drawn pixels) from which a line's bends and ends show, and are rounded."""

Colour: TypeAlias = str
"""``#rrggbb``."""
Shapes: TypeAlias = Sequence[Any] | GeometryArray


def rgb(colour: Colour) -> tuple[int, int, int]:
    """Return red, green, blue, 0..255 each."""
    red, green, blue = bytes.fromhex(colour[1:7])
    return red, green, blue


def blend(over: Colour, under: Colour, opacity: float) -> Colour:
    """Return what a colour that lets another shine through looks like."""
    pairs = zip(rgb(over), rgb(under), strict=True)
    return "#" + bytes(round(a * opacity + b * (1.0 - opacity)) for a, b in pairs).hex()


class Canvas:
    """Draws in device pixels, with fractions; y grows down."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        """Take a sheet of that many device pixels, all of one colour."""
        self._size = width, height
        self._fine = _FINE if width * height <= _FINE_UP_TO_PIXELS else _COARSE
        self._colours = [ground]
        self._sheet = Image.new("P", (width * self._fine, height * self._fine), 0)
        self._draw = ImageDraw.Draw(self._sheet)

    def area(self, shape: Any, colour: Colour) -> None:  # noqa: ANN401 - shapely has no types
        """Fill a polygon of any kind, its holes left as they are."""
        ink = self._ink(colour)
        for polygon in shapely.get_parts(shape):
            if shapely.get_type_id(polygon) != shapely.GeometryType.POLYGON:
                continue
            if shapely.get_num_interior_rings(polygon):
                self._fill_around_holes(polygon, ink)
            else:
                self._draw.polygon(self._flat(polygon), fill=ink)

    def lines(self, shapes: Shapes, colour: Colour, width: float) -> None:
        """Draw lines, or the rings of polygons, ``width`` device pixels wide."""
        ink = self._ink(colour)
        thick = max(1, round(width * self._fine))
        for path in _paths(shapes):
            self._draw.line(self._flat(path), fill=ink, width=thick)
            if thick >= _ROUNDED_FROM:
                self._round_bends(path, ink, thick)

    def dashes(self, shapes: Shapes, colour: Colour, width: float, dash: float) -> None:
        """Draw lines of dashes of at most that many device pixels."""
        cut = []
        for path in _paths(shapes):
            points = shapely.get_coordinates(shapely.segmentize(path, dash))
            cut += list(shapely.linestrings(_pairs(points)))
        self.lines(cut, colour, width)

    def finished(self) -> Image.Image:
        """Return the picture at its true size and in true colours."""
        table = [part for colour in self._colours for part in rgb(colour)]
        self._sheet.putpalette(table)
        width, height = self._size
        whole = Image.new("RGB", self._size)
        strip = max(1, _FINE_UP_TO_PIXELS // width)
        for top in range(0, height, strip):
            bottom = min(height, top + strip)
            box = (0, top * self._fine, width * self._fine, bottom * self._fine)
            whole.paste(self._sheet.crop(box).convert("RGB").reduce(self._fine), (0, top))
        return whole

    def _ink(self, colour: Colour) -> int:
        if colour not in self._colours:
            self._colours.append(colour)
        if len(self._colours) > _MOST_COLOURS:
            raise OverflowError(colour)
        return self._colours.index(colour)

    def _flat(self, path: Any) -> list[float]:  # noqa: ANN401 - shapely has no types
        points: list[float] = (shapely.get_coordinates(path) * self._fine).ravel().tolist()
        return points

    def _fill_around_holes(self, polygon: Any, ink: int) -> None:  # noqa: ANN401
        left, top, right, bottom = np.array(shapely.bounds(polygon)) * self._fine
        corner = int(np.floor(left)), int(np.floor(top))
        size = int(np.ceil(right)) - corner[0] + 1, int(np.ceil(bottom)) - corner[1] + 1
        stencil = Image.new("1", size, 0)
        draw = ImageDraw.Draw(stencil)
        for number, ring in enumerate(shapely.get_rings(polygon)):
            points = shapely.get_coordinates(ring) * self._fine - corner
            draw.polygon(points.ravel().tolist(), fill=number == 0)
        self._sheet.paste(ink, (*corner, corner[0] + size[0], corner[1] + size[1]), stencil)

    def _round_bends(self, path: Any, ink: int, thick: int) -> None:  # noqa: ANN401
        radius = (thick - 1) / 2.0
        points = shapely.get_coordinates(path) * self._fine
        for x, y in points.tolist():
            self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)


def _paths(shapes: Shapes) -> list[Any]:
    """Return the single lines and rings that geometries are made of."""
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    return [*parts[lines], *shapely.get_rings(parts[polygons])]


def _pairs(points: FloatArray) -> FloatArray:
    """Return every other step of a path as a line of two points, shape (n, 2, 2)."""
    steps = np.stack([points[:-1], points[1:]], axis=1)
    return steps[::2]
