"""Files of every form, good and bad, as tests need them."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
import shapely
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.data.importing.bureau import Row


def workbook(path: Path, rows: Sequence[Sequence[Any]], **others: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook; further sheets by name."""
    book = Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(list(row))
    for name, more in others.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(list(row))
    book.save(path)
    return path


def as_cells(rows: Sequence[Row]) -> list[list[Any]]:
    """Return rows as a header and lists of cells."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def with_part(path: Path, name: str, content: bytes = b"x") -> Path:
    """Put another entry into a zip."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def zipped(path: Path, entries: Mapping[str, bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def geojson(path: Path, rows: Sequence[Row], crs: str | None = None) -> Path:
    """Write features; ``geometry`` of a row is a geometry as GeoJSON has it, or none."""
    features = [
        {
            "type": "Feature",
            "properties": {name: value for name, value in row.items() if name != "geometry"},
            "geometry": row["geometry"],
        }
        for row in rows
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs is not None:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def layer(
    path: Path,
    shapes: Sequence[Any],
    columns: Mapping[str, Sequence[Any]],
    *,
    crs: str | None = "EPSG:4326",
    encoding: str = "UTF-8",
    name: str | None = None,
    append: bool = False,
) -> Path:
    """Write a layer of a GeoPackage or a shapefile, by the path's ending."""
    geometry = np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object)
    pyogrio.raw.write(
        path,
        geometry=geometry,
        field_data=[np.array(values, dtype=object) for values in columns.values()],
        fields=list(columns),
        geometry_type=shapes[0].geom_type,
        crs=crs,
        encoding=encoding if path.suffix == ".shp" else None,
        layer=name,
        append=append,
    )
    return path


def shapefile(path: Path, shapes: Sequence[Any], columns: Mapping[str, Any], **how: Any) -> Path:
    """Write a zipped shapefile with all its companions."""
    without = how.pop("without", ())
    layer(path.with_suffix(".shp"), shapes, columns, **how)
    parts = [part for part in path.parent.glob(f"{path.stem}.*") if part.suffix not in without]
    zipped(path, {part.name: part.read_bytes() for part in parts if part != path})
    return path


POINT = {"type": "Point", "coordinates": [108.031, 26.051]}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[108, 26], [108.1, 26], [108.1, 26.1], [108, 26.1], [108, 26]]],
}
