"""Whatever happens to the bytes of a file: it is read, or refused by a named error."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importing import ImportOptions
from data.importing.mapping import apply, match
from data.importing.normalise import normalise
from data.importing.readers import read_file
from errors import BattlemapError
from rules.codes import Kind
from tests.data.importing.bureau import CUSTOMERS, settings_for, write_csv
from tests.data.importing.files import SQUARE, as_cells, geojson, layer, shapefile, workbook, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing.batch import Batch

HERE = ZoneInfo("Asia/Shanghai")
FORMS = ("csv", "xlsx", "geojson", "gpkg", "zip")
cuts = st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=8))
"""Where, how many bytes go, and what comes instead."""


def sound(form: str, folder: Path) -> tuple[Path, Kind]:
    square, code = [shapely.box(108, 26, 108.1, 26.1)], {"code": ["C1"]}
    if form == "csv":
        return write_csv(folder / "customers.csv", CUSTOMERS), Kind.CUSTOMERS
    if form == "xlsx":
        return workbook(folder / "customers.xlsx", as_cells(CUSTOMERS)), Kind.CUSTOMERS
    if form == "geojson":
        rows = [{"code": "C1", "geometry": SQUARE}]
        return geojson(folder / "cells.geojson", rows), Kind.CELLS
    if form == "gpkg":
        return layer(folder / "cells.gpkg", square, code), Kind.CELLS
    return shapefile(folder / "cells.zip", square, code), Kind.CELLS


def damaged(data: bytes, wounds: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, instead in wounds:
        at = int(where * len(data))
        data = data[:at] + instead + data[at + length :]
    return data


def damage(path: Path, wounds: list[tuple[float, int, bytes]], part: int | None) -> Path:
    """Damage a file, or one part of a zip that is otherwise whole."""
    target = path.with_stem("damaged")
    if part is None or not zipfile.is_zipfile(path):
        target.write_bytes(damaged(path.read_bytes(), wounds))
        return target
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[part % len(parts)]
    return zipped(target, parts | {name: damaged(parts[name], wounds)})


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cuts, min_size=1, max_size=4), st.none() | st.integers(0, 20))
def test_damage_is_never_a_surprise(
    form: str, tmp_path: Path, wounds: list[tuple[float, int, bytes]], part: int | None
) -> None:
    path, kind = sound(form, tmp_path)
    found = outcome(damage(path, wounds, part), kind)
    if isinstance(found, BattlemapError):
        assert found.facts["file"] == "damaged" + path.suffix
    else:
        assert len(found) + len(found.rejections) == found.read


def outcome(path: Path, kind: Kind) -> Batch | BattlemapError:
    try:
        raw = read_file(path, kind, ImportOptions(), settings_for(path.parent, "sqlite://"))
        shaped = raw.shapes is not None
        table = apply(raw, match(kind, raw.headers, {}, file=raw.file, shaped=shaped))
        return normalise(table, HERE, None)
    except BattlemapError as error:
        return error
