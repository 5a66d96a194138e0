"""The grid from afar: coarser with every zoom, and never without what must be seen."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from data.snapshot.afar import DETAIL_FROM, Afar

PIXEL = 360 / (512 << 8) * np.cos(np.radians(26.5))
"""A pixel at zoom 8, in degrees."""


def jagged(west: float) -> shapely.Polygon:
    """Return a square of half a degree whose sides tremble by a tenth of a pixel."""
    square = shapely.segmentize(shapely.box(west, 26.0, west + 0.5, 26.5), 0.002)
    return shapely.transform(square, lambda p: p + np.sin(p * 9e3) * PIXEL / 10)


def afar() -> Afar:
    fork = (108.2, 26.0)
    ends = ((108.0, 26.0), (108.4, 26.1), (108.2, 26.0 + PIXEL))
    lines = [shapely.LineString([fork, end]) for end in ends]
    return Afar([jagged(108.0), jagged(108.5)], [*lines, *lines], [7, 7, 7, 0, 0, 0])


def test_outlines_are_coarse_from_afar_and_whole_near_by() -> None:
    shapes = afar()
    sizes = [int(shapely.get_num_coordinates(shapes.outlines(z)).sum()) for z in (5, 8, 12, 14)]
    assert sizes[0] <= sizes[1] < sizes[2] == sizes[3]
    near = shapes.outlines(DETAIL_FROM)
    for coarse, true in zip(shapes.outlines(8), near, strict=True):
        assert coarse.boundary.hausdorff_distance(true.boundary) < 2 * PIXEL
    assert shapely.coverage_is_valid(shapes.outlines(8))


def test_a_twig_goes_unless_no_feeder_reaches_it() -> None:
    shapes = afar()
    assert shapes.feeders.tolist() == [0, 7]
    dead, fed = shapes.trunks(8)
    whole = shapely.length(shapes.joined)
    assert shapely.length(dead) == pytest.approx(whole[0], abs=PIXEL / 100)
    assert shapely.length(fed) == pytest.approx(whole[1] - PIXEL, abs=PIXEL / 100)
    assert shapely.length(shapes.trunks(11)[1]) == pytest.approx(whole[1], abs=PIXEL / 100)


def test_an_empty_bureau_has_nothing_to_see() -> None:
    empty = Afar([], [], [])
    assert len(empty.outlines(6)) == len(empty.trunks(6)) == len(empty.joined) == 0
