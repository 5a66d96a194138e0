"""The product as a bureau runs it: ``python app.py serve`` in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from rules.viewer import Role
from tests.servers import signing
from tests.servers.ports import LOOPBACK, NO_TLS, spare_port
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.servers.signing import Somebody

ROOT = Path(__file__).resolve().parents[2]
HEALTH = "/api/v1/health"
START_SECONDS = 120.0
STOP_SECONDS = 15.0
DEMO_CUSTOMERS = "2000"


@dataclass(frozen=True, slots=True)
class Product:
    """A running product: its address (without a slash at the end), its data, what it printed."""

    url: str
    data_dir: Path
    log: Path
    process: subprocess.Popen[bytes]
    database_url: str

    def client(self, who: Role | Somebody = Role.ADMINISTRATOR) -> httpx.Client:
        """Return a client that is signed in as somebody of a role."""
        return signing.client_of(self, who)

    def page(self, page: Page, who: Role | Somebody = Role.ADMINISTRATOR) -> Page:
        """Sign the browser of a page in at this product, and return the page."""
        return signing.signed_in(page, self, who)

    def healthy(self) -> bool:
        """Tell whether it says of itself that it is well.

        Raises
        ------
        RuntimeError
            The process has ended instead.
        """
        if self.process.poll() is not None:
            raise RuntimeError(f"app.py serve ended:\n{self.printed()}")
        try:
            return httpx.get(
                self.url + HEALTH, timeout=5, trust_env=False, verify=NO_TLS
            ).is_success
        except httpx.TransportError:
            return False

    def printed(self) -> str:
        """Return what the process has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run the product with a small demo bureau, one for all tests that only look."""
    demo = {"BATTLEMAP_DEMO_CUSTOMERS": DEMO_CUSTOMERS}
    with running_product(tmp_path_factory.mktemp("product"), demo) as running:
        yield running


@contextmanager
def running_product(data_dir: Path, settings: dict[str, str] | None = None) -> Iterator[Product]:
    """Run a product of one's own on ``data_dir``, with further environment variables.

    It has answered as healthy once when the block begins, and is stopped when the block ends.
    """
    port = spare_port()
    log = data_dir / "printed.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "app.py", "serve"],
            cwd=ROOT,
            env=environment(port, data_dir, settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        own = f"sqlite:///{data_dir / 'battlemap.sqlite'}"
        address = (settings or {}).get("BATTLEMAP_DATABASE_URL", own)
        running = Product(f"http://{LOOPBACK}:{port}", data_dir, log, process, address)
        try:
            until(running.healthy, "the product is healthy", START_SECONDS)
            yield running
        finally:
            stop(process)


def environment(port: int, data_dir: Path, settings: dict[str, str]) -> dict[str, str]:
    """Return the environment of a product: ours, but nothing of the user's own product."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith("BATTLEMAP_")}
    ours |= {"PORT": str(port), "BATTLEMAP_HOST": LOOPBACK, "BATTLEMAP_DATA_DIR": str(data_dir)}
    return ours | {"PYTHONUNBUFFERED": "1"} | settings


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the product to end, and make it end when it does not."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
