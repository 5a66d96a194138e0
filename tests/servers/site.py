"""A little web server for tests of the browser itself."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from tests.servers.ports import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files of a folder and prints nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (named by the library)
        """Print nothing."""


@contextmanager
def site(folder: Path, host: str = LOOPBACK) -> Iterator[str]:
    """Serve a folder on a spare port of ``host``; yield the address without a slash at the end."""
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer((host, 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{host}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
