"""The datum guard: everything that asks whether coordinates are what they are taken for.

One door to three rooms: :mod:`geo.degrees` judges numbers row by row, :mod:`geo.suspicion` judges
whole files against the places they belong to, :mod:`geo.area_suspicion` against areas.
"""

from geo.area_suspicion import (
    AreaSuspicion,
    areas_look_like_gcj02,
    areas_look_like_gcj02_by_position,
    looks_like_gcj02_by_areas,
    looks_like_gcj02_by_position,
)
from geo.degrees import (
    CHINA,
    Box,
    DegreeFault,
    DegreesOutOfRange,
    Finding,
    LooksLikeDegrees,
    LooksLikeMetres,
    LooksSwapped,
    check_degrees,
    degree_faults,
    refuse,
    refuse_degrees_as_metres,
)
from geo.suspicion import DatumSuspicion, Offset, looks_like_gcj02, offset_towards

__all__ = [
    "CHINA",
    "AreaSuspicion",
    "Box",
    "DatumSuspicion",
    "DegreeFault",
    "DegreesOutOfRange",
    "Finding",
    "LooksLikeDegrees",
    "LooksLikeMetres",
    "LooksSwapped",
    "Offset",
    "areas_look_like_gcj02",
    "areas_look_like_gcj02_by_position",
    "check_degrees",
    "degree_faults",
    "looks_like_gcj02",
    "looks_like_gcj02_by_areas",
    "looks_like_gcj02_by_position",
    "offset_towards",
    "refuse",
    "refuse_degrees_as_metres",
]
