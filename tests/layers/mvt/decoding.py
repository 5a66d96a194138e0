"""Reading tiles back with mapbox-vector-tile, which shares no code with the encoder."""

from typing import Any

import mapbox_vector_tile
import numpy as np


def decoded(tile: bytes) -> dict[str, Any]:
    """Return a tile's layers by name, y growing down as it stands in the tile."""
    layers: dict[str, Any] = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    return layers


def features(tile: bytes, layer: str) -> list[dict[str, Any]]:
    """Return the features of a tile's layer in order."""
    found: list[dict[str, Any]] = decoded(tile)[layer]["features"]
    return found


def lonlat(
    tile: tuple[int, int, int], x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the degrees of tile units, by the formula of Web-Mercator written out anew."""
    z, column, row = tile
    side = 4096 * 2**z
    lon = (column * 4096 + x) / side * 360 - 180
    return lon, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * (row * 4096 + y) / side))))
