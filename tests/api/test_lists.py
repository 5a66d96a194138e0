"""The list as a file over HTTP: streamed, filtered as on the screen, in the reader's language."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from api.server import server
from data import tables
from data.store import open_store
from desk import exports
from desk.desk import open_desk
from rules.viewer import SYSTEM
from settings import Settings
from tests.builders import NOW
from tests.servers.signing import as_viewer
from tests.viewers import AGENT, DISPATCHER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk.desk import Desk


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    """Give the HTTP side over the small bureau."""
    with TestClient(as_viewer(server(desk), DISPATCHER)) as opened:
        yield opened


def test_a_csv_file_holds_the_filtered_list(client: TestClient) -> None:
    answer = client.get("/list.csv?cell=1")
    assert answer.status_code == 200
    assert "content-length" not in answer.headers
    assert quote("客户-2026-05-20.csv") in answer.headers["content-disposition"]
    lines = answer.text.splitlines()
    assert lines[0].startswith("\ufeff紧急程度,敏感分类,户号,户名")
    assert len(lines) == 3
    assert "<b>甲</b>" in lines[1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_asking_about_a_file_takes_nothing_away(desk: Desk, client: TestClient, form: str) -> None:
    got = client.get(f"/list.{form}?tab=issues")
    with desk.store.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(tables.Audit))
    asked = client.head(f"/list.{form}?tab=issues")
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("content-type", "content-disposition", "cache-control"):
        assert asked.headers[name] == got.headers[name]
    with desk.store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.Audit)) == kept
    agent = TestClient(as_viewer(server(desk), AGENT))
    assert (agent.head(f"/list.{form}").status_code, agent.get(f"/list.{form}").status_code) == (
        403,
        403,
    )


def test_every_column_of_the_screen_is_in_the_file_and_the_phones_card_is_not(
    client: TestClient,
) -> None:
    for tab in ("customers", "issues", "faults"):
        text = client.get(f"/list.csv?tab={tab}").text
        heads, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        assert all(heads)
        assert rows
        assert {len(row) for row in rows} == {len(heads)}


def test_a_workbook_holds_the_filtered_list(client: TestClient) -> None:
    answer = client.get("/list.xlsx?tab=faults", headers={"Accept-Language": "en"})
    assert quote("Data faults-2026-05-20.xlsx") in answer.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.max_row == 4


def test_a_name_that_is_a_formula_stays_a_name(client: TestClient, desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(update(tables.Customer).values(name="=1+1"))
        writing.changed("customer", "change")
    text = client.get("/list.csv").text
    assert text.count(",'=1+1,") == 4


def test_a_workbook_of_too_many_rows_is_a_problem(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_XLSX", 3)
    answer = client.get("/list.xlsx")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "CSV" in answer.json()["detail"]


def test_while_the_store_is_away_there_is_a_problem_and_no_half_file(tmp_path: Path) -> None:
    url = "postgresql://nobody:nothing@127.0.0.1:1/nothing"
    settings = Settings.from_environment(
        {"BATTLEMAP_DATA_DIR": str(tmp_path), "BATTLEMAP_DATABASE_URL": url}
    )
    store = open_store(url)
    with TestClient(as_viewer(server(open_desk(store, settings, lambda: NOW)), DISPATCHER)) as away:
        assert away.get("/list.csv").status_code == 503
    store.close()


@pytest.mark.parametrize("path", ["/list.pdf", "/list.html"])
def test_another_form_is_a_problem_that_names_the_forms(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert "csv / xlsx" in answer.json()["detail"]
