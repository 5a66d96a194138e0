"""The grid's shapes for looking at from afar: one set a zoom, made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.snapshot.shelf import Shelf
from geo.coarse import outlines, simplified, trunks, without_twigs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.arrays import GeometryArray, IntArray

DETAIL_FROM = 12
"""The zoom of 512-pixel tiles from which shapes are drawn as they are."""
EVEN_PIXELS = 0.5
"""Pixels by which a coarse course may leave the true one."""
TWIG_PIXELS = 2.0
"""Free ends shorter than that are not drawn: from afar they only blur the line they hang on."""
_TILE_PIXELS = 512
_NO_FEEDER = 0


class Afar:
    """Coarse outlines of cells, and coarse trunks: the lines of each feeder in one."""

    def __init__(
        self, cells: Sequence[BaseGeometry], lines: Sequence[BaseGeometry], feeders: Sequence[int]
    ) -> None:
        """Take the outlines of all cells, and all lines with the id of their feeder, 0 for none."""
        self._cells: GeometryArray = np.array(cells, dtype=object)
        self._lines: GeometryArray = np.array(lines, dtype=object)
        self._feeders = np.array(feeders, np.int64)
        self._outlines: Shelf[GeometryArray] = Shelf(DETAIL_FROM)
        self._trunks: Shelf[GeometryArray] = Shelf(DETAIL_FROM)

    @cached_property
    def feeders(self) -> IntArray:
        """Return the id of each trunk's feeder, ascending; 0 is what no feeder reaches."""
        return np.unique(self._feeders)

    @cached_property
    def joined(self) -> GeometryArray:
        """Return the trunks in full detail."""
        return trunks(self._lines, np.searchsorted(self.feeders, self._feeders))

    def outlines(self, z: int) -> GeometryArray:
        """Return the cells as they look at a zoom."""
        if z >= DETAIL_FROM:
            return self._cells
        return self._outlines.get(z, lambda: outlines(self._cells, EVEN_PIXELS * self._pixel(z)))

    def trunks(self, z: int) -> GeometryArray:
        """Return the trunks as they look at a zoom.

        What no feeder reaches keeps its shortest ends: it is a fault, and must be seen.
        """
        return self._trunks.get(z, lambda: self._coarse(z))

    def _coarse(self, z: int) -> GeometryArray:
        pixel = self._pixel(z)
        dead = self.feeders == _NO_FEEDER
        return simplified(
            without_twigs(self.joined, TWIG_PIXELS * pixel, dead), EVEN_PIXELS * pixel
        )

    def _pixel(self, z: int) -> float:
        """Return a pixel's height in degrees where it is smallest: that of the latitudes."""
        highest = np.radians(min(self._highest, 85.0))
        return float(360 / (_TILE_PIXELS << z) * np.cos(highest))

    @cached_property
    def _highest(self) -> float:
        """Return the latitude farthest from the equator, degrees without sign."""
        boxes = shapely.bounds(np.concatenate([self._cells, self._lines]))
        return float(np.nan_to_num(np.abs(boxes[:, [1, 3]])).max(initial=0.0))
