"""KML and KMZ, read here and not by GDAL: a page of XML from anywhere is not to be trusted.

Entities and document types are refused, so nothing can be blown up or fetched. Coordinates are
WGS-84 degrees by the standard (OGC 12-007r2, 9.1); heights are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

import numpy as np
import pyarrow as pa
import shapely

from data.importing.archives import opened
from data.importing.errors import BrokenAt, FileBroken, FileCutShort
from data.importing.raw import RawFile
from geo.mending import GeometryFault, Mended, read_ring

if TYPE_CHECKING:
    from pathlib import Path

    from geo.arrays import GeometryArray
    from settings import Settings

_HEAD = 4096
_SHAPES = frozenset({"Polygon", "LineString", "LinearRing", "Point", "Model", "Track"})
_CUT = frozenset({"no element found", "unclosed token", "unclosed CDATA section"})


@dataclass
class _Placemark:
    """A feature while it is read; rings are lists of longitude and latitude."""

    name: str = ""
    polygons: list[list[Mended]] = field(default_factory=list)
    others: int = 0


@dataclass
class _Reading:
    """What has been read, and the path of elements down to where reading stands."""

    placemarks: list[_Placemark] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    now: _Placemark | None = None
    refused: bool = False


def is_kml(path: Path) -> bool:
    """Tell whether a file is KML, by its first bytes; one that is zipped is not asked here."""
    with path.open("rb") as file:
        head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and (b"<kml" in head or b":kml" in head)


def read_kml(path: Path) -> RawFile:
    """Read the placemarks of a KML file.

    Raises
    ------
    FileCutShort
        The text ends before it is complete.
    BrokenAt, FileBroken
        The text is no XML, holds entities, or has no placemark.
    """
    return _read(path.read_bytes(), path.name)


def read_kmz(path: Path, settings: Settings) -> RawFile | None:
    """Read the first KML file of a zip, none where there is none in it.

    Raises
    ------
    ImportRefused
        The zip does not pass (:mod:`data.importing.archives`), or like ``read_kml``.
    """
    with opened(path, settings.max_unpacked_bytes) as archive:
        names = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".kml")]
        if not names:
            return None
        with archive.open(names[0]) as file:
            data = file.read(names[0].file_size)
    return _read(data, path.name)


def _read(data: bytes, file: str) -> RawFile:
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, _: _start(reading, name)
    parser.EndElementHandler = lambda name: _end(reading, name)
    parser.CharacterDataHandler = reading.text.append
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(reading)
    parser.EntityDeclHandler = lambda *_: _refuse(reading)
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the signature of expat
    except expat.ExpatError as error:
        if expat.ErrorString(error.code) in _CUT:
            raise FileCutShort(file=file) from error
        raise BrokenAt(file=file, row=error.lineno) from error
    except _Refused as error:
        raise FileBroken(file=file) from error
    if not reading.placemarks:
        raise FileBroken(file=file)
    return _raw(reading.placemarks, file)


class _Refused(ValueError):
    """A document type or an entity: no KML that a mapping program writes has one."""


def _refuse(_reading: _Reading) -> None:
    raise _Refused


def _start(reading: _Reading, name: str) -> None:
    element = name.rpartition(" ")[2]
    reading.path.append(element)
    reading.text.clear()
    if element == "Placemark":
        reading.now = _Placemark()
        reading.placemarks.append(reading.now)
    elif reading.now is not None and element == "Polygon":
        reading.now.polygons.append([])
    elif reading.now is not None and element in _SHAPES and "Polygon" not in reading.path:
        reading.now.others += 1


def _end(reading: _Reading, name: str) -> None:
    element = name.rpartition(" ")[2]
    text = "".join(reading.text)
    reading.path.pop()
    reading.text.clear()
    now = reading.now
    if element == "Placemark":
        reading.now = None
    elif now is not None and element == "name" and reading.path[-1] == "Placemark":
        now.name = text.strip()
    elif now is not None and element == "coordinates" and "Polygon" in reading.path:
        now.polygons[-1].append(read_ring(_vertices(text)))


def _vertices(text: str) -> list[list[float]]:
    """Read ``lon,lat[,height]`` tuples; what is no number becomes none, and a fault later."""
    found = []
    for one in text.split():
        parts = one.split(",")
        try:
            found.append([float(part) for part in parts[:2]])
        except ValueError:
            found.append([float("nan")] * 2)
    return [vertex if len(vertex) == 2 else [float("nan")] * 2 for vertex in found]  # noqa: PLR2004


def _raw(placemarks: list[_Placemark], file: str) -> RawFile:
    shapes: GeometryArray = np.full(len(placemarks), None, dtype=object)
    faults: dict[int, GeometryFault] = {}
    for position, placemark in enumerate(placemarks):
        shapes[position], fault = _shape(placemark)
        if fault is not None:
            faults[position] = fault
    return RawFile(
        file=file,
        headers=("name",),
        columns=(pa.array([one.name for one in placemarks], pa.string()),),
        rows=np.arange(1, len(placemarks) + 1, dtype=np.int64),
        shapes=shapes,
        faults=faults,
        crs="wgs84",
    )


def _shape(placemark: _Placemark) -> tuple[shapely.Geometry | None, GeometryFault | None]:
    if placemark.others:
        return None, GeometryFault.WRONG_TYPE
    if not placemark.polygons:
        return None, GeometryFault.MISSING
    rings = [ring for polygon in placemark.polygons for ring in polygon]
    useless = [ring.faults[0] for ring in rings if ring.refused]
    if useless or not all(placemark.polygons):
        return None, useless[0] if useless else GeometryFault.MISSING
    areas = [_polygon(polygon) for polygon in placemark.polygons]
    unclosed = any(GeometryFault.UNCLOSED in ring.faults for ring in rings)
    return shapely.multipolygons(areas), GeometryFault.UNCLOSED if unclosed else None


def _polygon(rings: list[Mended]) -> shapely.Polygon:
    shell, *holes = (shapely.get_exterior_ring(ring.geometry) for ring in rings)
    return shapely.Polygon(shell, holes)
