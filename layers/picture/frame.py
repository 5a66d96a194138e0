"""Which part of the Earth a picture shows, and in how many pixels."""

import math
from dataclasses import dataclass

import numpy as np

from errors import BattlemapError
from geo import zorder
from layers.window import Window

TILE_PX = 512
"""Pixels of a tile's side at a whole zoom: MapLibre's measure."""

MOST_PIXELS = 40_000_000
"""The largest picture that is drawn: more than a wall of 8K needs, and about 1 GB while drawn."""

NEAREST = 16.0
"""No picture looks nearer by itself than at a street."""

_EQUATOR_M = 40_075_016.686
"""The Earth's girth (WGS-84), which the whole Web-Mercator square spans."""


class PictureTooLarge(BattlemapError):
    """A picture is empty or too large. Facts: ``width``, ``height`` in pixels, ``most``."""

    code = "picture.size"


@dataclass(frozen=True, slots=True)
class Frame:
    """A view as the URL holds it: its centre (degrees), MapLibre's zoom, and its size.

    ``width`` and ``height`` are CSS pixels, ``scale`` the device pixels in each of them: 2 for
    print or a sharp screen shows the same part of the map with everything twice as fine.
    """

    lon: float
    lat: float
    zoom: float
    width: int
    height: int
    scale: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn.

        Raises
        ------
        PictureTooLarge
            The picture has no pixels, or more than ``MOST_PIXELS``.
        """
        wide, high = self.pixels
        if not (wide > 0 and high > 0 and wide * high <= MOST_PIXELS):
            raise PictureTooLarge(width=wide, height=high, most=MOST_PIXELS)

    @property
    def pixels(self) -> tuple[int, int]:
        """Device pixels across and down."""
        return round(self.width * self.scale), round(self.height * self.scale)

    @property
    def metres_per_pixel(self) -> float:
        """Metres on the ground, at the centre, that one CSS pixel spans."""
        whole = float(TILE_PX * 2.0**self.zoom)
        return _EQUATOR_M * float(np.cos(np.radians(self.lat))) / whole

    def window(self, margin: float = 0.0) -> Window:
        """Return where the frame lies; its units and the margin are device pixels."""
        per_side = TILE_PX * 2.0**self.zoom * self.scale
        wide, high = self.pixels
        u, v = zorder.mercator(self.lon, self.lat)
        left, top = float(u) - wide / 2.0 / per_side, float(v) - high / 2.0 / per_side
        return Window(left, top, per_side, float(wide), float(high), margin)

    def bounds(self, margin: float = 0.0) -> tuple[float, float, float, float]:
        """Return west, south, east, north (degrees), with a margin of CSS pixels around."""
        return self.window(margin * self.scale).bounds()


def fitting(
    box: tuple[float, float, float, float], width: int, height: int, margin: float = 24.0
) -> tuple[float, float, float]:
    """Return longitude, latitude and zoom at which a box of degrees fills a picture.

    ``margin`` is left free on each side, in CSS pixels. A single point is looked at from
    ``NEAREST``.
    """
    west, south, east, north = box
    u, v = zorder.mercator(np.array([west, east]), np.array([north, south]))
    across = max(float(u[1] - u[0]) * TILE_PX / max(width - 2 * margin, 1.0), 2.0**-40)
    down = max(float(v[1] - v[0]) * TILE_PX / max(height - 2 * margin, 1.0), 2.0**-40)
    zoom = min(-math.log2(max(across, down)), NEAREST)
    middle = zorder.latitudes(np.array([v.mean()]))
    return float((west + east) / 2), float(middle[0]), max(zoom, 0.0)
