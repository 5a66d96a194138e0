"""Spare ports on loopback."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"


def spare_port() -> int:
    """Return a port on loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
