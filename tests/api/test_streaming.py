"""Uploads over a real connection: what breaks off or is too large leaves nothing behind."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from rules.viewer import Role
from settings import MEGABYTE
from tests.exports import cells_geojson, customers_csv
from tests.servers.product import running_product
from tests.servers.signing import COOKIE, secret_at
from tests.servers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.product import Product

CUSTOMERS = "/api/v1/import/customers"
SECONDS = 60.0

pytestmark = pytest.mark.xdist_group("imports")


@pytest.fixture(scope="module")
def bare_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run an empty product that takes files of one megabyte."""
    settings = {"BATTLEMAP_DEMO": "0", "BATTLEMAP_MAX_FILE_MB": "1"}
    with running_product(tmp_path_factory.mktemp("bare"), settings) as running:
        yield running


@contextmanager
def calling(product: Product, header: str) -> Iterator[socket.socket]:
    """Open a connection, send the head of an import, and leave the body to the block."""
    address = urlsplit(product.url)
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port), timeout=SECONDS) as link:
        line = f"POST {CUSTOMERS}?name=a.csv&lang=en HTTP/1.1"
        who = f"Cookie: {COOKIE}={secret_at(product, Role.DISPATCHER)}\r\nOrigin: {product.url}"
        head = f"{line}\r\nHost: {address.netloc}\r\n{who}\r\n{header}\r\n\r\n"
        link.sendall(head.encode())
        yield link


def answered(link: socket.socket) -> bytes:
    """Wait for an answer with its body."""
    received = b""
    while b"\r\n\r\n" not in received or not received.endswith(b"}"):
        piece = link.recv(65536)
        assert piece, received
        received += piece
    return received


def nothing_left(product: Product) -> None:
    uploads = product.data_dir / "uploads"
    until(lambda: not uploads.is_dir() or not list(uploads.iterdir()), "nothing is left", SECONDS)


def test_an_upload_that_breaks_off_leaves_nothing(bare_product: Product) -> None:
    uploads = bare_product.data_dir / "uploads"
    with calling(bare_product, "Content-Length: 1000") as link:
        link.sendall(b"account,x,y\n1,107.9,26.3\n")
        until(lambda: uploads.is_dir() and any(uploads.iterdir()), "it arrives", SECONDS)
    nothing_left(bare_product)
    assert "Traceback" not in bare_product.printed()
    with bare_product.client() as plain:
        assert plain.get("/api/v1/customers").json()["count"] == 0


def test_too_large_a_file_is_refused_before_it_comes(bare_product: Product) -> None:
    with calling(bare_product, f"Content-Length: {3 * MEGABYTE}") as link:
        told = answered(link)
    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"more than the limit of 1 MB" in told
    nothing_left(bare_product)


def test_a_stream_without_a_length_is_refused_as_soon_as_it_is_too_large(
    bare_product: Product,
) -> None:
    with calling(bare_product, "Transfer-Encoding: chunked") as link:
        for _ in range(17):
            link.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        told = answered(link)
    assert told.startswith(b"HTTP/1.1 413 ")
    nothing_left(bare_product)


def test_a_running_product_takes_a_bureau(bare_product: Product) -> None:
    with bare_product.client() as plain:
        cells = plain.post("/api/v1/import/cells?name=网格.geojson", content=cells_geojson())
        assert cells.json()["kinds"][0]["added"] == 16
        plain.post(f"{CUSTOMERS}?name=客户.csv", content=customers_csv())
        assert plain.get("/api/v1/customers").json()["count"] == 6
