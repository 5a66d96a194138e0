"""Made-up customers to measure with: as uneven as a county, the same for the same seed."""

from dataclasses import dataclass

import numpy as np
import shapely

from geo.arrays import ByteArray, FloatArray, IntArray

CLASSES = 5
_SHARE_OF_CLASSES = (0.9, 0.05, 0.03, 0.015, 0.005)
_COUNTY = ((107.74, 26.07), (108.42, 26.69))
_TOWNS = 60
_ALONE = 1.0 / 8.0
_SAMPLE = 100_000
_CLOSE_ENOUGH = 1.001


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """Columns of customers in degrees; ``rank`` is unique, the smallest comes first."""

    lon: FloatArray
    lat: FloatArray
    rank: IntArray
    class_: ByteArray


def made_up(n: int, seed: int = 7) -> Customers:
    """Scatter customers over a county: towns of different sizes, one in eight on its own."""
    generator = np.random.default_rng(seed)
    towns = generator.uniform(*_COUNTY, (_TOWNS, 2))
    weights = generator.dirichlet(np.full(_TOWNS, 0.7))
    town = generator.choice(_TOWNS, n, p=weights)
    spread = generator.uniform(0.006, 0.03, _TOWNS)[town, None]
    places = towns[town] + generator.normal(0.0, 1.0, (n, 2)) * spread
    alone = generator.random(n) < _ALONE
    places[alone] = generator.uniform(*_COUNTY, (int(alone.sum()), 2))
    class_ = generator.choice(CLASSES, n, p=_SHARE_OF_CLASSES).astype(np.uint8)
    return Customers(places[:, 0].copy(), places[:, 1].copy(), generator.permutation(n), class_)


def area_with(customers: Customers, share: float, corners: int, seed: int) -> shapely.Polygon:
    """Draw an irregular polygon around some customer, with about ``share`` of all in it."""
    generator = np.random.default_rng(seed)
    angles = np.sort(generator.uniform(0.0, 2.0 * np.pi, corners))
    reach = generator.uniform(0.6, 1.0, corners)
    ring = np.column_stack((reach * np.cos(angles), reach * np.sin(angles)))
    sample = slice(None, None, max(len(customers.lon) // _SAMPLE, 1))
    lon, lat = customers.lon[sample], customers.lat[sample]
    middle = np.array([lon[seed], lat[seed]])
    small, large = 0.0001, 2.0
    while large / small > _CLOSE_ENOUGH:
        radius = (small * large) ** 0.5
        inside = shapely.contains_xy(shapely.Polygon(middle + radius * ring), lon, lat)
        small, large = (small, radius) if inside.mean() > share else (radius, large)
    return shapely.Polygon(middle + large * ring)
