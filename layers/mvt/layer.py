"""The envelope: a layer's name, keys and values around its features; tiles."""

from collections.abc import Sequence

from layers.mvt.wire import delimited, varint
from layers.window import TILE_EXTENT

_VERSION = varint(15 << 3) + varint(2)
_EXTENT = varint(5 << 3) + varint(TILE_EXTENT)


def layer(name: str, features: bytes, keys: Sequence[str], values: bytes) -> bytes:
    """Return a layer as a field of its tile.

    ``features`` and ``values`` are fields of the layer, ready and in order.
    """
    named = b"".join(delimited(3, key.encode()) for key in keys)
    return delimited(
        3, _VERSION + delimited(1, name.encode()) + features + named + values + _EXTENT
    )


def tile(*layers: bytes) -> bytes:
    """Put layers together to a tile; empty ones leave no trace."""
    return b"".join(layers)
