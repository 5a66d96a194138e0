"""Rows that are turned away, and things that are only mentioned: one case each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from data.importing.wording import lines, reason, remark
from data.tables import Cell, Customer, Issue, Line, Section
from rules.codes import Equipment, Kind
from tests.data.importing.bureau import (
    CELLS,
    CUSTOMERS,
    FILES,
    ISSUES,
    LINES,
    RELAYS,
    SECTIONS,
    SWITCHES,
    TRANSFORMERS,
    Bureau,
    Row,
)
from tests.data.importing.files import POINT, SQUARE, geojson
from tests.data.importing.reading import counts, row
from texts import Tongue, texts

if TYPE_CHECKING:
    from data.importing import Finding, KindReport, Rejection

BOW_TIE = "POLYGON((108 26, 108.1 26.1, 108.1 26, 108 26.1, 108 26))"
LONG = "很" * 500


def of_one(bureau: Bureau, kind: str, rows: list[Row]) -> KindReport:
    report = bureau.run(bureau.write(kind, rows)).of(Kind(kind))
    for tongue in Tongue:
        words = texts(tongue)
        sentences = [
            *(reason(rejection, words) for rejection in report.rejections),
            *(remark(finding, words) for finding in report.findings),
        ]
        assert not [sentence for sentence in sentences if re.search(r"[{}]", sentence)]
    return report


def only(rejections: tuple[Rejection, ...]) -> tuple[int, str, str]:
    (rejection,) = rejections
    return rejection.row, rejection.column, rejection.code


BAD_ROWS: list[tuple[str, Row, str, str]] = [
    ("cells", CELLS[0] | {"code": "X", "geometry": ""}, "geometry", "geo.shape.missing"),
    ("cells", CELLS[0] | {"code": "X", "geometry": "POLYGON EMPTY"}, "geometry",
     "geo.shape.empty"),
    ("cells", CELLS[0] | {"code": "X", "geometry": "POLYGON(("}, "geometry",
     "geo.shape.unreadable"),
    ("cells", CELLS[0] | {"code": "X", "geometry": BOW_TIE}, "geometry",
     "geo.shape.self_crossing"),
    ("cells", CELLS[0] | {"code": "X", "geometry": "POINT(108 26)"}, "geometry",
     "geo.shape.wrong_type"),
    ("cells", CELLS[0] | {"code": "X", "geometry": "POLYGON((108 26,109 26,108 26,108 26))"},
     "geometry", "geo.shape.collapsed"),
    ("cells", CELLS[0] | {"code": ""}, "code", "value_missing"),
    ("cells", CELLS[0], "code", "key_twice"),
    ("cells", CELLS[0] | {"code": "X", "name": LONG}, "name", "too_long"),
    ("sections", SECTIONS[0] | {"code": "X", "to_node": "SUB1"}, "to_node", "same_ends"),
    ("sections", SECTIONS[0] | {"code": "X", "from_node": ""}, "from_node", "value_missing"),
    ("lines", LINES[0] | {"geometry": "LINESTRING(108 26, 108 26)"}, "geometry",
     "geo.shape.collapsed"),
    ("switches", SWITCHES[0] | {"code": "X", "state": ""}, "state", "value_missing"),
    ("switches", SWITCHES[0] | {"code": "X", "state": "半开"}, "state", "word_unknown"),
    ("transformers", TRANSFORMERS[0] | {"code": "X", "ownership": "谁的"}, "ownership",
     "word_unknown"),
    ("transformers", TRANSFORMERS[0] | {"code": "X", "x": ""}, "x", "position_half"),
    ("transformers", TRANSFORMERS[0] | {"code": "X", "x": 26.05, "y": 108.03}, "x",
     "position_swapped"),
    ("customers", CUSTOMERS[0] | {"account": ""}, "account", "value_missing"),
    ("customers", CUSTOMERS[0] | {"account": "1.2E+11"}, "account", "code_rounded"),
    ("customers", CUSTOMERS[0] | {"account": "7" * 65}, "account", "too_long"),
    ("customers", CUSTOMERS[0] | {"account": "X", "x": "", "y": ""}, "x", "position_missing"),
    ("customers", CUSTOMERS[0] | {"account": "X", "x": "0", "y": "0.0"}, "x", "position_zero"),
    ("customers", CUSTOMERS[0] | {"account": "X", "x": "东边"}, "x", "number_unreadable"),
    ("customers", CUSTOMERS[0] | {"account": "X", "x": "1e999"}, "x", "number_unreadable"),
    ("customers", CUSTOMERS[0] | {"account": "X", "x": 190.0}, "x", "position_range"),
    ("customers", CUSTOMERS[0] | {"account": "X", "x": 400123.4}, "x", "position_metres"),
    ("customers", CUSTOMERS[0] | {"account": "X", "sensitivity": "很敏感"}, "sensitivity",
     "word_unknown"),
    ("customers", CUSTOMERS[0] | {"account": "X", "backup_hours": "-1"}, "backup_hours",
     "number_range"),
    ("customers", CUSTOMERS[0] | {"account": "X", "backup_hours": "半天"}, "backup_hours",
     "number_unreadable"),
    ("relays", RELAYS[0] | {"code": "X", "reliability": "120"}, "reliability", "number_range"),
    ("issues", ISSUES[0] | {"number": "X", "opened_at": ""}, "opened_at", "value_missing"),
    ("issues", ISSUES[0] | {"number": "X", "opened_at": "01/02/2024"}, "opened_at",
     "date_unclear"),
    ("issues", ISSUES[0] | {"number": "X", "opened_at": "2024-02-30"}, "opened_at",
     "date_unreadable"),
    ("issues", ISSUES[0] | {"number": "X", "closed_at": "2024-04-30"}, "closed_at",
     "closed_before_opened"),
    ("issues", ISSUES[0] | {"number": "X", "urgency": "十万火急"}, "urgency", "word_unknown"),
    ("lines", LINES[0], "geometry", "key_twice"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "bad", "column", "code"),
    BAD_ROWS,
    ids=[f"{kind}-{code}-{n}" for n, (kind, _, _, code) in enumerate(BAD_ROWS)],
)
def test_a_bad_row_is_rejected_and_the_others_come_in(
    small_bureau: Bureau, kind: str, bad: Row, column: str, code: str
) -> None:
    rows = [*FILES[kind], bad]
    report = of_one(small_bureau, kind, rows)
    assert only(report.rejections) == (len(rows) + 1, column, code)
    assert report.added == len(rows) - 1


def test_a_null_and_an_unclosed_ring_of_geojson(small_bureau: Bureau) -> None:
    open_ring: dict[str, Any] = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][:-1]]}
    broken = {"type": "Polygon", "coordinates": [[[1, 2], "x"]]}
    shapes = [SQUARE, None, open_ring, broken, POINT]
    rows = [{"code": f"C{n}", "geometry": shape} for n, shape in enumerate(shapes)]
    path = geojson(small_bureau.folder / "cells.geojson", rows)
    report = small_bureau.run(path).of(Kind.CELLS)
    assert [(r.row, r.code) for r in report.rejections] == [
        (2, "geo.shape.missing"),
        (4, "geo.shape.unreadable"),
        (5, "geo.shape.wrong_type"),
    ]
    (finding,) = report.findings
    assert (finding.code, finding.examples[0][0]) == ("geo.shape.unclosed", 3)
    with small_bureau.store.reading() as connection:
        first, second = connection.scalars(select(Cell.geometry).order_by(Cell.code))
    assert first.equals(second)


def test_an_unclosed_ring_of_wkt_is_closed_and_told(small_bureau: Bureau) -> None:
    unclosed = CELLS[0] | {"geometry": "POLYGON((108 26, 108.1 26, 108.1 26.1, 108 26.1))"}
    report = of_one(small_bureau, "cells", [unclosed])
    assert [finding.code for finding in report.findings] == ["geo.shape.unclosed"]
    assert report.added == 1


def test_the_first_row_that_can_be_taken_wins(small_bureau: Bureau) -> None:
    rows = [CUSTOMERS[0] | {"x": ""}, CUSTOMERS[0], CUSTOMERS[0] | {"name": "另一人"}]
    report = of_one(small_bureau, "customers", rows)
    assert [(r.row, r.code) for r in report.rejections] == [(2, "position_half"), (4, "key_twice")]
    assert row(small_bureau, select(Customer.name)).name == "潘秀竹"


def found(report: KindReport) -> dict[str, Finding]:
    return {finding.code: finding for finding in report.findings}


def test_words_that_nobody_knows_are_other_where_there_is_other(small_bureau: Bureau) -> None:
    rows = [
        CUSTOMERS[0] | {"kind": "寺庙", "equipment": "呼吸机，电热毯", "language": "水语"},
        CUSTOMERS[1] | {"equipment": "制氧机/监护仪"},
    ]
    report = of_one(small_bureau, "customers", rows)
    others = [f for f in report.findings if f.code == "word_other"]
    assert {f.facts["column"] for f in others} == {"kind", "language", "equipment"}
    assert report.rejected == 0
    with small_bureau.store.reading() as connection:
        query = select(Customer.kind, Customer.language, Customer.equipment)
        first, second = connection.execute(query.order_by(Customer.account)).all()
    assert tuple(first) == ("other", "other", f"{Equipment.VENTILATOR};{Equipment.OTHER}")
    assert second.equipment == f"{Equipment.OXYGEN};{Equipment.MONITOR}"


def test_references_that_lead_nowhere_are_told(bureau: Bureau) -> None:
    rows = {
        "sections": [*SECTIONS, SECTIONS[0] | {"code": "S9", "feeder": "F9"}],
        "transformers": [*TRANSFORMERS, TRANSFORMERS[0] | {"code": "T9", "node": "N9"}],
        "customers": [
            *CUSTOMERS,
            CUSTOMERS[0] | {"account": "A", "transformer": "T8", "cell": "C8"},
            CUSTOMERS[0] | {"account": "B", "second_transformer": "T1", "cell": "C2"},
            CUSTOMERS[0] | {"account": "D", "x": 109, "y": 27, "cell": ""},
        ],
        "relays": [RELAYS[0] | {"serves": "C1;nobody"}],
        "issues": [*ISSUES, ISSUES[0] | {"number": "W9", "account": "nobody", "x": "", "y": ""}],
    }
    rows["customers"] = [{"second_transformer": ""} | one for one in rows["customers"]]
    report = bureau.run(bureau.write_all(**rows))
    assert report.rejected == 0
    assert found(report.of(Kind.SECTIONS))["feeder_unknown"].examples == ((7, "F9"),)
    assert found(report.of(Kind.TRANSFORMERS))["node_unknown"].examples == ((6, "N9"),)
    people = found(report.of(Kind.CUSTOMERS))
    assert people["transformer_unknown"].examples == ((5, "T8"),)
    assert people["transformer_none"].count == 1
    assert people["cell_unknown"].examples == ((5, "C8"),)
    assert people["cell_elsewhere"].examples == ((6, "B"),)
    assert people["cell_none"].examples == ((7, "D"),)
    assert people["second_is_first"].examples[0][0] == 6
    assert found(report.of(Kind.RELAYS))["serves_unknown"].facts["codes"] == "nobody"
    tickets = found(report.of(Kind.ISSUES))
    assert tickets["account_unknown"].examples == ((4, "nobody"),)
    assert tickets["issue_nowhere"].examples == ((4, "W9"),)
    (unfed,) = report.findings
    assert (unfed.code, unfed.facts["codes"]) == ("transformer_unfed", "T9")
    for tongue in Tongue:
        told = list(lines(report, texts(tongue)))
        assert not [line for line in told if re.search(r"[{}]", line)]
        assert len(told) > 15


def test_phones_that_are_none_are_left_out_and_told(small_bureau: Bureau) -> None:
    report = of_one(small_bureau, "customers", [CUSTOMERS[0] | {"phone": "找村长 19900000011"}])
    assert found(report)["phone_unreadable"].count == 1
    assert counts(small_bureau)["phone"] == 1


def test_a_position_of_zeros_is_none_where_none_is_needed(small_bureau: Bureau) -> None:
    report = of_one(small_bureau, "transformers", [TRANSFORMERS[0] | {"x": 0, "y": 0}])
    assert "position_zero" in found(report)
    assert report.added == 1


def test_an_issue_is_at_least_ordinary(small_bureau: Bureau) -> None:
    of_one(small_bureau, "issues", [ISSUES[0] | {"urgency": "0"}])
    assert row(small_bureau, select(Issue.urgency)).urgency == 1


def test_areas_serve_as_boundary_lines(small_bureau: Bureau) -> None:
    rows = [{"kind": "县界", "name": "云溪县", "geometry": SQUARE}]
    small_bureau.run(geojson(small_bureau.folder / "lines.geojson", rows))
    line = row(small_bureau, select(Line.kind, Line.geometry))
    assert line.kind == "boundary"
    assert line.geometry.length == pytest.approx(0.4)


def test_a_section_needs_no_line(small_bureau: Bureau) -> None:
    of_one(small_bureau, "sections", [SECTIONS[1]])
    assert row(small_bureau, select(Section.geometry, Section.length_m)) == (None, None)


def test_a_section_with_a_useless_line_still_conducts(small_bureau: Bureau) -> None:
    useless = ["LINESTRING(108 26, 108 26)", "POINT(108 26)", "LINESTRING(("]
    rows = [SECTIONS[0] | {"code": f"X{n}", "geometry": wkt} for n, wkt in enumerate(useless)]
    report = of_one(small_bureau, "sections", rows)
    assert (report.added, report.rejected) == (3, 0)
    assert found(report)["line_left_out"].count == 3


def test_every_row_can_be_rejected(small_bureau: Bureau) -> None:
    report = of_one(small_bureau, "customers", [CUSTOMERS[0] | {"x": ""}])
    assert (report.added, report.rejected) == (0, 1)


def test_a_file_with_headers_only_is_an_empty_file(small_bureau: Bureau) -> None:
    small_bureau.run(small_bureau.write("customers", CUSTOMERS))
    path = small_bureau.folder / "customers.csv"
    path.write_text("account,x,y\n", encoding="utf-8")
    report = small_bureau.run(path).of(Kind.CUSTOMERS)
    assert (report.read, report.removed) == (0, 3)
    assert counts(small_bureau)["customer"] == 3
