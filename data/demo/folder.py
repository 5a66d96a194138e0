"""A bureau folder: the files that a bureau hands over, and the example of what they look like.

Tables are CSV in UTF-8; what has a shape is GeoJSON. The import reads the folder as it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import shapely
from pyarrow import csv

from rules.codes import Kind

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from data.demo.bureau import Bureau

SHAPED = frozenset({Kind.CELLS, Kind.SECTIONS, Kind.LINES})
"""Kinds that are written as GeoJSON."""


def write_folder(bureau: Bureau, path: Path) -> None:
    """Write one file a kind into a folder, which is made if need be."""
    path.mkdir(parents=True, exist_ok=True)
    for kind in Kind:
        frame = bureau.frame(kind)
        if kind in SHAPED:
            _write_geojson(frame, path / f"{kind}.geojson")
        else:
            _write_csv(frame, path / f"{kind}.csv")


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    options = csv.WriteOptions(quoting_style="needed")
    csv.write_csv(pa.Table.from_pandas(frame, preserve_index=False), str(path), options)


def _write_geojson(frame: pd.DataFrame, path: Path) -> None:
    """Write features one a line, so that a person can read the file and compare two of them."""
    rows = frame.drop(columns="geometry").to_dict("records")
    properties = [json.dumps(row, ensure_ascii=False) for row in rows]
    shapes = shapely.to_geojson(frame["geometry"].to_numpy(dtype=object)).tolist()
    features = [
        f'{{"type":"Feature","properties":{known},"geometry":{shape}}}'
        for known, shape in zip(properties, shapes, strict=True)
    ]
    body = ",\n".join(features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8")
