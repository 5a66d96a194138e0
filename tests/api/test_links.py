"""A link to a file, followed by a person in a window and by a program."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.api.guarded import HOST, PASSWORD, account, problem, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

    from desk.desk import Desk


@pytest.fixture
def stranger(desk: Desk) -> Iterator[TestClient]:
    with strangers(desk) as client:
        yield client


WINDOW = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
REJECTED = "/api/v1/imports/1/rejected/customers.csv"


@pytest.mark.parametrize(
    "path",
    ["/list.csv?tab=issues&q=%E4%B8%8A", "/list.xlsx", "/list.geojson", "/map.png", REJECTED],
)
def test_a_person_comes_from_a_link_to_a_file_by_the_sign_in_page(
    desk: Desk, stranger: TestClient, path: str
) -> None:
    led = stranger.get(path, headers=WINDOW)
    assert led.status_code == 303
    onward = parse_qs(urlsplit(led.headers["location"]).query)["next"]
    assert onward == [path]
    account(desk, "dora")
    form = {"name": "dora", "password": PASSWORD, "next": onward[0]}
    entered = stranger.post("/signin", data=form, headers={"Origin": HOST})
    assert entered.headers["location"] == path
    there = {"csv": 200, "xlsx": 200, "png": 200, "geojson": 422}
    wanted = 404 if path == REJECTED else there[urlsplit(path).path.rpartition(".")[2]]
    assert stranger.get(path, headers=WINDOW).status_code == wanted


@pytest.mark.parametrize("path", ["/list.csv", "/list.xlsx", "/list.geojson", REJECTED, "/map.png"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept": "*/*"},
        {"Accept": "text/csv"},
        {"Authorization": "Bearer bm_forged"},
        {"Authorization": "Bearer bm_forged", **WINDOW},
    ],
    ids=["plain", "anything", "csv", "token", "token and window"],
)
def test_a_program_at_a_link_to_a_file_is_told_a_problem(
    stranger: TestClient, path: str, headers: dict[str, str]
) -> None:
    problem(stranger.get(path, headers=headers), 401, "access.not_signed_in")
