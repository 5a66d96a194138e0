"""Points of a file become WGS-84 degrees, and the datum guard stands at the door.

What is wrong with most rows is wrong with the file, and refuses it with a sentence that says
what to pass; what is wrong with a few rows rejects those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyproj import CRS

from data.importing.errors import (
    DegreesImpossible,
    DegreesNotMetres,
    DegreesSwapped,
    ImportRefused,
    MetresWithoutSystem,
    OutsideSystem,
)
from data.importing.values.numbers import numbers
from geo.crs import WGS84, CoordinateSystem, NotConvertible
from geo.guard import (
    DegreeFault,
    Finding,
    LooksLikeDegrees,
    check_degrees,
    degree_faults,
    refuse_degrees_as_metres,
)
from geo.mending import GeometryFault

if TYPE_CHECKING:
    from data.importing.raw import Table
    from data.importing.sieve import Sieve
    from geo.arrays import BoolArray, FloatArray, GeometryArray

_ROW_FAULTS = (
    (DegreeFault.METRES, "position_metres"),
    (DegreeFault.SWAPPED, "position_swapped"),
    (DegreeFault.OUT_OF_RANGE, "position_range"),
)
_ZONE_WIDTH = 1_000_000
_ZONES_OF_THREE_DEGREES = range(25, 46)
_ZONES_OF_SIX_DEGREES = range(13, 24)
_EPSG_OF_ZONE_25, _EPSG_OF_ZONE_13 = 4513, 4491
_EXAMPLE = "EPSG:4545"


@dataclass(frozen=True, slots=True)
class Positions:
    """Degrees of every row, NaN where a row has none."""

    x: FloatArray
    y: FloatArray


def system_of(table: Table, wanted: str | None) -> CoordinateSystem:
    """Return the system that a file's coordinates are in: as passed, as it says, or WGS-84.

    Raises
    ------
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable has that name.
    """
    named = wanted or table.crs
    return CoordinateSystem.parse(named) if named else WGS84


def positions(table: Table, sieve: Sieve, wanted: str | None, *, required: bool) -> Positions:
    """Read the points of a table.

    Rows are rejected for numbers that are none, for half a position, for degrees that cannot be,
    and, where a position is required, for having none. A pair of zeros is what programs write
    for "unknown", and counts as no position.

    Raises
    ------
    MetresWithoutSystem, DegreesSwapped, DegreesImpossible, DegreesNotMetres, OutsideSystem
        Most of the file is wrong.
    """
    x, y = _numbers(table, sieve)
    half = np.isnan(x) != np.isnan(y)
    sieve.reject(half & ~np.isnan(x), "y", "position_half")
    sieve.reject(half & ~np.isnan(y), "x", "position_half")
    x[half], y[half] = np.nan, np.nan
    zero = (x == 0.0) & (y == 0.0)
    if required:
        sieve.reject(zero, "x", "position_zero", _pairs(x, y))
        sieve.reject(np.isnan(x), "x", "position_missing")
    else:
        sieve.find(zero, "x", "position_zero")
    x[zero], y[zero] = np.nan, np.nan
    return Positions(*to_degrees(x, y, table, sieve, wanted))


def to_degrees(
    x: FloatArray, y: FloatArray, table: Table, sieve: Sieve, wanted: str | None
) -> tuple[FloatArray, FloatArray]:
    """Convert one position a row; rows with degrees that cannot be are rejected.

    Raises
    ------
    MetresWithoutSystem, DegreesSwapped, DegreesImpossible, DegreesNotMetres, OutsideSystem
        Most of the file is wrong.
    """
    system = system_of(table, wanted)
    if not is_metric(system):
        _guard_degrees(x, y, table, sieve)
    lon, lat = converted(x, y, system, table)
    if is_metric(system):
        _guard_degrees(lon, lat, table, sieve)
    return lon, lat


def converted(
    x: FloatArray, y: FloatArray, system: CoordinateSystem, table: Table
) -> tuple[FloatArray, FloatArray]:
    """Convert positions or vertices to degrees.

    Raises
    ------
    DegreesNotMetres, OutsideSystem
        The numbers do not fit the system.
    """
    try:
        if is_metric(system):
            refuse_degrees_as_metres(x, y)
        return system.to_wgs84(x, y)
    except LooksLikeDegrees as error:
        raise DegreesNotMetres(file=table.file, system=system.name, **error.facts) from error
    except NotConvertible as error:
        facts = {name: error.facts[name] for name in ("x", "y", "count")}
        raise OutsideSystem(file=table.file, system=system.name, **facts) from error


def is_metric(system: CoordinateSystem) -> bool:
    """Tell whether a system's numbers are lengths on a plane, and not degrees."""
    return system.epsg is not None and bool(CRS.from_epsg(system.epsg).is_projected)


def refuse_whole_file(findings: tuple[Finding, ...], table: Table) -> None:
    """Refuse a file most of whose coordinates have the same fault.

    Raises
    ------
    MetresWithoutSystem, DegreesSwapped, DegreesImpossible
        By fault.
    """
    for finding in findings:
        if not finding.whole_file:
            continue
        facts = {"file": table.file, "count": finding.count, "total": finding.total}
        facts |= {"x": finding.x, "y": finding.y}
        raise _refusal(finding, table, facts)


def likely_system(x: float) -> str:
    """Guess the CGCS2000 zone from an easting that has the zone's number in front.

    3-degree zones 25 to 45 are EPSG:4513 to 4533, 6-degree zones 13 to 23 EPSG:4491 to 4501.
    Without a number any central meridian is possible; an example is returned.
    """
    zone = int(x // _ZONE_WIDTH)
    if zone in _ZONES_OF_THREE_DEGREES:
        return f"EPSG:{_EPSG_OF_ZONE_25 + zone - _ZONES_OF_THREE_DEGREES.start}"
    if zone in _ZONES_OF_SIX_DEGREES:
        return f"EPSG:{_EPSG_OF_ZONE_13 + zone - _ZONES_OF_SIX_DEGREES.start}"
    return _EXAMPLE


def _refusal(finding: Finding, table: Table, facts: dict[str, object]) -> ImportRefused:
    if finding.fault is DegreeFault.METRES:
        return MetresWithoutSystem(**facts, example=likely_system(max(finding.x, finding.y)))
    if finding.fault is DegreeFault.SWAPPED:
        x, y = (table.headers.get(name, name) for name in ("x", "y"))
        return DegreesSwapped(**facts, x_column=x, y_column=y)
    return DegreesImpossible(**facts)


def _guard_degrees(x: FloatArray, y: FloatArray, table: Table, sieve: Sieve) -> None:
    refuse_whole_file(check_degrees(x, y), table)
    faults = degree_faults(x, y)
    for fault, code in _ROW_FAULTS:
        bad = faults == fault
        sieve.reject(bad, "x", code, _pairs(x, y) if bad.any() else None)
        x[bad], y[bad] = np.nan, np.nan


def _numbers(table: Table, sieve: Sieve) -> tuple[FloatArray, FloatArray]:
    if table.shapes is not None and not {"x", "y"} & set(table.columns):
        return _of_shapes(table.shapes, sieve)
    columns = []
    for name in ("x", "y"):
        found, bad = numbers(table.text(name))
        sieve.reject(bad, name, "number_unreadable")
        columns.append(found)
    return columns[0], columns[1]


def _of_shapes(shapes: GeometryArray, sieve: Sieve) -> tuple[FloatArray, FloatArray]:
    kinds = shapely.get_type_id(shapes)
    wrong: BoolArray = (kinds != shapely.GeometryType.POINT) & (kinds >= 0)
    sieve.reject(wrong, "geometry", GeometryFault.WRONG_TYPE.value)
    points = shapes.copy()
    points[wrong] = None
    return shapely.get_x(points), shapely.get_y(points)


def _pairs(x: FloatArray, y: FloatArray) -> pa.Array:
    texts = [pc.cast(pa.array(numbers), pa.string()) for numbers in (x, y)]
    return pc.binary_join_element_wise(*texts, ", ", null_handling="replace", null_replacement="")
