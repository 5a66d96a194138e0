"""The list's wiring: rows by part, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from dash.exceptions import PreventUpdate

from callbacks import people as callbacks
from data.store import open_store
from desk.desk import open_desk
from settings import Settings
from tests.builders import NOW
from tests.callbacks.asking import asked
from texts import Tongue, texts

if TYPE_CHECKING:
    from pathlib import Path

    from desk.desk import Desk

ALL_ROWS = {"startRow": 0, "endRow": 100}


def test_rows_are_those_of_the_url(desk: Desk) -> None:
    found = rows(desk, ALL_ROWS, "?sensitivity=3&lang=en")
    assert found["rowCount"] == 1
    (row,) = found["rowData"]
    assert row["name"] == "<b>甲</b>"
    assert row["sensitivity"] == "Special · life support"
    assert row["href"].startswith("/?at=16.00/")
    assert row["href"].endswith("open=customer.1&lang=en&sensitivity=3")


def test_rows_are_given_part_by_part_and_never_too_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callbacks, "MOST_ROWS", 2)
    found = rows(desk, {"startRow": 1, "endRow": 1_000_000}, "")
    assert found["rowCount"] == 4
    assert len(found["rowData"]) == 2


def test_issues_and_faults_are_rows_too(desk: Desk) -> None:
    issue = rows(desk, ALL_ROWS, "?tab=issues")["rowData"][0]
    assert (issue["number"], issue["urgency"], issue["late"]) == ("GD0001", "紧急", False)
    fault = rows(desk, ALL_ROWS, "?tab=faults")["rowData"][-1]
    assert (fault["code"], fault["fault"]) == ("C2", "网格没有经理")
    assert "open=cell.2" in fault["href"]


def test_the_table_and_its_head_belong_to_the_list_page_alone(desk: Desk) -> None:
    with asked():
        for call in (
            lambda: callbacks.table(desk, "", "/"),
            lambda: callbacks.head(desk, "", None, "/"),
        ):
            with pytest.raises(PreventUpdate):
                call()
        _, listed = callbacks.table(desk, "?tab=issues", "/list")
        head = str(callbacks.head(desk, "?sensitivity=2", None, "/list"))
    assert listed["grid"] == "list-grid-issues"
    assert listed["href"] == "/list?tab=issues"
    assert "敏感分类：敏感" in head


def test_while_the_store_is_away_and_nothing_was_read_the_head_says_so(tmp_path: Path) -> None:
    url = "postgresql://nobody:nothing@127.0.0.1:1/nothing"
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": url}
    )
    away = open_desk(open_store(url), settings, lambda: NOW)
    with asked():
        (said,) = callbacks.head(away, "", None, "/list")
        with pytest.raises(PreventUpdate):
            callbacks.rows(away, ALL_ROWS, "")
    assert texts(Tongue.CHINESE)("error.store.away") in str(said)


def rows(desk: Desk, request: dict[str, int], search: str) -> dict[str, Any]:
    with asked():
        return callbacks.rows(desk, request, search)


def test_rows_in_view_are_given_as_they_are_now_and_others_are_counted(desk: Desk) -> None:
    shown = [row["href"] for row in rows(desk, ALL_ROWS, "?tab=issues")["rowData"]]
    view = {"first": 0, "hrefs": shown[::-1], "grid": "list-grid-issues"}
    with asked():
        found = callbacks.now(desk, view, "?tab=issues")
        same = callbacks.now(desk, view | {"hrefs": shown}, "?tab=issues")
        gone = callbacks.now(desk, view | {"hrefs": ["/?open=issue.99"]}, "?tab=issues")
    assert found["moved"] == 1
    assert {row["href"] for row in found["rows"]} == set(shown)
    assert same["moved"] == 0
    assert (gone["rows"], gone["moved"]) == ([], 1)
