"""From a change in the store to a changed pixel on an open map, with many others listening."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from sqlalchemy import select, update

from bench.figures import Figure
from bench.serving import ROOT, entry, fetch, started
from bench.watching import PATIENCE_MS, Watched, mark_on_a_map
from data.store import open_store
from data.tables import Cell, Customer, Issue
from rules.codes import Field
from rules.viewer import SYSTEM, Role
from tests.servers.postgres import running_cluster, server_account
from tests.servers.signing import Somebody
from tools.provide import BROWSER_FLAGS, browser_path, postgresql_bin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

STREAMS, RATE, CHANGES = 50, 20.0, 80
MOST_MS, MOST_SHARE = 1000.0, 0.1
IDLE_SECONDS = 20.0
MANAGERS = 25
"""Grid managers among the listeners of a mixed wall, each of other cells."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was measured: milliseconds of each watched change, and what went on meanwhile.

    ``busy`` is the server's share of a core, ``rate`` the others' changes a second.
    """

    milliseconds: list[float]
    busy: float
    rate: float


def measure(data_dir: Path, database: str, name: str, *, mixed: bool = True) -> list[Figure]:
    """Measure a filled store; ``name`` tells it apart. A mixed wall has listeners of all roles."""
    path = browser_path()
    if path is None:
        return [Figure(f"change to pixel, {name}", 0.0, "ms", note="not measured: no Chromium")]
    watched = _watched(database)
    settings = {"BATTLEMAP_DATABASE_URL": database}
    with sync_playwright() as playwright, started(data_dir, settings) as (url, server):
        cookie = entry(database)
        cookies = [entry(database, who) for who in _wall(database)] if mixed else [cookie]
        fetch(f"{url}/api/v1/customers?limit=1", cookie)
        with _listening(url, cookies):
            shared = _cpu_share(server.pid)
            browser = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))
            taken = _taken(browser, url, cookie, database, watched, server.pid)
            browser.close()
    each = shared / STREAMS * 100  # the tail and whatever else the server does included
    return [*_figures(name, taken), _idle(name, each)]


def _figures(name: str, taken: Taken) -> list[Figure]:
    ordered = sorted(taken.milliseconds)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    unseen = sum(each >= PATIENCE_MS for each in ordered)
    note = f"{len(ordered)} changes, {unseen} not seen, {STREAMS} streams"
    others = f"beside {taken.rate:.1f} other changes/s"
    return [
        Figure(f"change to pixel, median, {name}", statistics.median(ordered), "ms", note=note),
        Figure(
            f"change to pixel, p95, {name}",
            p95,
            "ms",
            f"at most {MOST_MS:g}",
            p95 <= MOST_MS,
            f"slowest {ordered[-1]:.0f} ms, {others}",
        ),
        Figure(f"server CPU meanwhile, {name}", taken.busy * 100, "% of a core"),
    ]


def _idle(name: str, each: float) -> Figure:
    target, note = f"at most {MOST_SHARE:g}", f"{STREAMS} streams, over {IDLE_SECONDS:g} s"
    return Figure(
        f"server CPU of an idle stream, {name}", each, "%", target, each <= MOST_SHARE, note
    )


def on_postgresql(data_dir: Path, fill: Callable[[str], object]) -> list[Figure]:
    """Measure on a cluster of our own; ``fill`` puts a bureau into a database."""
    home, account = postgresql_bin(), server_account()
    if home is None or account is None:
        return [Figure("change to pixel, PostgreSQL", 0.0, "ms", note="not measured: none here")]
    with running_cluster(home, account) as address:
        database = address.replace("postgresql://", "postgresql+psycopg://")
        fill(database)
        return measure(data_dir, database, "PostgreSQL")


def _wall(database: str) -> list[Somebody]:
    """Return who listens: half of them each with a part of the bureau that nobody else has."""
    store = open_store(database)
    with store.reading() as connection:
        cells = list(connection.scalars(select(Cell.code).order_by(Cell.code).limit(MANAGERS + 1)))
    store.close()
    managers = [Somebody(Role.GRID_MANAGER, cells=pair) for pair in pairwise(cells)]
    heads = [Somebody(Role.HEAD, field=own, named=f"head-{own.value}") for own in Field]
    whole = [Somebody(role) for role in (Role.DISPATCHER, Role.COORDINATOR, Role.AGENT)]
    few = [*heads, Somebody(Role.ADMINISTRATOR)]
    rest = STREAMS - len(managers) - len(few)
    return managers + few + [whole[turn % len(whole)] for turn in range(rest)]


def _watched(database: str) -> Watched:
    """Choose a customer of whom one issue is open: it alone decides the colour."""
    store = open_store(database)
    with store.writing(SYSTEM) as writing:
        connection = writing.connection
        issue = connection.scalars(
            select(Issue.id).where(Issue.closed_at.is_(None)).order_by(Issue.id).limit(1)
        ).one()
        burning = select(Issue.customer_id).where(Issue.customer_id.is_not(None))
        who = connection.execute(
            select(Customer.id, Customer.x, Customer.y).where(Customer.id.not_in(burning)).limit(1)
        ).one()
        lately = {"customer_id": who.id, "urgency": 1}
        connection.execute(update(Issue).where(Issue.id == issue).values(**lately))
        writing.changed("issue", "change", [issue])
    store.close()
    return Watched(issue, who.x, who.y)


def _taken(
    browser: Browser, url: str, cookie: str, database: str, watched: Watched, pid: int
) -> Taken:
    with mark_on_a_map(browser, url, cookie, database, watched) as mark:
        crowd = _party("crowd", database, str(watched.issue), str(RATE))
        _heard(crowd, "changing")
        used, begin = _cpu_seconds(pid), time.monotonic()
        milliseconds = mark.milliseconds(CHANGES)
        seconds = time.monotonic() - begin
        busy = (_cpu_seconds(pid) - used) / seconds
        crowd.terminate()
        changes, _ = crowd.communicate()
    return Taken(milliseconds, busy, int(changes) / seconds)


def _party(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", "bench.parties", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def _heard(party: subprocess.Popen[str], word: str) -> None:
    assert party.stdout is not None  # noqa: S101 - asked for above
    if party.stdout.readline() != f"{word}\n":
        raise ConnectionError(word)


@contextmanager
def _listening(url: str, cookies: list[str]) -> Iterator[None]:
    with _party("listen", url, str(STREAMS), *cookies) as process:
        try:
            _heard(process, "listening")
            yield
        finally:
            process.terminate()


def _cpu_share(pid: int) -> float:
    """Return the share of a core that a process takes while nothing happens."""
    used, begin = _cpu_seconds(pid), time.monotonic()
    Event().wait(IDLE_SECONDS)
    return (_cpu_seconds(pid) - used) / (time.monotonic() - begin)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
