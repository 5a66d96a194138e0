"""The HTTP side behind its guard, in this process, without Dash."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from api.server import closed, server
from desk.door import people
from desk.door.people import Post
from rules.viewer import SYSTEM, Role
from tests.builders import NOW
from tests.servers.signing import header, session_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response

    from desk.desk import Desk
    from tests.servers.signing import Somebody

HOST = "http://testserver"
PASSWORD = "twelve signs"  # noqa: S105 - of a test


@contextmanager
def strangers(desk: Desk, base_url: str = HOST) -> Iterator[TestClient]:
    """Give a client that nobody has signed in; redirects are not followed."""
    application = server(desk)
    closed(application, desk, [])
    with TestClient(
        application, base_url, raise_server_exceptions=False, follow_redirects=False
    ) as client:
        yield client


@contextmanager
def insiders(desk: Desk, who: Role | Somebody) -> Iterator[TestClient]:
    """Give a client with a session, that says where it comes from as browsers do."""
    with strangers(desk) as client:
        client.headers.update({**header(session_secret(desk.store, who)), "Origin": HOST})
        yield client


def account(desk: Desk, name: str, role: Role = Role.DISPATCHER) -> None:
    """Make an account with the password of these tests."""
    people.add(desk.store, SYSTEM, name, Post(role), PASSWORD, NOW)


def problem(answer: Response, status: int, code: str) -> None:
    """See that an answer is a problem of a status and a code, with a sentence."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:battlemap:{code}"
    assert answer.json()["detail"]
