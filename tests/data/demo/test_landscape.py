from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.demo.landscape import DEGREE, make_landscape
from data.demo.mesh import make_mesh, spread
from data.demo.scale import scale_of
from data.demo.settlements import VALLEY
from data.demo.terrain import PATCH, UPSTREAM, make_terrain

if TYPE_CHECKING:
    from data.demo.bureau import Bureau
    from data.demo.landscape import Landscape


def shapes(bureau: Bureau) -> np.ndarray:
    return bureau.cells["geometry"].to_numpy(dtype=object)


@pytest.mark.parametrize("name", ["small", "bureau"])
def test_cells_share_the_county_without_gaps_or_overlaps(
    name: str, request: pytest.FixtureRequest
) -> None:
    cells = shapes(request.getfixturevalue(name))
    county = shapely.union_all(cells)
    assert shapely.is_valid(cells).all()
    assert county.geom_type == "Polygon"
    assert len(county.interiors) == 0
    assert shapely.area(cells).sum() == pytest.approx(county.area, rel=1e-9)
    assert shapely.coverage_is_valid(cells)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_borders_are_rounded_whatever_the_seed(seed: int) -> None:
    land = make_landscape(scale_of(5_000), seed)
    corners = shapely.get_num_coordinates(land.cells.shapes)
    assert shapely.coverage_is_valid(land.cells.shapes)
    assert corners.mean() > 100


def test_the_border_is_drawn_where_the_cells_end(bureau: Bureau) -> None:
    border = bureau.lines.loc[bureau.lines["kind"] == "boundary", "geometry"].iloc[0]
    county = shapely.union_all(shapes(bureau))
    assert shapely.hausdorff_distance(border, county.exterior) * DEGREE < 1.0


def test_water_runs_down_and_all_of_it_leaves(land: Landscape) -> None:
    terrain = land.terrain
    moving = terrain.receiver != np.arange(len(terrain.receiver))
    assert (terrain.height[moving] > terrain.height[terrain.receiver[moving]]).all()
    leaving = terrain.area[~moving].sum()
    assert leaving == pytest.approx(PATCH * len(moving) + UPSTREAM)
    assert terrain.area[terrain.outlet] > UPSTREAM


def test_rivers_join_and_only_end_at_the_border(land: Landscape) -> None:
    rivers = land.rivers
    wet = {point for stem in rivers.stems for point in stem[:-1]}
    for stem in rivers.stems:
        assert stem[-1] in wet or land.mesh.border[stem[-1]]
    assert rivers.area == sorted(rivers.area, reverse=True)


def test_villages_lie_in_valleys(land: Landscape) -> None:
    rural = land.settlements.point[~land.settlements.urban]
    assert (land.terrain.area[rural] > VALLEY).all()
    assert np.median(land.terrain.slope[rural]) < 0.5 * np.median(land.terrain.slope)


def test_sizes_of_villages_have_a_long_tail(land: Landscape) -> None:
    rural = np.sort(land.settlements.share[~land.settlements.urban])
    assert rural[-len(rural) // 10 :].sum() > 2 * rural[: len(rural) // 2].sum() / 5
    assert rural[-1] > 5 * np.median(rural)


def test_roads_lead_to_every_settlement(land: Landscape) -> None:
    costs = np.where(land.roads.rank > 0, land.mesh.lengths, np.inf)
    reach = spread(land.mesh, costs, {int(land.settlements.seats[0]): 0.0})
    assert np.isfinite(reach.cost[land.settlements.point]).all()


def test_customers_live_beside_water_or_road(bureau: Bureau) -> None:
    ways = bureau.lines.loc[bureau.lines["kind"] != "boundary", "geometry"]
    tree = shapely.STRtree(ways.to_numpy(dtype=object))
    inside = bureau.customers[bureau.customers["cell"] != ""]
    points = shapely.points(inside[["x", "y"]].to_numpy())
    _, away = tree.query_nearest(points, return_distance=True, all_matches=False)
    assert away.max() * DEGREE < 900
    assert np.median(away) * DEGREE < 150


@pytest.mark.parametrize("seed", range(4))
def test_every_seed_makes_one_connected_county(seed: int) -> None:
    mesh = make_mesh(seed)
    reach = spread(mesh, mesh.lengths, {0: 0.0})
    assert np.isfinite(reach.cost).all()
    terrain = make_terrain(mesh, seed)
    assert np.isfinite(terrain.height).all()
    assert terrain.inlet != terrain.outlet
