"""A PostgreSQL cluster of our own: on loopback, on a spare port, gone after the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.servers.ports import LOOPBACK, spare_port
from tests.servers.waiting import until
from tools.provide import OLDEST_POSTGRESQL, postgresql_bin

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER = "postgres"
"""Database role, and the account that runs the server when we are root: initdb refuses root."""
START_SECONDS = 60.0
STOP_SECONDS = 20.0
OPTIONS = (
    f"listen_addresses={LOOPBACK}",
    "unix_socket_directories=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
)
"""Durability is off: the cluster does not outlive the tests."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a cluster and give the address of its maintenance database, without a driver."""
    home = postgresql_bin()
    if home is None:
        pytest.skip(f"PostgreSQL {OLDEST_POSTGRESQL} or newer is not installed")
    account = server_account()
    if account is None:
        pytest.skip(f"PostgreSQL cannot run as root, and there is no account {OWNER!r}")
    with running_cluster(home, account) as url:
        yield url


def server_account() -> str | None:
    """Return the name of the account to run the server as, or None where there is none."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    return OWNER if OWNER in {entry.pw_name for entry in pwd.getpwall()} else None


@contextmanager
def running_cluster(home: Path, account: str) -> Iterator[str]:
    """Make and run a cluster with the programs in ``home``; yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="battlemap-postgresql-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, account)
        make_cluster(home, account, folder / "cluster")
        port = spare_port()
        with server(home, account, folder, port):
            yield f"postgresql://{OWNER}@{LOOPBACK}:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_cluster(home: Path, account: str, cluster: Path) -> None:
    """Run initdb: UTF-8, no locale, everybody on loopback trusted."""
    command = [f"{home / 'initdb'}", f"--pgdata={cluster}", f"--username={OWNER}"]
    command += ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
    done = subprocess.run(
        command,
        cwd=cluster.parent,
        user=account if os.geteuid() == 0 else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


@contextmanager
def server(home: Path, account: str, folder: Path, port: int) -> Iterator[None]:
    """Run the server of the cluster in ``folder`` until the block ends."""
    options = [part for option in (*OPTIONS, f"port={port}") for part in ("-c", option)]
    log = folder / "log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [home / "postgres", "-D", folder / "cluster", *options],
            cwd=folder,
            user=account if os.geteuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            until(lambda: answers(process, port, log), "PostgreSQL answers", START_SECONDS)
            yield
        finally:
            stop(process)


def answers(process: subprocess.Popen[bytes], port: int, log: Path) -> bool:
    """Tell whether the server takes connections.

    Raises
    ------
    RuntimeError
        The server has ended instead.
    """
    if process.poll() is not None:
        raise RuntimeError(f"PostgreSQL ended:\n{log.read_text(errors='replace')}")
    try:
        psycopg.connect(host=LOOPBACK, port=port, user=OWNER, dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server at once but in order; open connections are closed."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
