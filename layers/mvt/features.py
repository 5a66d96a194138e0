"""Features of any shape and length, written as one stream of varints.

Every number of a feature, its lengths and field marks included, is a varint. So a layer's
features are one long array of whole numbers, which is laid out first and encoded at once.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from geo.arrays import IntArray
from layers.mvt.wire import lengths, varints

MOVE_TO_ONE = 1 << 3 | 1
"""The drawing command that starts a point, a line or a ring."""
LINE_TO = 2
CLOSE_PATH = 1 << 3 | 7

FEATURE, ID, TAGS, TYPE, GEOMETRY = 2 << 3 | 2, 1 << 3, 2 << 3 | 2, 3 << 3, 4 << 3 | 2
"""Marks of the fields: a feature in its layer, and the fields of a feature."""


class Shape(IntEnum):
    """What a feature's drawing commands mean."""

    POINT = 1
    LINE = 2
    POLYGON = 3


@dataclass(frozen=True, slots=True)
class Drawings:
    """The drawing commands of all features in a row, and how many numbers each one has."""

    shape: Shape
    commands: IntArray
    counts: IntArray


def features(ids: NDArray[np.integer], places: IntArray, drawings: Drawings) -> bytes:
    """Encode features as fields of their layer.

    ``ids`` are not negative; ``places`` (one row a feature) are places in the layer's values.
    """
    tags = _interleaved(places)
    tag_bytes = lengths(tags).sum(axis=1)
    drawing_bytes = _sums(lengths(drawings.commands), drawings.counts)
    inner = (
        _marked(ID, ids)
        + _marked(TAGS, tag_bytes)
        + [*tags.T]
        + _marked(TYPE, np.full(len(ids), int(drawings.shape)))
        + _marked(GEOMETRY, drawing_bytes)
    )
    head = np.stack(inner, axis=1)
    size = lengths(head).sum(axis=1) + drawing_bytes
    whole = np.concatenate([np.stack(_marked(FEATURE, size), axis=1), head], axis=1)
    return varints(_merged(whole, drawings))


def _marked(mark: int, values: NDArray[np.integer]) -> list[IntArray]:
    return [np.full(len(values), mark, np.int64), values.astype(np.int64)]


def _interleaved(places: IntArray) -> IntArray:
    """Put the number of its key before every place."""
    count, keys = places.shape
    tags = np.empty((count, 2 * keys), np.int64)
    tags[:, 0::2] = np.arange(keys)
    tags[:, 1::2] = places
    return tags


def _sums(values: IntArray, counts: IntArray) -> IntArray:
    """Add up runs of values; a run is never empty, as a feature draws something."""
    return np.add.reduceat(values, np.cumsum(counts) - counts)


def _merged(heads: IntArray, drawings: Drawings) -> IntArray:
    """Lay each feature's commands behind its head."""
    width = heads.shape[1]
    starts = np.cumsum(drawings.counts) - drawings.counts
    at = starts + np.arange(len(heads)) * width
    stream = np.empty(heads.size + len(drawings.commands), np.int64)
    stream[at[:, None] + np.arange(width)] = heads
    shift = np.repeat((np.arange(len(heads)) + 1) * width, drawings.counts)
    stream[np.arange(len(drawings.commands)) + shift] = drawings.commands
    return stream
