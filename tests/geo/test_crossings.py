"""How often sides cross is counted up to a limit, and tangles are refused before they cost."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crossings import MOST_UNTANGLED, cross_more_often, is_crowded, neighbours
from geo.mending import GeometryFault, crossing_of, mend, read_ring
from tests.geo.shapes import comb, tangle, woven


def count(*areas: shapely.Geometry) -> int:
    """Return how often sides meet, as the limit tells it."""
    return next(most for most in range(100) if not cross_more_often(areas, most))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", 1),
        ("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))", 0),
        ("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0), (1 1, 3 1, 3 1.5, 1 1.5, 1 1))", 2),
        ("POLYGON ((0 0, 4 0, 4 4, 2 0, 0 4, 0 0))", 2),  # a corner on a side, of two sides
        ("POLYGON ((0 0, 4 0, 0 0, 3 0, 3 3, 0 0))", 4),  # sides along each other
        ("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((0 0, 1 1, 0 1, 0 0)))", 0),  # one border
        ("POLYGON EMPTY", 0),
    ],
)
def test_sides_that_meet_count_once_and_shared_borders_never(text: str, times: int) -> None:
    assert count(shapely.from_wkt(text)) == times


def test_areas_beside_each_other_do_not_cross_and_overlapping_ones_do() -> None:
    cells = [shapely.box(x, y, x + 1, y + 1) for x in range(20) for y in range(20)]
    assert count(*cells) == 0
    assert count(shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)) == 2


def test_threads_across_threads_count_one_by_one() -> None:
    assert not cross_more_often(woven(20), 20 * 20 * 4)
    assert cross_more_often(woven(20), 20 * 20 * 4 - 1)


def test_a_tangle_is_refused_without_trying_and_says_where_it_first_crosses() -> None:
    read = read_ring(tangle(2_000))
    mended = mend(read)
    assert mended.refused
    assert mended.faults[-1] is GeometryFault.SELF_CROSSING
    assert read.geometry is not None
    assert np.isfinite(crossing_of(read.geometry)).all()


def test_teeth_along_each_other_are_refused_without_trying() -> None:
    start, far = (108.0, 26.0), np.random.default_rng(1).random(400) * 0.1 + 108.0
    ring = [(108.0, 26.1), *(one for x in far for one in (start, (x, 26.0)))]
    assert mend(read_ring(ring)).faults[-1] is GeometryFault.SELF_CROSSING


def test_many_slips_of_a_long_outline_are_still_untangled() -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 100_000, endpoint=False)
    ring = np.column_stack((108.0 + 0.1 * np.cos(turn), 26.0 + 0.1 * np.sin(turn)))
    drawn = shapely.Polygon(ring)
    for at in range(0, 100_000, 1_000):  # two corners the wrong way round, a hundred times
        ring[[at, at + 1]] = ring[[at + 1, at]]
    assert not cross_more_often([shapely.Polygon(ring)], MOST_UNTANGLED)
    mended = mend(read_ring(ring.tolist()))
    assert mended.faults[-1] is GeometryFault.UNTANGLED
    assert mended.geometry is not None
    assert mended.geometry.area == pytest.approx(drawn.area, rel=1e-6)


def test_corners_beyond_all_measure_fail_nothing() -> None:
    far = shapely.Polygon([(0, -2.6e278), (-4.8e16, 3.5e-211), (5.6e300, 1e200), (1e308, -1e308)])
    assert isinstance(cross_more_often([far, shapely.box(0, 0, 1, 1)], 0), bool)


def test_a_comb_is_refused_without_being_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comb(200).is_valid
    assert mend(comb(200)).faults == ()
    judged = property(lambda _self: pytest.fail("judged"))
    monkeypatch.setattr(BaseGeometry, "is_valid", judged)
    mended = mend(comb(25_000))
    assert mended.geometry is None
    assert mended.faults == (GeometryFault.CROWDED,)


def test_long_outlines_and_many_cells_are_not_crowded() -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 100_000, endpoint=False)
    wave = 1.0 + 0.1 * np.sin(200.0 * turn)
    assert not is_crowded(
        [shapely.Polygon(np.column_stack((wave * np.cos(turn), wave * np.sin(turn))))]
    )
    assert not is_crowded([shapely.box(x, y, x + 1, y + 1) for x in range(150) for y in range(150)])


def test_neighbours_are_at_least_the_pairs_whose_boxes_overlap() -> None:
    teeth = 60
    pairs = (2 * teeth) * (2 * teeth - 1) // 2
    assert pairs <= neighbours([comb(teeth)], 10**6) <= (4 * teeth + 2) ** 2
    assert neighbours([comb(teeth)], 100) == 101
