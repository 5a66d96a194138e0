"""Signing in and out over HTTP, by programs and by the page's forms."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from api.guard import SIGN_IN
from api.signin import safe
from data import tables
from data.store import open_store
from desk.desk import Desk
from rules.viewer import SYSTEM, Role
from tests.api.guarded import HOST, PASSWORD, account, insiders, strangers
from tests.builders import NOW
from tests.servers.signing import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from httpx2 import Response

    from desk.desk import Desk

SESSION = "/api/v1/session"
WRONG = "the wrong one"


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    account(desk, "dora")
    with strangers(desk) as opened:
        opened.headers["Origin"] = HOST
        yield opened


def enter(client: TestClient, name: str = "dora", password: str = PASSWORD) -> Response:
    return client.post(SESSION, json={"name": name, "password": password})


def fill_in(client: TestClient, password: str = PASSWORD, onward: str = "/") -> Response:
    return client.post(SIGN_IN, data={"name": "dora", "password": password, "next": onward})


def test_a_session_begins_tells_who_one_is_and_ends(client: TestClient) -> None:
    answer = enter(client)
    assert answer.status_code == 200
    assert {"name": "dora", "role": "dispatcher"}.items() <= answer.json().items()
    me = client.get(SESSION).json()
    assert me == answer.json()
    assert "look" in me["rights"]
    kept = client.cookies[COOKIE]
    assert client.delete(SESSION).status_code == 204
    assert COOKIE not in client.cookies
    replayed = client.get(SESSION, headers={"Cookie": f"{COOKIE}={kept}"})
    assert replayed.status_code == 401


def test_the_cookie_is_for_the_browser_alone(client: TestClient, desk: Desk) -> None:
    said = enter(client).headers["set-cookie"]
    assert re.search(r"; HttpOnly", said)
    assert re.search(r"; SameSite=lax", said, re.IGNORECASE)
    assert re.search(r"; Path=/", said)
    assert "Secure" not in said
    with strangers(desk, "https://testserver") as over_tls:
        answer = enter(over_tls)
        assert "; Secure" in answer.headers["set-cookie"]
        assert "max-age" in answer.headers["strict-transport-security"]


def test_every_session_has_a_secret_of_its_own(client: TestClient) -> None:
    first = enter(client).cookies[COOKIE]
    second = enter(client).cookies[COOKIE]
    assert first != second
    assert client.delete(SESSION + "/all").status_code == 204
    for secret in (first, second):
        assert client.get(SESSION, headers={"Cookie": f"{COOKIE}={secret}"}).status_code == 401


def test_nobody_is_told_what_was_wrong_and_guessing_ends(client: TestClient) -> None:
    wrong = [enter(client, "dora", WRONG), enter(client, "nobody", WRONG)]
    assert [answer.status_code for answer in wrong] == [401, 401]
    assert wrong[0].json() == wrong[1].json()
    assert wrong[0].json()["type"] == "urn:battlemap:door.wrong"
    assert COOKIE not in wrong[0].cookies
    answers = [enter(client, "dora", WRONG) for _ in range(6)]
    last = answers[-1]
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 1
    assert last.headers["content-type"] == "application/problem+json"
    assert enter(client).status_code == 429


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "dora"}, {"name": 1, "password": []}, {"name": "x" * 300, "password": "y"}, []],
)
def test_half_a_question_is_a_problem(client: TestClient, body: object) -> None:
    answer = client.post(SESSION, json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.post(SESSION, content=b"\xff{").status_code == 422


def test_an_administrator_ends_the_sessions_of_others(desk: Desk, client: TestClient) -> None:
    enter(client)
    everybody = SESSION + "/all?name=dora"
    with insiders(desk, Role.AGENT) as agent:
        assert agent.delete(everybody).status_code == 403
    with insiders(desk, Role.ADMINISTRATOR) as administrator:
        assert administrator.delete(SESSION + "/all?name=nobody").status_code == 404
        assert administrator.delete(everybody).status_code == 204
        assert administrator.get(SESSION).status_code == 200
    assert client.get(SESSION).status_code == 401


def test_the_description_names_both_ways_in(client: TestClient) -> None:
    enter(client)
    described = client.get("/api/openapi.json").json()
    assert set(described["components"]["securitySchemes"]) == {"token", "session"}
    assert described["security"] == [{"token": []}, {"session": []}]
    assert described["paths"]["/api/v1/health"]["get"]["security"] == []
    route = described["paths"][SESSION]["post"]
    assert route["security"] == []
    assert {"200", "401", "422", "429"} <= set(route["responses"])


def test_a_form_leads_on_without_any_script(client: TestClient) -> None:
    answer = fill_in(client, onward="/list?sensitivity=3")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/list?sensitivity=3"
    assert client.get(SESSION).status_code == 200
    again = client.get(SIGN_IN + "?next=/list")
    assert again.headers["location"] == "/list"
    out = client.post("/signin/out")
    assert out.headers["location"] == SIGN_IN
    assert client.get(SESSION).status_code == 401


def test_signing_out_everywhere_by_the_form(client: TestClient) -> None:
    other = enter(client).cookies[COOKIE]
    enter(client)
    assert client.post("/signin/out-everywhere").status_code == 303
    assert client.get(SESSION, headers={"Cookie": f"{COOKIE}={other}"}).status_code == 401
    assert client.post("/signin/out-everywhere").status_code == 303


def test_a_wrong_form_keeps_what_was_typed_but_never_the_password(client: TestClient) -> None:
    answer = fill_in(client, WRONG, onward="/list?q=%22%3E%3Cb%3E")
    assert answer.status_code == 401
    assert "账号或密码不对" in answer.text
    assert 'value="dora"' in answer.text
    assert WRONG not in answer.text
    assert 'value="/list?q=%22%3E%3Cb%3E"' in answer.text
    for _ in range(6):
        answer = fill_in(client, WRONG)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 1


def test_what_is_typed_is_text_and_never_markup(client: TestClient) -> None:
    markup = '"><script>alert(1)</script>'
    answer = client.post(SIGN_IN, data={"name": markup, "password": "x", "next": markup})
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("onward", "led"),
    [
        ("/", "/"),
        ("/list?a=b&c=%2F%2Fx#y", "/list?a=b&c=%2F%2Fx#y"),
        ("", "/"),
        ("list", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        (" //evil.example", "/"),
        ("/a b", "/"),
        ("/a\\b", "/"),
        ("/\x00", "/"),
    ],
)
def test_the_way_on_never_leaves_the_site(client: TestClient, onward: str, led: str) -> None:
    assert safe(onward) == led
    if len(onward) and onward.isprintable():
        assert fill_in(client, onward=onward).headers["location"] == led


def test_the_page_speaks_both_languages_and_keeps_the_choice(client: TestClient) -> None:
    chinese = client.get(SIGN_IN)
    assert '<html lang="zh-CN">' in chinese.text
    assert "登录" in chinese.text
    english = client.get(SIGN_IN + "?lang=en&next=/list")
    assert '<html lang="en">' in english.text
    assert "Sign in" in english.text
    assert 'value="/list"' in english.text
    assert '<html lang="en">' in client.get(SIGN_IN).text


def test_the_page_needs_no_script_and_no_other_site(client: TestClient) -> None:
    text = client.get(SIGN_IN).text
    assert "<script" not in text
    assert "http:" not in text
    assert "https:" not in text
    assert " style=" not in text


def test_where_nobody_can_sign_in_the_page_says_what_to_type(desk: Desk) -> None:
    with strangers(desk) as client:
        text = client.get(SIGN_IN).text
        assert "app.py user add NAME --role administrator" in text
    account(desk, "ada", Role.ADMINISTRATOR)
    with strangers(desk) as client:
        assert "user add" not in client.get(SIGN_IN).text


@pytest.mark.parametrize("field", ["name", "password"])
def test_half_a_character_is_a_problem(client: TestClient, field: str) -> None:
    body = {"name": "dora", "password": PASSWORD} | {field: "\ud800"}
    answer = client.post(SESSION, content=json.dumps(body))
    assert answer.status_code in {401, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_page_says_when_the_store_is_away_and_tries_again(desk: Desk) -> None:
    nowhere = open_store("postgresql://nobody@127.0.0.1:1/nowhere")
    lost = replace(desk, store=nowhere)
    with strangers(lost) as client:
        answer = client.get(SIGN_IN)
        assert answer.status_code == 503
        assert "数据库" in answer.text
        assert 'http-equiv="refresh"' in answer.text
    nowhere.close()


def test_a_locked_account_of_a_clock_gone_wrong_opens_again(desk: Desk, client: TestClient) -> None:
    with desk.store.writing(SYSTEM) as writing:
        values = {"failed": 99, "locked_until": NOW.replace(year=2999)}
        writing.connection.execute(update(tables.Account).values(**values))
    answer = enter(client)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) <= 300
