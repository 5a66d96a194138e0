"""Which file is read in which system, and what is said of it when positions do not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.importing import Level, errors, parse_systems
from data.importing.wording import lines, remark
from desk.imports.doors import on_terminal
from geo.crs import UnknownCoordinateSystem
from geo.datum import wgs84_to_gcj02
from rules.codes import Kind
from tests.data.importing.bureau import CELLS, CUSTOMERS, Bureau, Row
from tests.data.importing.reading import cells_of_customers
from tests.data.importing.test_bad_files import refused
from tests.data.importing.test_datum import moved, warned
from texts import Tongue, texts

if TYPE_CHECKING:
    from data.importing import Finding, ImportReport

SIDE = 3 / 111.195
WEST, SOUTH = 108.05, 26.38


def two_cells() -> list[Row]:
    boxes = [
        shapely.box(WEST + n * SIDE, SOUTH, WEST + (n + 1) * SIDE, SOUTH + SIDE) for n in range(2)
    ]
    return [{"code": f"C{n}", "geometry": box.wkt} for n, box in enumerate(boxes)]


def bare_points(count: int = 60, key: str = "account") -> list[Row]:
    at = np.random.default_rng(11).uniform(
        (WEST, SOUTH), (WEST + 2 * SIDE, SOUTH + SIDE), (count, 2)
    )
    return [{key: f"0{n}", "x": round(x, 6), "y": round(y, 6)} for n, (x, y) in enumerate(at)]


def in_gcj02(rows: list[Row]) -> list[Row]:
    return moved(rows, wgs84_to_gcj02)


def cells_in_gcj02() -> list[Row]:
    def shift(at: np.ndarray) -> np.ndarray:
        return np.column_stack(wgs84_to_gcj02(at[:, 0], at[:, 1]))

    return [
        row | {"geometry": shapely.transform(shapely.from_wkt(row["geometry"]), shift).wkt}
        for row in two_cells()
    ]


def suspected(report: ImportReport) -> list[tuple[str, str, str, str]]:
    names = ("suspect", "taken", "datum", "remedy")
    found = [f for kind in report.kinds for f in warned(report, kind.kind)]
    assert all(f.level is Level.WARNING for f in found)
    return [tuple(str(f.facts[name]) for name in names) for f in found]  # type: ignore[misc]


CUSTOMERS_OFF = [("customers", "wgs84", "gcj02", "here")]


def test_bare_points_in_two_cells_are_enough_in_one_folder(small_bureau: Bureau) -> None:
    small_bureau.write("cells", two_cells())
    small_bureau.write("customers", in_gcj02(bare_points()))
    report = small_bureau.run(small_bureau.folder)
    assert suspected(report) == CUSTOMERS_OFF
    (finding,) = warned(report, Kind.CUSTOMERS)
    assert finding.code == "datum_by_position"
    assert (finding.facts["n"], finding.facts["converted"]) == (60, 100)
    assert "100 % once the customers are read as GCJ-02" in remark(finding, texts(Tongue.ENGLISH))


def test_the_order_of_imports_does_not_matter(small_bureau: Bureau) -> None:
    small_bureau.run(small_bureau.write("cells", two_cells()))
    assert suspected(
        small_bureau.run(small_bureau.write("customers", in_gcj02(bare_points())))
    ) == (CUSTOMERS_OFF)


def test_cells_after_customers_suspect_what_is_in_the_store(small_bureau: Bureau) -> None:
    small_bureau.run(small_bureau.write("customers", in_gcj02(bare_points())))
    report = small_bureau.run(small_bureau.write("cells", two_cells()))
    assert suspected(report) == [("customers", "wgs84", "gcj02", "stored")]
    (finding,) = warned(report, Kind.CELLS)
    assert "leave this one as it is" in remark(finding, texts(Tongue.ENGLISH))
    report = small_bureau.run(small_bureau.folder / "customers.csv", crs="gcj02")
    assert suspected(report) == []
    assert set(cells_of_customers(small_bureau).values()) == {"C0", "C1"}


@pytest.mark.parametrize("first", ["cells", "customers", "both"])
def test_cells_in_gcj02_are_suspected_whichever_comes_first(
    small_bureau: Bureau, first: str
) -> None:
    paths = {
        "cells": small_bureau.write("cells", cells_in_gcj02()),
        "customers": small_bureau.write("customers", bare_points()),
    }
    if first == "both":
        report = small_bureau.run(small_bureau.folder)
    else:
        small_bureau.run(paths.pop(first))
        report = small_bureau.run(next(iter(paths.values())))
    here = "stored" if first == "cells" else "here"
    assert suspected(report) == [("cells", "wgs84", "gcj02", here)]


@pytest.mark.parametrize("kind", [Kind.TRANSFORMERS, Kind.RELAYS, Kind.SWITCHES])
def test_every_kind_of_point_is_asked_about(small_bureau: Bureau, kind: Kind) -> None:
    more = {
        Kind.TRANSFORMERS: {"node": "N"},
        Kind.RELAYS: {},
        Kind.SWITCHES: {"from_node": "A", "to_node": "B", "state": "closed"},
    }[kind]
    small_bureau.write("cells", two_cells())
    rows = [row | more for row in in_gcj02(bare_points(key="code"))]
    small_bureau.write(kind.value, rows)
    assert suspected(small_bureau.run(small_bureau.folder)) == [
        (kind.value, "wgs84", "gcj02", "here")
    ]


def test_honest_points_and_a_whole_bureau_in_gcj02_raise_nothing(small_bureau: Bureau) -> None:
    small_bureau.write("cells", two_cells())
    small_bureau.write("customers", bare_points())
    assert suspected(small_bureau.run(small_bureau.folder)) == []
    small_bureau.write("cells", cells_in_gcj02())
    small_bureau.write("customers", in_gcj02(bare_points()))
    assert suspected(small_bureau.run(small_bureau.folder)) == []


def test_a_system_for_one_kind_leaves_the_others(small_bureau: Bureau) -> None:
    small_bureau.write("cells", two_cells())
    small_bureau.write("customers", in_gcj02(bare_points()))
    report = small_bureau.run(small_bureau.folder, crs_of={"customers": "gcj02"})
    assert suspected(report) == []
    assert told(report) == {Kind.CUSTOMERS: "gcj02"}
    assert set(cells_of_customers(small_bureau).values()) == {"C0", "C1"}


def told(report: ImportReport) -> dict[Kind, str]:
    return {
        kind.kind: str(finding.facts["system"])
        for kind in report.kinds
        for finding in kind.findings
        if finding.code == "crs_passed"
    }


@pytest.mark.parametrize("target", ["customers", "客户", "customers.csv", "Customers"])
def test_a_file_is_named_by_kind_or_name(small_bureau: Bureau, target: str) -> None:
    small_bureau.write("cells", two_cells())
    small_bureau.write("customers", in_gcj02(bare_points()))
    report = small_bureau.run(small_bureau.folder, crs="wgs84", crs_of={target: "gcj02"})
    assert told(report) == {Kind.CELLS: "wgs84", Kind.CUSTOMERS: "gcj02"}


def test_a_plain_system_counts_for_all_and_the_report_says_so(small_bureau: Bureau) -> None:
    small_bureau.write("cells", two_cells())
    small_bureau.write("customers", in_gcj02(bare_points()))
    small_bureau.write("sources", [{"node": "N", "feeder": "F"}])
    report = small_bureau.run(small_bureau.folder, crs="gcj02", dry_run=True)
    assert told(report) == {Kind.CELLS: "gcj02", Kind.CUSTOMERS: "gcj02"}
    assert suspected(report) == [("cells", "gcj02", "wgs84", "here")]
    printed = "\n".join(lines(report, on_terminal(Tongue.ENGLISH)))
    assert printed.count("Positions were read as gcj02") == 2
    assert "were read as GCJ-02, but look like WGS-84" in printed
    assert "--crs cells=wgs84" in printed


def test_positions_that_were_right_and_are_converted_are_noticed(small_bureau: Bureau) -> None:
    small_bureau.write("cells", two_cells())
    small_bureau.write("customers", bare_points(200))
    report = small_bureau.run(small_bureau.folder, crs_of={"customers": "gcj02"})
    assert suspected(report) == [("customers", "gcj02", "wgs84", "here")]


def test_so_are_they_by_their_transformers(small_bureau: Bureau) -> None:
    transformers = [row | {"node": "N"} for row in bare_points(12, "code")]
    people = [
        row | {"account": f"{n}", "transformer": row["code"]}
        for n, row in enumerate(bare_points(12, "code") * 4)
    ]
    small_bureau.write("transformers", transformers)
    small_bureau.write("customers", people)
    assert suspected(small_bureau.run(small_bureau.folder)) == []
    report = small_bureau.run(small_bureau.folder, crs_of={"customers": "gcj02"})
    assert suspected(report) == [("customers", "gcj02", "wgs84", "here")]


def test_metres_cannot_be_mended_by_a_datum(small_bureau: Bureau) -> None:
    from pyproj import Transformer  # noqa: PLC0415 - only here

    to_zone = Transformer.from_crs("EPSG:4490", "EPSG:4545", always_xy=True).transform
    small_bureau.write("cells", two_cells())
    small_bureau.write("customers", moved(in_gcj02(bare_points()), to_zone))
    report = small_bureau.run(small_bureau.folder, crs_of={"customers": "EPSG:4545"})
    assert suspected(report) == [("customers", "wgs84", "gcj02", "projected")]


def finding(report: ImportReport, code: str) -> Finding | None:
    found = [f for f in report.of(Kind.CUSTOMERS).findings if f.code == code]
    return found[0] if found else None


def test_who_lies_in_no_cell_is_told_how_to_check_the_datum(small_bureau: Bureau) -> None:
    small_bureau.run(small_bureau.write("customers", CUSTOMERS))
    assert finding(small_bureau.run(small_bureau.folder / "customers.csv"), "cell_none") is None
    small_bureau.run(small_bureau.write("cells", CELLS[:1]))
    lonely = finding(small_bureau.run(small_bureau.folder / "customers.csv"), "cell_none")
    assert lonely is not None
    for tongue in Tongue:
        assert "--dry-run --crs customers=gcj02" in remark(lonely, on_terminal(tongue))
        assert "crs=customers=gcj02" in remark(lonely, texts(tongue))


def test_a_system_for_what_is_not_there_is_refused(small_bureau: Bureau) -> None:
    path = small_bureau.write_all()
    for target in ("nothing", "sources"):
        refused(small_bureau, path, errors.SystemTargetUnknown, crs_of={target: "gcj02"})
    single = small_bureau.write("customers", CUSTOMERS)
    refused(small_bureau, single, errors.SystemTargetUnknown, crs_of={"cells": "gcj02"})


@pytest.mark.parametrize("other", ["customers.csv", "CUSTOMERS.CSV", "客户"])
def test_two_names_of_one_file_with_two_systems_are_refused(
    small_bureau: Bureau, other: str
) -> None:
    single = small_bureau.write("customers", CUSTOMERS)
    contradiction = {"customers": "gcj02", other: "bd09"}
    told = refused(small_bureau, single, errors.SystemTwice, crs_of=contradiction)
    assert "gcj02" in told
    assert "bd09" in told
    agreed = {"customers": "gcj02", other: "gcj02"}
    assert small_bureau.run(single, crs_of=agreed).of(Kind.CUSTOMERS).added


def test_systems_are_read_as_they_are_passed() -> None:
    plain, single = parse_systems(["EPSG:4545", "customers=gcj02", "网格 = bd09"], "a")
    assert (plain, dict(single)) == ("EPSG:4545", {"customers": "gcj02", "网格": "bd09"})
    assert parse_systems(["gcj02", "gcj02"], "a")[0] == "gcj02"
    for given in (["gcj02", "bd09"], ["cells=gcj02", "cells=bd09"]):
        with pytest.raises(errors.SystemTwice):
            parse_systems(given, "a")
    for unset in ("customers=", "=gcj02"):
        with pytest.raises(UnknownCoordinateSystem):
            parse_systems([unset], "a")
