"""The whole product behind a real port, but in this process: a test can hold its parts."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import uvicorn

from app import build
from rules.viewer import Role
from tests.servers.ports import LOOPBACK, spare_port
from tests.servers.signing import header, session_secret
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk

START_SECONDS = 60.0


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """Serve a desk on a spare port until the block ends; yield the address."""
    port = spare_port()
    config = uvicorn.Config(
        build(desk).server, LOOPBACK, port, log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started, "the product answers", START_SECONDS)
    try:
        yield f"http://{LOOPBACK}:{port}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)


def insider(desk: Desk, url: str, role: Role = Role.DISPATCHER) -> httpx.Client:
    """Return a client that is signed in and says where it comes from, as browsers do."""
    said = {**header(session_secret(desk.store, role)), "Origin": url, "Accept-Language": "en"}
    return httpx.Client(base_url=url, headers=said, trust_env=False, timeout=30)
