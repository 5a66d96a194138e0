"""The whole product behind a real port, but in this process: a test can hold its parts."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Thread
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn

from app import build, listening
from rules.viewer import Role
from tests.servers.ports import LOOPBACK, NO_TLS, spare_port
from tests.servers.signing import header, session_secret
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.desk import Desk
    from tests.servers.signing import Somebody

START_SECONDS = 60.0
SMALL = 4096
"""Bytes that the system keeps on their way, so that a reader who is asleep is noticed soon."""


@dataclass(frozen=True, slots=True)
class Within:
    """A product of this process: its address, its server, and the desk behind."""

    url: str
    server: uvicorn.Server
    desk: Desk

    def client(self, who: Role | Somebody = Role.DISPATCHER) -> httpx.Client:
        """Return a client that is signed in and says where it comes from, as browsers do."""
        said = {**header(self.secret(who)), "Origin": self.url, "Accept-Language": "en"}
        return httpx.Client(
            base_url=self.url, headers=said, trust_env=False, verify=NO_TLS, timeout=90
        )

    def secret(self, who: Role | Somebody = Role.DISPATCHER) -> str:
        """Return the secret of a new session."""
        return session_secret(self.desk.store, who)

    def buffered(self) -> int:
        """Return the bytes that wait for the slowest of all connections."""
        links: set[Any] = set(self.server.server_state.connections)
        return max((link.transport.get_write_buffer_size() for link in links), default=0)


@contextmanager
def served(desk: Desk) -> Iterator[Within]:
    """Serve a desk on a spare port until the block ends."""
    port = spare_port()
    door = listening(replace(desk.settings, host=LOOPBACK, port=port))
    door.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    application = build(desk).server
    server = uvicorn.Server(
        uvicorn.Config(application, log_level="critical", timeout_graceful_shutdown=1)
    )
    thread = Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    until(lambda: server.started, "the product answers", START_SECONDS)
    try:
        yield Within(f"http://{LOOPBACK}:{port}", server, desk)
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        door.close()
