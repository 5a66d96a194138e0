"""Layers of points: many with small numbers, or few with names."""

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.arrays import IntArray
from layers.mvt import tags
from layers.mvt.features import (
    FEATURE,
    GEOMETRY,
    ID,
    MOVE_TO_ONE,
    TAGS,
    TYPE,
    Drawings,
    Shape,
    features,
)
from layers.mvt.layer import layer
from layers.mvt.wire import Padded, Piece, records, size, varint, zigzag

Whole: TypeAlias = NDArray[np.integer]


def point_layer(
    name: str,
    x: Whole,
    y: Whole,
    ids: Whole,
    columns: Mapping[str, Whole],
    *,
    id_property: str | None = "id",
) -> bytes:
    """Encode many points, one feature each, as a layer; no points give no bytes.

    ``x`` and ``y`` are tile units, y down, and may lie in the buffer outside 0..4096. ``ids``
    and ``columns`` are not negative. MapLibre doesn't hand a feature's id to an expression's
    ``get``, and other programs read properties: ``id_property`` names the one that repeats it.

    All features are records of one length, with numbers padded to the width of the largest, so
    that each byte of all records is one operation on an array.
    """
    if len(x) == 0:
        return b""
    columns = {key: np.asarray(column) for key, column in columns.items()}
    table = tags.gather(columns, len(x))
    keys, values, places = table.keys, table.values, [*table.places.T]
    if id_property is not None:
        keys = (*keys, id_property)
        values += tags.unsigned_values(ids)
        places.append(np.arange(table.value_count, table.value_count + len(ids)))
    return layer(name, _records(zigzag(x), zigzag(y), ids, places), keys, values)


def labelled_points(
    name: str,
    x: Whole,
    y: Whole,
    ids: Whole,
    columns: Mapping[str, tags.Column],
    *,
    id_property: str | None = "id",
) -> bytes:
    """Encode points with names and other mixed properties; no points give no bytes.

    As :func:`point_layer`, but columns may hold text, truth values and numbers of any sign.
    """
    if len(x) == 0:
        return b""
    table = tags.gather(tags.with_id(columns, ids, id_property), len(x))
    commands = np.stack([np.full(len(x), MOVE_TO_ONE), zigzag(x), zigzag(y)], axis=1)
    drawings = Drawings(Shape.POINT, commands.ravel(), np.full(len(x), 3))
    return layer(name, features(ids, table.places, drawings), table.keys, table.values)


def _records(x: IntArray, y: IntArray, ids: Whole, places: list[IntArray]) -> bytes:
    """Lay out every feature: its id, its tags, its type, and the command that draws it."""
    tagged: list[Piece] = []
    for number, place in enumerate(places):
        tagged += [varint(number), Padded.fitting(place)]
    drawn: list[Piece] = [varint(MOVE_TO_ONE), Padded.fitting(x), Padded.fitting(y)]
    feature = [
        bytes([ID]),
        Padded.fitting(ids),
        bytes([TAGS]) + varint(size(tagged)),
        *tagged,
        bytes([TYPE, Shape.POINT, GEOMETRY]) + varint(size(drawn)),
        *drawn,
    ]
    return records(len(x), [bytes([FEATURE]) + varint(size(feature)), *feature])
