"""Which names stand where on a picture, and which go first when there is no room for all."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import shapely

from geo.arrays import FloatArray, IntArray
from layers import sizes
from layers.palette import Palette
from layers.picture.frame import Frame
from layers.picture.words import Name
from layers.scene import Cells, Lines, Scene, Sections, Transformers, Villages
from rules.codes import LineKind, Urgency

_TOLERANCE = 1.0
_EMERGENCY_REACH = 8.0
"""CSS pixels around an emergency that names leave free."""
_BELOW = 14.0
"""CSS pixels from a transformer to the name under it."""
_SHORTEST = 40.0
"""CSS pixels of a line in view from which it is named."""


def names(scene: Scene, frame: Frame, colours: Palette) -> Iterator[Name]:
    """Return the names of a scene, the most important first."""
    zoom = frame.zoom
    made: list[Iterator[Name]] = []
    if sizes.CELL_NAMES_FROM <= zoom < sizes.CELL_NAMES_TO:
        made.append(_of_cells(scene.cells, frame, colours))
    if sizes.VILLAGE_NAMES_FROM <= zoom < sizes.VILLAGE_NAMES_TO:
        made.append(_of_villages(scene.villages, frame, colours))
    if zoom >= sizes.TRANSFORMER_NAMES_FROM:
        made.append(_of_transformers(scene.transformers, frame, colours))
    if zoom >= sizes.FEEDER_NAMES_FROM:
        made.append(_of_feeders(scene.sections, frame, colours))
    if zoom >= sizes.RIVER_NAMES_FROM:
        made.append(_of_rivers(scene.lines, frame, colours))
    return chain.from_iterable(made)


def emergencies(scene: Scene, frame: Frame) -> FloatArray:
    """Return the boxes that emergencies take: left, top, right, bottom in device pixels."""
    window, reach = frame.window(), _EMERGENCY_REACH * frame.scale
    boxes = []
    for marks in (scene.customers, scene.bins, scene.issues):
        burning = np.asarray(marks.urgency) == Urgency.EMERGENCY
        x, y = window.locate(marks.lon[burning], marks.lat[burning])
        boxes.append(np.stack([x - reach, y - reach, x + reach, y + reach], axis=1))
    return np.concatenate(boxes)


def _of_cells(cells: Cells, frame: Frame, colours: Palette) -> Iterator[Name]:
    """Name each cell in the middle of what is seen of it, the most urgent first."""
    placed = frame.window().place(cells.outlines, _TOLERANCE)
    middles = shapely.get_coordinates(shapely.point_on_surface(placed.shapes))
    size = sizes.CELL_NAME.at(frame.zoom)
    urgency = np.asarray(cells.urgency, np.int64)[placed.rows]
    for at in np.lexsort((-shapely.area(placed.shapes), -urgency)):
        row = placed.rows[at]
        if cells.shown[row]:
            x, y = middles[at].tolist()
            yield Name(cells.names[row], x, y, size, colours.label)


def _of_villages(villages: Villages, frame: Frame, colours: Palette) -> Iterator[Name]:
    x, y = frame.window().locate(villages.lon, villages.lat)
    size = sizes.VILLAGE_NAME.at(frame.zoom)
    for row in np.argsort(-np.asarray(villages.n, np.int64), kind="stable"):
        yield Name(villages.names[row], float(x[row]), float(y[row]), size, colours.label_soft)


def _of_transformers(towers: Transformers, frame: Frame, colours: Palette) -> Iterator[Name]:
    x, y = frame.window().locate(towers.lon, towers.lat)
    for text, left, top in zip(towers.names, x.tolist(), y.tolist(), strict=True):
        below = top + _BELOW * frame.scale
        yield Name(text, left, below, sizes.SOFT_NAME, colours.label_soft)


def _of_feeders(sections: Sections, frame: Frame, colours: Palette) -> Iterator[Name]:
    rows = np.arange(len(sections.names))
    return _along(sections.courses, sections.names, rows, frame, colours.label_soft)


def _of_rivers(lines: Lines, frame: Frame, colours: Palette) -> Iterator[Name]:
    rivers = [row for row, kind in enumerate(lines.kinds) if kind is LineKind.RIVER]
    rows = np.array(rivers, np.int64)
    return _along(lines.courses, lines.names, rows, frame, colours.river_label)


def _along(
    courses: Sequence[Any], texts: Sequence[str], rows: IntArray, frame: Frame, colour: str
) -> Iterator[Name]:
    """Give each text once, in the middle of the longest piece in view of its lines."""
    placed = frame.window().place(np.asarray(courses, dtype=object)[rows], _TOLERANCE)
    parts, owner = shapely.get_parts(placed.shapes, return_index=True)
    lengths = shapely.length(parts)
    middles = shapely.line_interpolate_point(parts, 0.5, normalized=True)
    named: set[str] = set()
    for at in np.argsort(-lengths, kind="stable"):
        text = texts[rows[placed.rows[owner[at]]]]
        if lengths[at] < _SHORTEST * frame.scale:
            return
        if text and text not in named:
            named.add(text)
            yield Name(text, middles[at].x, middles[at].y, sizes.SOFT_NAME, colour)
