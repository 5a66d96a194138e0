"""Cookies that were stolen, kept or made up, and pages of other sites that use good ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from data import tables
from data.migrate import migrate
from data.store import open_store
from desk.door import people
from rules.viewer import SYSTEM, Role
from tests.api.guarded import HOST, problem
from tests.leaks.clicks import UPDATE, bodies
from tests.leaks.routes import Refs
from tests.servers.signing import COOKIE, Somebody, header, session_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dash import Dash

    from desk.desk import Desk

ME = "/api/v1/session"
WAYS = (ME, "/api/v1/customers", "/tiles/0/0/0.mvt", "/list.csv", "/map.png", "/api/v1/events")
DORA = Somebody(Role.DISPATCHER, named="dora")
EVIL = "https://evil.example"


@pytest.fixture
def client(app: Dash) -> Iterator[TestClient]:
    with TestClient(app.server, HOST, raise_server_exceptions=False) as opened:
        yield opened


def out(client: TestClient, cookie: str) -> None:
    """See that whoever sends a cookie is a stranger, by whatever way."""
    for way in WAYS:
        answer = client.get(way, headers={"Cookie": cookie})
        problem(answer, 401, "access.not_signed_in")
    headers = {"Cookie": cookie, "Origin": HOST}
    problem(client.post(UPDATE, json={}, headers=headers), 401, "access.not_signed_in")


END: dict[str, Callable[[Desk, TestClient, str], object]] = {
    "signed out": lambda _desk, client, secret: client.delete(
        ME, headers={**header(secret), "Origin": HOST}
    ),
    "signed out everywhere": lambda desk, _client, _secret: desk.door.sign_out_everywhere(
        SYSTEM, "dora"
    ),
    "signed out by the form": lambda _desk, client, secret: client.post(
        "/signin/out", headers={**header(secret), "Origin": HOST}
    ),
    "new password": lambda desk, _client, _secret: people.set_password(
        desk.store, SYSTEM, "dora", "thirteen signs"
    ),
    "closed": lambda desk, _client, _secret: people.set_active(
        desk.store, SYSTEM, "dora", active=False
    ),
}


@pytest.mark.parametrize("how", END)
def test_a_stolen_cookie_is_worth_nothing_once_its_session_has_ended(
    desk: Desk, client: TestClient, how: str
) -> None:
    secret = session_secret(desk.store, DORA)
    assert client.get(ME, headers=header(secret)).json()["name"] == "dora"
    END[how](desk, client, secret)
    out(client, f"{COOKIE}={secret}")


@pytest.mark.parametrize(
    "changed",
    [
        lambda secret: ("A" if secret[0] != "A" else "B") + secret[1:],
        lambda secret: secret[:-1],
        lambda secret: secret + "A",
        lambda secret: secret * 300,
        lambda secret: secret.swapcase(),
        lambda _secret: "",
        lambda _secret: "%00",
        lambda _secret: "' OR 1=1 --",
    ],
    ids=["byte", "shorter", "longer", "overlong", "case", "empty", "nul", "sql"],
)
def test_a_changed_cookie_is_a_strangers(
    desk: Desk, client: TestClient, changed: Callable[[str], str]
) -> None:
    secret = session_secret(desk.store, DORA)
    out(client, f"{COOKIE}={changed(secret)}")
    assert client.get(ME, headers=header(secret)).status_code == 200


def test_a_cookie_of_another_store_is_a_strangers(client: TestClient, tmp_path: Path) -> None:
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    migrate(other)
    secret = session_secret(other, DORA)
    other.close()
    out(client, f"{COOKIE}={secret}")


def test_a_fixed_session_is_not_the_one_that_signing_in_begins(
    desk: Desk, client: TestClient
) -> None:
    people.add(desk.store, SYSTEM, "emil", people.Post(Role.AGENT), "twelve signs", desk.now())
    fixed = {"Cookie": f"{COOKIE}=chosen-by-somebody-else", "Origin": HOST}
    form = {"name": "emil", "password": "twelve signs"}
    assert client.post(ME, json=form, headers=fixed).status_code == 200
    client.cookies.clear()
    out(client, fixed["Cookie"])


FOREIGN = [
    {"Origin": EVIL},
    {"Origin": "null"},
    {},
    {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"},
    {"Origin": HOST, "Sec-Fetch-Site": "same-site"},
    {"Origin": f"{HOST}.evil.example"},
]
FORMS = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("kind", FORMS, ids=["text", "form", "multipart", "none"])
def test_no_form_of_another_site_uses_a_good_cookie(
    desk: Desk, app: Dash, client: TestClient, headers: dict[str, str], kind: str
) -> None:
    cookie = header(session_secret(desk.store, DORA))
    sent = {**cookie, **headers, **({"Content-Type": kind} if kind else {})}
    name = next(name for name in app.callback_map if "shell-frame" in name)
    (body, *_) = bodies(app, name, Refs([1], [1], [1]), "none")
    for way in (
        *(UPDATE, "/api/v1/password", "/signin/out", "/signin/out-everywhere"),
        *("/api/v1/uploads?name=x.csv", "/api/v1/import/customers?name=x.csv"),
        "/api/v1/customers/1/show",
    ):
        content = json.dumps(body if way == UPDATE else {"field": "phone", "why": "visit"})
        problem(client.post(way, content=content, headers=sent), 403, "door.foreign")
    assert client.get(ME, headers=cookie).status_code == 200
    with desk.store.reading() as connection:
        acts = set(connection.scalars(select(tables.Audit.act)))
    assert acts == set()
