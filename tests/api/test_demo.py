"""The demo bureau's people at the door: one click each, for this machine only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from api.guard import SIGN_IN
from data import tables
from desk.door import demo
from rules.viewer import PEOPLE, SYSTEM
from tests.api.guarded import HOST, strangers
from tests.builders import NOW
from tests.servers.signing import COOKIE

if TYPE_CHECKING:
    from desk.desk import Desk

SESSION = "/api/v1/session"
HERE = "http://127.0.0.1:8050"


def load_demo(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Fact), {"key": "demo", "value": "1"})
    demo.settle(desk.store, NOW)


def test_the_demo_bureau_offers_its_people_one_click_each(desk: Desk) -> None:
    load_demo(desk)
    with strangers(desk, HERE) as client:
        text = client.get(SIGN_IN).text
        assert re.findall(r'<button name="name" value="([\w-]+)">', text) == [
            f"demo-{role.value}" for role in PEOPLE
        ]
        for role in PEOPLE:
            answer = client.post("/signin/demo", data={"name": f"demo-{role.value}"})
            assert answer.status_code == 303
            assert answer.headers["location"] == "/"
            client.headers["Origin"] = HERE
            assert client.get(SESSION).json()["role"] == role.value
            client.delete(SESSION)
        assert client.post("/signin/demo", data={"name": "nobody"}).status_code == 401


@pytest.mark.parametrize(
    "host", ["http://evil.example", "http://localhost.evil.example", "http://192.0.2.1", HOST]
)
def test_a_name_of_another_site_that_leads_here_lets_nobody_into_the_demo(
    desk: Desk, host: str
) -> None:
    load_demo(desk)
    with strangers(desk, host) as client:
        answer = client.post(
            "/signin/demo", data={"name": "demo-dispatcher"}, headers={"Origin": host}
        )
        assert answer.status_code == 403
        assert COOKIE not in answer.cookies
        assert "另一个网站" in answer.text


@pytest.mark.parametrize("host", [HERE, "http://localhost:8050", "http://[::1]:8050"])
def test_this_machine_is_known_by_its_names(desk: Desk, host: str) -> None:
    load_demo(desk)
    with strangers(desk, host) as client:
        data = {"name": "demo-dispatcher"}
        assert client.post("/signin/demo", data=data, headers={"Origin": host}).status_code == 303


def test_a_demo_account_has_no_password_to_be_guessed(desk: Desk) -> None:
    load_demo(desk)
    with strangers(desk) as client:
        for password in ("", "x"):
            given = {"name": "demo-administrator", "password": password}
            assert client.post(SESSION, json=given).status_code == 401


def test_while_the_demo_is_being_loaded_the_page_waits_for_its_people(desk: Desk) -> None:
    with desk.store.writing(SYSTEM) as writing:
        writing.connection.execute(insert(tables.Fact), {"key": "demo", "value": "1"})
    with strangers(desk) as client:
        assert 'http-equiv="refresh"' in client.get(SIGN_IN).text
        demo.settle(desk.store, NOW)
        assert 'http-equiv="refresh"' not in client.get(SIGN_IN).text
