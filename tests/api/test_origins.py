"""No other site makes a signed-in browser act for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.door import machines
from desk.door.people import Post
from rules.viewer import SYSTEM, Role, Scope
from tests.api.guarded import HOST, problem
from tests.builders import NOW
from tests.servers.signing import header, session_secret

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from desk.desk import Desk

ME = "/api/v1/session"


SAME = {"Origin": HOST}


@pytest.mark.parametrize(
    ("headers", "through"),
    [
        (SAME, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site", **SAME}, False),
        ({"Sec-Fetch-Site": "cross-site", **SAME}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://testserver.evil.example"}, False),
        ({"Origin": "http://testserver:81"}, False),
        ({"Origin": "http://testserver@evil.example"}, False),
        ({"Origin": "http://testserver/"}, False),
        ({"Origin": "http://[::1"}, False),
        ({"Origin": "testserver"}, False),
        ({"Origin": "null", "Host": ""}, False),
        ({"Origin": ""}, False),
        ({"Origin": "http://evil.example/testserver"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_act_with_a_cookie(
    desk: Desk, stranger: TestClient, headers: dict[str, str], *, through: bool
) -> None:
    cookie = header(session_secret(desk.store, Role.DISPATCHER))
    answer = stranger.delete("/api/v1/session/all", headers={**cookie, **headers})
    if through:
        assert answer.status_code == 204
    else:
        problem(answer, 403, "door.foreign")
        assert stranger.get(ME, headers=cookie).status_code == 200


@pytest.mark.parametrize("path", ["/signin", "/signin/demo", "/api/v1/session", "/signin/out"])
@pytest.mark.parametrize("foreign", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_another_site_signs_nobody_in_or_out(
    stranger: TestClient, path: str, foreign: dict[str, str]
) -> None:
    problem(stranger.post(path, data={"name": "x"}, headers=foreign), 403, "door.foreign")


def test_a_token_needs_no_origin_for_no_browser_sends_it_by_itself(
    desk: Desk, stranger: TestClient
) -> None:
    post = Post(Role.DISPATCHER)
    secret = machines.add(desk.store, SYSTEM, "meter", post, Scope.IMPORT, 7, NOW)
    headers = {"Authorization": f"Bearer {secret}", "Sec-Fetch-Site": "cross-site"}
    answer = stranger.delete("/api/v1/session/all?name=nobody", headers=headers)
    problem(answer, 403, "access.denied")


def test_reading_may_come_from_a_link_anywhere(dispatcher: TestClient) -> None:
    assert dispatcher.get(ME, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
