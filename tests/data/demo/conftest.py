"""Bureaus that many tests look at, made once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from data.demo.bureau import Bureau, generate
from data.demo.landscape import Landscape, make_landscape
from data.demo.scale import scale_of

NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
SEED = 7


@pytest.fixture(scope="session")
def small() -> Bureau:
    """Give the smallest bureau."""
    return generate(500, SEED, NOW)


@pytest.fixture(scope="session")
def bureau() -> Bureau:
    """Give a bureau of 5,000 customers."""
    return generate(5_000, SEED, NOW)


@pytest.fixture(scope="session")
def land() -> Landscape:
    """Give the county of the usual size."""
    return make_landscape(scale_of(50_000), SEED)
