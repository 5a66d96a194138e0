from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
import shapely
from pandas.api.types import is_float_dtype
from pyarrow import csv

from data.demo.folder import SHAPED, write_folder
from rules.codes import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from data.demo.bureau import Bureau


@pytest.fixture(scope="module")
def folder(small: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the smallest bureau."""
    path = tmp_path_factory.mktemp("demo") / "bureau"
    write_folder(small, path)
    return path


def test_there_is_one_file_a_kind(folder: Path) -> None:
    wanted = {f"{kind}.geojson" if kind in SHAPED else f"{kind}.csv" for kind in Kind}
    assert {file.name for file in folder.iterdir()} == wanted


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in SHAPED])
def test_tables_read_back_as_they_were(folder: Path, small: Bureau, kind: Kind) -> None:
    frame = small.frame(kind)
    texts = [name for name in frame.columns if not is_float_dtype(frame[name])]
    as_text = csv.ConvertOptions(
        column_types=dict.fromkeys(texts, pa.string()), strings_can_be_null=False
    )
    table = csv.read_csv(folder / f"{kind}.csv", convert_options=as_text)
    assert table.num_rows == len(frame)
    for name in frame.columns:
        told = table[name].to_pandas()
        assert told.fillna(-1).tolist() == frame[name].fillna(-1).tolist(), name


@pytest.mark.parametrize("kind", sorted(SHAPED))
def test_shapes_read_back_as_they_were(folder: Path, small: Bureau, kind: Kind) -> None:
    frame = small.frame(kind)
    features = json.loads((folder / f"{kind}.geojson").read_text(encoding="utf-8"))["features"]
    known = frame.drop(columns="geometry").to_dict("records")
    assert [feature["properties"] for feature in features] == known
    for feature, shape in zip(features, frame["geometry"], strict=True):
        assert shapely.equals_exact(shapely.geometry.shape(feature["geometry"]), shape)
