"""How large marks and lines are at each zoom: one set of numbers for the map and the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Growth:
    """A number that grows from stop to stop, as MapLibre's ``interpolate`` counts.

    ``stops`` are pairs of zoom and number, in ascending order; outside them the number stays.
    Between two stops it grows in a straight line (``base`` 1) or by powers of ``base``.
    """

    stops: Sequence[tuple[float, float]]
    base: float = 1.5

    def at(self, zoom: float) -> float:
        """Return the number at a zoom."""
        if zoom <= self.stops[0][0]:
            return self.stops[0][1]
        for (low, start), (high, end) in pairwise(self.stops):
            if zoom <= high:
                return start + (end - start) * self._share(zoom - low, high - low)
        return self.stops[-1][1]

    def expression(self) -> list[object]:
        """Return the same as an expression of MapLibre."""
        flat = [number for stop in self.stops for number in stop]
        return ["interpolate", ["exponential", self.base], ["zoom"], *flat]

    def _share(self, way: float, whole: float) -> float:
        if self.base == 1.0:
            return way / whole
        return float((self.base**way - 1.0) / (self.base**whole - 1.0))


RIVER = Growth(((8, 1.2), (12, 3), (16, 9)))
ROAD = Growth(((8, 0.6), (12, 1.6), (16, 6)))
BOUNDARY = Growth(((8, 1), (14, 2)))
SECTION = Growth(((8, 0.7), (12, 1.6), (16, 4)))
SECTION_CASE = Growth(((8, 0), (12, 3.4), (16, 7)))
CELL_OPACITY = Growth(((12, 1), (14, 0.45)), base=1.0)
"""Times the opacity of a cell's shade: the nearer one looks, the more the marks speak."""
SECTION_OPACITY = Growth(((9, 0.55), (13, 0.95)), base=1.0)
SWITCH = TRANSFORMER = Growth(((12, 0.55), (16, 1.2)))
CONTACT = Growth(((10, 0.6), (16, 1.2)))
ISSUE = Growth(((9, 3), (16, 8)))
LIFE = Growth(((13, 0.7), (17, 1.15)))
BIN_LIFE = Growth(((11, 0.45), (13, 0.6)))
CELL_NAME = Growth(((9, 11), (14, 15)))
VILLAGE_NAME = Growth(((11, 11), (16, 15)))
SOFT_NAME = 11.0
"""Pixels of the names of rivers, feeders and transformers."""
CHOSEN = Growth(((10, 11), (16, 17)))
LOST = Growth(((8, 1.8), (12, 3.2), (16, 6)))
LOST_CASE = Growth(((8, 3), (12, 5.4), (16, 9)))
LOST_MARK = Growth(((9, 2.2), (13, 5), (16, 8)))
TOUCHED = Growth(((11, 2), (14, 4), (17, 8)))
TOUCHED_FROM = 11.0
"""What an outage takes: lines, transformers and ties, customers."""
DIGIT = Growth(((15, 8), (18, 13)))
CUSTOMER = Growth(((13, 0.62), (16, 1), (19, 2)), base=1.0)
"""Times the radius and the ring's width of a customer's sensitivity."""
LEAST_RADIUS = (0.0, 6.5, 6.5, 6.5, 6.5, 8.5)
"""By urgency, the radius at zoom 16 that a customer's mark has at least, to hold its digit."""
HALO = 6.0
"""Pixels by which the glow of an emergency reaches beyond its mark."""
HALO_OPACITY = 0.28

DIGITS_FROM = 15.0
SECTION_CASES_FROM = 11.0
TRANSFORMERS_FROM = SWITCHES_FROM = 12.0
CELL_NAMES_FROM, CELL_NAMES_TO = 10.0, 14.5
BIN_LIFE_FROM = 11.0
VILLAGE_NAMES_FROM, VILLAGE_NAMES_TO = 11.5, 15.5
RIVER_NAMES_FROM, FEEDER_NAMES_FROM, TRANSFORMER_NAMES_FROM = 10.0, 12.5, 15.5
"""Zooms from which marks and words appear."""

_BIN_LOGARITHMS = (0.0, 3.0, 6.0, 9.0)
_BIN_RADII = (2.2, 4.0, 6.0, 8.0)


def bin_radius(n: FloatArray) -> FloatArray:
    """Return the radius of the mark of ``n`` customers: it grows with the logarithm.

    Bins stand 16 pixels apart at the least, so that marks of radius 8 touch and don't cover.
    """
    return np.interp(np.log(np.maximum(n, 1)), _BIN_LOGARITHMS, _BIN_RADII)


def bin_radius_expression() -> list[object]:
    """Return the same as an expression of MapLibre over the property ``n``."""
    stops = zip(_BIN_LOGARITHMS, _BIN_RADII, strict=True)
    flat = [number for stop in stops for number in stop]
    return ["interpolate", ["linear"], ["ln", ["get", "n"]], *flat]
