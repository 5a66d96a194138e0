"""Which areas an outage may have: elsewhere, too large, with holes, with many corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data import tables
from desk.outages.area import AreaAsks, AreaOutside, admit, proposed
from desk.outages.geojson import read_geojson
from geo.outline import outline
from tests.builders import NOW, SIDE, SOUTH, WEST, Bureau
from tests.desk.outages.drawn import Ring, polygon, said
from tests.desk.outages.networks import desk_over, ringed
from tests.viewers import DISPATCHER, manager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot.judged import Snapshot
    from desk.desk import Desk


@pytest.fixture
def desk(sqlite_database_url: str, tmp_path: Path) -> Iterator[Desk]:
    made = desk_over(ringed(), sqlite_database_url, tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def snapshot(desk: Desk) -> Snapshot:
    return desk.seen(DISPATCHER)


def at_first(snapshot: Snapshot, margin_m: float) -> shapely.MultiPolygon:
    """Return the outline of the first three customers with some margin."""
    raw = snapshot.customers.raw
    return outline(raw.x[:3], raw.y[:3], margin_m=margin_m)


def test_a_hole_is_left_out(snapshot: Snapshot) -> None:
    whole = [[WEST, SOUTH], [WEST + 0.04, SOUTH], [WEST + 0.04, SOUTH + 0.02],
             [WEST, SOUTH + 0.02], [WEST, SOUTH]]  # fmt: skip
    hole = [[WEST + 0.003, SOUTH + 0.009], [WEST + 0.0095, SOUTH + 0.009],
            [WEST + 0.0095, SOUTH + 0.011], [WEST + 0.003, SOUTH + 0.011],
            [WEST + 0.003, SOUTH + 0.009]]  # fmt: skip
    assert len(admit(snapshot, read_geojson(polygon(whole)).area)) == 24
    # T1's and T2's customers live in the hole.
    assert len(admit(snapshot, read_geojson(polygon(whole, hole)).area)) == 18


def test_several_areas_count_together_and_what_they_share_counts_once(snapshot: Snapshot) -> None:
    def box(west: float, east: float) -> Ring:
        low, high = SOUTH + 0.009, SOUTH + 0.011
        return [[west, low], [east, low], [east, high], [west, high], [west, low]]

    one, other = box(WEST + 0.003, WEST + 0.006), box(WEST + 0.011, WEST + 0.014)
    apart = read_geojson({"type": "MultiPolygon", "coordinates": [[one], [other]]})
    assert len(admit(snapshot, apart.area)) == 6
    over = {"type": "GeometryCollection", "geometries": [polygon(one), polygon(one)]}
    joined = read_geojson(over)
    assert len(joined.area.geoms) == 1
    features = [{"type": "Feature", "geometry": polygon(ring)} for ring in (one, other)]
    collected = read_geojson({"type": "FeatureCollection", "features": features})
    assert collected.area.equals(apart.area)


def test_an_area_elsewhere_is_refused_with_its_place(snapshot: Snapshot) -> None:
    area = shapely.multipolygons([shapely.box(100.0, 30.0, 100.2, 30.2)])
    with pytest.raises(AreaOutside) as caught:
        admit(snapshot, area, sure=True)
    assert caught.value.facts == {"lon": "100.1", "lat": "30.1"}
    assert "outside the bureau" in said(caught.value)


def test_an_area_of_the_bureau_where_nobody_lives_holds_nobody(snapshot: Snapshot) -> None:
    empty = shapely.multipolygons([shapely.box(WEST, SOUTH, WEST + 0.001, SOUTH + 0.001)])
    assert not len(admit(snapshot, empty))


def test_a_whole_province_asks_first_and_says_how_many(snapshot: Snapshot) -> None:
    province = shapely.multipolygons([shapely.box(104.0, 24.0, 110.0, 29.0)])
    with pytest.raises(AreaAsks) as caught:
        admit(snapshot, province)
    assert caught.value.facts == {"customers": 24, "of": 24}
    assert "holds 24 of 24 customers" in said(caught.value)
    assert len(admit(snapshot, province, sure=True)) == 24


def test_half_of_a_large_bureau_asks_as_well(sqlite_database_url: str, tmp_path: Path) -> None:
    bureau = Bureau()
    for number in range(10_001):
        bureau.customer(WEST + 1e-6 * number, SOUTH)
    desk = desk_over(bureau, sqlite_database_url, tmp_path)
    try:
        area = shapely.multipolygons([shapely.box(WEST, SOUTH - 0.01, WEST + 0.1, SOUTH + 0.01)])
        with pytest.raises(AreaAsks) as caught:
            admit(desk.seen(DISPATCHER), area)
        assert "holds 10,001 of 10,001 customers" in said(caught.value)
    finally:
        desk.store.close()


def test_a_bureau_sets_itself_when_an_area_asks(sqlite_database_url: str, tmp_path: Path) -> None:
    bureau = ringed()
    own = {"asks_customers": "9", "asks_percent": "30", "asks_times": "1000", "margin": "60"}
    for name, value in own.items():
        bureau.add(
            tables.Parameter, key=f"outage.area.{name}", value=value, reason="", set_by="ada",
            set_at=NOW,
        )  # fmt: skip
    desk = desk_over(bureau, sqlite_database_url, tmp_path)
    snapshot = desk.seen(DISPATCHER)
    low, high = SOUTH + 0.009, SOUTH + 0.011
    some = shapely.multipolygons([shapely.box(WEST, low, WEST + 0.0135, high)])
    with pytest.raises(AreaAsks) as caught:
        admit(snapshot, some)
    assert "holds 9 of 24 customers" in said(caught.value)
    fewer = shapely.multipolygons([shapely.box(WEST, low, WEST + 0.0095, high)])
    assert len(admit(snapshot, fewer)) == 6
    wide = shapely.difference(shapely.box(104.0, 24.0, 110.0, 29.0), shapely.box(108, 26, 109, 27))
    assert not len(admit(snapshot, shapely.multipolygons([wide])))  # a thousand times is a lot
    around, plain = proposed(snapshot, np.arange(3)), at_first(snapshot, 30.0)
    assert around is not None
    assert around.area > plain.area
    desk.store.close()


def test_a_grid_manager_is_asked_by_own_customers(desk: Desk) -> None:
    own = desk.seen(manager(2))
    area = shapely.multipolygons([shapely.box(WEST, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE)])
    cells = own.customers.raw.cell_id[admit(own, area)]
    assert len(cells)
    assert set(cells.tolist()) == {2}


def test_a_hundred_thousand_corners_are_taken(snapshot: Snapshot) -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 100_000, endpoint=False)
    reach = 0.0147 + 0.0005 * np.sin(50 * turn)
    ring = np.column_stack((108.01 + reach * np.cos(turn), 26.01 + reach * np.sin(turn)))
    found = read_geojson(polygon(ring.tolist()))
    assert shapely.get_num_coordinates(found.area) == 100_001
    raw = snapshot.customers.raw
    inside = shapely.contains_xy(found.area, raw.x, raw.y)
    assert 0 < inside.sum() < 24
    assert admit(snapshot, found.area).tolist() == np.flatnonzero(inside).tolist()


def test_a_proposed_area_holds_the_customers_it_is_made_of(snapshot: Snapshot) -> None:
    rows = np.arange(5, 17)
    area = proposed(snapshot, rows)
    assert area is not None
    assert set(rows.tolist()) <= set(admit(snapshot, area).tolist())
    assert proposed(snapshot, rows[:0]) is None
