"""Areas and points for the tests of this floor, drawn by hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import strategies as st

from geo.zorder import tile_bounds

if TYPE_CHECKING:
    from geo.arrays import FloatArray

LEISHAN = (108.08, 26.38)

# A tile corner of level 10 in Leishan, one of level 1, and a place beyond the Mercator square.
CENTRES = (LEISHAN, tile_bounds(10, 819, 434)[:2], (0.0, 0.0), (-179.99, 84.9), (20.0, 86.0))
RADII = (1e-6, 1e-3, 0.02, 0.3, 4.0)


@st.composite
def polygons(draw: st.DrawFn) -> shapely.Polygon:
    """Draw a valid polygon: convex or deeply notched, sometimes with a hole, of any size."""
    x, y = draw(st.sampled_from(CENTRES))
    radius = draw(st.sampled_from(RADII))
    corners = draw(st.integers(3, 30))
    reach = draw(st.lists(st.floats(0.05, 1.0), min_size=corners, max_size=corners))
    angles = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    ring = np.column_stack((np.cos(angles), np.sin(angles))) * np.array(reach)[:, None] * radius
    centre = np.array([x, y])
    holes = [centre + 0.4 * ring] if draw(st.booleans()) else []
    area = shapely.Polygon(centre + ring, holes)
    if area.is_valid:
        return area
    return shapely.box(x - radius, y - radius, x + radius, y + radius)


@st.composite
def areas(draw: st.DrawFn) -> shapely.Polygon | shapely.MultiPolygon:
    """Draw a polygon, or up to three of them as one multipolygon (apart, or grown together)."""
    parts = draw(st.lists(polygons(), min_size=1, max_size=3))
    joined = shapely.union_all(np.array(parts))
    return joined if joined.is_valid and not joined.is_empty else parts[0]


@st.composite
def points_about(
    draw: st.DrawFn, area: shapely.Polygon | shapely.MultiPolygon, most: int = 400
) -> tuple[FloatArray, FloatArray]:
    """Draw points in and around an area; its corners and points on its edges are among them."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    west, south, east, north = area.bounds
    n = draw(st.integers(0, most))
    wide, high = max(east - west, 1e-7), max(north - south, 1e-7)
    scattered = np.column_stack(
        (
            generator.uniform(west - 0.2 * wide, east + 0.2 * wide, n),
            generator.uniform(south - 0.2 * high, north + 0.2 * high, n),
        )
    )
    corners = shapely.get_coordinates(area)
    middles = (corners[:-1] + corners[1:]) / 2.0
    x, y = np.concatenate((scattered, corners, middles)).T
    return np.clip(x, -180.0, 180.0), np.clip(y, -90.0, 90.0)


def irregular(x: float, y: float, radius: float, corners: int, seed: int) -> shapely.Polygon:
    """Make a notched polygon around a place, the same for the same seed."""
    generator = np.random.default_rng(seed)
    angles = np.sort(generator.uniform(0.0, 2.0 * np.pi, corners))
    reach = radius * generator.uniform(0.5, 1.0, corners)
    return shapely.Polygon(
        np.column_stack((x + reach * np.cos(angles), y + reach * np.sin(angles)))
    )


def tangle(corners: int) -> list[list[float]]:
    """Return an open ring that crosses itself at every turn."""
    places = np.random.default_rng(1).random((corners, 2)) * 0.1 + [108.0, 26.0]
    return [[float(x), float(y)] for x, y in places.round(6)]


def woven(threads: int) -> list[shapely.Polygon]:
    """Return thin rectangles, half of them across the others."""
    width, at = 0.03 / threads, 108.0 + 0.1 * np.arange(threads) / threads
    up = [shapely.box(x, 25.999, x + width, 26.101) for x in at.tolist()]
    across = [shapely.box(107.999, y - 82.0, 108.101, y - 82.0 + width) for y in at.tolist()]
    return [*up, *across]


def comb(teeth: int) -> shapely.Polygon:
    """Return a valid area of long slanting teeth, each of whose boxes overlaps all others."""
    at = np.arange(teeth) * 2.0 / teeth
    foot, tip = np.column_stack((at, -at)), np.column_stack((at + 4.0, 4.0 - at))
    other = 0.5 * 2.0 / teeth * np.array([1.0, -1.0])
    ring = np.stack([foot, tip, tip + other, foot + other], axis=1).reshape(-1, 2)
    return shapely.Polygon([*ring, (2.0, -2.1), (-0.1, -0.1)])
