from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from sqlalchemy import select

from data.importing import Level, errors
from data.importing.positions import likely_system
from data.importing.wording import remark
from data.tables import Cell, Customer, Section
from data.tables import Transformer as TransformerRow
from geo.areas import metres_between
from geo.crs import UnknownCoordinateSystem
from geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from rules.codes import Kind
from tests.data.importing.bureau import CELLS, CUSTOMERS, TRANSFORMERS, Bureau, Row
from tests.data.importing.files import shapefile
from tests.data.importing.reading import counts, row
from tests.data.importing.test_bad_files import refused
from texts import Tongue, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.importing import Finding, ImportReport

HERE = (108.031, 26.051)


def moved(rows: list[Row], shift: Callable[..., Any]) -> list[Row]:
    """Return rows with positions in another datum or system."""
    changed = []
    for one in rows:
        x, y = shift(one["x"], one["y"])
        changed.append(one | {"x": float(x), "y": float(y)})
    return changed


def to_zone(x: float, y: float) -> tuple[float, float]:
    east, north = Transformer.from_crs("EPSG:4490", "EPSG:4524", always_xy=True).transform(x, y)
    return east, north


def position(bureau: Bureau) -> tuple[float, float]:
    found = row(bureau, select(Customer.x, Customer.y).where(Customer.account == "0061200001"))
    return found.x, found.y


@pytest.mark.parametrize(
    ("crs", "shift"),
    [("gcj02", wgs84_to_gcj02), ("bd09", wgs84_to_bd09), ("EPSG:4524", to_zone)],
)
def test_other_systems_are_converted(
    small_bureau: Bureau, crs: str, shift: Callable[..., Any]
) -> None:
    path = small_bureau.write("customers", moved(CUSTOMERS, shift))
    report = small_bureau.run(path, crs=crs)
    (off,) = metres_between(*([value] for value in (*position(small_bureau), *HERE)))
    assert off < 0.5
    assert report.rejected == 0


def test_shapes_are_converted_too(small_bureau: Bureau) -> None:
    def shift(vertices: np.ndarray) -> np.ndarray:
        return np.column_stack(wgs84_to_gcj02(vertices[:, 0], vertices[:, 1]))

    square = shapely.from_wkt(CELLS[0]["geometry"])
    cell = CELLS[0] | {"geometry": shapely.transform(square, shift).wkt}
    small_bureau.run(small_bureau.write("cells", [cell]), crs="gcj02")
    found = row(small_bureau, select(Cell.geometry)).geometry
    assert shapely.hausdorff_distance(found, square) < 1e-6


def test_metres_without_a_system_are_refused_with_the_likely_one(small_bureau: Bureau) -> None:
    path = small_bureau.write("customers", moved(CUSTOMERS, to_zone))
    sentence = refused(small_bureau, path, errors.MetresWithoutSystem)
    assert "crs=EPSG:4524" in sentence


def test_metres_of_a_shapefile_without_prj_are_refused(small_bureau: Bureau) -> None:
    points = [shapely.Point(*to_zone(*HERE))]
    path = shapefile(
        small_bureau.folder / "customers.zip", points, {"account": ["1"]}, without=(".prj",)
    )
    refused(small_bureau, path, errors.MetresWithoutSystem)
    assert small_bureau.run(path, crs="EPSG:4524").written == 1


def test_swapped_columns_are_refused_with_the_way_to_map_them(small_bureau: Bureau) -> None:
    swapped = [{"户号": c["account"], "经度": c["y"], "纬度": c["x"]} for c in CUSTOMERS]
    path = small_bureau.write("customers", swapped)
    sentence = refused(small_bureau, path, errors.DegreesSwapped)
    assert "map=经度=y 和 map=纬度=x" in sentence
    report = small_bureau.run(path, mapping={"经度": "y", "纬度": "x"})
    assert report.written == 3
    assert position(small_bureau) == HERE


def test_degrees_that_cannot_be_are_refused(small_bureau: Bureau) -> None:
    path = small_bureau.write("customers", [c | {"x": 200 + n} for n, c in enumerate(CUSTOMERS)])
    refused(small_bureau, path, errors.DegreesImpossible)


def test_degrees_in_a_system_of_metres_are_refused(small_bureau: Bureau) -> None:
    path = small_bureau.write("customers", CUSTOMERS)
    refused(small_bureau, path, errors.DegreesNotMetres, crs="EPSG:4524")


def test_cells_in_metres_are_refused(small_bureau: Bureau) -> None:
    metres = "POLYGON((500000 2880000, 510000 2880000, 510000 2890000, 500000 2880000))"
    path = small_bureau.write("cells", [CELLS[0] | {"geometry": metres}])
    refused(small_bureau, path, errors.MetresWithoutSystem)
    assert small_bureau.run(path, crs="EPSG:4545").written == 1


def test_a_system_nobody_knows_is_refused(small_bureau: Bureau) -> None:
    path = small_bureau.write("customers", CUSTOMERS)
    with pytest.raises(UnknownCoordinateSystem):
        small_bureau.run(path, crs="mars2000")
    assert counts(small_bureau)["customer"] == 0


def test_a_system_without_known_shift_is_told(small_bureau: Bureau) -> None:
    to_xian = Transformer.from_crs("EPSG:4610", "EPSG:2380", always_xy=True).transform
    path = small_bureau.write("customers", moved(CUSTOMERS, to_xian))
    (finding,) = (
        f
        for f in small_bureau.run(path, crs="EPSG:2380").of(Kind.CUSTOMERS).findings
        if f.code == "crs_shift_unknown"
    )
    assert finding.level is Level.WARNING


@given(st.sampled_from([*range(25, 46), *range(13, 24)]))
def test_the_likely_system_is_the_zone_in_front_of_the_easting(zone: int) -> None:
    crs = CRS.from_user_input(likely_system(zone * 1_000_000 + 500_000.0))
    assert crs.name.endswith(f"zone {zone}")
    assert "CGCS2000" in crs.name


def many(shift: Callable[..., Any] | None = None) -> tuple[list[Row], list[Row]]:
    """Make 12 transformers and 240 customers around them; the customers may be shifted."""
    rng = np.random.default_rng(5)
    transformers: list[Row] = [
        {"code": f"T{n}", "node": f"N{n}", "x": 108.005 + 0.008 * n, "y": 26.05} for n in range(12)
    ]
    people: list[Row] = []
    for n in range(240):
        at = transformers[n % 12]
        x, y = at["x"] + rng.normal(0, 0.001), at["y"] + rng.normal(0, 0.001)
        people.append({"account": str(n), "transformer": at["code"], "cell": "C1", "x": x, "y": y})
    return transformers, moved(people, shift) if shift else people


def warned(report: ImportReport, kind: Kind) -> list[Finding]:
    return [f for f in report.of(kind).findings if f.code.startswith("datum_")]


def test_customers_in_gcj02_are_suspected_by_their_transformers(bureau: Bureau) -> None:
    transformers, people = many(wgs84_to_gcj02)
    bureau.write("transformers", transformers)
    bureau.write("customers", people)
    (finding,) = warned(bureau.run(bureau.folder), Kind.CUSTOMERS)
    assert finding.level is Level.WARNING
    assert finding.facts["datum"] == "gcj02"
    assert finding.facts["suspect"] == "customers"
    assert 300 < int(str(finding.facts["metres"])) < 700
    assert finding.facts["direction"] == "se"
    sentence = remark(finding, texts(Tongue.CHINESE))
    assert "crs=customers=gcj02" in sentence
    assert "客户" in sentence


def test_the_suspicion_goes_when_the_datum_is_passed(bureau: Bureau) -> None:
    transformers, people = many(wgs84_to_gcj02)
    bureau.run(bureau.write("transformers", transformers))
    path = bureau.write("customers", people)
    assert warned(bureau.run(path), Kind.CUSTOMERS)
    report = bureau.run(path, crs="gcj02")
    assert warned(report, Kind.CUSTOMERS) == []
    assert report.of(Kind.CUSTOMERS).changed == 240


def test_honest_customers_are_not_suspected(small_bureau: Bureau) -> None:
    transformers, people = many()
    small_bureau.write("transformers", transformers)
    small_bureau.write("customers", people)
    assert warned(small_bureau.run(small_bureau.folder), Kind.CUSTOMERS) == []


def test_transformers_in_gcj02_are_suspected_by_honest_customers(small_bureau: Bureau) -> None:
    transformers, people = many()
    small_bureau.write("transformers", moved(transformers, wgs84_to_gcj02))
    small_bureau.write("customers", people)
    (finding,) = warned(small_bureau.run(small_bureau.folder), Kind.CUSTOMERS)
    assert finding.facts["suspect"] == "transformers"


def test_transformers_in_gcj02_are_suspected_by_the_sections(small_bureau: Bureau) -> None:
    transformers, _ = many()
    sections = [
        {
            "code": f"S{n}",
            "from_node": f"X{n}",
            "to_node": f"N{n}",
            "geometry": f"LINESTRING(108 26, {at['x']} {at['y']})",
        }
        for n, at in enumerate(transformers)
    ]
    small_bureau.write("sections", sections)
    small_bureau.write("transformers", moved(transformers, wgs84_to_gcj02))
    (finding,) = warned(small_bureau.run(small_bureau.folder), Kind.TRANSFORMERS)
    assert (finding.facts["suspect"], finding.facts["witness"]) == ("transformers", "sections")


def test_customers_in_gcj02_are_suspected_by_their_cells(small_bureau: Bureau) -> None:
    rng = np.random.default_rng(3)
    cells, people = [], []
    for n in range(6):
        box = shapely.box(108 + n * 0.01, 26, 108.01 + n * 0.01, 26.01)
        cells.append({"code": f"C{n}", "geometry": box.wkt})
        inside = rng.uniform((108 + n * 0.01, 26), (108.01 + n * 0.01, 26.01), (60, 2))
        people += [
            {"account": f"{n}-{m}", "cell": f"C{n}", "x": x, "y": y}
            for m, (x, y) in enumerate(inside)
        ]
    small_bureau.write("cells", cells)
    small_bureau.write("customers", moved(people, wgs84_to_gcj02))
    (finding,) = warned(small_bureau.run(small_bureau.folder), Kind.CUSTOMERS)
    assert (finding.code, finding.facts["datum"]) == ("datum_by_areas", "gcj02")
    assert finding.facts["converted"] == 100


def test_the_small_bureau_is_suspected_of_nothing(small_bureau: Bureau) -> None:
    report = small_bureau.run(small_bureau.write_all())
    assert not [f for kind in report.kinds for f in warned(report, kind.kind)]
    assert (
        row(small_bureau, select(TransformerRow.x).where(TransformerRow.code == "T1")).x
        == (TRANSFORMERS[0]["x"])
    )
    drawn = row(small_bureau, select(Section.geometry).where(Section.code == "S1")).geometry
    assert drawn.coords[0] == (108.01, 26.05)
