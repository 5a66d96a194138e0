"""Columns that are left out or stand twice, and single rows that are broken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from data.importing import Level, errors, parse_mapping
from data.importing.encodings import codec_named
from data.importing.errors import FileBroken
from data.importing.wording import reason, remark
from data.tables import Customer
from rules.codes import Kind
from tests.data.importing.files import SQUARE, geojson
from tests.data.importing.reading import phones_of, row
from tests.data.importing.test_bad_files import refused
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path

    from data.importing import Finding, ImportReport
    from tests.data.importing.bureau import Bureau

PLAIN = "户号,户名,电话,经度,纬度\n0001,甲,19900000001,108.03,26.05\n"


def written(bureau: Bureau, text: str | bytes, name: str = "customers.csv") -> Path:
    path = bureau.folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def doubles(report: ImportReport) -> list[Finding]:
    return [f for f in report.of(Kind.CUSTOMERS).findings if f.code == "column_twice"]


def test_a_recognised_column_can_be_left_out(small_bureau: Bureau) -> None:
    mapping = parse_mapping(["电话=ignore", "户名=ignore"], "customers.csv")
    report = small_bureau.run(written(small_bureau, PLAIN), mapping=mapping).of(Kind.CUSTOMERS)
    assert report.added == 1
    assert report.unknown == ()
    assert {"phone", "name"} <= set(report.absent)
    assert phones_of(small_bureau, "0001") == []
    assert small_bureau.run(small_bureau.folder / "customers.csv").written == 1
    assert phones_of(small_bureau, "0001") == ["19900000001"]


def test_a_column_that_is_left_out_makes_room_for_another(small_bureau: Bureau) -> None:
    text = PLAIN.replace("户名,电话", "电话,手机").replace("甲", "19900000002")
    path = written(small_bureau, text)
    small_bureau.run(path, mapping={"电话": "ignore"})
    assert phones_of(small_bureau, "0001") == ["19900000001"]


def test_a_required_column_that_is_left_out_is_missed(small_bureau: Bureau) -> None:
    path = written(small_bureau, PLAIN)
    refused(small_bureau, path, errors.ColumnsMissing, mapping={"户号": "ignore"})


def test_a_header_that_stands_twice_is_told(small_bureau: Bureau) -> None:
    text = PLAIN.replace("户名,电话", "户名,户名").replace("19900000001", "乙")
    path = written(small_bureau, text)
    report = small_bureau.run(path)
    (finding,) = doubles(report)
    facts = {name: finding.facts[name] for name in ("column", "other", "field")}
    assert facts == {"column": "户名", "other": "户名 #2", "field": "name"}
    assert finding.level is Level.WARNING
    assert row(small_bureau, select(Customer.name)).name == "甲"
    for tongue in Tongue:
        assert "户名 #2" in remark(finding, texts(tongue))
    assert doubles(small_bureau.run(path, mapping={"户名 #2": "name"})) != []
    assert row(small_bureau, select(Customer.name)).name == "乙"
    assert doubles(small_bureau.run(path, mapping={"户名 #2": "ignore"})) == []


def test_two_names_of_one_field_are_told_as_well(small_bureau: Bureau) -> None:
    (finding,) = doubles(small_bureau.run(written(small_bureau, PLAIN.replace("户名", "手机"))))
    assert (finding.facts["column"], finding.facts["other"]) == ("电话", "手机")
    assert finding.level is Level.NOTE


FEATURE: dict[str, Any] = {"type": "Feature", "properties": {"code": "C1"}, "geometry": SQUARE}


@pytest.mark.parametrize(
    "bad",
    [1, None, "x", [], {"properties": [1], "geometry": SQUARE},
     {"properties": {"code": "C2"}, "geometry": [1]},
     {"properties": {"code": "C\ud800"}, "geometry": SQUARE}],
)  # fmt: skip
def test_one_bad_feature_is_one_rejected_row(small_bureau: Bureau, bad: object) -> None:
    features = [FEATURE, bad, FEATURE | {"properties": {"code": "C3"}}]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    report = small_bureau.run(written(small_bureau, text, "cells.geojson")).of(Kind.CELLS)
    assert (report.read, report.added, report.rejected) == (3, 2, 1)
    (rejection,) = report.rejections
    assert (rejection.row, rejection.code) == (2, "feature_broken")
    for tongue in Tongue:
        assert "GeoJSON" in reason(rejection, texts(tongue))


def test_two_halves_of_a_sign_are_whole(small_bureau: Bureau) -> None:
    feature = FEATURE | {"properties": {"code": "C2", "name": "\U00020bb7"}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    report = small_bureau.run(written(small_bureau, text, "cells.geojson")).of(Kind.CELLS)
    assert (report.added, report.rejected) == (1, 0)


def test_half_a_sign_elsewhere_is_a_broken_file(small_bureau: Bureau) -> None:
    text = json.dumps({"name": "\ud800", "features": [FEATURE]})
    with pytest.raises(FileBroken):
        small_bureau.run(written(small_bureau, text, "cells.geojson"))


def test_later_features_keep_their_numbers(small_bureau: Bureau) -> None:
    features = [1, FEATURE | {"geometry": None}, FEATURE]
    text = json.dumps({"features": features})
    report = small_bureau.run(written(small_bureau, text, "cells.geojson")).of(Kind.CELLS)
    assert [(r.row, r.code) for r in report.rejections] == [
        (1, "feature_broken"), (2, "geo.shape.missing"),
    ]  # fmt: skip


def test_broken_json_names_its_line(small_bureau: Bureau) -> None:
    path = written(small_bureau, '{"features": [\n{"type": "Feature"},\n{oops}]}', "cells.geojson")
    sentence = refused(small_bureau, path, errors.BrokenAt)
    assert "第 3 行" in sentence


@pytest.mark.parametrize("many", [1, 60_000])
def test_a_null_byte_names_its_line(small_bureau: Bureau, many: int) -> None:
    lines = [f"{n},甲,,108.03,26.05" for n in range(many)]
    text = "\n".join(["户号,户名,电话,经度,纬度", *lines, "x,乙\x00,,108.03,26.05", ""])
    sentence = refused(small_bureau, written(small_bureau, text), errors.NullByte)
    assert f"第 {many + 2:,} 行" in sentence
    gbk = written(small_bureau, text.encode("gb18030"))
    refused(small_bureau, gbk, errors.NullByte)


def test_utf16_is_half_null_bytes_and_still_read(small_bureau: Bureau) -> None:
    assert small_bureau.run(written(small_bureau, PLAIN.encode("utf-16"))).written == 1
    unmarked = written(small_bureau, PLAIN.encode("utf-16-le"))
    refused(small_bureau, unmarked, errors.FormatUnknown)


@pytest.mark.parametrize(
    "name",
    ["idna", "IDNA", "punycode", "undefined", "unicode_escape", "raw-unicode-escape", "rot13",
     "hex", "zip", "", "klingon"],
)  # fmt: skip
def test_what_is_no_encoding_of_files_is_unknown(name: str) -> None:
    with pytest.raises(errors.EncodingUnknown):
        codec_named(name or "no name", "a.csv")


def test_such_an_encoding_is_refused_as_unknown(small_bureau: Bureau) -> None:
    path = written(small_bureau, PLAIN)
    refused(small_bureau, path, errors.EncodingUnknown, encoding="idna")
    square = geojson(small_bureau.folder / "cells.geojson", [{"code": "1", "geometry": SQUARE}])
    refused(small_bureau, square, errors.EncodingUnknown, encoding="idna")
