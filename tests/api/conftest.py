"""Who asks over HTTP in these tests: a stranger, a dispatcher, somebody with a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import build
from rules.viewer import Role
from tests.api.guarded import HOST, PASSWORD, account, insiders, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash
    from fastapi.testclient import TestClient

    from desk.desk import Desk

ME = "/api/v1/session"


@pytest.fixture
def app(desk: Desk) -> Dash:
    """Build the whole product, its screens included."""
    return build(desk)


@pytest.fixture
def stranger(desk: Desk) -> Iterator[TestClient]:
    """Give a client that nobody has signed in."""
    with strangers(desk) as client:
        yield client


@pytest.fixture
def dispatcher(desk: Desk) -> Iterator[TestClient]:
    """Give a client with the session of a dispatcher."""
    with insiders(desk, Role.DISPATCHER) as client:
        yield client


@pytest.fixture
def dora(desk: Desk) -> Iterator[TestClient]:
    """Give the client of somebody who has signed in with the password of these tests."""
    account(desk, "dora")
    with strangers(desk) as client:
        client.headers["Origin"] = HOST
        client.post(ME, json={"name": "dora", "password": PASSWORD})
        yield client
