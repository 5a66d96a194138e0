"""Over HTTP as everywhere: what is approved is what the approver saw, and nothing more is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.outages import FAULT, HOME, asked_as, declared, post, refused
from tests.viewers import COORDINATOR, HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient

    from desk.desk import Desk

PLAN: dict[str, Any] = FAULT | {
    "kind": "planned",
    "began_at": "2026-05-28T09:00:00+08:00",
    "expected_at": "2026-05-28T15:00:00+08:00",
}


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with asked_as(desk, COORDINATOR) as opened:
        yield opened


def test_an_approval_of_an_older_edit_is_a_conflict(desk: Desk, client: TestClient) -> None:
    ref = declared(client, **PLAN)
    post(client, ref, "act", act="check")
    post(client, ref, "decide", edit=1, customers=[2], verdict="not_touched", why="发电车")
    before = client.get(f"{HOME}/{ref}").json()
    with asked_as(desk, HEAD) as head:
        status, told = refused(head, ref, "act", act="approve", edit=1)
        assert status == 409
        assert "cora changed this outage" in told
        assert "edit 2" in told
        assert client.get(f"{HOME}/{ref}").json() == before
        assert post(head, ref, "act", act="approve", edit=2) == {"state": "approved"}


def test_an_approval_says_what_was_looked_at(desk: Desk, client: TestClient) -> None:
    ref = declared(client, **PLAN)
    post(client, ref, "act", act="check")
    before = client.get(f"{HOME}/{ref}").json()
    with asked_as(desk, HEAD) as head:
        status, told = refused(head, ref, "act", act="approve")
        assert (status, "which version" in told) == (422, True)
    assert client.get(f"{HOME}/{ref}").json() == before


def test_an_approved_plan_is_not_replaced_whole(desk: Desk, client: TestClient) -> None:
    ref = declared(client, **PLAN)
    post(client, ref, "act", act="check")
    with asked_as(desk, HEAD) as head:
        post(head, ref, "act", act="approve", edit=1)
    month = PLAN | {"feeders": ["F1", "F2"], "expected_at": "2026-06-28T15:00:00+08:00"}
    assert client.put(f"{HOME}/{ref}", json=month | {"edit": 1}).json()["edit"] == 2
    post(client, ref, "confirm", edit=2)
    status, told = refused(client, ref, "act", act="announce")
    assert status == 409
    assert "does not follow “Draft”" in told
    whole = client.get(f"{HOME}/{ref}").json()
    assert (whole["state"], whole["feeders"]) == ("draft", ["F1", "F2"])
    (again,) = (event for event in whole["events"] if event["act"] == "ask_again")
    assert again["facts"]["changed"] == ["expected_at", "parts"]
