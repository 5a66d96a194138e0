"""Areas as they are drawn, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from texts import Tongue, texts

if TYPE_CHECKING:
    from errors import BattlemapError

Ring = list[list[float]]
BOX: Ring = [[108.0, 26.0], [108.1, 26.0], [108.1, 26.1], [108.0, 26.1], [108.0, 26.0]]
BOW: Ring = [[108.0, 26.0], [108.1, 26.1], [108.1, 26.0], [108.0, 26.1], [108.0, 26.0]]


def polygon(*rings: Any, **more: Any) -> dict[str, Any]:
    """Return a polygon as GeoJSON."""
    return {"type": "Polygon", "coordinates": list(rings), **more}


def said(error: BattlemapError) -> str:
    """Return what a person reads in English; the Chinese must be there as well."""
    assert texts(Tongue.CHINESE).error(error) != texts(Tongue.ENGLISH).error(error)
    return texts(Tongue.ENGLISH).error(error)
