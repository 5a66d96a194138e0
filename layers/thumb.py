"""A map as small as a stamp: where an outage lies, as a shape that takes the colour of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WIDTH, HEIGHT, MARGIN = 96, 72, 6
SIMPLER = 0.6
"""Pixels by which an outline may be simplified."""
Places = "Sequence[tuple[float, float]]"


def thumb(places: Sequence[tuple[float, float]], area: shapely.MultiPolygon | None) -> str:
    """Return dots and an outline (degrees) as the URL of a mask, "" where there is nothing."""
    corners = np.array([*places, *(() if area is None else shapely.get_coordinates(area))])
    if not len(corners):
        return ""
    scale, origin = _fit(corners)
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='1.5'/>"
        for x, y in _pixels(np.array(places).reshape(-1, 2), scale, origin)
    )
    outline = "" if area is None else _outline(area, scale, origin)
    box = f"0 0 {WIDTH} {HEIGHT}"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}'>{outline}{dots}</svg>"
    return f'url("data:image/svg+xml,{quote(svg)}")'


def _fit(corners: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the pixels of a degree in x and y, and the degrees in the middle of the picture."""
    low, high = corners.min(0), corners.max(0)
    middle = (low + high) / 2
    narrow = max(float(np.cos(np.radians(middle[1]))), 0.01)
    span = np.maximum((high - low) * (narrow, 1.0), 1e-4)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    pixels = float((room / span).min())
    return np.array([pixels * narrow, -pixels]), middle


def _pixels(
    points: NDArray[np.float64], scale: NDArray[np.float64], middle: NDArray[np.float64]
) -> NDArray[np.float64]:
    found: NDArray[np.float64] = (points - middle) * scale + (WIDTH / 2, HEIGHT / 2)
    return found


def _outline(
    area: shapely.MultiPolygon, scale: NDArray[np.float64], middle: NDArray[np.float64]
) -> str:
    drawn = shapely.simplify(
        shapely.transform(area, lambda points: _pixels(points, scale, middle)), SIMPLER
    )
    rings = [ring for part in shapely.get_parts(drawn) for ring in (part.exterior, *part.interiors)]
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)) + "Z"
        for ring in rings
    )
    style = "fill-opacity='.22' fill-rule='evenodd' stroke='black' stroke-width='1.6'"
    return f"<path d='{path}' {style}/>"
