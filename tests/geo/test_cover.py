from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.cover import BadArea, Cover, cover, require_area
from geo.zorder import key
from tests.geo.shapes import LEISHAN, areas, irregular, points_about

if TYPE_CHECKING:
    from geo.arrays import BoolArray, FloatArray, IntArray
    from geo.cover import Area


def in_ranges(keys: IntArray, ranges: IntArray) -> BoolArray:
    row = np.searchsorted(ranges[:, 0], keys, side="right") - 1
    return np.array([r >= 0 and k < ranges[r, 1] for r, k in zip(row, keys, strict=True)], bool)


def in_area(area: Area, x: FloatArray, y: FloatArray) -> BoolArray:
    return np.asarray(shapely.covers(area, shapely.points(x, y)), bool)


def well_formed(ranges: IntArray) -> bool:
    ascending = bool((ranges[1:, 0] > ranges[:-1, 1]).all())
    return ranges.dtype == np.int64 and ascending and bool((ranges[:, 0] < ranges[:, 1]).all())


@given(data=st.data(), area=areas(), levels=st.integers(0, 7))
def test_interior_is_inside_and_the_rest_outside(
    data: st.DataObject, area: Area, levels: int
) -> None:
    x, y = data.draw(points_about(area))
    covered = cover(area, levels=levels)
    keys, inside = key(x, y), in_area(area, x, y)
    interior, boundary = in_ranges(keys, covered.interior), in_ranges(keys, covered.boundary)
    assert inside[interior].all()
    assert not inside[~interior & ~boundary].any()
    assert not (interior & boundary).any()


@given(area=areas(), levels=st.integers(0, 7))
def test_ranges_are_sorted_and_apart(area: Area, levels: int) -> None:
    covered = cover(area, levels=levels)
    assert well_formed(covered.interior)
    assert well_formed(covered.boundary)


@given(data=st.data(), area=areas(), crowded=st.integers(0, 50))
def test_with_a_population_no_point_is_lost(data: st.DataObject, area: Area, crowded: int) -> None:
    x, y = data.draw(points_about(area))
    in_order = np.sort(key(x, y))

    def population(ranges: IntArray) -> IntArray:
        return np.diff(np.searchsorted(in_order, ranges), axis=1)[:, 0]

    covered = cover(area, population=population, crowded=crowded)
    keys, inside = key(x, y), in_area(area, x, y)
    interior, boundary = in_ranges(keys, covered.interior), in_ranges(keys, covered.boundary)
    assert inside[interior].all()
    assert (interior | boundary)[inside].all()
    assert (population(covered.boundary) > 0).all()


def share_of_boundary(covered: Cover) -> float:
    sizes = [
        float((ranges[:, 1] - ranges[:, 0]).sum())
        for ranges in (covered.boundary, covered.interior)
    ]
    return sizes[0] / sum(sizes)


def test_more_levels_leave_less_to_judge() -> None:
    area = irregular(*LEISHAN, 0.1, 60, seed=1)
    shares = [share_of_boundary(cover(area, levels=levels)) for levels in range(7)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.3
    assert shares[6] < 0.1


def test_an_area_of_thousands_of_edges() -> None:
    area = irregular(*LEISHAN, 0.1, 20_000, seed=2)
    covered = cover(area)
    generator = np.random.default_rng(3)
    x, y = generator.uniform(np.array(LEISHAN) - 0.1, np.array(LEISHAN) + 0.1, (5000, 2)).T
    keys, inside = key(x, y), in_area(area, x, y)
    assert inside[in_ranges(keys, covered.interior)].all()
    assert (in_ranges(keys, covered.interior) | in_ranges(keys, covered.boundary))[inside].all()


def test_long_edges_are_straight_in_degrees_and_not_on_the_mercator_plane() -> None:
    area = shapely.Polygon([(100.0, 20.0), (120.0, 50.0), (120.0, 20.0)])
    # On the edge in degrees; some 2 degrees off it on the Mercator plane.
    x, y = np.array([110.0]), np.array([35.0 - 1e-6])
    covered = cover(area, levels=8)
    reached = in_ranges(key(x, y), covered.interior) | in_ranges(key(x, y), covered.boundary)
    assert reached.all()


def test_the_whole_world_and_nothing() -> None:
    world = cover(shapely.box(-200.0, -95.0, 200.0, 95.0))
    assert world.interior.tolist() == [[0, 1 << 62]]
    assert len(world.boundary) == 0
    nothing = cover(shapely.Polygon())
    assert len(nothing.interior) == len(nothing.boundary) == 0
    assert nothing.interior.shape == (0, 2)


@pytest.mark.parametrize(
    ("area", "reason"),
    [
        (shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), "Self-intersection"),
        (shapely.LineString([(0, 0), (2, 2)]), "LineString"),
        (None, "NoneType"),
    ],
)
def test_what_is_no_area_is_refused(area: shapely.Geometry, reason: str) -> None:
    with pytest.raises(BadArea) as caught:
        require_area(area)
    assert reason in str(caught.value.facts["reason"])
    with pytest.raises(BadArea):
        cover(area)
