"""The vector tile of what the desk says a tile shows. Layer names and codes are a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from layers.mvt import ShapeKind, compress, labelled_points, point_layer, shape_layer, tile
from layers.window import TILE_EXTENT, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desk.map import Marks, TileContent


OF_THE_GRID = frozenset({"transformers", "switches", "relays"})


def encode(content: TileContent) -> bytes:
    """Return the gzipped tile."""
    kept = content.snapshot.grid.drawn
    place = _at(content)
    judged = _judgement(content)
    return compress(
        tile(
            kept.get((place, "cells", judged), lambda: _cells(content)),
            kept.get((place, "labels", judged), lambda: _cell_labels(content)),
            kept.get((place, "sections"), lambda: _sections(content)),
            kept.get((place, "lines"), lambda: _lines(content)),
            _bins(content),
            *(_part(content, name, marks) for name, marks in content.marks.items()),
        )
    )


def _judgement(content: TileContent) -> bytes:
    """Return what the look of the cells depends on, beside their shapes."""
    rows, judged = content.cells.rows, content.snapshot.cells
    columns = (judged.backlog.urgency, judged.backlog.n, judged.backlog.overdue, judged.shade)
    parts = [column[rows].tobytes() for column in (*columns, judged.customers)]
    return b"".join([*parts, content.cells.shown.tobytes()])


def _part(content: TileContent, name: str, marks: Marks) -> bytes:
    """Return a layer of marks; what belongs to the grid is kept until the grid changes."""
    if name not in OF_THE_GRID:
        return _marks(content, name, marks)
    key = (_at(content), name)
    return content.snapshot.grid.drawn.get(key, lambda: _marks(content, name, marks))


def _at(content: TileContent) -> tuple[int, int, int]:
    return content.z, content.x, content.y


def _cells(content: TileContent) -> bytes:
    rows, grid = content.cells.rows, content.snapshot.grid
    if not len(rows):
        return b""
    cells = [grid.cells[row] for row in rows]
    return shape_layer(
        "cells",
        [cell.geometry for cell in cells],
        np.array([cell.id for cell in cells], np.int64),
        _cell_columns(content),
        *_at(content),
        kind=ShapeKind.POLYGON,
    )


def _cell_columns(content: TileContent) -> dict[str, Any]:
    rows, judged = content.cells.rows, content.snapshot.cells
    cells = [content.snapshot.grid.cells[row] for row in rows]
    return {
        "code": [cell.code for cell in cells],
        "name": [cell.name or cell.code for cell in cells],
        "manager": [cell.manager for cell in cells],
        "urgency": judged.backlog.urgency[rows],
        "backlog": judged.backlog.n[rows],
        "overdue": judged.backlog.overdue[rows],
        "shade": judged.shade[rows],
        "customers": judged.customers[rows],
        "shown": content.cells.shown.astype(np.uint8),
    }


def _cell_labels(content: TileContent) -> bytes:
    """Names stand on points of their own: a polygon cut by tiles would be labelled in each."""
    rows, grid = content.cells.rows, content.snapshot.grid
    if not len(rows):
        return b""
    points = grid.label_points[rows]
    x, y = _units(content, points[:, 0], points[:, 1])
    inside = (x >= 0) & (x < TILE_EXTENT) & (y >= 0) & (y < TILE_EXTENT)
    columns = _cell_columns(content)
    kept = np.flatnonzero(inside)
    return labelled_points(
        "cell_labels",
        x[kept],
        y[kept],
        np.array([grid.cells[row].id for row in rows[kept]], np.int64),
        {name: [columns[name][n] for n in kept] for name in ("name", "urgency", "shown")},
    )


def _sections(content: TileContent) -> bytes:
    if not content.sections:
        return b""
    names = {feeder.id: feeder.name or feeder.code for feeder in content.snapshot.grid.feeders}
    return shape_layer(
        "sections",
        [section.geometry for section in content.sections],
        np.array([section.id for section in content.sections], np.int64),
        {
            "feeder": [section.feeder_id or 0 for section in content.sections],
            "name": [names.get(section.feeder_id or 0, "") for section in content.sections],
        },
        *_at(content),
        kind=ShapeKind.LINE,
    )


def _lines(content: TileContent) -> bytes:
    if not content.lines:
        return b""
    return shape_layer(
        "lines",
        [line.geometry for line in content.lines],
        np.array([line.id for line in content.lines], np.int64),
        {
            "kind": [line.kind for line in content.lines],
            "name": [line.name for line in content.lines],
        },
        *_at(content),
        kind=ShapeKind.LINE,
    )


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
