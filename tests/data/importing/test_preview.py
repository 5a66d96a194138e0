from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.importing import ImportOptions, preview
from data.importing.errors import ColumnsMissing, DegreesSwapped, FormatUnknown, MetresWithoutSystem
from rules.codes import Kind
from tests.data.importing.bureau import CUSTOMERS, FILES, customers
from tests.data.importing.files import POINT, as_cells, geojson, workbook
from tests.data.importing.reading import counts

if TYPE_CHECKING:
    from tests.data.importing.bureau import Bureau


def test_the_beginning_of_a_file_is_shown(small_bureau: Bureau) -> None:
    path = small_bureau.write("customers", customers(50_000, note="x"), "gb18030")
    (seen,) = preview(path, ImportOptions(), small_bureau.settings).files
    assert seen.kind is Kind.CUSTOMERS
    assert seen.encoding == "gb18030"
    assert seen.headers == ("account", "name", "x", "y", "note")
    assert seen.fields == ("account", "name", "x", "y", None)
    assert len(seen.rows) == 20
    assert seen.rows[0][:2] == ("7000000", "客户0")
    assert (seen.missing, seen.problem, seen.rejections) == ((), None, ())
    assert counts(small_bureau)["customer"] == 0


@pytest.mark.parametrize("kind", list(FILES))
def test_headers_tell_what_the_name_does_not(small_bureau: Bureau, kind: str) -> None:
    path = small_bureau.write("export", FILES[kind])
    (seen,) = preview(path, ImportOptions(), small_bureau.settings).files
    assert seen.kind is Kind(kind)


def test_nothing_is_guessed_where_nothing_fits(small_bureau: Bureau) -> None:
    path = small_bureau.write("export", [{"a": "1", "b": "2"}])
    (seen,) = preview(path, ImportOptions(), small_bureau.settings).files
    assert seen.kind is None
    assert seen.fields == (None, None)


def test_problems_are_shown_and_not_raised(small_bureau: Bureau) -> None:
    def problem(rows: list[dict[str, object]], **options: object) -> object:
        path = small_bureau.write("customers", rows)
        chosen = ImportOptions(**options)  # type: ignore[arg-type]
        return preview(path, chosen, small_bureau.settings).files[0].problem

    people = [{"account": c["account"], "x": c["y"], "y": c["x"]} for c in CUSTOMERS]
    assert isinstance(problem(people), DegreesSwapped)
    assert isinstance(problem([{"account": "1"}]), ColumnsMissing)
    metres = [{"account": "1", "x": 36500000.0, "y": 2900000.0}]
    assert isinstance(problem(metres), MetresWithoutSystem)
    assert problem(metres, crs="EPSG:4524") is None


def test_rows_that_would_be_rejected_are_shown(small_bureau: Bureau) -> None:
    path = small_bureau.write("customers", [*CUSTOMERS, CUSTOMERS[0] | {"x": ""}])
    (seen,) = preview(path, ImportOptions(), small_bureau.settings).files
    assert [(r.row, r.code) for r in seen.rejections] == [(5, "position_half")]


def test_a_folder_shows_all_its_files(small_bureau: Bureau) -> None:
    folder = small_bureau.write_all()
    (folder / "readme.txt").write_text("x", encoding="utf-8")
    seen = preview(folder, ImportOptions(), small_bureau.settings)
    assert [file.kind for file in seen.files] == list(Kind)
    assert seen.ignored == ("readme.txt",)


def test_other_forms(small_bureau: Bureau) -> None:
    folder = small_bureau.folder
    book = workbook(folder / "customers.xlsx", as_cells(CUSTOMERS), 备注=[["x"]])
    (seen,) = preview(book, ImportOptions(), small_bureau.settings).files
    assert (seen.sheets, len(seen.rows)) == (("Sheet", "备注"), 3)
    points = geojson(folder / "customers.geojson", [{"account": "1", "geometry": POINT}], "CRS84")
    (seen,) = preview(points, ImportOptions(), small_bureau.settings).files
    assert (seen.crs, seen.problem) == ("wgs84", None)


def test_what_cannot_be_read_is_refused(small_bureau: Bureau) -> None:
    path = small_bureau.folder / "customers.csv"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(FormatUnknown):
        preview(path, ImportOptions(), small_bureau.settings)
