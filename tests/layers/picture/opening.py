"""Opening drawn pictures, and scenes of a few marks around one place."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from layers.palette import Theme, palette
from layers.picture import Frame, draw
from layers.picture.fonts import find_font
from layers.scene import Customers, Scene

LON, LAT = 108.0, 26.6
FRAME = Frame(LON, LAT, 16.0, 200, 120)
LIGHT = palette(Theme.LIGHT)
FONT = find_font()


def opened(
    scene: Scene,
    frame: Frame = FRAME,
    theme: Theme = Theme.LIGHT,
    font: Path | None = FONT,
) -> Image.Image:
    """Draw a scene and open the file."""
    return Image.open(BytesIO(draw(scene, frame, palette(theme), font)))


def colour_at(picture: Image.Image, x: float, y: float) -> str:
    """Return ``#rrggbb`` of a pixel."""
    pixel = picture.convert("RGB").getpixel((int(x), int(y)))
    assert isinstance(pixel, tuple)
    return "#" + bytes(pixel).hex()


def degrees(x: float, y: float, frame: Frame = FRAME) -> tuple[float, float]:
    """Return the degrees of a pixel of a frame, by the formula of Web-Mercator written anew."""
    side = 512 * 2**frame.zoom
    mercator = np.arcsinh(np.tan(np.radians(frame.lat)))
    lon = frame.lon + (x - frame.width / 2) / side * 360
    lat = np.degrees(np.arctan(np.sinh(mercator - (y - frame.height / 2) / side * 2 * np.pi)))
    return lon, float(lat)


def customers(*rows: tuple[float, float, int, int, bool]) -> Customers:
    """Return customers of the common frame: pixel x and y, urgency, sensitivity, life support."""
    places = np.array([degrees(x, y) for x, y, *_ in rows])
    urgency, sensitivity, life = (np.array([row[at] for row in rows]) for at in (2, 3, 4))
    return Customers(places[:, 0], places[:, 1], urgency, sensitivity, life)


def one_customer(lon: float, lat: float, urgency: int, sensitivity: int) -> Customers:
    """Return a customer without life support at a position in degrees."""
    codes = np.array([urgency]), np.array([sensitivity])
    return Customers(np.array([lon]), np.array([lat]), *codes, np.array([False]))
