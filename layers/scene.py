"""What a picture of the map shows: plain arrays, gathered by the desk, drawn by ``picture``.

All positions are WGS-84 degrees, all geometries shapely's in degrees. A layer that is switched
off, or has nothing in view, is left at its empty default. Rows of a layer's columns belong
together; their order has no meaning, as drawing puts the worst on top.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.arrays import BoolArray, FloatArray
from rules.codes import LineKind

Codes: TypeAlias = NDArray[np.integer]
Shapes: TypeAlias = Sequence[Any]
"""Geometries of shapely; None stands for a missing one."""


def _no_numbers() -> FloatArray:
    return np.empty(0)


def _no_codes() -> Codes:
    return np.empty(0, np.int64)


def _no_marks() -> BoolArray:
    return np.empty(0, bool)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Grid cells: worst open urgency, how dark they are shaded (0..3), and their names.

    Cells that are not ``shown`` don't pass the filters: they are drawn as an outline only.
    """

    outlines: Shapes = ()
    urgency: Codes = field(default_factory=_no_codes)
    shade: Codes = field(default_factory=_no_codes)
    shown: BoolArray = field(default_factory=_no_marks)
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Rivers, roads and boundaries; only rivers' names are drawn."""

    courses: Shapes = ()
    kinds: Sequence[LineKind] = ()
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """Sections of the network, each with its feeder's number (0: no feeder) and name."""

    courses: Shapes = ()
    feeders: Codes = field(default_factory=_no_codes)
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Transformers:
    """Distribution transformers, public or a customer's own."""

    lon: FloatArray = field(default_factory=_no_numbers)
    lat: FloatArray = field(default_factory=_no_numbers)
    private: BoolArray = field(default_factory=_no_marks)
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Switches:
    """Switches, normally open or closed."""

    lon: FloatArray = field(default_factory=_no_numbers)
    lat: FloatArray = field(default_factory=_no_numbers)
    opened: BoolArray = field(default_factory=_no_marks)


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """Single customers; ``life`` marks life support at home."""

    lon: FloatArray = field(default_factory=_no_numbers)
    lat: FloatArray = field(default_factory=_no_numbers)
    urgency: Codes = field(default_factory=_no_codes)
    sensitivity: Codes = field(default_factory=_no_codes)
    life: BoolArray = field(default_factory=_no_marks)


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """Customers gathered: how many, the worst of each among them."""

    lon: FloatArray = field(default_factory=_no_numbers)
    lat: FloatArray = field(default_factory=_no_numbers)
    n: Codes = field(default_factory=_no_codes)
    urgency: Codes = field(default_factory=_no_codes)
    sensitivity: Codes = field(default_factory=_no_codes)
    life: BoolArray = field(default_factory=_no_marks)


@dataclass(frozen=True, slots=True, eq=False)
class Relays:
    """Relay contacts: information officers, or groups."""

    lon: FloatArray = field(default_factory=_no_numbers)
    lat: FloatArray = field(default_factory=_no_numbers)
    group: BoolArray = field(default_factory=_no_marks)


@dataclass(frozen=True, slots=True, eq=False)
class Issues:
    """Open issues at their places."""

    lon: FloatArray = field(default_factory=_no_numbers)
    lat: FloatArray = field(default_factory=_no_numbers)
    urgency: Codes = field(default_factory=_no_codes)


@dataclass(frozen=True, slots=True, eq=False)
class Villages:
    """Names of villages, and how many customers live in each: the larger is named first."""

    lon: FloatArray = field(default_factory=_no_numbers)
    lat: FloatArray = field(default_factory=_no_numbers)
    names: Sequence[str] = ()
    n: Codes = field(default_factory=_no_codes)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that one picture shows; zoomed out, ``customers`` are those that stand for themselves.

    What is selected is ringed at a position ``chosen`` (longitude, latitude), or outlined as
    ``chosen_shape`` (a geometry).
    """

    cells: Cells = Cells()
    lines: Lines = Lines()
    sections: Sections = Sections()
    transformers: Transformers = Transformers()
    switches: Switches = Switches()
    customers: Customers = Customers()
    bins: Bins = Bins()
    relays: Relays = Relays()
    issues: Issues = Issues()
    villages: Villages = Villages()
    chosen: tuple[float, float] | None = None
    chosen_shape: Any = None
