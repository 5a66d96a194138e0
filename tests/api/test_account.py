"""The page of one's own account: plain forms, without any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rules.codes import Field
from rules.viewer import Role
from tests.api.guarded import PASSWORD, insiders, strangers
from tests.servers.signing import COOKIE, Somebody

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from desk.desk import Desk

PAGE, ME = "/account", "/api/v1/session"
NEWER = "thirteen signs"


def changed(client: TestClient, old: str, new: str, again: str) -> tuple[int, str]:
    answer = client.post(PAGE, data={"old": old, "new": new, "again": again})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def test_the_page_says_whose_it_is(desk: Desk, dora: TestClient) -> None:
    assert "dora（调度值班员）" in dora.get(PAGE).text
    assert "<script" not in dora.get(PAGE).text
    with insiders(desk, Somebody(Role.GRID_MANAGER, ("C1",))) as manager:
        assert "负责的网格：" in manager.get(PAGE).text
    with insiders(desk, Somebody(Role.HEAD, field=Field.REPAIR)) as head:
        assert "负责的专业：抢修" in head.get(PAGE).text


def test_a_changed_password_leads_back_to_the_page_and_ends_the_others(dora: TestClient) -> None:
    this = dora.cookies[COOKIE]
    other = dora.post(ME, json={"name": "dora", "password": PASSWORD}).cookies[COOKIE]
    dora.cookies.set(COOKIE, this, "testserver.local", "/")
    assert changed(dora, PASSWORD, NEWER, NEWER) == (303, f"{PAGE}?done=1")
    assert "密码已更改" in dora.get(f"{PAGE}?done=1").text
    dora.cookies.set(COOKIE, other, "testserver.local", "/")
    assert dora.get(ME).status_code == 401


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((PASSWORD, NEWER, "another one"), "两次输入的密码不同"),
        (("a wrong one", NEWER, NEWER), "原密码不对"),
        ((PASSWORD, "short", "short"), "10"),
        ((PASSWORD, PASSWORD, PASSWORD), "相同"),
    ],
    ids=["mistyped", "wrong", "weak", "same"],
)
def test_what_will_not_do_is_said_above_the_form(
    dora: TestClient, given: tuple[str, str, str], said: str
) -> None:
    status, text = changed(dora, *given)
    alert = text.partition('role="alert">')[2].partition("</p>")[0]
    assert status == 422
    assert said in alert
    assert not any(f'value="{word}"' in text for word in given)
    assert dora.post(ME, json={"name": "dora", "password": PASSWORD}).status_code == 200


def test_who_has_no_password_is_told_and_strangers_are_led_to_sign_in(desk: Desk) -> None:
    with insiders(desk, Role.DISPATCHER) as provided:
        status, text = changed(provided, PASSWORD, NEWER, NEWER)
        assert status == 403
        assert 'role="alert"' in text
    with strangers(desk) as client:
        assert client.get(PAGE).headers["location"] == "/signin?next=%2Faccount"
