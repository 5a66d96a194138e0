"""A file with the area of an outage: its polygons become one multipolygon in WGS-84 degrees.

GeoJSON, KML and KMZ, GeoPackages and zipped shapefiles are read, in any coordinate system. What
was mended is told feature by feature; what is no area is left out by its name and number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.importing.errors import FileBroken, FormatUnknown, ImportRefused
from data.importing.formats import Format, format_of
from data.importing.outlines import DIGITS
from data.importing.positions import converted, is_metric, refuse_whole_file, system_of
from data.importing.raw import RawFile, Table
from data.importing.readers import read_file
from data.importing.readers.kml import is_kml, read_kml, read_kmz
from data.importing.working import working_folder
from geo.crossings import MOST_JOINED, MOST_UNTANGLED_TOGETHER, cross_more_often, is_crowded
from geo.guard import DegreeFault, check_degrees, degree_faults
from geo.mending import GeometryFault, Mended, mend
from rules.codes import Kind
from settings import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.importing.options import ImportOptions
    from geo.arrays import FloatArray, GeometryArray
    from geo.crs import CoordinateSystem
    from settings import Settings

MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_FEATURES = 5_000
MOST_VERTICES = 500_000
"""An area of an outage is drawn or cut out; what is larger is another kind of file."""
_ENOUGH = MOST_FEATURES + 1
"""Features after which reading stops: by then it is refused."""
_GEOMETRIES = frozenset({"Polygon", "MultiPolygon", "GeometryCollection"})
_NAMES = ("name", "名称", "区域名称", "停电区域", "title", "code", "编号", "id")


class AreaTooDetailed(ImportRefused):
    """More than an area can have. Facts: ``features``, ``vertices``, and the most of each.

    Those that were read are counted: what comes after the first feature too many is not.
    """

    code = "import.area_too_detailed"


class AreaTangled(ImportRefused):
    """Outlines cross themselves or each other at every turn. Fact ``most``: how often they may."""

    code = "import.area_tangled"


class AreaCrowded(ImportRefused):
    """So many sides lie close to each other that nobody can judge them."""

    code = "import.area_crowded"


class NoArea(ImportRefused):
    """Not one usable polygon. Facts: ``count``, and of the first feature ``number``, ``name``."""

    code = "import.no_area"


class AreaOfLines(NoArea):
    """There are lines or points, and no polygon. Facts as for ``NoArea``."""

    code = "import.area_of_lines"


class AreaCrossing(NoArea):
    """The outline crosses itself so that nobody can say what is inside. Facts as above."""

    code = "import.area_crossing"


_WHY = {GeometryFault.WRONG_TYPE: AreaOfLines, GeometryFault.SELF_CROSSING: AreaCrossing}


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told of one feature: its number from 1, its name, and its fault."""

    number: int
    name: str
    fault: GeometryFault


@dataclass(frozen=True, slots=True)
class AreaFile:
    """The area of a file. ``system`` is in what it was read, ``polygons`` how many were joined."""

    file: str
    area: shapely.MultiPolygon
    polygons: int
    system: str
    mended: tuple[Told, ...]
    left_out: tuple[Told, ...]


def read_area(path: Path, options: ImportOptions, settings: Settings) -> AreaFile:
    """Return the area that a file holds.

    Raises
    ------
    ImportRefused
        One of its subclasses: too large, no known form, broken, several layers, a system that is
        not understood or does not fit, too detailed (``AreaTooDetailed``), too tangled
        (``AreaTangled``) or crowded (``AreaCrowded``), or without any polygon (``NoArea``).
    geo.crs.UnknownCoordinateSystem, geo.crs.UnsuitableCoordinateSystem
        Nothing usable has the name that was passed.
    """
    raw = _raw(path, options, _limited(settings))
    _refuse_detail(raw)
    table = Table(Kind.CELLS, raw.file, {}, raw.rows, raw.shapes, raw.faults, raw.crs)
    system = system_of(table, options.crs)
    shapes = raw.shapes if raw.shapes is not None else np.full(0, None, dtype=object)
    degrees = _degrees(shapes, system, table)
    if is_crowded(list(degrees)):
        raise AreaCrowded(file=raw.file)
    tangled = degrees[~shapely.is_valid(degrees)]
    if len(tangled) > 1:
        _refuse_crossings(raw, tangled, MOST_UNTANGLED_TOGETHER)
    read = [
        mend(Mended(shape, (raw.faults[n],) if n in raw.faults else ()))
        for n, shape in enumerate(degrees)
    ]
    return _joined(raw, read, system)


def _limited(settings: Settings) -> Settings:
    return replace(
        settings,
        max_file_bytes=min(settings.max_file_bytes, MOST_BYTES),
        max_unpacked_bytes=min(settings.max_unpacked_bytes, MOST_UNPACKED),
    )


def _raw(path: Path, options: ImportOptions, settings: Settings) -> RawFile:
    if path.stat().st_size <= settings.max_file_bytes and is_kml(path):
        return read_kml(path)
    try:
        form = format_of(path, settings)
    except FormatUnknown:
        zipped = _zipped_kml(path, settings)
        if zipped is None:
            raise
        return zipped
    if form in (Format.CSV, Format.WORKBOOK):
        raise FormatUnknown(file=path.name)
    try:
        return read_file(path, None, options, settings, _ENOUGH)
    except FileBroken:
        bare = _bare_geometry(path) if form is Format.GEOJSON else None
        if bare is None:
            raise
    with working_folder(settings) as folder:
        wrapped = folder / path.name
        wrapped.write_text(bare, encoding="utf-8")
        return read_file(wrapped, None, options, settings, _ENOUGH)


def _zipped_kml(path: Path, settings: Settings) -> RawFile | None:
    with path.open("rb") as file:
        zipped = file.read(2) == b"PK"
    return read_kmz(path, settings) if zipped else None


def _bare_geometry(path: Path) -> str | None:
    """Return a geometry that stands alone as a feature, none where the file is something else."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("type") not in _GEOMETRIES:
        return None
    return json.dumps({"type": "Feature", "properties": {}, "geometry": content})


def _refuse_detail(raw: RawFile) -> None:
    vertices = 0 if raw.shapes is None else int(shapely.get_num_coordinates(raw.shapes).sum())
    if len(raw) > MOST_FEATURES or vertices > MOST_VERTICES:
        raise AreaTooDetailed(
            file=raw.file,
            features=len(raw),
            vertices=vertices,
            most_features=MOST_FEATURES,
            most_vertices=MOST_VERTICES,
        )


def _refuse_crossings(raw: RawFile, areas: Sequence[shapely.Geometry], most: int) -> None:
    if cross_more_often(areas, most):
        raise AreaTangled(file=raw.file, most=most)


def _degrees(shapes: GeometryArray, system: CoordinateSystem, table: Table) -> GeometryArray:
    """Convert every vertex; a shape with one that is no place on Earth loses it to a fault."""
    flat = shapely.force_2d(shapes)
    if not is_metric(system):
        _guard(flat, table)

    def convert(vertices: FloatArray) -> FloatArray:
        lon, lat = converted(vertices[:, 0], vertices[:, 1], system, table)
        return np.column_stack((lon, lat)).round(DIGITS)

    moved: GeometryArray = np.asarray(shapely.transform(flat, convert), dtype=object)
    return _guard(moved, table)


def _guard(shapes: GeometryArray, table: Table) -> GeometryArray:
    vertices, owner = shapely.get_coordinates(shapes, return_index=True)
    x, y = vertices[:, 0].copy(), vertices[:, 1].copy()
    refuse_whole_file(check_degrees(x, y), table)
    bad = ~np.isin(degree_faults(x, y), (DegreeFault.NONE, DegreeFault.MISSING))
    faulty = np.zeros(len(shapes), bool)
    faulty[owner[bad]] = True
    return np.array([_nowhere(s) if f else s for s, f in zip(shapes, faulty, strict=True)] + [None],
                    dtype=object)[:-1]  # fmt: skip


def _nowhere(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda vertices: np.full_like(vertices, np.nan))


def _joined(raw: RawFile, read: list[Mended], system: CoordinateSystem) -> AreaFile:
    names = _names(raw)
    good = [one.geometry for one in read if one.geometry is not None]
    told = [
        (Told(int(raw.rows[n]), names[n], fault), one.refused)
        for n, one in enumerate(read)
        for fault in (one.faults[-1:] if one.refused else one.faults)
    ]
    left_out = tuple(one for one, refused in told if refused)
    if not good:
        first = left_out[0] if left_out else Told(0, "", GeometryFault.MISSING)
        refusal = _WHY.get(first.fault, NoArea)
        raise refusal(file=raw.file, count=len(raw), number=first.number, name=first.name)
    if len(good) > 1:
        _refuse_crossings(raw, good, MOST_JOINED)
    whole = shapely.union_all(good)
    parts = [part for part in shapely.get_parts(whole) if isinstance(part, shapely.Polygon)]
    return AreaFile(
        file=raw.file,
        area=shapely.orient_polygons(shapely.multipolygons(parts)),
        polygons=int(sum(shapely.get_num_geometries(good))),
        system=system.name,
        mended=tuple(one for one, refused in told if not refused),
        left_out=left_out,
    )


def _names(raw: RawFile) -> list[str]:
    """Return what the file calls its features, "" where it calls them nothing."""
    by_name = {header.strip().lower(): n for n, header in enumerate(raw.headers)}
    found = next((by_name[name] for name in _NAMES if name in by_name), None)
    return [""] * len(raw) if found is None else raw.columns[found].to_pylist()
