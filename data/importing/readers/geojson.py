"""GeoJSON, read here and not by GDAL, so that every feature keeps its number and its fault."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import shapely
from shapely.errors import ShapelyError

from data.importing.encodings import encoding_of
from data.importing.errors import BrokenAt, FileBroken, FileCutShort, SystemUnreadable
from data.importing.mapping import named_apart
from data.importing.raw import BadRow, RawFile
from data.importing.readers.cells import as_text
from geo.mending import GeometryFault

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing.options import ImportOptions
    from geo.arrays import GeometryArray

Json: TypeAlias = dict[str, Any]

_EPSG = re.compile(r"EPSG:+(?:[\d.]*:)?(\d+)$", re.IGNORECASE)
_HALF_SIGN = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a sign beyond the first plane, as JSON writes it; two halves together are whole."""
_SHOWN = 200
_WGS84 = re.compile(r"CRS:?84$", re.IGNORECASE)


def read_geojson(path: Path, options: ImportOptions, limit: int | None) -> RawFile:
    """Read a feature collection, or a single feature.

    Raises
    ------
    FileCutShort
        The text ends before it is complete.
    BrokenAt, FileBroken
        The text is no JSON, or not a single feature of GeoJSON is in it.
    SystemUnreadable
        Its ``crs`` member is not understood.
    EncodingUnknown, EncodingWrong
        See :func:`data.importing.encodings.encoding_of`.
    """
    encoding = encoding_of(path, options.encoding)
    document = _parsed(path, encoding)
    features, bad_rows = _features(document, path.name, limit)
    headers = tuple(dict.fromkeys(name for f in features for name in f["properties"]))
    columns = tuple(
        pa.array([as_text(f["properties"].get(name)) for f in features], pa.string())
        for name in headers
    )
    shapes, faults = _shapes([feature["geometry"] for feature in features])
    return RawFile(
        file=path.name,
        headers=named_apart(headers),
        columns=columns,
        rows=np.array([feature["number"] for feature in features], np.int64),
        shapes=shapes,
        faults=faults,
        crs=None if options.crs else _system(document, path.name),
        encoding=encoding,
        bad_rows=bad_rows,
    )


def _parsed(path: Path, encoding: str) -> Json:
    text = path.read_text(encoding=encoding)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        if cut:
            raise FileCutShort(file=path.name) from error
        raise BrokenAt(file=path.name, row=error.lineno) from error
    except RecursionError as error:
        raise FileBroken(file=path.name) from error
    if not isinstance(document, dict):
        raise FileBroken(file=path.name)
    return _without_half_signs(document, path.name) if _HALF_SIGN.search(text) else document


def _without_half_signs(document: Json, file: str) -> Json:
    """Put what no file can hold, half of a sign beyond the first plane, aside as plain text.

    Such a feature is then none, and turned away with its number; the others are read.
    """
    given = document.get("features")
    features = given if isinstance(given, list) else []
    readable = [one if _whole_signs(one) else json.dumps(one) for one in features]
    kept = document | ({"features": readable} if isinstance(given, list) else {})
    if not _whole_signs(kept):
        raise FileBroken(file=file)
    return kept


def _whole_signs(part: object) -> bool:
    try:
        json.dumps(part, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _features(
    document: Json, file: str, limit: int | None
) -> tuple[list[Json], tuple[BadRow, ...]]:
    """Return the features that are some, with their numbers, and those that are none."""
    single = document.get("type") == "Feature"
    given = [document] if single else document.get("features")
    if not isinstance(given, list):
        raise FileBroken(file=file)
    good: list[Json] = []
    bad: list[BadRow] = []
    for number, one in enumerate(given[:limit], start=1):
        feature = _feature(one, number)
        if feature is None:
            bad.append(BadRow(number, 0, 0, _shown(one), "feature_broken"))
        else:
            good.append(feature)
    if bad and not good:
        raise FileBroken(file=file)
    return good, tuple(bad)


def _feature(feature: object, number: int) -> Json | None:
    if not isinstance(feature, dict):
        return None
    properties, geometry = feature.get("properties") or {}, feature.get("geometry")
    if not isinstance(properties, dict) or not isinstance(geometry, dict | None):
        return None
    return {"properties": properties, "geometry": geometry, "number": number}


def _shown(feature: object) -> str:
    return json.dumps(feature, ensure_ascii=False)[:_SHOWN]


def _shapes(geometries: list[Json | None]) -> tuple[GeometryArray, dict[int, GeometryFault]]:
    shapes = np.full(len(geometries), None, dtype=object)
    faults: dict[int, GeometryFault] = {}
    for position, geometry in enumerate(geometries):
        if geometry is None:
            faults[position] = GeometryFault.MISSING
            continue
        shapes[position], fault = _shape(geometry)
        if fault is not None:
            faults[position] = fault
    return shapes, faults


def _shape(geometry: Json) -> tuple[shapely.Geometry | None, GeometryFault | None]:
    try:
        return shapely.from_geojson(json.dumps(geometry)), None
    except ShapelyError:
        pass
    try:
        return shapely.from_geojson(json.dumps(_closed(geometry))), GeometryFault.UNCLOSED
    except (ShapelyError, TypeError, KeyError, IndexError):
        return None, GeometryFault.UNREADABLE


def _closed(geometry: Json) -> Json:
    """Close the rings of an area; anything else is left as it is."""
    coordinates = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return geometry | {"coordinates": [_ring(ring) for ring in coordinates]}
    if geometry["type"] == "MultiPolygon":
        closed = [[_ring(ring) for ring in polygon] for polygon in coordinates]
        return geometry | {"coordinates": closed}
    return geometry


def _ring(ring: list[Any]) -> list[Any]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _system(document: Json, file: str) -> str | None:
    """Return what the old ``crs`` member says; the standard of today means WGS-84."""
    member = document.get("crs")
    if member is None:
        return None
    properties = member.get("properties") if isinstance(member, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if _WGS84.search(name):
        return "wgs84"
    found = _EPSG.search(name)
    if found is None:
        raise SystemUnreadable(file=file, system=name or str(member))
    return f"EPSG:{found[1]}"
