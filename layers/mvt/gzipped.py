"""Gzip of a tile whose parts were compressed one by one, some of them long ago.

A compressed stream may be flushed between two parts, and what stands before a flush does not
know what follows. So parts are compressed alone, kept, and laid one behind the other: most of
a tile is never compressed twice. Source: RFC 1951 and RFC 1952.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))
"""Deflate, no name, no time (the same bytes whenever a tile is made), unknown system."""
_LAST_BLOCK = b"\x03\x00"
"""An empty block that ends the stream."""
_LOW_32 = 0xFFFFFFFF


class Effort(IntEnum):
    """How hard to compress: levels of zlib."""

    ONCE = 1
    """For a single request: higher levels cost more time than they save on the way."""
    KEPT = 4
    """For what is kept: a twentieth smaller for half as much time again; more gains nothing."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Layers of a tile, as they are and compressed."""

    content: bytes
    deflated: bytes


def pressed(content: bytes, effort: Effort) -> Pressed:
    """Compress a part of a tile."""
    if not content:
        return Pressed(b"", b"")
    press = zlib.compressobj(effort, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Pressed(content, press.compress(content) + press.flush(zlib.Z_FULL_FLUSH))


def gzipped(parts: Sequence[Pressed]) -> bytes:
    """Return gzip of all parts in a row, the same bytes for the same parts."""
    check, size = 0, 0
    for part in parts:
        check = zlib.crc32(part.content, check)
        size += len(part.content)
    tail = struct.pack("<II", check, size & _LOW_32)
    return b"".join([_HEAD, *(part.deflated for part in parts), _LAST_BLOCK, tail])
