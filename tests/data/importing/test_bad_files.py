"""Files that cannot be taken at all: each is refused by name, with a remedy, and leaves nothing."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from data.importing import ImportRefused, errors
from settings import MEGABYTE
from tests.data.importing.bureau import CUSTOMERS, Bureau, customers, settings_for
from tests.data.importing.files import (
    as_cells,
    geojson,
    layer,
    shapefile,
    with_part,
    workbook,
    zipped,
)
from tests.data.importing.reading import counts
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from errors import BattlemapError

SQUARE = shapely.box(108, 26, 108.1, 26.1)


def refused(bureau: Bureau, path: Path, error: type[BattlemapError], **options: Any) -> str:
    """Import a path that must be refused; return the Chinese sentence."""
    before = counts(bureau)
    with pytest.raises(error) as caught:
        bureau.run(path, **options)
    assert counts(bureau) == before
    assert not (bureau.settings.data_dir / "rejected").exists()
    sentences = [texts(tongue).error(caught.value) for tongue in Tongue]
    for sentence in sentences:
        assert path.name in sentence or str(path) in sentence
        assert not re.search(r"[{}]", sentence)
    return sentences[0]


def text_file(name: str, text: str | bytes) -> Callable[[Path], Path]:
    """Make a maker of a text file."""

    def make(folder: Path) -> Path:
        data = text.encode() if isinstance(text, str) else text
        (folder / name).write_bytes(data)
        return folder / name

    return make


def customer_book(folder: Path) -> Path:
    return workbook(folder / "customers.xlsx", as_cells(CUSTOMERS))


def cut(make: Callable[[Path], Path], share: float = 0.6) -> Callable[[Path], Path]:
    """Make a maker of a file whose end is missing."""

    def shorter(folder: Path) -> Path:
        path = make(folder)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])
        return path

    return shorter


def cut_inside_shapefile(folder: Path) -> Path:
    path = square_shapefile(folder)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(path, parts | {"cells.shp": parts["cells.shp"][:-20]})


def square_shapefile(folder: Path, **how: Any) -> Path:
    return shapefile(folder / "cells.zip", [SQUARE], {"code": ["C1"]}, **how)


def square_package(folder: Path) -> Path:
    return layer(folder / "cells.gpkg", [SQUARE], {"code": ["C1"]})


def two_layers(folder: Path) -> Path:
    path = layer(folder / "cells.gpkg", [SQUARE], {"code": ["C1"]}, name="a")
    return layer(path, [SQUARE], {"code": ["C1"]}, name="b", append=True)


def locked_zip(folder: Path) -> Path:
    path = square_shapefile(folder)
    data = bytearray(path.read_bytes())
    for found in re.finditer(b"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    path.write_bytes(data)
    return path


def lying_workbook(folder: Path) -> Path:
    """Make a workbook one part of which is larger than the directory says."""
    path = with_part(customer_book(folder), "xl/media/large.bin", b"0" * MEGABYTE)
    data = bytearray(path.read_bytes())
    at = data.index(b"xl/media/large.bin", data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, at + 24, 10)
    path.write_bytes(data)
    return path


def bad_geopackage(folder: Path) -> Path:
    path = square_package(folder)
    data = bytearray(path.read_bytes())
    data[200:] = b"\xff" * (len(data) - 200)
    path.write_bytes(data)
    return path


def sqlite_file(folder: Path) -> Path:
    return text_file("cells.gpkg", b"SQLite format 3\x00" + bytes(200))(folder)


BAD_FILES: list[tuple[str, Callable[[Path], Path], type[BattlemapError]]] = [
    ("empty", text_file("customers.csv", ""), errors.NoRows),
    ("blank", text_file("customers.csv", "\n \n,,\n"), errors.NoRows),
    ("picture", text_file("customers.csv", b"\x89PNG\r\n\x00\x00"), errors.FormatUnknown),
    ("page", text_file("customers.xls", "<html><table>"), errors.FormatUnknown),
    ("old workbook", text_file("customers.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"x"),
     errors.OldWorkbook),
    ("neither encoding", text_file("customers.csv", b"account,x,y\n\xff\xfe\xff,1,1\n"),
     errors.EncodingUnknown),
    ("cut in a character", text_file("customers.csv", "account,x,y\n甲".encode()[:-1]),
     errors.FileCutShort),
    ("cut in a row", text_file("customers.csv", "account,x,y\n1,108,26\n2,10"),
     errors.FileCutShort),
    ("open quote", text_file("customers.csv", 'account,name,x,y\n1,"甲,108,26\n2,乙,108,26\n'),
     errors.QuoteOpen),
    ("no x", text_file("customers.csv", "account,name\n1,甲\n"), errors.ColumnsMissing),
    ("no json", text_file("cells.geojson", '{"type" "FeatureCollection"}'), errors.FileBroken),
    ("other json", text_file("cells.geojson", '{"cells": [1]}'), errors.FileBroken),
    ("odd features", text_file("cells.geojson", '{"features": [1]}'), errors.FileBroken),
    ("deep json", text_file("cells.geojson", '{"a":' + "[" * 200_000), errors.FileBroken),
    ("cut json", text_file("cells.geojson", '{"type":"FeatureCollection","features":[{"type"'),
     errors.FileCutShort),
    ("cut workbook", cut(customer_book), errors.FileCutShort),
    ("cut geopackage", cut(square_package), errors.FileCutShort),
    ("bad geopackage", bad_geopackage, errors.FileBroken),
    ("other sqlite", sqlite_file, errors.FormatUnknown),
    ("cut shapefile", cut_inside_shapefile, errors.FileCutShort),
    ("two layers", two_layers, errors.SeveralLayers),
    ("no dbf", lambda folder: square_shapefile(folder, without=(".dbf",)),
     errors.ShapefileIncomplete),
    ("loose shapefile", text_file("cells.shp", bytes.fromhex("0000270A") + bytes(96)),
     errors.LooseShapefile),
    ("macros", lambda f: with_part(customer_book(f), "xl/vbaProject.bin"),
     errors.WorkbookWithMacros),
    ("macro sheet", lambda f: with_part(customer_book(f), "xl/macrosheets/sheet1.xml"),
     errors.WorkbookWithMacros),
    ("macro ending", lambda f: customer_book(f).rename(f / "customers.xlsm"),
     errors.WorkbookWithMacros),
    ("external links", lambda f: with_part(customer_book(f), "xl/externalLinks/externalLink1.xml"),
     errors.WorkbookWithLinks),
    ("queries", lambda f: with_part(customer_book(f), "xl/connections.xml"),
     errors.WorkbookWithLinks),
    ("lying workbook", lying_workbook, errors.FileBroken),
    ("zip of something", lambda f: zipped(f / "cells.zip", {"a.doc": b"x"}), errors.FormatUnknown),
    ("zip that climbs", lambda f: with_part(square_shapefile(f), "../cells.dbf"),
     errors.ZipEscapes),
    ("zip from the root", lambda f: with_part(square_shapefile(f), "/etc/cells.dbf"),
     errors.ZipEscapes),
    ("zip to a drive", lambda f: with_part(square_shapefile(f), "C:\\cells.dbf"),
     errors.ZipEscapes),
    ("locked zip", locked_zip, errors.ZipLocked),
]  # fmt: skip


@pytest.mark.parametrize(("make", "error"), [bad[1:] for bad in BAD_FILES],
                         ids=[bad[0] for bad in BAD_FILES])  # fmt: skip
def test_a_bad_file_is_refused(
    small_bureau: Bureau, make: Callable[[Path], Path], error: type[BattlemapError]
) -> None:
    refused(small_bureau, make(small_bureau.folder), error)


def test_a_bad_file_refuses_its_whole_folder(bureau: Bureau) -> None:
    bureau.write_all()
    (bureau.folder / "issues.csv").write_text("number\n1\n", encoding="utf-8")
    before = counts(bureau)
    with pytest.raises(errors.ColumnsMissing) as caught:
        bureau.run(bureau.folder)
    assert counts(bureau) == before
    assert "opened_at (受理时间, 创建时间)" in texts(Tongue.CHINESE).error(caught.value)


def test_a_file_of_two_gigabytes_is_not_even_read(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    with path.open("wb") as file:
        file.truncate(2048 * MEGABYTE)  # a hole, so it takes no room
    sentence = refused(small_bureau, path, errors.FileTooLarge)
    assert "2,048 MB" in sentence
    assert "100 MB" in sentence


def limited(bureau: Bureau, most: int) -> Bureau:
    settings = settings_for(
        bureau.settings.data_dir, bureau.settings.database_url, max_unpacked_bytes=most
    )
    return Bureau(bureau.store, bureau.folder, settings)


def test_a_zip_that_unpacks_to_too_much_stays_packed(small_bureau: Bureau) -> None:
    path = with_part(square_shapefile(small_bureau.folder), "cells.qix", bytes(3 * MEGABYTE))
    sentence = refused(limited(small_bureau, 2 * MEGABYTE), path, errors.ZipTooLarge)
    assert "BATTLEMAP_MAX_UNPACKED_MB" in sentence


def test_a_workbook_that_unpacks_to_too_much_stays_packed(small_bureau: Bureau) -> None:
    path = with_part(customer_book(small_bureau.folder), "xl/a.bin", bytes(3 * MEGABYTE))
    refused(limited(small_bureau, 2 * MEGABYTE), path, errors.ZipTooLarge)


def test_a_zip_that_unpacks_to_implausibly_much_stays_packed(small_bureau: Bureau) -> None:
    part = bytes(40 * MEGABYTE)
    path = with_part(square_shapefile(small_bureau.folder), "cells.qix", part)
    refused(small_bureau, path, errors.ZipSuspicious)


def test_a_zip_of_very_many_entries_stays_packed(small_bureau: Bureau) -> None:
    path = square_shapefile(small_bureau.folder)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.txt", b"")
    refused(small_bureau, path, errors.ZipTooMany)


def test_a_link_in_a_zip_is_not_followed(small_bureau: Bureau) -> None:
    path = square_shapefile(small_bureau.folder)
    link = zipfile.ZipInfo("cells.qix")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(small_bureau, path, errors.ZipEscapes)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"encoding": "utf-8"}, errors.EncodingWrong),
        ({"encoding": "klingon"}, errors.EncodingUnknown),
        ({"encoding": "zip"}, errors.EncodingUnknown),
        ({"mapping": {"没有": "name"}}, errors.NoSuchColumn),
        ({"mapping": {"户名": "colour"}}, errors.NoSuchField),
    ],
)
def test_options_that_do_not_fit(
    small_bureau: Bureau, options: dict[str, Any], error: type[ImportRefused]
) -> None:
    path = small_bureau.folder / "customers.csv"
    path.write_text("户号,户名,经度,纬度\n1,甲,108,26\n", encoding="gb18030")
    refused(small_bureau, path, error, **options)


def test_a_sheet_that_is_not_there(small_bureau: Bureau) -> None:
    path = customer_book(small_bureau.folder)
    assert "Sheet" in refused(small_bureau, path, errors.NoSuchSheet, sheet="别的")


def test_a_system_that_is_not_understood(small_bureau: Bureau) -> None:
    rows = [{"code": "1", "geometry": None}]
    path = geojson(small_bureau.folder / "cells.geojson", rows, "LOCAL_CS")
    refused(small_bureau, path, errors.SystemUnreadable)


def test_paths_and_names_that_do_not_help(small_bureau: Bureau) -> None:
    folder = small_bureau.folder
    refused(small_bureau, folder / "nothing.csv", errors.NoSuchPath)
    refused(small_bureau, folder, errors.NothingToImport)
    small_bureau.write("export", CUSTOMERS)
    refused(small_bureau, folder / "export.csv", errors.KindUnknown)
    small_bureau.write("customers", CUSTOMERS)
    refused(small_bureau, folder, errors.OptionForFolder, sheet="x")
    small_bureau.write("客户", CUSTOMERS)
    with pytest.raises(errors.KindTwice) as caught:
        small_bureau.run(folder)
    assert caught.value.facts["kind"] == "customers"


def test_a_large_csv_is_read_to_its_cut_end(small_bureau: Bureau) -> None:
    path = small_bureau.write("customers", customers(2_000))
    path.write_bytes(path.read_bytes()[:-10])
    refused(small_bureau, path, errors.FileCutShort)
