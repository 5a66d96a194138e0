"""The datum guard, first half: whether two columns of numbers look like degrees at all.

Pure functions over arrays. What they find is handed back as data (:class:`Finding`), so that an
import can report it; :func:`refuse` turns findings which concern the whole file into an error.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from errors import BattlemapError
from geo.arrays import BoolArray, ByteArray, FloatArray
from geo.facts import written

FIRST_POSITIONS = 10
_LARGEST_DEGREE = 360.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of degrees, its edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: FloatArray, lat: FloatArray) -> BoolArray:
        """Tell which positions lie in the rectangle; NaN never does."""
        across = (lon >= self.west) & (lon <= self.east)
        return np.asarray(across & (lat >= self.south) & (lat <= self.north), bool)


CHINA = Box(73.0, 3.0, 136.0, 54.0)
"""All of China with its seas; the place where customers are expected to be."""

_WORLD = Box(-180.0, -90.0, 180.0, 90.0)


class DegreeFault(IntEnum):
    """What is wrong with one pair of numbers that should be longitude and latitude."""

    NONE = 0
    MISSING = 1
    METRES = 2
    SWAPPED = 3
    OUT_OF_RANGE = 4
    ZERO = 5

    @property
    def code(self) -> str:
        """Name the fault as the catalogs do (``error.<code>``)."""
        return f"geo.degrees.{self.name.lower()}"


class LooksLikeMetres(BattlemapError):
    """Most numbers are too large for degrees. Facts: those of :meth:`Finding.facts`."""

    code = DegreeFault.METRES.code


class LooksSwapped(BattlemapError):
    """Longitude and latitude stand in each other's column. Facts as in :meth:`Finding.facts`."""

    code = DegreeFault.SWAPPED.code


class DegreesOutOfRange(BattlemapError):
    """Most pairs are no place on Earth. Facts as in :meth:`Finding.facts`."""

    code = DegreeFault.OUT_OF_RANGE.code


class LooksLikeDegrees(BattlemapError):
    """Degrees were passed where a projected system promises metres. Facts: ``count``, ``x``, ``y``.

    ``x`` and ``y`` are the first such pair.
    """

    code = "geo.metres.degrees"


_REFUSALS: dict[DegreeFault, type[BattlemapError]] = {
    DegreeFault.METRES: LooksLikeMetres,
    DegreeFault.SWAPPED: LooksSwapped,
    DegreeFault.OUT_OF_RANGE: DegreesOutOfRange,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault in a file's coordinates.

    ``count`` rows have it out of ``total`` rows with two numbers; ``positions`` are the first of
    them (0-based); ``x`` and ``y`` are an example: what stands at the first.
    """

    fault: DegreeFault
    count: int
    total: int
    positions: tuple[int, ...]
    x: float
    y: float

    @property
    def code(self) -> str:
        """Name the fault as the catalogs do (``error.<code>``)."""
        return self.fault.code

    @property
    def whole_file(self) -> bool:
        """Tell whether most rows have the fault: then the file is wrong, not the rows."""
        return self.fault in _REFUSALS and 2 * self.count > self.total

    def facts(self) -> dict[str, object]:
        """Give what the sentence about this finding needs."""
        return {
            "count": self.count,
            "total": self.total,
            "positions": ", ".join(str(position) for position in self.positions),
            "x": written(self.x),
            "y": written(self.y),
        }


def degree_faults(x: ArrayLike, y: ArrayLike, home: Box = CHINA) -> ByteArray:
    """Judge each pair: the :class:`DegreeFault` of every row.

    A pair counts as swapped when it lies outside ``home`` as it is, inside ``home`` once
    swapped. A pair of exact zeros is what programs write for "unknown".
    """
    lon, lat = np.asarray(x, float), np.asarray(y, float)
    faults = np.zeros(lon.shape, np.uint8)
    faults[~_WORLD.holds(lon, lat)] = DegreeFault.OUT_OF_RANGE
    faults[home.holds(lat, lon) & ~home.holds(lon, lat)] = DegreeFault.SWAPPED
    faults[(np.abs(lon) > _LARGEST_DEGREE) | (np.abs(lat) > _LARGEST_DEGREE)] = DegreeFault.METRES
    faults[(lon == 0.0) & (lat == 0.0)] = DegreeFault.ZERO
    faults[np.isnan(lon) | np.isnan(lat)] = DegreeFault.MISSING
    return faults


def check_degrees(x: ArrayLike, y: ArrayLike, home: Box = CHINA) -> tuple[Finding, ...]:
    """Find what is wrong with two columns that should be longitude and latitude in degrees.

    Rows with a missing number are left out: whether a position may be missing is not geography.
    """
    lon, lat = np.asarray(x, float), np.asarray(y, float)
    faults = degree_faults(lon, lat, home)
    total = int((faults != DegreeFault.MISSING).sum())
    found = (
        DegreeFault.METRES,
        DegreeFault.SWAPPED,
        DegreeFault.OUT_OF_RANGE,
        DegreeFault.ZERO,
    )
    findings = []
    for fault in found:
        positions = np.flatnonzero(faults == fault)
        if len(positions):
            first = tuple(int(position) for position in positions[:FIRST_POSITIONS])
            example = float(lon[first[0]]), float(lat[first[0]])
            findings.append(Finding(fault, len(positions), total, first, *example))
    return tuple(findings)


def refuse(findings: Iterable[Finding]) -> None:
    """Raise the first finding that condemns the whole file; faults of single rows pass.

    Raises
    ------
    LooksLikeMetres, LooksSwapped, DegreesOutOfRange
        More than half of the rows have that fault.
    """
    for finding in findings:
        if finding.whole_file:
            raise _REFUSALS[finding.fault](**finding.facts())


def refuse_degrees_as_metres(x: ArrayLike, y: ArrayLike) -> None:
    """Refuse columns said to be in a projected system when most pairs could only be degrees.

    Raises
    ------
    LooksLikeDegrees
        More than half of the pairs lie within 180 by 90.
    """
    east, north = np.asarray(x, float), np.asarray(y, float)
    degrees = _WORLD.holds(east, north) & ~((east == 0.0) & (north == 0.0))
    total = int((~np.isnan(east) & ~np.isnan(north)).sum())
    count = int(degrees.sum())
    if 2 * count > total:
        first = int(np.argmax(degrees))
        raise LooksLikeDegrees(count=count, x=written(east[first]), y=written(north[first]))
