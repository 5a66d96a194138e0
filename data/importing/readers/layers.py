"""GeoPackages and zipped shapefiles, read by GDAL once their bytes have been judged here."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyproj import CRS
from pyproj.exceptions import CRSError

from data.importing.archives import opened, unpack
from data.importing.encodings import GB18030, UTF8, UTF8_MARKED, codec_named
from data.importing.errors import (
    FileBroken,
    FileCutShort,
    NoSuchSheet,
    SeveralLayers,
    ShapefileIncomplete,
    SystemUnreadable,
)
from data.importing.mapping import named_apart
from data.importing.raw import RawFile
from data.importing.readers.cells import as_text
from data.importing.readers.packages import refuse_computed_layers
from data.importing.working import working_folder
from data.later import Later
from geo.mending import GeometryFault, read_wkb

if TYPE_CHECKING:
    from pathlib import Path

    import pyogrio
    from pyogrio import errors as troubles

    from data.importing.options import ImportOptions
    from geo.arrays import GeometryArray
    from settings import Settings
else:
    pyogrio, troubles = Later("pyogrio"), Later("pyogrio.errors")

_NEEDED = (".shp", ".shx", ".dbf")
_COMPANIONS = (*_NEEDED, ".cpg", ".prj")
_SHP_LENGTH_AT = 24
_DBF_HEADER = 32
_GEOPACKAGE_PAGE_SIZE_AT, _GEOPACKAGE_PAGES_AT = 16, 28
_LARGEST_PAGE = 65536
_LEAST_CONFIDENCE = 25
_PLAIN_DEGREES = re.compile(r"CGCS.?2000|China.+2000|China.?2000|WGS.?(19)?84", re.IGNORECASE)


def read_geopackage(path: Path, options: ImportOptions, limit: int | None) -> RawFile:
    """Read the one layer of a GeoPackage that has geometry, or the one the options name.

    Raises
    ------
    FileCutShort
        The file has fewer pages than it says.
    FileBroken
        SQLite or GDAL cannot read it.
    LayerComputed
        A layer is a view or a virtual table.
    SeveralLayers, NoSuchSheet
        It is not clear which layer is meant.
    SystemUnreadable
        The coordinate system has no EPSG number.
    """
    _refuse_cut_geopackage(path)
    refuse_computed_layers(path)
    try:
        layers = tuple(str(name) for name, kind in pyogrio.list_layers(path) if kind is not None)
    except troubles.DataSourceError as error:
        raise FileBroken(file=path.name) from error
    layer = _chosen(layers, options.sheet, path.name)
    return _read(path, layer, options, limit, encoding=None, file=path.name)


def read_shapefile(
    path: Path, options: ImportOptions, settings: Settings, limit: int | None
) -> RawFile:
    """Read the one shapefile of a zip, or the one the options name.

    Attributes are read in the encoding passed, else in that of the ``.cpg``, else in UTF-8 or
    GB18030, whichever they are.

    Raises
    ------
    ShapefileIncomplete
        A companion is missing.
    FileCutShort
        A part is shorter than it says.
    EncodingUnknown
        There is no encoding of that name.
    SeveralLayers, NoSuchSheet, FileBroken, SystemUnreadable
        As for GeoPackages.
    """
    with working_folder(settings) as folder:
        shape = _unpacked(path, folder, options, settings)
        _refuse_cut_shapefile(shape, path.name)
        _settle_system(shape.with_suffix(".prj"), options, path.name)
        encoding = _encoding(shape, options.encoding, path.name)
        return _read(shape, None, options, limit, encoding=encoding, file=path.name)


def _read(
    path: Path,
    layer: str | None,
    options: ImportOptions,
    limit: int | None,
    *,
    encoding: str | None,
    file: str,
) -> RawFile:
    try:
        meta, _, geometry, fields = pyogrio.raw.read(
            path, layer=layer, encoding=encoding, max_features=limit, datetime_as_string=True
        )
    except (troubles.DataSourceError, troubles.DataLayerError, UnicodeDecodeError) as error:
        raise FileBroken(file=file) from error
    count = len(geometry) if geometry is not None else len(fields[0]) if fields else 0
    shapes, faults = _shapes(geometry if geometry is not None else [None] * count)
    return RawFile(
        file=file,
        headers=named_apart([str(name) for name in meta["fields"]]),
        columns=tuple(_texts(values) for values in fields),
        rows=np.arange(1, count + 1, dtype=np.int64),
        shapes=shapes,
        faults=faults,
        crs=None if options.crs else _system(meta["crs"], file),
        encoding=encoding,
    )


def _shapes(
    parts: np.ndarray[Any, Any] | list[None],
) -> tuple[GeometryArray, dict[int, GeometryFault]]:
    shapes = np.full(len(parts), None, dtype=object)
    faults: dict[int, GeometryFault] = {}
    for position, data in enumerate(parts):
        read = read_wkb(data)
        shapes[position] = read.geometry
        if read.faults:
            faults[position] = read.faults[0]
    return shapes, faults


def _texts(values: np.ndarray[Any, Any]) -> pa.Array:
    return pa.array([as_text(value) for value in values.tolist()], pa.string())


def _system(crs: str | None, file: str) -> str | None:
    if crs is None:
        return None
    try:
        found = CRS.from_user_input(crs)
    except CRSError as error:
        raise SystemUnreadable(file=file, system=crs[:80]) from error
    epsg = found.to_epsg(min_confidence=_LEAST_CONFIDENCE)
    if epsg is not None:
        return f"EPSG:{epsg}"
    # Degrees under a name of one's own still have a datum that is known.
    if found.is_geographic and found.datum and _PLAIN_DEGREES.search(found.datum.name):
        return "wgs84"
    raise SystemUnreadable(file=file, system=found.name)


def _unpacked(path: Path, folder: Path, options: ImportOptions, settings: Settings) -> Path:
    with opened(path, settings.max_unpacked_bytes) as archive:
        entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
        stems = {str(PurePosixPath(name).with_suffix("")) for name in entries if _is(name, ".shp")}
        stem = _chosen(tuple(sorted(stems)), options.sheet, path.name, missing=".shp")
        for suffix in _COMPANIONS:
            for name, entry in entries.items():
                if str(PurePosixPath(name).with_suffix("")) == stem and _is(name, suffix):
                    unpack(archive, entry, folder / f"layer{suffix}")
    missing = [suffix for suffix in _NEEDED if not (folder / f"layer{suffix}").exists()]
    if missing:
        raise ShapefileIncomplete(file=path.name, missing=", ".join(missing))
    return folder / "layer.shp"


def _is(name: str, suffix: str) -> bool:
    # Macintosh archives carry a shadow of every file under this name.
    return name.lower().endswith(suffix) and "__MACOSX" not in name


def _chosen(layers: tuple[str, ...], wanted: str | None, file: str, missing: str = "") -> str:
    names = {PurePosixPath(layer).name: layer for layer in layers}
    if wanted is not None:
        if wanted not in names:
            raise NoSuchSheet(file=file, sheet=wanted, sheets=", ".join(names))
        return names[wanted]
    if not layers:
        raise ShapefileIncomplete(file=file, missing=missing) if missing else FileBroken(file=file)
    if len(layers) > 1:
        raise SeveralLayers(file=file, layers=", ".join(names), choices=list(names))
    return layers[0]


def _encoding(shape: Path, wanted: str | None, file: str) -> str:
    page = shape.with_suffix(".cpg")
    named = wanted or (page.read_text("ascii", "ignore").strip() if page.exists() else "")
    if named:
        codec = codec_named(named, file)
        return UTF8 if codec == UTF8_MARKED else codec
    data = shape.with_suffix(".dbf").read_bytes()
    try:
        data[_DBF_HEADER:].decode(UTF8)
    except UnicodeDecodeError:
        return GB18030
    return UTF8


def _settle_system(file: Path, options: ImportOptions, shown: str) -> None:
    """Leave a .prj that GDAL can read: Chinese names in one come in GBK, which it cannot."""
    if not file.exists():
        return
    if options.crs:
        file.unlink()
        return
    data = file.read_bytes()
    for codec in (UTF8, GB18030):
        try:
            file.write_text(data.decode(codec), encoding=UTF8)
        except UnicodeDecodeError:
            continue
        return
    raise SystemUnreadable(file=shown, system=data[:40].decode("ascii", "replace"))


def _refuse_cut_shapefile(shape: Path, file: str) -> None:
    head = shape.read_bytes()[: _SHP_LENGTH_AT + 4]
    words = int.from_bytes(head[_SHP_LENGTH_AT:], "big")
    table = shape.with_suffix(".dbf")
    dbf = table.read_bytes()[:_DBF_HEADER]
    records, header, width = (
        int.from_bytes(dbf[start:end], "little") for start, end in ((4, 8), (8, 10), (10, 12))
    )
    if shape.stat().st_size < 2 * words or table.stat().st_size < header + records * width:
        raise FileCutShort(file=file)


def _refuse_cut_geopackage(path: Path) -> None:
    with path.open("rb") as opened_file:
        head = opened_file.read(_GEOPACKAGE_PAGES_AT + 4)
    size = int.from_bytes(head[_GEOPACKAGE_PAGE_SIZE_AT : _GEOPACKAGE_PAGE_SIZE_AT + 2], "big")
    pages = int.from_bytes(head[_GEOPACKAGE_PAGES_AT:], "big")
    if path.stat().st_size < (_LARGEST_PAGE if size == 1 else size) * pages:
        raise FileCutShort(file=path.name)
