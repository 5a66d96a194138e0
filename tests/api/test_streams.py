"""Streams of events over real connections: who sleeps, goes or comes too often harms nobody."""

from __future__ import annotations

import socket
import struct
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from api import events
from app import VANISHED, VANISHED_MILLISECONDS, listening
from rules.viewer import Role
from tests.desk.live.listening import changed
from tests.servers.ports import LOOPBACK, spare_port
from tests.servers.signing import COOKIE, Somebody
from tests.servers.waiting import until
from tests.servers.within import SMALL, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from desk.desk import Desk
    from tests.servers.within import Within

EVENTS = "/api/v1/events"
MUCH = range(1, 2001)
SECONDS = 60.0
MOST_BUFFERED = 256 * 1024


def with_places(desk: Desk, streams: int, each: int) -> Desk:
    """Return a desk that lets so many listen."""
    return replace(desk, settings=replace(desk.settings, streams=streams, streams_per_account=each))


@contextmanager
def asleep(product: Within) -> Iterator[socket.socket]:
    """Ask for a stream, and read nothing of it but what the block reads."""
    place = urlsplit(product.url)
    assert place.port is not None
    with socket.socket() as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        link.settimeout(SECONDS)
        link.connect((LOOPBACK, place.port))
        cookie = f"Cookie: {COOKIE}={product.secret()}"
        link.sendall(f"GET {EVENTS} HTTP/1.1\r\nHost: {place.netloc}\r\n{cookie}\r\n\r\n".encode())
        yield link


def status(client: httpx.Client) -> int:
    """Ask for a stream and leave at once; return how that was answered."""
    with client.stream("GET", EVENTS) as answer:
        return answer.status_code


def begun(link: socket.socket) -> None:
    """Read the beginning of a stream: then its place is taken for certain."""
    assert b" 200 " in link.recv(64)


def read_until(lines: Iterator[str], name: str) -> int:
    """Read a stream until an event of a name has come; return how much that was."""
    read = 0
    for line in lines:
        read += len(line)
        if line == f"event: {name}":
            break
    return read + len(next(lines))


def test_who_reads_nothing_is_cut_and_the_others_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PATIENCE_SECONDS", 2.0)
    most = told = 0
    with (
        served(with_places(desk, 2, 9)) as product,
        product.client() as client,
        asleep(product) as slow,
        client.stream("GET", EVENTS) as quick,
    ):
        begun(slow)
        lines = quick.iter_lines()
        read_until(lines, "hello")
        assert status(client) == 503  # both places are taken
        for _ in range(200):
            changed(desk.store, "issue", *MUCH)
            told += read_until(lines, "issue")
            most = max(most, product.buffered())
            if status(client) == 200:
                break
        else:
            pytest.fail("the place of the one asleep was never free")
        left = b"".join(iter(lambda: slow.recv(65536), b""))  # what was on its way, then the end
    assert most < MOST_BUFFERED
    assert len(left) < told


@pytest.mark.parametrize("linger", [False, True], ids=["closed", "reset"])
def test_the_place_of_who_has_gone_is_free(desk: Desk, *, linger: bool) -> None:
    with served(with_places(desk, 1, 9)) as product, product.client() as client:
        with asleep(product) as gone:
            begun(gone)
            assert status(client) == 503
            if linger:
                gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        until(lambda: status(client) == 200, "the place is free", SECONDS)


def test_who_goes_before_the_answer_leaves_no_place_taken(desk: Desk) -> None:
    with served(with_places(desk, 1, 9)) as product, product.client() as client:
        for _ in range(5):
            with asleep(product):
                pass  # gone before anything came
        until(lambda: status(client) == 200, "the place is free", SECONDS)


def test_who_is_cut_off_without_a_word_is_given_up_by_the_system(desk: Desk) -> None:
    if VANISHED is None:
        pytest.skip("this system cannot")
    with listening(replace(desk.settings, host=LOOPBACK, port=spare_port())) as door:
        with socket.create_connection(door.getsockname()):
            link, _ = door.accept()
        with link:
            found = link.getsockopt(socket.IPPROTO_TCP, VANISHED)
    assert found == VANISHED_MILLISECONDS


@pytest.mark.parametrize(
    ("streams", "each", "code", "kind"),
    [(1, 9, 503, "live.full"), (9, 1, 429, "live.too_many")],
    ids=["in all", "of one account"],
)
def test_who_finds_no_place_is_told_so_and_when_to_ask_again(
    desk: Desk, streams: int, each: int, code: int, kind: str
) -> None:
    with (
        served(with_places(desk, streams, each)) as product,
        product.client() as client,
        product.client(Somebody(Role.COORDINATOR)) as other,
        client.stream("GET", EVENTS) as first,
    ):
        lines = first.iter_lines()
        read_until(lines, "hello")
        assert status(client) == code
        answer = client.get(EVENTS)
        assert (answer.status_code, answer.json()["type"]) == (code, f"urn:battlemap:{kind}")
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
        assert "1 pages" in answer.json()["detail"]
        chinese = client.get(EVENTS, headers={"Accept-Language": "zh-CN"}).json()["detail"]
        assert "1 个页面" in chinese
        assert status(other) == (200 if each == 1 else 503)
        assert client.get("/api/v1/customers").status_code == 200
