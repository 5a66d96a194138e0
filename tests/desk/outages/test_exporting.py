"""A confirmed list to take away: every form, only what the role may see, kept in the audit."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pyogrio
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from data.tables import Audit
from desk.outages.confirming import confirm
from desk.outages.deciding import decide
from desk.outages.declaring import declare
from desk.outages.exporting import OutageForm, export
from desk.outages.frozen import NoRevision
from desk.outages.records import one
from desk.outages.summary import summary
from rules.access import NotAllowed
from rules.outages.codes import Verdict
from screens import outage_print
from tests.builders import NOW, SOUTH, WEST
from tests.desk.outages.drafts import EVERYBODY, planned
from tests.viewers import AGENT, COORDINATOR, DISPATCHER, HEAD, manager
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path

    from desk.desk import Desk
    from rules.viewer import Viewer

ENGLISH = texts(Tongue.ENGLISH)


@pytest.fixture
def confirmed(desk: Desk) -> tuple[Desk, int]:
    """Give an outage whose confirmed list has customers 1, 2 and 3; 4 was left off it."""
    ref = declare(desk, COORDINATOR, planned(area=EVERYBODY))
    edit = one(desk, COORDINATOR, ref).edit
    edit = decide(
        desk, COORDINATOR, ref, edit, [3], Verdict.TOUCHED, "电话13812345678已问，家中病人"
    )
    edit = decide(desk, COORDINATOR, ref, edit, [4], Verdict.NOT_TOUCHED, "另一条线")
    confirm(desk, COORDINATOR, ref, edit)
    return desk, ref


def table(desk: Desk, viewer: Viewer, ref: int) -> list[dict[str, str]]:
    pieces = export(desk, viewer, ref, OutageForm.CSV, ENGLISH).pieces
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_csv_file_of_those_on_the_list(confirmed: tuple[Desk, int]) -> None:
    desk, ref = confirmed
    rows = table(desk, COORDINATOR, ref)
    assert [row["Account"] for row in rows] == ["000001", "000003", "000002"]
    assert [row["No."] for row in rows] == ["1", "2", "3"]
    assert rows[0]["Life support"] == "yes"
    assert [row["Battery hours"] for row in rows] == ["2.0", "", ""]
    assert rows[0]["Name"] == "<b>甲</b>"
    assert rows[1]["Decided because"] == "电话138****5678已问，家中***"
    assert rows[0]["Feeder"] == "1号线"


def test_a_workbook_and_a_geopackage_say_the_same(
    confirmed: tuple[Desk, int], tmp_path: Path
) -> None:
    desk, ref = confirmed
    book = b"".join(export(desk, COORDINATOR, ref, OutageForm.XLSX, ENGLISH).pieces)
    sheet = list(load_workbook(io.BytesIO(book)).active.values)
    assert [row[1] for row in sheet] == ["Account", "000001", "000003", "000002"]
    found = export(desk, COORDINATOR, ref, OutageForm.GPKG, ENGLISH)
    path = tmp_path / found.name
    path.write_bytes(b"".join(found.pieces))
    frame = pyogrio.read_dataframe(path, layer="affected")
    assert frame["Account"].tolist() == ["000001", "000003", "000002"]
    assert frame["Battery hours"].fillna(-1).tolist() == [2.0, -1, -1]
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.iloc[0].coords[0] == pytest.approx((WEST + 0.005, SOUTH + 0.005))
    assert not list((desk.settings.data_dir / "uploads").glob("work-*"))


def test_a_grid_manager_takes_only_the_own_customers_away(confirmed: tuple[Desk, int]) -> None:
    desk, ref = confirmed
    rows = table(desk, manager(1), ref)
    assert [row["Account"] for row in rows] == ["000001", "000002"]
    assert rows[0]["Life support"] == "yes"
    assert "Battery hours" not in rows[0]  # for who makes the list


def test_who_must_not_know_of_life_support_has_no_such_column(
    confirmed: tuple[Desk, int],
) -> None:
    desk, ref = confirmed
    rows = table(desk, HEAD, ref)
    assert "Life support" not in rows[0]
    assert len(rows) == 3


def test_who_takes_nothing_away_is_refused(confirmed: tuple[Desk, int]) -> None:
    desk, ref = confirmed
    with pytest.raises(NotAllowed):
        export(desk, AGENT, ref, OutageForm.CSV, ENGLISH)
    with pytest.raises(NotAllowed):
        summary(desk, AGENT, ref)


def test_every_file_is_kept_in_the_audit(confirmed: tuple[Desk, int]) -> None:
    desk, ref = confirmed
    for form in OutageForm:
        export(desk, DISPATCHER, ref, form, ENGLISH)
    summary(desk, DISPATCHER, ref)
    with desk.store.reading() as connection:
        rows = connection.execute(
            select(Audit.actor, Audit.ref, Audit.after).where(Audit.act == "export")
        ).all()
    number = one(desk, DISPATCHER, ref).number
    assert [(row.actor, row.ref) for row in rows] == [("dora", f"{number}-1")] * 4
    assert [row.after["form"] for row in rows] == ["csv", "xlsx", "gpkg", "print"]
    assert {row.after["rows"] for row in rows} == {3}


def test_without_a_confirmed_list_there_is_no_file_but_a_page(desk: Desk) -> None:
    ref = declare(desk, COORDINATOR, planned())
    with pytest.raises(NoRevision):
        export(desk, COORDINATOR, ref, OutageForm.CSV, ENGLISH)
    assert summary(desk, COORDINATOR, ref).revision is None


@pytest.mark.parametrize("tongue", Tongue)
def test_the_page_says_what_stands_and_escapes_what_others_wrote(
    confirmed: tuple[Desk, int], tongue: Tongue
) -> None:
    desk, ref = confirmed
    found = summary(desk, COORDINATOR, ref)
    assert (found.touched, found.restored, found.by_sensitivity[2]) == (3, 0, 1)
    # One of three is fed by a feeder for which the page has no room.
    found = replace(found, feeders=(("东线", 1), ("西线", 1)))
    page = outage_print.page(texts(tongue), found, COORDINATOR, NOW, desk.settings.timezone)
    feeders = {
        Tongue.ENGLISH: "东线 (1), 西线 (1), other feeders (1)",
        Tongue.CHINESE: "东线（1 户）、西线（1 户），其他线路 1 户",
    }
    assert feeders[tongue] in page
    firsts = {Tongue.ENGLISH: "the most important 3 of 3", Tongue.CHINESE: "3 户中的前 3 户"}
    assert firsts[tongue] in page
    assert "&lt;b&gt;甲&lt;/b&gt;" in page
    assert "<b>甲" not in page
    assert "<script" not in page
    assert found.outage.number in page
    assert found.revision is not None
    assert found.revision.digest in page
    assert "/map.png?at=" in page
    assert '<path fill-rule="evenodd" d="M' in page
    battery = {Tongue.ENGLISH: "life support, 2 h", Tongue.CHINESE: "生命支持 2 小时"}
    assert battery[tongue] in page
    assert page.count("h0") == len(found.places) == 3  # a dot for each who is out
