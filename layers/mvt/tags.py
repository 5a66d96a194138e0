"""Properties of features: the table of distinct values, and each feature's places in it."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.arrays import IntArray
from layers.mvt.wire import Padded, Piece, delimited, records, size, varint

Scalar: TypeAlias = int | float | str | bool
Column: TypeAlias = Sequence[Scalar] | NDArray[Any]
"""One property of all features: an array of numbers, or a sequence of mixed values."""

_VALUE = 4 << 3 | 2
"""Mark of a layer's field that holds one value."""
_STRING, _DOUBLE, _UNSIGNED, _SIGNED, _BOOL = 1, 3, 5, 6, 7
_SHORT = tuple(bytes((_VALUE, size + 2, _STRING << 3 | 2, size)) for size in range(126))
"""What stands before a text of so many bytes, as long as both lengths are single bytes."""


class ColumnError(ValueError):
    """A column's length is not the number of features: its key, its length, their number."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a layer says of its features.

    ``places`` has a row a feature and a column a key: where the value stands in ``values``,
    which are fields of the layer.
    """

    keys: tuple[str, ...]
    places: IntArray
    values: bytes
    value_count: int


def gather(columns: Mapping[str, Column], count: int) -> Tags:
    """Build the table of the values of ``count`` features.

    Raises
    ------
    ColumnError
        A column is longer or shorter than ``count``.
    """
    places = np.empty((count, len(columns)), np.int64)
    values: list[bytes] = []
    taken = 0
    for number, (key, column) in enumerate(columns.items()):
        if len(column) != count:
            raise ColumnError(key, len(column), count)
        block, size, where = _block(column)
        places[:, number] = where + taken
        values.append(block)
        taken += size
    return Tags(tuple(columns), places, b"".join(values), taken)


def with_id(
    columns: Mapping[str, Column], ids: NDArray[np.integer], id_property: str | None
) -> Mapping[str, Column]:
    """Return the columns, and the ids as one more of that name."""
    return dict(columns) if id_property is None else {**columns, id_property: ids}


def unsigned_values(values: NDArray[np.integer]) -> bytes:
    """Encode whole numbers that are not negative as values of a layer, in order."""
    number: list[Piece] = [bytes([_UNSIGNED << 3]), Padded.fitting(values)]
    return records(len(values), [bytes([_VALUE, size(number)]), *number])


def _block(column: Column) -> tuple[bytes, int, IntArray]:
    """Encode the distinct values of a column; return them, their number, and who has which."""
    if isinstance(column, np.ndarray) and column.dtype.kind == "u":
        return _unsigned_block(column)
    if isinstance(column, np.ndarray) and column.dtype.kind == "i" and column.min(initial=0) >= 0:
        return _unsigned_block(column)
    plain: Sequence[Scalar] = column.tolist() if isinstance(column, np.ndarray) else column
    if {str}.issuperset(map(type, plain)):
        return _text_block(plain)
    # The type is part of the key, as 1 == 1.0 == True in Python but not on the wire.
    table: dict[tuple[type, Scalar], int] = {}
    where = [table.setdefault((type(value), value), len(table)) for value in plain]
    block = b"".join([_field(value) for _, value in table])
    return block, len(table), np.array(where, np.int64)


def _text_block(column: Sequence[Any]) -> tuple[bytes, int, IntArray]:
    places = {text: place for place, text in enumerate(dict.fromkeys(column))}
    block = b"".join([_text_field(text.encode()) for text in places])
    where = np.fromiter(map(places.__getitem__, column), np.int64, len(column))
    return block, len(places), where


def _unsigned_block(column: NDArray[np.integer]) -> tuple[bytes, int, IntArray]:
    distinct = np.unique(column)
    return unsigned_values(distinct), len(distinct), np.searchsorted(distinct, column)


def _field(value: Scalar) -> bytes:
    if isinstance(value, str):
        return _text_field(value.encode())
    encoded = _encoded(value)
    return bytes((_VALUE, len(encoded))) + encoded


def _text_field(text: bytes) -> bytes:
    if len(text) < len(_SHORT):
        return _SHORT[len(text)] + text
    return delimited(_VALUE >> 3, delimited(_STRING, text))


def _encoded(value: float) -> bytes:
    if isinstance(value, bool):
        return bytes((_BOOL << 3, value))
    if isinstance(value, int):
        return _whole(value)
    return bytes((_DOUBLE << 3 | 1,)) + struct.pack("<d", value)


def _whole(value: int) -> bytes:
    if value < 0:
        return varint(_SIGNED << 3) + varint(-2 * value - 1)
    return varint(_UNSIGNED << 3) + varint(value)
