"""Draws the ground of a scene: land, cells in the colour of their worst issue, the network."""

from typing import Any

import numpy as np
from PIL import Image

from geo.arrays import IntArray
from layers import sizes
from layers.palette import Palette
from layers.picture.canvas import Canvas, Colour, blend
from layers.picture.frame import Frame
from layers.scene import Cells, Lines, Scene, Sections
from layers.window import Placed
from rules.codes import LineKind, Urgency

_MARGIN = 16.0
"""CSS pixels kept around the frame, so that no edge of the cut shows."""
_TOLERANCE = 0.3
"""Device pixels by which a thinned line may leave its course."""
_CELL_EDGE, _EMERGENCY_EDGE, _CHOSEN_EDGE = 0.8, 2.0, 3.0
_LEFT_OUT_OPACITY = 0.4
"""How solid the edge is of a cell that the filters leave out."""
_DASH = 6.0
_LINE_WIDTHS = {
    LineKind.RIVER: sizes.RIVER,
    LineKind.ROAD: sizes.ROAD,
    LineKind.BOUNDARY: sizes.BOUNDARY,
}


def draw_land(scene: Scene, frame: Frame, colours: Palette) -> Image.Image:
    """Return the picture without marks and words."""
    sheet = Sheet(frame, colours)
    sheet.fill_cells(scene.cells)
    sheet.draw_lines(scene.lines)
    sheet.outline_cells(scene.cells)
    sheet.draw_sections(scene.sections)
    if scene.chosen_shape is not None:
        sheet.outline(scene.chosen_shape)
    return sheet.canvas.finished()


class Sheet:
    """A canvas, and how a frame's degrees and CSS pixels come onto it."""

    def __init__(self, frame: Frame, colours: Palette) -> None:
        """Take a frame's worth of ground."""
        self.canvas = Canvas(*frame.pixels, colours.ground)
        self._frame, self._colours = frame, colours

    def fill_cells(self, cells: Cells) -> None:
        """Shade each cell that is shown in its urgency, the worst last."""
        placed = self._placed(cells.outlines)
        for at in np.argsort(np.asarray(cells.urgency)[placed.rows], kind="stable"):
            row = placed.rows[at]
            if cells.shown[row]:
                self.canvas.area(placed.shapes[at], self._shade(cells, int(row)))

    def outline_cells(self, cells: Cells) -> None:
        """Draw the cells' edges, and those with an emergency in its colour above the others."""
        placed = self._placed(cells.outlines)
        shown, edge = cells.shown[placed.rows], self._colours.cell_outline
        faint = blend(edge, self._colours.ground, _LEFT_OUT_OPACITY)
        self.canvas.lines(placed.shapes[~shown], faint, self._px(_CELL_EDGE))
        self.canvas.lines(placed.shapes[shown], edge, self._px(_CELL_EDGE))
        burning = np.asarray(cells.urgency)[placed.rows] == Urgency.EMERGENCY
        worst = placed.shapes[burning & shown]
        self.canvas.lines(worst, self._colours.emergency, self._px(_EMERGENCY_EDGE))

    def outline(self, shape: Any) -> None:  # noqa: ANN401 - shapely has no types
        """Draw what is selected."""
        placed = self._placed([shape])
        self.canvas.lines(placed.shapes, self._colours.selection, self._px(_CHOSEN_EDGE))

    def draw_lines(self, lines: Lines) -> None:
        """Draw the land: rivers, then roads, then boundaries."""
        placed = self._placed(lines.courses)
        kinds = np.array([str(lines.kinds[row]) for row in placed.rows])
        for kind, growth in _LINE_WIDTHS.items():
            shapes = placed.shapes[kinds == str(kind)]
            width = self._px(growth.at(self._frame.zoom))
            if kind is LineKind.BOUNDARY:
                self.canvas.dashes(shapes, self._colours.line(kind), width, self._px(_DASH))
            else:
                self.canvas.lines(shapes, self._colours.line(kind), width)

    def draw_sections(self, sections: Sections) -> None:
        """Draw the network: what no feeder reaches below, each feeder in its colour."""
        placed = self._placed(sections.courses)
        zoom = self._frame.zoom
        if zoom >= sizes.SECTION_CASES_FROM:
            case = self._px(sizes.SECTION_CASE.at(zoom))
            self.canvas.lines(placed.shapes, self._colours.ground, case)
        width = self._px(sizes.SECTION.at(zoom))
        hues = self._hues(sections, placed.rows)
        for hue in np.unique(hues):
            self.canvas.lines(placed.shapes[hues == hue], self._feeder(int(hue)), width)

    def _placed(self, shapes: object) -> Placed:
        window = self._frame.window(self._px(_MARGIN))
        return window.place(np.asarray(shapes, dtype=object), _TOLERANCE)

    def _px(self, css: float) -> float:
        return css * self._frame.scale

    def _shade(self, cells: Cells, row: int) -> Colour:
        fill = self._colours.urgency[cells.urgency[row]]
        opacity = self._colours.cell_opacity[cells.shade[row]]
        opacity *= sizes.CELL_OPACITY.at(self._frame.zoom)
        return blend(fill, self._colours.ground, opacity)

    def _hues(self, sections: Sections, rows: IntArray) -> IntArray:
        feeders = np.asarray(sections.feeders, np.int64)[rows]
        return np.where(feeders == 0, -1, feeders % len(self._colours.feeders))

    def _feeder(self, hue: int) -> Colour:
        colour = self._colours.dead if hue < 0 else self._colours.feeders[hue]
        return blend(colour, self._colours.ground, sizes.SECTION_OPACITY.at(self._frame.zoom))
