"""Shapes from afar: what may vanish, and what must not."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.coarse import outlines, simplified, trunks, without_twigs
from tests.geo.shapes import areas

STEPS = st.sampled_from([(1, 0), (0, 1), (-1, 0), (0, -1), (1, 1)])


def array(*geometries: shapely.Geometry | None) -> np.ndarray:
    """Return an array of geometries, of which numpy makes no table."""
    made = np.empty(len(geometries), object)
    made[:] = geometries
    return made


def lines(*courses: list[tuple[float, float]]) -> np.ndarray:
    return array(*(shapely.LineString(course) for course in courses))


def neighbours(side: int, seed: int) -> np.ndarray:
    """Return ``side`` by ``side`` areas with jagged borders, which those beside them share."""
    generator = np.random.default_rng(seed)
    steps = 12
    nodes = np.stack(np.meshgrid(*[np.arange(side * steps + 1) / steps] * 2), axis=-1)
    nodes += generator.uniform(-0.3, 0.3, nodes.shape) / steps

    def area(row: int, column: int) -> shapely.Polygon:
        block = nodes[
            row * steps : (row + 1) * steps + 1, column * steps : (column + 1) * steps + 1
        ]
        ring = [*block[0], *block[1:, -1], *block[-1, -2::-1], *block[-2:0:-1, 0]]
        return shapely.Polygon(ring)

    return array(*(area(row, column) for row in range(side) for column in range(side)))


@given(st.integers(0, 2**32), st.integers(1, 4), st.sampled_from([0.01, 0.05, 0.4]))
def test_neighbours_keep_their_common_border(seed: int, side: int, tolerance: float) -> None:
    cells = neighbours(side, seed)
    assert shapely.coverage_is_valid(cells)
    coarse = outlines(cells, tolerance)
    assert shapely.coverage_is_valid(coarse)
    assert not shapely.is_empty(coarse).any()
    fewer = shapely.get_num_coordinates(coarse) < shapely.get_num_coordinates(cells)
    assert fewer.all() or tolerance < 0.05
    whole = shapely.union_all(cells)
    apart = shapely.area(shapely.symmetric_difference(shapely.union_all(coarse), whole))
    assert apart <= 2 * tolerance * shapely.length(whole)


@given(st.lists(areas(), min_size=1, max_size=5), st.sampled_from([1e-4, 0.01, 1.0]))
def test_areas_that_overlap_are_simplified_as_well(
    given_areas: list[shapely.Polygon], tolerance: float
) -> None:
    coarse = outlines(array(*given_areas), tolerance)
    assert len(coarse) == len(given_areas)
    assert not shapely.is_empty(coarse).any()


def test_a_crossed_ring_is_no_obstacle() -> None:
    crossed = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    assert len(outlines(array(crossed, shapely.box(0, 0, 1, 1)), 0.1)) == 2
    assert len(outlines(array(), 0.1)) == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(STEPS, min_size=1, max_size=6)), max_size=20))
def test_joined_lines_run_where_the_lines_ran(
    given_lines: list[tuple[int, list[tuple[int, int]]]],
) -> None:
    courses, owners = [], []
    for start, (owner, steps) in enumerate(given_lines):
        courses.append(np.cumsum([(start % 5, start % 3), *steps], axis=0).tolist())
        owners.append(owner)
    merged = trunks(lines(*courses), np.array(owners, np.int64))
    for owner, course in enumerate(merged):
        mine = [shapely.LineString(c) for c, o in zip(courses, owners, strict=True) if o == owner]
        assert (course is None) == (not mine)
        if course is not None:
            assert shapely.length(course) == pytest.approx(sum(line.length for line in mine))
            assert shapely.union_all(mine).equals(shapely.union_all([course]))


@given(st.integers(0, 2**32), st.integers(1, 40), st.floats(0.0, 3.0))
def test_without_its_twigs_a_tree_is_whole_and_reaches_as_far(
    seed: int, count: int, length: float
) -> None:
    tree = grown(seed, count)
    course = trunks(tree, np.zeros(len(tree), np.int64))
    cut = without_twigs(course, length, np.zeros(1, bool))[0]
    assert shapely.length(cut) > 0
    assert shapely.union_all(list(tree)).covers(cut)
    joints = shapely.union_all(shapely.buffer(shapely.get_parts(cut), 1e-9))
    assert joints.geom_type == "Polygon"  # still in one piece
    gone = shapely.get_parts(course[0].difference(cut.buffer(1e-9)))
    # Three rounds can take at most three twigs that hang on each other.
    assert all(
        shapely.distance(twig, cut) <= 3 * length + 1e-6 for twig in gone if not twig.is_empty
    )


def grown(seed: int, count: int) -> np.ndarray:
    """Return the lines of a random tree; no two of them cross."""
    generator = np.random.default_rng(seed)
    nodes = [np.zeros(2)]
    taken: list[shapely.LineString] = []
    for _ in range(count):
        start = nodes[generator.integers(len(nodes))]
        end = start + generator.uniform(-2, 2, 2)
        line = shapely.LineString([start, end])
        if all(line.intersection(other).length == 0 and touches(line, other) for other in taken):
            taken.append(line)
            nodes.append(end)
    return array(*taken)


def touches(line: shapely.LineString, other: shapely.LineString) -> bool:
    """Tell whether two lines stand apart, or meet at an end of both."""
    return not line.intersects(other) or line.coords[0] in list(other.coords)


def test_short_free_ends_go_and_what_lies_between_stays() -> None:
    trunk = lines([(0, 0), (5, 0)], [(5, 0), (6, 0)], [(6, 0), (12, 0)], [(5, 0), (5, 1)])
    course = trunks(trunk, np.zeros(4, np.int64))
    cut = without_twigs(course, 2.0, np.zeros(1, bool))
    assert shapely.line_merge(cut[0]).equals(shapely.LineString([(0, 0), (12, 0)]))


def test_nobody_vanishes_and_who_is_kept_keeps_all() -> None:
    star = lines([(0, 0), (1, 0)], [(0, 0), (0, 1)], [(0, 0), (-1, -1)])
    alone = lines([(9, 9), (9.1, 9)])
    bush = lines([(5, 0), (5, 9)], [(5, 9), (5, 9.5)], [(5, 9), (5.5, 9)])
    given_lines = np.concatenate([star, alone, bush, bush])
    course = trunks(given_lines, np.array([0, 0, 0, 1, 2, 2, 2, 3, 3, 3]))
    cut = without_twigs(course, 2.0, np.array([False, False, False, True]))
    assert shapely.length(cut).tolist() == pytest.approx([2 + np.sqrt(2), 0.1, 9, 10])


def test_an_owner_of_nothing_has_no_course() -> None:
    course = trunks(
        array(shapely.LineString(), shapely.LineString([(0, 0), (1, 1)])), np.array([1, 0])
    )
    assert course[1] is None or shapely.is_empty(course[1])
    cut = without_twigs(course, 5.0, np.zeros(2, bool))
    assert shapely.length(cut[0]) == pytest.approx(np.sqrt(2))
    assert len(trunks(array(), np.zeros(0, np.int64))) == 0


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=2, max_size=30))
def test_simplified_lines_keep_to_their_course_and_their_ends(
    points: list[tuple[int, int]],
) -> None:
    course = shapely.LineString(points)
    coarse = simplified(array(course), 1.0)[0]
    assert coarse.coords[0] == course.coords[0]
    assert coarse.coords[-1] == course.coords[-1]
    assert course.hausdorff_distance(coarse) <= 1.0 + 1e-9
