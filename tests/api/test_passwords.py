"""One's own password over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.door import machines
from desk.door.people import Post
from desk.door.signing import PAIR_TRIES
from rules.viewer import SYSTEM, Role, Scope
from tests.api.guarded import PASSWORD, insiders, problem, strangers
from tests.builders import NOW
from tests.servers.signing import COOKIE, header

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from desk.desk import Desk

WAY = "/api/v1/password"
ME = "/api/v1/session"
NEWER = "thirteen signs"


def test_a_changed_password_keeps_this_browser_and_ends_the_others(dora: TestClient) -> None:
    this = dora.cookies[COOKIE]
    other = dora.post(ME, json={"name": "dora", "password": PASSWORD}).cookies[COOKIE]
    dora.cookies.set(COOKIE, this, "testserver.local", "/")
    answer = dora.post(WAY, json={"old": PASSWORD, "new": NEWER}, headers=header(this))
    assert (answer.status_code, answer.content) == (204, b"")
    dora.cookies.clear()
    assert dora.get(ME, headers=header(this)).json()["name"] == "dora"
    problem(dora.get(ME, headers=header(other)), 401, "access.not_signed_in")
    problem(dora.post(ME, json={"name": "dora", "password": PASSWORD}), 401, "door.wrong")
    assert dora.post(ME, json={"name": "dora", "password": NEWER}).status_code == 200


def test_a_wrong_old_one_is_told_and_then_refused(dora: TestClient) -> None:
    for _ in range(PAIR_TRIES):
        answer = dora.post(WAY, json={"old": "a wrong one", "new": NEWER})
        problem(answer, 422, "door.old_wrong")
        assert "原密码不对" in answer.json()["detail"]
    answer = dora.post(WAY, json={"old": PASSWORD, "new": NEWER})
    problem(answer, 429, "door.too_many")
    assert int(answer.headers["retry-after"]) > 1
    assert dora.get(ME).status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"old": PASSWORD, "new": "short"}, "door.password_weak"),
        ({"old": PASSWORD, "new": PASSWORD}, "door.password_same"),
        ({"old": PASSWORD}, "api.missing"),
        ({"old": 1, "new": NEWER}, "api.bad_query"),
        ({"old": PASSWORD * 90, "new": NEWER}, "api.bad_query"),
        ([PASSWORD], "api.bad_value"),
    ],
    ids=["weak", "same", "missing", "number", "long", "list"],
)
def test_what_will_not_do_is_told_without_repeating_it(
    dora: TestClient, body: object, code: str
) -> None:
    answer = dora.post(WAY, json=body)
    problem(answer, 422, code)
    assert PASSWORD not in answer.text
    assert NEWER not in answer.text


def test_strangers_other_sites_machines_and_the_provided_change_none(desk: Desk) -> None:
    given = {"old": PASSWORD, "new": NEWER}
    with strangers(desk) as client:
        problem(client.post(WAY, json=given), 401, "access.not_signed_in")
        post = Post(Role.ADMINISTRATOR)
        token = machines.add(desk.store, SYSTEM, "meter", post, Scope.ALL, 7, NOW)
        bearer = {"Authorization": f"Bearer {token}"}
        problem(client.post(WAY, json=given, headers=bearer), 403, "door.no_password")
    with insiders(desk, Role.DISPATCHER) as provided:
        problem(provided.post(WAY, json=given), 403, "door.no_password")
        foreign = {"Origin": "https://evil.example"}
        problem(provided.post(WAY, json=given, headers=foreign), 403, "door.foreign")
