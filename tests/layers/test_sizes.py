"""Sizes by zoom, as MapLibre counts them."""

import numpy as np
import pytest

from layers.sizes import LEAST_RADIUS, Growth, bin_radius
from rules.codes import Urgency


def test_outside_its_stops_a_size_stays() -> None:
    growth = Growth(((8, 1.2), (12, 3), (16, 9)))
    assert growth.at(2) == growth.at(8) == 1.2
    assert growth.at(12) == 3
    assert growth.at(16) == growth.at(22) == 9


def test_between_stops_a_size_grows_by_powers_of_its_base() -> None:
    # The example of MapLibre's style specification: (2^t - 1) / (2^T - 1) of the way.
    assert Growth(((0, 0), (2, 3)), base=2).at(1) == pytest.approx(1)
    assert Growth(((0, 0), (2, 3)), base=1).at(1) == pytest.approx(1.5)


def test_the_map_gets_the_same_numbers() -> None:
    growth = Growth(((8, 1), (14, 2)))
    assert growth.expression() == ["interpolate", ["exponential", 1.5], ["zoom"], 8, 1, 14, 2]


def test_bins_grow_with_the_logarithm_and_stay_apart() -> None:
    radii = bin_radius(np.array([0, 1, 20, 400, 10**6]))
    assert (np.diff(radii[1:]) > 0).all()
    assert radii[0] == radii[1]
    assert radii.max() <= 8


def test_every_urgency_has_a_least_radius_that_never_shrinks() -> None:
    assert len(LEAST_RADIUS) == len(Urgency)
    assert list(LEAST_RADIUS) == sorted(LEAST_RADIUS)
