from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.importing import ImportOptions, parse_mapping
from data.importing.errors import FieldTwice, MapUnreadable
from data.importing.locating import kind_of, locate
from rules.codes import Kind

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("customers", Kind.CUSTOMERS),
        ("Customers-2024-05", Kind.CUSTOMERS),
        ("客户", Kind.CUSTOMERS),
        ("西岭供电所客户档案20240501", Kind.CUSTOMERS),
        ("客户问题", Kind.ISSUES),
        ("95598工单", Kind.ISSUES),
        ("馈线", Kind.SOURCES),
        ("馈线段", Kind.SECTIONS),
        ("网格", Kind.CELLS),
        ("台区_3", Kind.TRANSFORMERS),
        ("lines", Kind.LINES),
        ("timeline", None),
        ("readme", None),
        ("", None),
    ],
)
def test_names_tell_kinds(stem: str, kind: Kind | None) -> None:
    assert kind_of(stem) is kind


def test_a_folder_is_taken_in_the_order_of_kinds(tmp_path: Path) -> None:
    for name in ("工单.csv", "customers.xlsx", "网格.geojson", "notes.txt", "~$customers.xlsx",
                 ".hidden.csv", "customers.pdf"):  # fmt: skip
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "sections.csv").mkdir()
    found = locate(tmp_path, ImportOptions())
    assert [source.kind for source in found.sources] == [Kind.CELLS, Kind.CUSTOMERS, Kind.ISSUES]
    assert set(found.ignored) == {
        "notes.txt", "~$customers.xlsx", ".hidden.csv", "customers.pdf", "sections.csv",
    }  # fmt: skip


def test_a_kind_that_was_passed_beats_the_name(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("x", encoding="utf-8")
    found = locate(tmp_path / "customers.csv", ImportOptions(kind=Kind.RELAYS))
    assert found.sources[0].kind is Kind.RELAYS


def test_mappings_of_the_command_line() -> None:
    pairs = ["户 号=account", "a=b=name"]
    assert parse_mapping(pairs, "f") == {"户 号": "account", "a=b": "name"}
    with pytest.raises(MapUnreadable):
        parse_mapping(["account"], "f")
    with pytest.raises(FieldTwice):
        parse_mapping(["a=name", "b=name"], "f")
