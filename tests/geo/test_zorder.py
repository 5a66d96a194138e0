from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.zorder import (
    BITS,
    MERCATOR_LIMIT,
    NoPosition,
    NoTile,
    is_position,
    key,
    latitudes,
    level_around,
    longitudes,
    mercator,
    tile_bounds,
    tile_of,
    tile_range,
    tile_ranges,
    tiles_of_box,
    unkey,
)

longitude, latitude = st.floats(-180.0, 180.0), st.floats(-90.0, 90.0)
inner_latitude = st.floats(-85.0, 85.0)
levels = st.integers(0, 22)
tiles = st.integers(0, BITS).flatmap(
    lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))
)


def interleaved(x: int, y: int) -> int:
    """Interleave bit by bit, as slowly as the definition reads."""
    return sum(((x >> bit & 1) << 2 * bit) | ((y >> bit & 1) << 2 * bit + 1) for bit in range(BITS))


@given(lon=longitude, lat=latitude)
def test_the_key_interleaves_the_mercator_bits(lon: float, lat: float) -> None:
    u, v = mercator(lon, lat)
    x, y = (min(int(share * 2**BITS), 2**BITS - 1) for share in (float(u), float(v)))
    assert int(key(lon, lat)) == interleaved(x, y)
    assert tuple(map(int, unkey(key(lon, lat)))) == (x, y)
    assert 0 <= int(key(lon, lat)) < 2**62


@given(lon=longitude, lat=latitude, z=levels)
def test_a_point_is_in_the_range_of_its_tile_only(lon: float, lat: float, z: int) -> None:
    x, y = (int(number) for number in tile_of(lon, lat, z))
    low, high = tile_range(z, x, y)
    assert low <= int(key(lon, lat)) < high


@given(lon=longitude, lat=inner_latitude, z=levels)
def test_a_point_is_within_the_bounds_of_its_tile(lon: float, lat: float, z: int) -> None:
    x, y = (int(number) for number in tile_of(lon, lat, z))
    west, south, east, north = tile_bounds(z, x, y)
    assert west - 1e-10 <= lon <= east + 1e-10
    assert south - 1e-10 <= lat <= north + 1e-10


@given(tile=tiles)
def test_the_quarters_of_a_tile_fill_its_range(tile: tuple[int, int, int]) -> None:
    z, x, y = tile
    if z == BITS:
        assert tile_range(z, x, y)[1] - tile_range(z, x, y)[0] == 1
        return
    quarters = [
        tile_range(z + 1, 2 * x + right, 2 * y + down) for down in (0, 1) for right in (0, 1)
    ]
    assert quarters[0][0] == tile_range(z, x, y)[0]
    assert quarters[3][1] == tile_range(z, x, y)[1]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(quarters))


@given(tile=tiles)
def test_many_tiles_have_the_ranges_of_each(tile: tuple[int, int, int]) -> None:
    z, x, y = tile
    (low, high), *_ = tile_ranges(z, np.array([x]), np.array([y])).tolist()
    assert (low, high) == tile_range(z, x, y)


@given(lon=longitude, lat=inner_latitude)
def test_the_projection_can_be_undone(lon: float, lat: float) -> None:
    u, v = mercator(lon, lat)
    assert float(longitudes(u)) == pytest.approx(lon, abs=1e-11)
    assert float(latitudes(v)) == pytest.approx(lat, abs=1e-11)


def test_well_known_tiles() -> None:
    # openstreetmap.org shows Leishan in tile 10/819/434 and Greenwich at the middle of the world.
    assert tuple(map(int, tile_of(108.08, 26.38, 10))) == (819, 434)
    assert tuple(map(float, mercator(0.0, 0.0))) == (0.5, 0.5)
    assert tile_bounds(0, 0, 0) == pytest.approx((-180.0, -MERCATOR_LIMIT, 180.0, MERCATOR_LIMIT))


def test_the_far_edges_belong_to_the_last_tiles() -> None:
    assert tuple(map(int, tile_of(180.0, -90.0, 3))) == (7, 7)
    assert tuple(map(int, tile_of(-180.0, 90.0, 3))) == (0, 0)
    assert int(key(180.0, -90.0)) == 2**62 - 1


@pytest.mark.parametrize(
    ("lon", "lat"), [(np.nan, 0.0), (0.0, np.nan), (180.1, 0.0), (0.0, np.inf)]
)
def test_no_place_has_no_key(lon: float, lat: float) -> None:
    with pytest.raises(NoPosition) as caught:
        key([108.0, lon], [26.0, lat])
    assert caught.value.facts["count"] == 1
    assert is_position([108.0, lon], [26.0, lat]).tolist() == [True, False]


@pytest.mark.parametrize("tile", [(-1, 0, 0), (32, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_no_such_tile(tile: tuple[int, int, int]) -> None:
    with pytest.raises(NoTile):
        tile_range(*tile)
    with pytest.raises(NoTile):
        tile_bounds(*tile)
    with pytest.raises(NoTile):
        tile_of(0.0, 0.0, 32)


@given(
    lon=st.floats(-170.0, 170.0),
    lat=st.floats(-80.0, 80.0),
    wide=st.floats(0.0, 10.0),
    high=st.floats(0.0, 5.0),
    along=st.floats(0.0, 1.0),
    up=st.floats(0.0, 1.0),
)
def test_the_tiles_of_a_box_hold_all_of_it(
    lon: float, lat: float, wide: float, high: float, along: float, up: float
) -> None:
    box = (lon, lat, lon + wide, lat + high)
    z = min(level_around(*box) + 2, BITS)
    x, y = tiles_of_box(*box, z)
    assert len(x) <= 36
    inner = min(lon + along * wide, box[2]), min(lat + up * high, box[3])
    assert tuple(map(int, tile_of(*inner, z))) in set(zip(x.tolist(), y.tolist(), strict=True))
