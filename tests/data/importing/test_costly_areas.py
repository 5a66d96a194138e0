"""Files of a few kilobytes that would occupy a processor for long: refused before they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from data.importing.areas import AreaTangled, read_area
from data.importing.options import ImportOptions
from settings import Settings
from tests.data.importing.files import geojson
from tests.desk.outages.drawn import said
from tests.geo.shapes import tangle, woven

if TYPE_CHECKING:
    from pathlib import Path


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
