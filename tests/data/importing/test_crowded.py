"""Outlines that cost too much to judge are refused: a comb by itself, and tangles by the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely
import shapely.affinity

from data.importing import outlines
from data.importing.areas import AreaCrowded, read_area
from data.importing.options import ImportOptions
from data.importing.outlines import OutlinesTangled
from rules.codes import Kind
from tests.data.importing.bureau import CELLS, Bureau
from tests.data.importing.files import geojson
from tests.data.importing.test_bad_files import refused
from tests.data.importing.test_rows import BOW_TIE, only
from tests.geo.shapes import comb

if TYPE_CHECKING:
    from pathlib import Path

CROWDED = shapely.affinity.affine_transform(comb(2_500), [0.01, 0, 0, 0.01, 108.0, 26.0])


def test_a_cell_like_a_comb_is_rejected_and_the_others_come_in(bureau: Bureau) -> None:
    rows = [CELLS[0], CELLS[0] | {"code": "X", "geometry": CROWDED.wkt}]
    report = bureau.run(bureau.write("cells", rows)).of(Kind.CELLS)
    assert only(report.rejections) == (3, "geometry", "geo.shape.crowded")
    assert report.added == 1


@pytest.mark.parametrize("limit", ["MOST_IN_FILE", "MOST_NEIGHBOURS_IN_FILE"])
def test_a_file_of_many_tangles_is_refused_as_a_whole(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    rows = [CELLS[0] | {"code": f"X{n}", "geometry": BOW_TIE} for n in range(5)]
    monkeypatch.setattr(outlines, limit, 4)
    assert "无法逐一整理" in refused(bureau, bureau.write("cells", rows), OutlinesTangled)
    monkeypatch.setattr(outlines, limit, 100)
    report = bureau.run(bureau.write("cells", rows)).of(Kind.CELLS)
    assert {one.code for one in report.rejections} == {"geo.shape.self_crossing"}


def test_the_area_of_an_outage_like_a_comb_is_refused(bureau: Bureau, tmp_path: Path) -> None:
    path = geojson(tmp_path / "comb.json", [{"geometry": shapely.geometry.mapping(CROWDED)}])
    with pytest.raises(AreaCrowded) as caught:
        read_area(path, ImportOptions(), bureau.settings)
    assert caught.value.facts == {"file": "comb.json"}
