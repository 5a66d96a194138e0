from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.columns import BadColumns
from geo.cover import BadArea
from geo.points import BadBox, PointIndex
from geo.zorder import NoPosition, key, tile_of
from tests.geo.shapes import LEISHAN, areas, irregular, points_about

if TYPE_CHECKING:
    from pathlib import Path

    from geo.arrays import FloatArray, IntArray
    from geo.cover import Area

CODES = 5


def indexed(x: FloatArray, y: FloatArray, seed: int = 0) -> PointIndex:
    generator = np.random.default_rng(seed)
    rank = generator.permutation(len(x)) * 7 - 50
    codes = generator.integers(0, CODES, len(x)).astype(np.uint8)
    return PointIndex.build(x, y, rank, {"class": codes}, sizes={"class": CODES})[0]


def brute_force(index: PointIndex, area: Area) -> IntArray:
    return np.flatnonzero(shapely.covers(area, shapely.points(index.x, index.y)))


def answers_alike(index: PointIndex, area: Area, limit: int) -> None:
    """Check all that is said of an area against a test of every point."""
    expected = brute_force(index, area)
    found = index.within(area, limit=limit)
    assert found.count == len(expected)
    assert (
        found.by_group["class"].tolist()
        == np.bincount(index.groups["class"][expected], minlength=CODES).tolist()
    )
    in_order = expected[np.argsort(index.rank[expected])]
    assert found.first.tolist() == in_order[:limit].tolist()
    assert index.positions_within(area).tolist() == expected.tolist()


@given(data=st.data(), area=areas(), limit=st.integers(0, 60))
def test_an_area_holds_what_a_test_of_every_point_says(
    data: st.DataObject, area: Area, limit: int
) -> None:
    index = indexed(*data.draw(points_about(area)))
    answers_alike(index, area, limit)
    answers_alike(replace(index, scan_below=0), area, limit)


@pytest.mark.parametrize("radius", [0.0005, 0.02, 0.2, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_same_holds_for_many_points(radius: float, seed: int) -> None:
    generator = np.random.default_rng(seed)
    towns = generator.uniform(-0.3, 0.3, (20, 2)) + LEISHAN
    x, y = (towns[generator.integers(0, 20, 150_000)] + generator.normal(0, 0.02, (150_000, 2))).T
    index = indexed(x, y)
    assert len(index) > index.scan_below
    answers_alike(index, irregular(towns[seed, 0], towns[seed, 1], radius, 60, seed), 200)


@given(
    data=st.data(),
    area=areas(),
    edges=st.tuples(*[st.floats(0.0, 1.0)] * 4),
    corners=st.sampled_from(["anywhere", "on points"]),
)
def test_a_box_holds_its_points_and_its_edges(
    data: st.DataObject, area: Area, edges: tuple[float, float, float, float], corners: str
) -> None:
    index = indexed(*data.draw(points_about(area)))
    low_x, low_y, high_x, high_y = area.bounds
    west, east = sorted(low_x + edge * (high_x - low_x) for edge in edges[:2])
    south, north = sorted(low_y + edge * (high_y - low_y) for edge in edges[2:])
    if corners == "on points":
        west, east = sorted((index.x[0], index.x[-1]))
        south, north = sorted((index.y[0], index.y[-1]))
    inside = (index.x >= west) & (index.x <= east) & (index.y >= south) & (index.y <= north)
    expected = np.flatnonzero(inside).tolist()
    assert index.positions_in_box(west, south, east, north).tolist() == expected
    large = replace(index, scan_below=0)
    assert large.positions_in_box(west, south, east, north).tolist() == expected


@pytest.mark.parametrize(
    "box", [(1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 1.0, 0.0), (np.nan, 0.0, 1.0, 1.0)]
)
def test_a_box_inside_out_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(BadBox):
        indexed(np.array([0.5]), np.array([0.5])).positions_in_box(*box)


@given(data=st.data(), area=areas(), z=st.integers(0, 20))
def test_a_tile_is_one_slice(data: st.DataObject, area: Area, z: int) -> None:
    index = indexed(*data.draw(points_about(area)))
    x, y = tile_of(index.x, index.y, z)
    for tile in set(zip(x.tolist(), y.tolist(), strict=True)):
        rows = index.slice_of_tile(z, *tile)
        assert (
            np.arange(len(index))[rows].tolist()
            == np.flatnonzero((x == tile[0]) & (y == tile[1])).tolist()
        )
    assert index.slice_of_tile(0, 0, 0) == slice(0, len(index))


@given(data=st.data(), area=areas())
def test_building_tells_where_each_row_came_from(data: st.DataObject, area: Area) -> None:
    x, y = data.draw(points_about(area))
    rank = np.arange(len(x))[::-1]
    index, order = PointIndex.build(x, y, rank, {})
    assert (index.x == x[order]).all()
    assert (index.rank == rank[order]).all()
    assert (index.key == np.sort(key(x, y))).all()


def test_columns_may_be_memory_mapped(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    x, y = generator.uniform(np.array(LEISHAN) - 0.1, np.array(LEISHAN) + 0.1, (2000, 2)).T
    index = indexed(x, y)
    columns: dict[str, np.ndarray] = {
        "key": index.key,
        "x": index.x,
        "y": index.y,
        "rank": index.rank,
    }
    columns |= {"class": index.groups["class"], "totals": index.totals["class"]}
    for name, column in columns.items():
        np.save(tmp_path / f"{name}.npy", column)
    mapped = {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in columns}
    again = PointIndex.of_sorted(
        mapped["key"],
        mapped["x"],
        mapped["y"],
        mapped["rank"],
        {"class": mapped["class"]},
        totals={"class": mapped["totals"]},
    )
    area = irregular(*LEISHAN, 0.08, 30, seed=5)
    answers_alike(again, area, 50)
    answers_alike(replace(again, scan_below=0), area, 50)


def test_no_points_at_all() -> None:
    empty = np.zeros(0)
    index = indexed(empty, empty)
    for size in (0, 100):
        sized = replace(index, scan_below=size)
        found = sized.within(shapely.box(0, 0, 1, 1))
        assert (found.count, found.first.tolist()) == (0, [])
        assert found.by_group["class"].tolist() == [0] * CODES
        assert sized.positions_in_box(0, 0, 1, 1).tolist() == []
    assert index.slice_of_tile(3, 1, 1) == slice(0, 0)


def test_many_points_at_one_place_end_the_cutting() -> None:
    index = indexed(np.full(5000, 108.08), np.full(5000, 26.38))
    area = shapely.box(108.0, 26.0, 108.08, 26.38)
    assert replace(index, scan_below=0).within(area, limit=3).count == 5000


def test_an_empty_area_holds_nothing_and_a_tangled_one_is_refused() -> None:
    index = indexed(np.array([0.5]), np.array([0.5]))
    for size in (0, 100):
        sized = replace(index, scan_below=size)
        assert sized.within(shapely.Polygon()).count == 0
        with pytest.raises(BadArea):
            sized.within(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))


def test_columns_must_fit() -> None:
    three = np.array([1, 2, 3])
    with pytest.raises(BadColumns) as caught:
        PointIndex.build([1.0, 2.0], [1.0, 2.0], three, {})
    assert caught.value.facts == {"column": "rank", "rows": 3, "wanted": 2}
    with pytest.raises(BadColumns):
        PointIndex.of_sorted(three[::-1], three * 1.0, three * 1.0, three, {})
    with pytest.raises(BadColumns):
        PointIndex.build([1.0], [1.0], [0], {"class": [9]}, sizes={"class": 5})
    with pytest.raises(NoPosition):
        PointIndex.build([np.nan], [1.0], [0], {})
