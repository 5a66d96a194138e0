"""Writes names onto a picture where they fit: never over each other, nor over an emergency."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from geo.arrays import FloatArray
from layers.picture.canvas import Colour
from layers.picture.fonts import drawable, sized

_HALO = 1.5
"""CSS pixels of the halo around letters."""
_GAP = 4.0
"""CSS pixels kept free around a name."""
_STRENGTHENED = [min(255, 4 * level) for level in range(256)]
"""What the levels of blurred letters become, so that they make a halo with a soft edge."""
_ASIDE = (0.0, -1.5, 1.5, -2.6, 2.6)
"""Where else a name may stand: heights of its letters above or below its place."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Name:
    """A name, the device pixel of its middle, and the CSS pixels of its letters."""

    text: str
    x: float
    y: float
    size: float
    colour: Colour


class Writer:
    """Writes names onto a picture, each only where there is room."""

    def __init__(self, picture: Image.Image, scale: float, halo: Colour, font: Path | None) -> None:
        """Take the picture, its device pixels a CSS pixel, and the file of the font."""
        self._picture, self._scale, self._halo, self._font = picture, scale, halo, font
        self._taken = np.empty((0, 4))
        self._fonts: dict[float, ImageFont.FreeTypeFont] = {}

    def keep_free(self, boxes: FloatArray) -> None:
        """Let no name cover the boxes: rows of left, top, right, bottom in device pixels."""
        self._taken = np.concatenate([self._taken, boxes])

    def write(self, names: Iterable[Name]) -> None:
        """Write names in order of importance; those without room are left out."""
        for name in names:
            text = drawable(name.text, self._font)
            if text and self._inside(name):
                self._write(text, name)

    def _write(self, text: str, name: Name) -> None:
        font = self._sized(name.size)
        left, top, right, bottom = font.getbbox(text)
        room = 2 * self._halo_width()
        side = round(right - left) + 2 * room, round(bottom - top) + 2 * room
        for aside in _ASIDE:
            middle = name.y + aside * name.size * self._scale
            box = _around(name.x, middle, side, 0.0)
            if self._is_free(box):
                letters = Image.new("L", side)
                start = room - left, room - top
                ImageDraw.Draw(letters).text(start, text, fill=255, font=font)
                self._put(letters, round(box[0]), round(box[1]), name.colour)
                self.keep_free(np.array([_around(name.x, middle, side, _GAP * self._scale)]))
                return

    def _inside(self, name: Name) -> bool:
        wide, high = self._picture.size
        return 0.0 <= name.x < wide and 0.0 <= name.y < high

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        wide, high = self._picture.size
        if left < 0.0 or top < 0.0 or right > wide or bottom > high:
            return False
        over = (self._taken[:, :2] < (right, bottom)) & (self._taken[:, 2:] > (left, top))
        return not bool(over.all(axis=1).any())

    def _sized(self, size: float) -> ImageFont.FreeTypeFont:
        if size not in self._fonts:
            self._fonts[size] = sized(self._font, size * self._scale)
        return self._fonts[size]

    def _halo_width(self) -> int:
        return max(1, ceil(_HALO * self._scale))

    def _put(self, letters: Image.Image, left: int, top: int, colour: Colour) -> None:
        soft = letters.filter(ImageFilter.GaussianBlur(self._halo_width() / 1.6))
        halo = soft.point(_STRENGTHENED)
        self._picture.paste(self._halo, (left, top), halo)
        self._picture.paste(colour, (left, top), letters)


def _around(x: float, y: float, size: tuple[int, int], gap: float) -> Box:
    half_wide, half_high = size[0] / 2.0 + gap, size[1] / 2.0 + gap
    return x - half_wide, y - half_high, x + half_wide, y + half_high
