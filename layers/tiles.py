"""The vector tile of what the desk says a tile shows. Layer names and codes are a contract.

A tile has three parts. What stands still is kept, compressed, until the grid changes; the
cells, until one of them is judged differently; customers and issues are made anew each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from layers import sizes
from layers.mvt import (
    Drawn,
    Effort,
    ShapeKind,
    draw,
    drawn_layer,
    gzipped,
    labelled_points,
    point_layer,
    pressed,
    tile,
)
from layers.window import TILE_EXTENT, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desk.map import Marks, TileContent

LINE_TOLERANCE = 3.0
"""Tile units by which lines may leave their course: less than half a pixel."""
NOT_MINE, EVERYBODYS, OWN = 0, 1, 2
"""Whose a cell is: not the viewer's, one of all that the viewer sees, or one of a few own ones."""
UNTOLD = 2**31 - 1
"""Stands for a count of a cell that the viewer is not told."""


def encode(content: TileContent) -> bytes:
    """Return the gzipped tile."""
    kept = content.snapshot.grid.drawn
    key = (*_at(content), content.standing.crowd)
    judged = _judgement(content)
    return gzipped(
        [
            kept.get((key, judged), lambda: pressed(_cells(content), Effort.KEPT)),
            kept.get((key, "standing"), lambda: pressed(_standing(content), Effort.KEPT)),
            pressed(_people(content), Effort.ONCE),
        ]
    )


def _judgement(content: TileContent) -> bytes:
    """Return what the look of the cells depends on, beside their shapes."""
    rows, judged = content.cells.rows, content.snapshot.cells
    columns = (judged.backlog.urgency, judged.backlog.n, judged.backlog.overdue, judged.shade)
    parts = [column[rows].tobytes() for column in (*columns, judged.customers)]
    return b"".join([*parts, content.cells.shown.tobytes(), content.cells.mine.tobytes()])


def _at(content: TileContent) -> tuple[int, int, int]:
    return content.z, content.x, content.y


def _standing(content: TileContent) -> bytes:
    marks = content.standing.marks()
    return tile(
        _sections(content),
        _lines(content),
        *(_marks(content, name, marks) for name, marks in marks.items()),
    )


def _people(content: TileContent) -> bytes:
    marks = content.marks
    return tile(_bins(content), *(_marks(content, name, marks) for name, marks in marks.items()))


def _cells(content: TileContent) -> bytes:
    if not len(content.cells.rows):
        return b""
    shapes = content.snapshot.grid.drawn.get((*_at(content), "outlines"), lambda: _drawn(content))
    columns = _cell_columns(content)
    return tile(
        drawn_layer("cells", shapes, columns["id"], _without(columns, "id")),
        _cell_labels(content, columns),
    )


def _drawn(content: TileContent) -> Drawn | None:
    """Draw the cells' outlines: a new judgement colours them, and doesn't change them."""
    outlines = content.snapshot.grid.afar.outlines(content.z)[content.cells.rows]
    return draw(outlines, *_at(content), kind=ShapeKind.POLYGON)


def _cell_columns(content: TileContent) -> dict[str, Any]:
    rows, judged = content.cells.rows, content.snapshot.cells
    cells = [content.snapshot.grid.cells[row] for row in rows]
    return {
        "id": np.array([cell.id for cell in cells], np.int64),
        "code": [cell.code for cell in cells],
        "name": [cell.name or cell.code for cell in cells],
        "manager": [cell.manager for cell in cells],
        "urgency": judged.backlog.urgency[rows],
        "backlog": np.where(content.cells.mine, judged.backlog.n[rows], UNTOLD),
        "overdue": np.where(content.cells.mine, judged.backlog.overdue[rows], UNTOLD),
        "shade": judged.shade[rows],
        "customers": np.where(content.cells.mine, judged.customers[rows], UNTOLD),
        "mine": np.where(content.cells.mine, _belonging(content), NOT_MINE).astype(np.uint8),
        "shown": content.cells.shown.astype(np.uint8),
    }


def _belonging(content: TileContent) -> int:
    return EVERYBODYS if content.snapshot.reach.cells is None else OWN


def _without(columns: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: column for key, column in columns.items() if key != name}


def _cell_labels(content: TileContent, columns: dict[str, Any]) -> bytes:
    """Names stand on points of their own: a polygon cut by tiles would be labelled in each."""
    if not int(sizes.CELL_NAMES_FROM) <= content.z < sizes.CELL_NAMES_TO:
        return b""
    points = content.snapshot.grid.label_points[content.cells.rows]
    x, y = _units(content, points[:, 0], points[:, 1])
    inside = (x >= 0) & (x < TILE_EXTENT) & (y >= 0) & (y < TILE_EXTENT)
    kept = np.flatnonzero(inside)
    named = {
        name: [columns[name][n] for n in kept] for name in ("name", "urgency", "shown", "mine")
    }
    return labelled_points("cell_labels", x[kept], y[kept], columns["id"][kept], named)


def _sections(content: TileContent) -> bytes:
    sections = content.standing.sections()
    names = {feeder.id: feeder.name or feeder.code for feeder in content.snapshot.grid.feeders}
    feeders = [section.feeder_id or 0 for section in sections]
    return _courses(
        content,
        "sections",
        [section.geometry for section in sections],
        [section.id for section in sections],
        {"feeder": np.array(feeders, np.int64), "name": [names.get(ref, "") for ref in feeders]},
    )


def _lines(content: TileContent) -> bytes:
    lines = content.standing.lines()
    columns: dict[str, Any] = {"kind": [line.kind for line in lines]}
    if content.z >= int(sizes.RIVER_NAMES_FROM):
        columns["name"] = [line.name for line in lines]
    shapes, ids = [line.geometry for line in lines], [line.id for line in lines]
    return _courses(content, "lines", shapes, ids, columns)


def _courses(
    content: TileContent, name: str, shapes: list[Any], ids: list[int], columns: dict[str, Any]
) -> bytes:
    if not shapes:
        return b""
    drawn = draw(shapes, *_at(content), kind=ShapeKind.LINE, tolerance=LINE_TOLERANCE)
    return drawn_layer(name, drawn, np.array(ids, np.int64), columns)


def _bins(content: TileContent) -> bytes:
    bins = content.bins
    if bins is None:
        return b""
    raw = content.snapshot.customers.raw
    x, y = _units(content, raw.x[bins.middle], raw.y[bins.middle])
    return point_layer(
        "bins",
        x,
        y,
        bins.v * bins.per_side + bins.u + 1,
        {"n": bins.n, **bins.worst},
        id_property=None,
    )


def _marks(content: TileContent, name: str, marks: Marks) -> bytes:
    if not len(marks):
        return b""
    x, y = _units(content, marks.lon, marks.lat)
    numbers = {key: col for key, col in marks.columns.items() if isinstance(col, np.ndarray)}
    if len(numbers) == len(marks.columns):
        return point_layer(name, x, y, marks.id, numbers)
    return labelled_points(name, x, y, marks.id, marks.columns)


def _units(
    content: TileContent, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    x, y = Window.of_tile(*_at(content), 0.0).locate(lon, lat)
    return np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
