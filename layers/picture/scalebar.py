"""The bar that tells how far a distance on the picture is on the ground."""

from pathlib import Path

from PIL import Image, ImageDraw

from layers.palette import Palette
from layers.picture.canvas import rgb
from layers.picture.fonts import sized
from layers.picture.frame import Frame

_LONGEST = 120.0
"""CSS pixels that the bar takes at most."""
_INSET, _TICK, _LINE, _LETTERS = 14.0, 6.0, 1.5, 11.0
_KILOMETRE = 1000.0


def round_length(most_m: float) -> float:
    """Return the longest of 1, 2, 5, 10, 20, 50 … metres that is no more than ``most_m``."""
    power = 1.0
    while power * 10.0 <= most_m:
        power *= 10.0
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= max(most_m, 1.0))


def draw_scale_bar(
    picture: Image.Image, frame: Frame, colours: Palette, font: Path | None
) -> tuple[float, float, float, float]:
    """Draw the bar at the lower left; return the box (device pixels) that it takes."""
    metres = round_length(_LONGEST * frame.metres_per_pixel)
    scale, (_, high) = frame.scale, picture.size
    left, bottom = _INSET * scale, high - _INSET * scale
    right, top = left + metres / frame.metres_per_pixel * scale, bottom - _TICK * scale
    draw = ImageDraw.Draw(picture)
    path = [(left, top), (left, bottom), (right, bottom), (right, top)]
    for colour, extra in ((colours.label_halo, 2.0), (colours.label_soft, 0.0)):
        draw.line(path, fill=rgb(colour), width=max(1, round((_LINE + extra) * scale)))
    middle = ((left + right) / 2.0, bottom - 3.0 * scale)
    draw.text(
        middle,
        _length(metres),
        fill=rgb(colours.label_soft),
        font=sized(font, _LETTERS * scale),
        anchor="mb",
        stroke_width=scale,
        stroke_fill=rgb(colours.label_halo),
    )
    return 0.0, bottom - 3.0 * _LETTERS * scale, right + left, float(high)


def _length(metres: float) -> str:
    """Write a length with the international symbols, which are the same in every language."""
    return f"{metres / _KILOMETRE:g} km" if metres >= _KILOMETRE else f"{metres:g} m"
