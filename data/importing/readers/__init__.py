"""Files of every form become columns of text: one reader a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.importing.formats import Format, format_of
from data.importing.raw import RawFile, without_blank_rows
from data.importing.readers.csv_files import read_csv
from data.importing.readers.geojson import read_geojson
from data.importing.readers.layers import read_geopackage, read_shapefile
from data.importing.readers.workbooks import read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing.options import ImportOptions
    from rules.codes import Kind
    from settings import Settings


def read_file(
    path: Path,
    kind: Kind | None,
    options: ImportOptions,
    settings: Settings,
    limit: int | None = None,
) -> RawFile:
    """Read a file, or its first ``limit`` rows, as columns of text.

    ``kind`` only helps to find the row of headers.

    Raises
    ------
    ImportRefused
        One of its subclasses: the file is too large, of no known form, cut short or broken.
    """
    form = format_of(path, settings)
    if form is Format.WORKBOOK:
        raw = read_workbook(path, kind, options, settings, limit)
    elif form is Format.GEOJSON:
        raw = read_geojson(path, options, limit)
    elif form is Format.GEOPACKAGE:
        raw = read_geopackage(path, options, limit)
    elif form is Format.SHAPEFILE:
        raw = read_shapefile(path, options, settings, limit)
    else:
        raw = read_csv(path, kind, options, limit)
    return without_blank_rows(raw)
