"""How many of each thing a bureau of a given size has."""

from __future__ import annotations

from dataclasses import dataclass

from errors import BattlemapError

FEWEST, MOST = 500, 1_000_000
USUAL = 50_000
"""Customers of the bureau that the other numbers are given for."""


class BadDemoSize(BattlemapError):
    """A demo bureau of so many customers cannot be made."""

    code = "demo.size"


@dataclass(frozen=True, slots=True)
class Scale:
    """Counts of a bureau.

    ``emergencies`` are those open now; ``town_reach`` is how far towns spread, 1 at the usual
    size; ``quarters`` those of the county town.
    """

    customers: int
    transformers: int
    feeders: int
    substations: int
    stations: int
    cells: int
    ties: int
    towns: int
    quarters: int
    villages: int
    settlements: int
    issues: int
    emergencies: int
    town_reach: float


def scale_of(customers: int) -> Scale:
    """Return the counts of a bureau with so many customers.

    Raises
    ------
    BadDemoSize
        Fewer than ``FEWEST`` or more than ``MOST`` customers.
    """
    if not FEWEST <= customers <= MOST:
        raise BadDemoSize(customers=customers, fewest=FEWEST, most=MOST)
    size = customers / USUAL
    transformers = round(2_000 * size**0.7686)
    feeders = round(60 * size**0.25)
    return Scale(
        customers=customers,
        transformers=transformers,
        feeders=feeders,
        substations=min(round(12 * size**0.1), 12),
        stations=8,
        cells=min(round(160 * size**0.3), 240),
        ties=round(feeders * 2 / 3),
        towns=min(round(16 * size**0.2), 16),
        quarters=min(round(10 * size**0.3), 14),
        villages=min(round(430 * size**0.5), 620),
        settlements=round(transformers * 0.6),
        issues=round(12_000 * size**0.9),
        emergencies=round(14 * size**0.35),
        town_reach=min(size**0.12, 1.15),
    )
