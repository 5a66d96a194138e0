"""Marks drawn once, smoothly, and then pressed onto the picture wherever they are needed.

Shapes and proportions are those of the map's own marks (``layers/style.py``, ``marks.py``).
"""

from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageDraw, ImageFont

from layers import sizes
from layers.palette import Palette
from layers.picture.canvas import Colour, rgb
from rules.codes import Sensitivity, Urgency

FINE = 8
"""A stamp is drawn so many times too large and made small again: that smooths its edges."""

EMERGENCY_EDGE = 1.6
"""Pixels of the edge that only emergencies have."""
CALM_OPACITY, CALM_BIN_OPACITY, CALM_RING_OPACITY = 0.75, 0.45, 0.6
"""How solid marks are where nothing is open."""
_BIN_RINGS = {Sensitivity.SENSITIVE: 0.7, Sensitivity.SPECIAL: 1.2}
_ISSUE_EDGE = 1.5

_ICON = 18.0
"""Side of the square, in pixels at size 1, in whose units the icons below are drawn."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A mark ready to be pressed: its colours, how solid each pixel is, and its middle."""

    colours: Image.Image
    solid: Image.Image
    half: int


class Block:
    """A square on which a stamp is drawn, from below to above, around its middle."""

    def __init__(self, reach: float) -> None:
        """Make room for ``reach`` device pixels to every side."""
        self._half = ceil(reach)
        side = (2 * self._half + 1) * FINE
        self._image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._image)
        self._middle = side / 2.0

    def disc(self, radius: float, colour: Colour, opacity: float = 1.0) -> None:
        """Fill a circle, replacing what lies below it."""
        low, high = self._middle - radius * FINE, self._middle + radius * FINE - 1.0
        self._draw.ellipse((low, low, high, high), fill=_rgba(colour, opacity))

    def polygon(self, points: list[Point], colour: Colour) -> None:
        """Fill a polygon; points are pixels from the middle."""
        self._draw.polygon([self._at(point) for point in points], fill=_rgba(colour))

    def box(self, half: float, colour: Colour, rounding: float = 0.0) -> None:
        """Fill a square around the middle, with corners rounded by so many pixels."""
        low, high = self._at((-half, -half)), self._at((half, half))
        self._draw.rounded_rectangle((low, high), rounding * FINE, fill=_rgba(colour))

    def line(self, start: Point, end: Point, colour: Colour, width: float) -> None:
        """Draw a straight line."""
        ends = [self._at(start), self._at(end)]
        self._draw.line(ends, fill=_rgba(colour), width=round(width * FINE))

    def digit(self, text: str, colour: Colour, font: ImageFont.FreeTypeFont) -> None:
        """Write in the middle; the font's size is in drawn pixels, ``FINE`` a pixel."""
        middle = (self._middle, self._middle)
        self._draw.text(middle, text, fill=_rgba(colour), font=font, anchor="mm")

    def stamp(self) -> Stamp:
        """Return the stamp."""
        small = self._image.reduce(FINE)
        return Stamp(small.convert("RGB"), small.getchannel("A"), self._half)

    def _at(self, point: Point) -> Point:
        return self._middle + point[0] * FINE, self._middle + point[1] * FINE


def _rgba(colour: Colour, opacity: float = 1.0) -> tuple[int, int, int, int]:
    return (*rgb(colour), round(opacity * 255))


@dataclass(frozen=True, slots=True)
class StampMaker:
    """Makes the stamps of one picture: its colours, its zoom, its device pixels a pixel.

    ``digits`` is a font eight times the size of the digits on marks, or None for no digits.
    """

    colours: Palette
    zoom: float
    scale: float
    digits: ImageFont.FreeTypeFont | None

    def customer(self, urgency: int, sensitivity: int) -> Stamp:
        """Return a customer: urgency is the fill, sensitivity the ring and the size."""
        ring = self.colours.sensitivity[sensitivity]
        grown = sizes.CUSTOMER.at(self.zoom)
        radius = max(ring.radius, sizes.LEAST_RADIUS[urgency]) * grown
        outer = radius + ring.width * grown
        emergency = urgency == Urgency.EMERGENCY
        calm = not urgency and not sensitivity
        block = Block((outer + (sizes.HALO if emergency else 0.0)) * self.scale)
        if emergency:
            self._glow(block, outer)
        block.disc(outer * self.scale, ring.colour, CALM_OPACITY if calm else 1.0)
        fill = self.colours.urgency[urgency]
        block.disc(radius * self.scale, fill, CALM_OPACITY if calm else 1.0)
        if self.digits and urgency:
            block.digit(str(urgency), self.colours.on_urgency, self.digits)
        return block.stamp()

    def bin(self, radius: float, urgency: int, sensitivity: int) -> Stamp:
        """Return gathered customers: as a customer, the radius telling how many they are."""
        ring = _BIN_RINGS.get(Sensitivity(sensitivity), 0.0)
        block = Block((radius + ring) * self.scale)
        if ring:
            opacity = 1.0 if urgency else CALM_RING_OPACITY
            colour = self.colours.sensitivity[sensitivity].colour
            block.disc((radius + ring) * self.scale, colour, opacity)
        opacity = 1.0 if urgency else CALM_BIN_OPACITY
        block.disc(radius * self.scale, self.colours.urgency[urgency], opacity)
        return block.stamp()

    def issue(self, urgency: int) -> Stamp:
        """Return an open issue."""
        radius = sizes.ISSUE.at(self.zoom)
        block = Block((radius + _ISSUE_EDGE) * self.scale)
        block.disc((radius + _ISSUE_EDGE) * self.scale, self.colours.label_halo)
        block.disc(radius * self.scale, self.colours.urgency[urgency])
        return block.stamp()

    def life(self, growth: sizes.Growth) -> Stamp:
        """Return life support: a white cross on green."""
        unit, block = self._icon(growth)
        block.box(7.75 * unit, self.colours.emergency_edge, 4.2 * unit)
        block.box(6.25 * unit, self.colours.life_support, 2.8 * unit)
        for start, end in (((0.0, -4.5), (0.0, 4.5)), ((-4.5, 0.0), (4.5, 0.0))):
            ends = (start[0] * unit, start[1] * unit), (end[0] * unit, end[1] * unit)
            block.line(*ends, self.colours.emergency_edge, 2.8 * unit)
        return block.stamp()

    def switch(self, *, opened: bool) -> Stamp:
        """Return a switch: a full square, or an empty one with a slash where it is open."""
        unit, block = self._icon(sizes.SWITCH)
        line = self.colours.switch_open if opened else self.colours.switch_closed
        block.box(6.2 * unit, self.colours.label_halo)
        block.box(5.0 * unit, line)
        if opened:
            block.box(3.0 * unit, self.colours.label_halo)
            block.line((-4.0 * unit, 4.0 * unit), (4.0 * unit, -4.0 * unit), line, 2.0 * unit)
        return block.stamp()

    def transformer(self, *, private: bool) -> Stamp:
        """Return a transformer: a full triangle, an empty one where it is a customer's own."""
        corners = [(0.0, -6.0), (6.5, 5.5), (-6.5, 5.5)]
        return self._outlined(sizes.TRANSFORMER, corners, self.colours.transformer, empty=private)

    def relay(self, *, group: bool) -> Stamp:
        """Return a relay contact: a full diamond, an empty one for a group."""
        corners = [(0.0, -6.5), (6.5, 0.0), (0.0, 6.5), (-6.5, 0.0)]
        return self._outlined(sizes.CONTACT, corners, self.colours.relay, empty=group)

    def chosen(self) -> Stamp:
        """Return the ring around what is selected."""
        radius = sizes.CHOSEN.at(self.zoom)
        block = Block((radius + 3.0) * self.scale)
        block.disc((radius + 3.0) * self.scale, self.colours.selection)
        block.disc(radius * self.scale, self.colours.selection, 0.0)
        return block.stamp()

    def _glow(self, block: Block, outer: float) -> None:
        block.disc((outer + sizes.HALO) * self.scale, self.colours.emergency, sizes.HALO_OPACITY)
        block.disc((outer + EMERGENCY_EDGE) * self.scale, self.colours.emergency_edge)

    def _icon(self, growth: sizes.Growth) -> tuple[float, Block]:
        unit = growth.at(self.zoom) * self.scale
        return unit, Block(_ICON / 2.0 * unit)

    def _outlined(
        self, growth: sizes.Growth, corners: list[Point], colour: Colour, *, empty: bool
    ) -> Stamp:
        unit, block = self._icon(growth)
        halo = self.colours.label_halo
        layers = [(1.25, halo), (1.0, colour), (0.5, halo)]
        for share, fill in layers if empty else layers[:2]:
            block.polygon([(x * unit * share, y * unit * share) for x, y in corners], fill)
        return block.stamp()
