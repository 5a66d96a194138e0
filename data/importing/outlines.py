"""Areas and lines of a file become valid shapes in WGS-84 degrees, or reasons why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.importing.errors import ImportRefused
from data.importing.positions import converted, is_metric, refuse_whole_file, system_of
from data.importing.sieve import Level
from data.importing.values.text import is_blank
from geo.areas import GeometryFault, Mended, mend, mend_line, read_wkt
from geo.crossings import (
    MOST_IN_FILE,
    MOST_NEIGHBOURS,
    MOST_NEIGHBOURS_IN_FILE,
    MOST_UNTANGLED,
    crossings,
    neighbours,
)
from geo.guard import DegreeFault, check_degrees, degree_faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.importing.raw import Table
    from data.importing.sieve import Sieve
    from geo.arrays import FloatArray, GeometryArray
    from geo.crs import CoordinateSystem

DIGITS = 8
"""Decimals of a degree that are kept: about a millimetre."""


class OutlinesTangled(ImportRefused):
    """The outlines of a file cross themselves too often, or are too crowded, to be judged.

    Fact ``most``: how many crossings of a whole file are untangled.
    """

    code = "import.outlines_tangled"


_MENDED = (GeometryFault.UNCLOSED, GeometryFault.UNTANGLED)
_DIMENSIONS_OF_AREA = 2
_ACCEPTABLE = (DegreeFault.NONE, DegreeFault.MISSING)


def areas(table: Table, sieve: Sieve, wanted: str | None) -> GeometryArray:
    """Return the multipolygon of every row; rows without a usable one are rejected.

    Raises
    ------
    MetresWithoutSystem, DegreesSwapped, DegreesImpossible, DegreesNotMetres, OutsideSystem
        Most vertices of the file are wrong.
    OutlinesTangled
        To put all of its outlines in order would take too long.
    """
    return _shapes(table, sieve, wanted, mend, required=True)


def lines(table: Table, sieve: Sieve, wanted: str | None, *, required: bool) -> GeometryArray:
    """Return the line of every row; None where a row has no usable one and needs none.

    A section conducts whether or not it is drawn, so its row is not lost with its line.
    The outline of an area counts as a line: boundaries often come as areas.

    Raises
    ------
    MetresWithoutSystem, DegreesSwapped, DegreesImpossible, DegreesNotMetres, OutsideSystem
        Most vertices of the file are wrong.
    """
    return _shapes(table, sieve, wanted, _mend_outline, required=required)


def _shapes(
    table: Table,
    sieve: Sieve,
    wanted: str | None,
    normal: Callable[[Mended], Mended],
    *,
    required: bool,
) -> GeometryArray:
    read = _read(table)
    given = np.array([one.geometry for one in read] or [None], dtype=object)[: len(read)]
    degrees = _to_degrees(given, table, sieve, wanted)
    _refuse_tangled(table, degrees[sieve.alive])
    shapes = np.full(len(read), None, dtype=object)
    faults: dict[GeometryFault, np.ndarray] = {}
    for position, (one, geometry) in enumerate(zip(read, degrees, strict=True)):
        if not sieve.alive[position]:
            continue
        mended = normal(Mended(geometry, one.faults))
        shapes[position] = mended.geometry
        for fault in mended.faults[-1:] if mended.refused else mended.faults:
            faults.setdefault(fault, np.zeros(len(read), bool))[position] = True
    _tell(faults, sieve, required=required)
    return shapes


def _refuse_tangled(table: Table, shapes: GeometryArray) -> None:
    """Refuse a file whose outlines take too long, one by one though each may be judged."""
    dimensions = shapely.get_dimensions(shapes)
    near = crossed = 0
    for shape in shapes[dimensions == _DIMENSIONS_OF_AREA]:
        close = neighbours([shape], MOST_NEIGHBOURS)
        near += close
        if near > MOST_NEIGHBOURS_IN_FILE:
            break
        if close <= MOST_NEIGHBOURS and not shape.is_valid:
            crossed += min(crossings([shape], MOST_UNTANGLED), MOST_UNTANGLED)
        if crossed > MOST_IN_FILE:
            break
    if near > MOST_NEIGHBOURS_IN_FILE or crossed > MOST_IN_FILE:
        raise OutlinesTangled(file=table.file, most=MOST_IN_FILE)


def _tell(faults: dict[GeometryFault, np.ndarray], sieve: Sieve, *, required: bool) -> None:
    """Reject rows without a usable shape; where none is required they come in without it."""
    left_out = np.zeros(len(sieve.table), bool)
    for fault, rows in faults.items():
        if fault in _MENDED:
            sieve.find(rows, "geometry", fault.value)
        elif required:
            sieve.reject(rows, "geometry", fault.value)
        elif fault is not GeometryFault.MISSING:
            left_out |= rows
    sieve.find(left_out, "geometry", "line_left_out", level=Level.WARNING)


def _read(table: Table) -> list[Mended]:
    if "geometry" in table.columns or table.shapes is None:
        texts = table.text("geometry")
        blank = is_blank(texts)
        missing = Mended(None, (GeometryFault.MISSING,))
        return [
            missing if empty else read_wkt(text)
            for text, empty in zip(texts.to_pylist(), blank.tolist(), strict=True)
        ]
    return [
        Mended(shape, (table.faults[position],) if position in table.faults else ())
        for position, shape in enumerate(table.shapes)
    ]


def _mend_outline(read: Mended) -> Mended:
    if isinstance(read.geometry, shapely.Polygon | shapely.MultiPolygon):
        area = mend(read)
        outline = None if area.geometry is None else shapely.boundary(area.geometry)
        return Mended(outline, area.faults)
    return mend_line(read)


def _to_degrees(
    shapes: GeometryArray, table: Table, sieve: Sieve, wanted: str | None
) -> GeometryArray:
    """Convert every vertex, and reject the rows of those that are no place on Earth."""
    system = system_of(table, wanted)
    flat = shapely.force_2d(shapes)
    if not is_metric(system):
        return _rounded(_guarded(flat, table, sieve), system, table)
    return _guarded(_rounded(flat, system, table), table, sieve)


def _rounded(shapes: GeometryArray, system: CoordinateSystem, table: Table) -> GeometryArray:
    def convert(vertices: FloatArray) -> FloatArray:
        lon, lat = converted(vertices[:, 0], vertices[:, 1], system, table)
        return np.column_stack((lon, lat)).round(DIGITS)

    moved: GeometryArray = np.asarray(shapely.transform(shapes, convert), dtype=object)
    return moved


def _guarded(shapes: GeometryArray, table: Table, sieve: Sieve) -> GeometryArray:
    x, y = _columns(shapes)
    refuse_whole_file(check_degrees(x, y), table)
    owner = shapely.get_coordinates(shapes, return_index=True)[1]
    faulty = np.zeros(len(shapes), bool)
    faulty[owner[~np.isin(degree_faults(x, y), _ACCEPTABLE)]] = True
    sieve.reject(faulty, "geometry", "position_range")
    kept = shapes.copy()
    kept[faulty] = None
    return kept


def _columns(shapes: GeometryArray) -> tuple[FloatArray, FloatArray]:
    vertices = shapely.get_coordinates(shapes)
    return vertices[:, 0].copy(), vertices[:, 1].copy()
