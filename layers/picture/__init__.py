"""The server's own picture of the map: for browsers without WebGL, for print and reports.

The same marks in the same colours and sizes as the map in the browser, from the same palette.
"""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from layers import sizes
from layers.palette import Palette
from layers.picture.fonts import find_font, sized
from layers.picture.frame import Frame, PictureTooLarge, fitting
from layers.picture.land import draw_land
from layers.picture.marks import press_marks
from layers.picture.names import emergencies, names
from layers.picture.scalebar import draw_scale_bar
from layers.picture.stamps import FINE, StampMaker
from layers.picture.words import Writer
from layers.scene import Scene

__all__ = ["Frame", "PictureTooLarge", "draw", "find_font", "fitting"]

_PNG_LEVEL = 1
"""Little more than the filters: a picture is made for one request, and flat colours pack well."""


def draw(scene: Scene, frame: Frame, palette: Palette, font: Path | None) -> bytes:
    """Return a PNG of what a scene shows in a frame.

    ``font`` is a file from :func:`find_font`; without one, only Latin letters are written.
    """
    picture = draw_land(scene, frame, palette)
    press_marks(picture, frame, scene, _maker(frame, palette, font))
    taken = draw_scale_bar(picture, frame, palette, font)
    writer = Writer(picture, frame.scale, palette.label_halo, font)
    writer.keep_free(np.array([taken]))
    writer.keep_free(emergencies(scene, frame))
    writer.write(names(scene, frame, palette))
    return _png(picture, frame)


def _maker(frame: Frame, palette: Palette, font: Path | None) -> StampMaker:
    digits = None
    if frame.zoom >= sizes.DIGITS_FROM:
        digits = sized(font, sizes.DIGIT.at(frame.zoom) * frame.scale * FINE)
    return StampMaker(palette, frame.zoom, frame.scale, digits)


def _png(picture: Image.Image, frame: Frame) -> bytes:
    """Write the file, with the resolution that gives CSS pixels their size (96 an inch)."""
    out = BytesIO()
    resolution = 96.0 * frame.scale
    picture.save(out, "PNG", compress_level=_PNG_LEVEL, dpi=(resolution, resolution))
    return out.getvalue()
