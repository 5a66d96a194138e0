"""Callbacks that no page showed to who asks: refused with 403, and nothing was done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from api.wellformed import right_for
from data import tables
from rules.access import Right, rights_of
from rules.viewer import PEOPLE, Role
from tests.api.guarded import HOST, problem
from tests.exports import customers_csv
from tests.leaks.clicks import UPDATE, bodies, callbacks_of
from tests.leaks.routes import Refs
from tests.servers.signing import header, session_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash
    from httpx2 import Response

    from desk.desk import Desk

REFS = Refs([1], [1], [1])
BEGIN = "imports-begun.data"
OF_SCREENS = {Right.IMPORT, Right.READ_AUDIT, Right.SET_RULES, Right.DECLARE_OUTAGE}
"""Who has them all is shown every screen on which anything can be asked."""


@pytest.fixture
def client(app: Dash) -> Iterator[TestClient]:
    with TestClient(app.server, HOST, raise_server_exceptions=False) as opened:
        opened.headers["Origin"] = HOST
        yield opened


def signed(desk: Desk, role: Role) -> dict[str, str]:
    return {**header(session_secret(desk.store, role)), "Origin": HOST}


def refused(answer: Response) -> None:
    problem(answer, 403, "access.denied")


def named(app: Dash, sign: str) -> str:
    return next(name for name in callbacks_of(app) if sign in name)


def state_of(desk: Desk) -> tuple[int, Any]:
    with desk.store.reading() as connection:
        audit = connection.execute(tables.Audit.__table__.select()).all()
        return desk.store.version(connection), audit


@pytest.mark.parametrize("role", PEOPLE)
def test_a_screen_that_is_not_shown_answers_no_forged_callback(
    desk: Desk, app: Dash, client: TestClient, role: Role
) -> None:
    headers, rights = signed(desk, role), rights_of(role)
    asked = 0
    for name in sorted(callbacks_of(app)):
        right = right_for(name)
        if right is None or right in rights:
            continue
        for body in bodies(app, name, REFS, "none"):
            refused(client.post(UPDATE, json=body, headers=headers))
            asked += 1
    assert (asked == 0) is (rights >= OF_SCREENS)


@pytest.mark.parametrize("role", PEOPLE)
def test_who_may_is_let_through(desk: Desk, app: Dash, client: TestClient, role: Role) -> None:
    headers = signed(desk, role)
    for name in sorted(callbacks_of(app)):
        right = right_for(name)
        if right is None or right in rights_of(role):
            body = next(iter(bodies(app, name, REFS, "none")))
            assert client.post(UPDATE, json=body, headers=headers).status_code in {200, 204}, name


@pytest.mark.parametrize("role", [Role.GRID_MANAGER, Role.COORDINATOR, Role.AGENT, Role.HEAD])
def test_nobody_imports_the_file_that_a_dispatcher_sent(
    desk: Desk, app: Dash, client: TestClient, role: Role
) -> None:
    sent = client.post(
        "/api/v1/uploads", params={"name": "客户.csv"}, content=customers_csv(),
        headers=signed(desk, Role.DISPATCHER),
    )  # fmt: skip
    token, headers = sent.json()["token"], signed(desk, role)
    before = state_of(desk)
    for sign in (BEGIN, "imports-tried", "imports-anyway", "imports-recast", "imports-checked"):
        for body in bodies(app, named(app, sign), REFS, token):
            refused(client.post(UPDATE, json=body, headers=headers))
    refused(client.post("/api/v1/uploads?name=x.csv", content=b"a", headers=headers))
    for dry in ("0", "1"):
        way = f"/api/v1/import/customers?name=x.csv&dry_run={dry}"
        refused(client.post(way, content=customers_csv(), headers=headers))
    assert desk.imports.uploads.find(token).size > 0
    assert desk.imports.job(token) is None
    assert state_of(desk) == before


def test_a_screen_without_the_right_to_it_is_not_led_to_and_says_why(
    desk: Desk, app: Dash, client: TestClient
) -> None:
    frame = named(app, "shell-frame")
    asks = [b for b in bodies(app, frame, REFS, "none") if b["inputs"][0]["value"] == "/import"]
    for role in PEOPLE:
        answer = client.post(UPDATE, json=asks[0], headers=signed(desk, role))
        text = json.dumps(answer.json(), ensure_ascii=False)
        shown = Right.IMPORT in rights_of(role)
        assert ("imports-step" in text) is shown
        assert ('"href": "/import' in text) is shown
        assert ("您的角色（" in text) is not shown


def test_a_rule_is_not_set_by_a_forged_click(desk: Desk, app: Dash, client: TestClient) -> None:
    (body, *_) = bodies(app, named(app, '"settings-row"'), REFS, "none")
    body["state"][1] = []  # a form has fields of one type only
    for role in PEOPLE:
        headers = signed(desk, role)
        before = state_of(desk)
        answer = client.post(UPDATE, json=body, headers=headers)
        if Right.SET_RULES in rights_of(role):
            assert answer.status_code == 200
            assert state_of(desk) != before
        else:
            refused(answer)
            assert state_of(desk) == before


@pytest.mark.parametrize(
    "outputs",
    [
        None,
        [],
        {},
        {"id": "list-body", "property": "children"},
        [{"id": "list-body", "property": "children"}],
        [{"id": "list-body", "property": "children"}] * 9,
        [{"id": "map-panel", "property": "children"}] * 2,
        [{"id": {"type": "x"}, "property": "children"}] * 2,
        [[{"id": "list-body", "property": "children"}]] * 2,
    ],
    ids=["none", "empty", "hollow", "alone", "one", "nine", "others", "pattern", "nested"],
)
def test_outputs_other_than_the_callbacks_own_are_malformed(
    desk: Desk, app: Dash, client: TestClient, outputs: object
) -> None:
    headers = signed(desk, Role.DISPATCHER)
    (body, *_) = bodies(app, named(app, "..list-body"), REFS, "none")
    assert client.post(UPDATE, json=body, headers=headers).status_code in {200, 204}
    answer = client.post(UPDATE, json=body | {"outputs": outputs}, headers=headers)
    problem(answer, 400, "api.malformed")
