"""Tables run no word of the data: expressions hold our own codes, rows are plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.listing import Listing, Tab
from desk.lists import part
from rules.codes import Urgency
from screens import listed
from screens.people import GRIDS, table
from screens.tables import column, mark_rules
from tests.viewers import DISPATCHER
from texts import Tongue, texts

if TYPE_CHECKING:
    from desk.desk import Desk

SAY = texts(Tongue.CHINESE)


def test_a_mark_is_a_class_by_code() -> None:
    found = mark_rules("urgency", "urgency_code", Urgency)
    assert len(found) == len(Urgency)
    assert found["bm-mark bm-mark--urgency-5"].endswith("== 5")


def test_a_column_is_for_a_wide_screen_or_for_a_phone() -> None:
    wide = column("name", "户名", 130, flex=2)
    assert (wide["width"], wide["minWidth"], wide["hide"]) == (130, 130, False)
    assert column("brief", "名称", 200, phone=True)["hide"] is True


def test_the_card_of_a_phone_shows_fields_that_every_row_has(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    for tab in Tab:
        words = listed.Words(SAY, Listing(tab=tab), desk.now(), desk.settings.timezone)
        item, *_ = part(snapshot, DISPATCHER, words.listing, 0, 1).rows
        row = listed.row(item, words)
        (one,) = [c for c in listed.columns(SAY, tab) if c["context"]["phone"]]
        drawn = one["cellRendererParams"]["drawn"]
        named = [*drawn["title"], drawn["aside"], *drawn["marks"], *drawn["under"]]
        assert set(named) <= row.keys()


def test_no_table_lets_code_or_markup_in() -> None:
    for tab in Tab:
        grid = table(SAY, Listing(tab=tab)).to_plotly_json()["props"]
        assert grid["id"] == GRIDS[tab]
        assert not grid.get("dangerously_allow_code", False)
        assert "markdown" not in str(grid["columnDefs"])


def test_every_column_has_a_value_in_every_row(desk: Desk) -> None:
    snapshot = desk.keeper.current()
    for tab in Tab:
        words = listed.Words(SAY, Listing(tab=tab), desk.now(), desk.settings.timezone)
        items = part(snapshot, DISPATCHER, words.listing, 0, 10).rows
        heads, *cells = listed.file_rows(items, words)
        assert len(cells) == len(items) > 0
        shown = {one["field"] for one in listed.columns(SAY, tab) if not one["context"]["phone"]}
        for item, file_row in zip(items, cells, strict=True):
            row = listed.row(item, words)
            assert shown <= row.keys()
            assert len(file_row) == len(heads)
            assert row["href"].startswith("/?")
