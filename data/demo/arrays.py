"""Names for the arrays that the demo bureau is built from, and its own random streams."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.object_]
"""Texts, and shapes: one Python object an element."""


class Stream(IntEnum):
    """A stream of random numbers each: a change in one part leaves the others as they were."""

    MESH = 1
    TERRAIN = 2
    SETTLEMENTS = 3
    ROADS = 4
    CELLS = 5
    SPOTS = 6
    OWNERSHIP = 7
    NAMES = 8
    HOMES = 9
    PEOPLE = 10
    SENSITIVITY = 11
    PHONES = 12
    MANAGERS = 13
    RELAYS = 14
    OUTAGES = 15
    ISSUES = 16
    TICKETS = 17


def random_stream(seed: int, stream: Stream) -> np.random.Generator:
    """Return the random numbers of one part of the demo bureau."""
    return np.random.default_rng([seed, stream])


def array_of(things: Sequence[object]) -> Words:
    """Return things as an array of objects."""
    array = np.empty(len(things), dtype=object)
    array[:] = list(things)
    return array
