"""Files of a few kilobytes that would occupy a processor for long: refused before they do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.importing.areas import MOST_FEATURES, AreaTangled, AreaTooDetailed, read_area
from data.importing.errors import LayerComputed
from data.importing.options import ImportOptions
from data.importing.readers import read_file
from settings import Settings
from tests.data.importing.files import geojson, layer
from tests.desk.outages.drawn import said
from tests.geo.shapes import tangle, woven

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = shapely.box(108.0, 26.0, 108.1, 26.1)
ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
AS_LAYER = (
    "ALTER TABLE area RENAME TO kept",
    f"CREATE VIEW area AS {ENDLESS} SELECT x AS fid, (SELECT geom FROM kept) AS geom FROM c",  # noqa: S608
)
AS_CONTENTS = (
    "ALTER TABLE gpkg_contents RENAME TO kept",
    f"CREATE VIEW gpkg_contents AS {ENDLESS} SELECT kept.* FROM c, kept",  # noqa: S608
)
VIRTUAL = (
    "DROP TABLE area",
    "CREATE VIRTUAL TABLE area USING rtree(fid, west, east)",
)
COMPUTED = ("ALTER TABLE area ADD COLUMN large AS (hex(zeroblob(400000000)))",)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"BATTLEMAP_DATA_DIR": str(tmp_path / "data")})


def test_areas_that_cross_at_every_turn_are_refused_before_they_are_joined(
    tmp_path: Path, settings: Settings
) -> None:
    threads = [{"geometry": shapely.geometry.mapping(one)} for one in woven(150)]
    with pytest.raises(AreaTangled) as refused:
        read_area(geojson(tmp_path / "area.json", threads), ImportOptions(), settings)
    assert "area.json" in said(refused.value)
    assert "more than 50,000 times" in said(refused.value)
    knots = [shapely.Polygon(tangle(60))] * 20
    rows = [{"geometry": shapely.geometry.mapping(knot)} for knot in knots]
    with pytest.raises(AreaTangled) as refused:
        read_area(geojson(tmp_path / "area.json", rows), ImportOptions(), settings)
    assert "more than 2,000 times" in said(refused.value)


def package(folder: Path, statements: tuple[str, ...] = ()) -> Path:
    """Write a GeoPackage as GDAL does, and then change it by hand."""
    path = layer(folder / "area.gpkg", [SQUARE], {"name": ["甲"]}, name="area")
    with closing(sqlite3.connect(path)) as file, file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall() if statements else ():  # fmt: skip
            file.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            file.execute(statement)
    return path


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (AS_LAYER, "area"),
        (AS_CONTENTS, "gpkg_contents"),
        (VIRTUAL, "area"),
        (COMPUTED, "area"),
    ],
    ids=["view", "view of contents", "virtual", "column"],
)
def test_a_layer_that_is_computed_is_refused_before_it_is_read(
    tmp_path: Path, settings: Settings, statements: tuple[str, ...], named: str
) -> None:
    path = package(tmp_path, statements)
    with pytest.raises(LayerComputed) as refused:
        read_area(path, ImportOptions(), settings)
    assert refused.value.facts == {"file": "area.gpkg", "layer": named}
    assert f"layer “{named}” of area.gpkg is a view" in said(refused.value)
    with pytest.raises(LayerComputed):  # the same door as for every import
        read_file(path, None, ImportOptions(), settings)


def test_a_geopackage_with_the_triggers_and_the_index_of_gdal_is_read(
    tmp_path: Path, settings: Settings
) -> None:
    path = package(tmp_path)
    with closing(sqlite3.connect(path)) as file:
        own = {kind for (kind,) in file.execute("SELECT type FROM sqlite_master")}
        assert {"trigger", "index"} <= own
    assert read_area(path, ImportOptions(), settings).area.equals(SQUARE)


def test_no_more_features_are_read_than_an_area_may_have(
    tmp_path: Path, settings: Settings
) -> None:
    at = 108.0 + np.arange(MOST_FEATURES + 500) * 1e-4
    boxes = shapely.box(at, 26.0, at + 1e-5, 26.1)
    path = layer(tmp_path / "area.gpkg", boxes.tolist(), {"name": ["甲"] * len(at)})
    with pytest.raises(AreaTooDetailed) as refused:
        read_area(path, ImportOptions(), settings)
    assert refused.value.facts["features"] == MOST_FEATURES + 1
    assert "has 5,001 features or more" in said(refused.value)
