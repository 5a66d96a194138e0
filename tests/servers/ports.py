"""Spare ports on loopback, and how to ask there."""

from __future__ import annotations

import socket
import ssl

LOOPBACK = "127.0.0.1"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients there: each would read the list of authorities, some 50 ms, and use it never."""


def spare_port() -> int:
    """Return a port on loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
