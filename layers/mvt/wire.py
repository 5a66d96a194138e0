"""Protocol Buffers on the wire: whole arrays of variable-length integers at once.

A varint holds seven bits a byte, the lowest first, and marks every byte but its last with the
high bit. Zero bytes that carry on may follow, so a small number can be *padded* to a fixed
width: longer, but every record of a layer is then equally long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.arrays import IntArray

_SEVEN_BITS = 0x7F
_GOES_ON = 0x80


def varint(value: int) -> bytes:
    """Encode one whole number that is not negative."""
    if value <= _SEVEN_BITS:
        return bytes((value,))
    out = bytearray()
    while value > _SEVEN_BITS:
        out.append(value & _SEVEN_BITS | _GOES_ON)
        value >>= 7
    out.append(value)
    return bytes(out)


def delimited(field: int, payload: bytes) -> bytes:
    """Encode a message's field that holds bytes, a string or another message."""
    return varint(field << 3 | 2) + varint(len(payload)) + payload


def lengths(values: IntArray) -> IntArray:
    """Return how many bytes each value's varint takes; values are not negative."""
    sizes = np.ones(values.shape, np.int64)
    for place in range(1, _bytes(values)):
        sizes += values >= 1 << 7 * place
    return sizes


def varints(values: IntArray) -> bytes:
    """Encode values that are not negative, one after the other, each as short as can be."""
    longest = _bytes(values)
    cells = np.empty((len(values), longest), np.uint8)
    used = np.ones((len(values), longest), bool)
    rest = values
    for place in range(longest):
        low = rest & _SEVEN_BITS
        rest = rest >> 7
        if place + 1 < longest:
            used[:, place + 1] = rest > 0
            low |= used[:, place + 1].astype(np.int64) << 7
        cells[:, place] = low
    return cells[used].tobytes()


def _bytes(values: NDArray[np.integer]) -> int:
    """Return the bytes of the largest value's varint."""
    return max(1, -(-int(values.max(initial=0)).bit_length() // 7))


@dataclass(frozen=True, slots=True)
class Padded:
    """A column of records: whole numbers that are not negative, each padded to ``size`` bytes."""

    values: NDArray[np.integer]
    size: int

    @classmethod
    def fitting(cls, values: NDArray[np.integer]) -> "Padded":
        """Return a column just wide enough for the largest value."""
        return cls(values, _bytes(values))


Piece: TypeAlias = bytes | Padded
"""A part of every record: the same bytes in all of them, or a number that differs."""


def size(pieces: Sequence[Piece]) -> int:
    """Return the bytes of a record."""
    return sum(len(piece) if isinstance(piece, bytes) else piece.size for piece in pieces)


def records(count: int, pieces: Sequence[Piece]) -> bytes:
    """Write ``count`` records of equal length, byte column by byte column."""
    out = np.empty((count, size(pieces)), np.uint8)
    column = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            out[:, column : column + len(piece)] = np.frombuffer(piece, np.uint8)
            column += len(piece)
            continue
        for place in range(piece.size):
            more = _GOES_ON if place + 1 < piece.size else 0
            out[:, column] = piece.values >> 7 * place & _SEVEN_BITS | more
            column += 1
    return out.tobytes()


def zigzag(values: NDArray[np.integer]) -> IntArray:
    """Fold signed whole numbers so that small ones of either sign stay small: 0, -1, 1, -2."""
    wide = values.astype(np.int64)
    return (wide << 1) ^ (wide >> 63)
