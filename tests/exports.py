"""Files as a bureau exports them, small, for tests of the import's front."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import numpy as np

from geo.datum import wgs84_to_gcj02

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WEST, SOUTH, SIDE = 107.8, 26.2, 0.02
HEADERS = ("户号", "户名", "敏感类别", "敏感原因", "网格", "经度", "纬度")


def cells_geojson(columns: int = 4, rows: int = 4) -> bytes:
    """Return square cells side by side, named W00, W01 and so on, with Chinese properties."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "网格编号": f"W{i}{j}",
                "网格名称": f"第{i}{j}网格",
                "供电所": "云溪供电所",
            },
            "geometry": {"type": "Polygon", "coordinates": [_ring(i, j)]},
        }
        for i in range(columns)
        for j in range(rows)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()


def customer_rows(count: int = 6) -> list[tuple[str, ...]]:
    """Return customers spread over the cells, each naming the cell that it lies in."""
    rows: list[tuple[str, ...]] = []
    for number in range(count):
        east, north = (number * 0.37) % 4, (number * 0.61) % 4
        x, y = WEST + east * SIDE, SOUTH + north * SIDE
        sensitive = ("特殊", "独居老人") if number % 5 == 0 else ("普通", "")
        cell = f"W{int(east)}{int(north)}"
        rows.append((f"00{number:06d}", f"杨某{number}", *sensitive, cell, f"{x:.6f}", f"{y:.6f}"))
    return rows


def customers_csv(
    rows: Iterable[tuple[str, ...]] | None = None,
    headers: Iterable[str] = HEADERS,
    encoding: str = "gb18030",
) -> bytes:
    """Return customers as CSV, in the encoding that spreadsheets here write."""
    lines = [headers, *(customer_rows() if rows is None else rows)]
    return "".join(",".join(line) + "\r\n" for line in lines).encode(encoding)


def in_gcj02(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the same customers at the places where a phone map shows them."""
    listed = list(rows)
    x, y = (np.array([float(row[place]) for row in listed]) for place in (-2, -1))
    moved = zip(*wgs84_to_gcj02(x, y), strict=True)
    return [
        (*row[:-2], f"{lon:.6f}", f"{lat:.6f}")
        for row, (lon, lat) in zip(listed, moved, strict=True)
    ]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files in one zip."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


def bureau_zip() -> bytes:
    """Return a small bureau folder, zipped with the folder itself as people do it."""
    return zipped({"本局/网格.geojson": cells_geojson(), "本局/客户.csv": customers_csv()})


def _ring(i: int, j: int) -> list[tuple[float, float]]:
    west, south = WEST + i * SIDE, SOUTH + j * SIDE
    east, north = west + SIDE, south + SIDE
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]
