"""The tables of a GeoPackage, looked at before GDAL reads it: a layer must be one that is stored.

A GeoPackage is a database, and a view in it may be a query that never ends. Triggers are left
alone: every GeoPackage has some, and reading runs none of them.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from data.importing.errors import FileBroken, LayerComputed

if TYPE_CHECKING:
    from pathlib import Path

_MADE = "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type IN ('table', 'view')"
_LAYERS = "SELECT table_name FROM gpkg_contents UNION SELECT table_name FROM gpkg_geometry_columns"
_COMPUTED_COLUMNS = "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden <> 0"
# By the statement: the type beside it is the same for a virtual table.
_STORED = re.compile(r"CREATE TABLE\b", re.IGNORECASE)
_INDEX = re.compile(r"CREATE VIRTUAL TABLE \S+ USING rtree\b", re.IGNORECASE)
_READ_BY_GDAL = ("gpkg_", "rtree_")


def refuse_computed_layers(path: Path) -> None:
    """Refuse a GeoPackage in which a layer, or what describes the layers, is computed when read.

    Raises
    ------
    LayerComputed
        A layer is a view or a virtual table, or has a column that is computed.
    FileBroken
        SQLite cannot read it, or it does not say what its layers are.
    """
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as package:
            computed = _computed(package)
            _refuse(path, [name for name in computed if name.startswith(_READ_BY_GDAL)])
            layers = [str(name).lower() for (name,) in package.execute(_LAYERS)]
            _refuse(path, [name for name in layers if name in computed])
            _refuse(path, [name for name in layers if _has_computed_columns(package, name)])
    except sqlite3.Error as error:
        raise FileBroken(file=path.name) from error


def _computed(package: sqlite3.Connection) -> set[str]:
    return {
        name.lower()
        for name, made in package.execute(_MADE)
        if not _STORED.match(made) and not (name.startswith("rtree_") and _INDEX.match(made))
    }


def _has_computed_columns(package: sqlite3.Connection, layer: str) -> bool:
    return bool(package.execute(_COMPUTED_COLUMNS, (layer,)).fetchone()[0])


def _refuse(path: Path, computed: list[str]) -> None:
    if computed:
        raise LayerComputed(file=path.name, layer=min(computed))
