"""``user`` and ``token`` on the command line, and the start of a product that has demo people."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import main
from data import tables
from data.store import open_store
from desk.door import passwords
from desk.door.secrets import digest_of
from tests.exports import cells_geojson, customers_csv
from tests.servers.ports import spare_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

REFUSED = 1
PASSWORD = "twelve signs"  # noqa: S105 - of a test


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BATTLEMAP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BATTLEMAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'data' / 'battlemap.sqlite'}")
    yield opened
    opened.close()


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def add(monkeypatch: pytest.MonkeyPatch, name: str, *options: str) -> int:
    typed(monkeypatch, PASSWORD)
    return main(["user", "add", name, "--password-stdin", *options])


def test_the_first_administrator_is_made_and_listed(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(monkeypatch, "ada", "--role", "administrator") == 0
    assert "Made the account ada (administrator)." in capsys.readouterr().out
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "ada  administrator  active\n"
    with store.reading() as connection:
        (kept,) = connection.scalars(select(tables.Account.password))
        noted = connection.execute(select(tables.Audit)).one()
        told = connection.scalars(select(tables.Change.noun)).all()
    assert passwords.matches(PASSWORD, kept)
    assert (noted.act, noted.actor, noted.ref) == ("add_account", "system", "ada")
    assert noted.origin.startswith("cli:")
    assert told == ["account"]


def test_a_password_is_asked_for_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another one"])
    monkeypatch.setattr("desk.door.commands.getpass", lambda _prompt: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert main(["user", "add", "ada", "--role", "administrator"]) == 0
    assert main(["user", "password", "ada"]) == REFUSED
    assert "differ" in capsys.readouterr().err


def test_without_a_terminal_nobody_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["user", "add", "ada", "--role", "administrator"]) == REFUSED
    assert "--password-stdin" in capsys.readouterr().err
    assert main(["user", "list"]) == 0
    assert "ada" not in capsys.readouterr().out


def test_a_manager_has_cells_and_a_head_a_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "网格.geojson"
    file.write_bytes(cells_geojson())
    assert main(["import", str(file)]) == 0
    assert "user add NAME --role administrator" in capsys.readouterr().out
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'battlemap.sqlite'}")
    with store.reading() as connection:
        codes = list(connection.scalars(select(tables.Cell.code).order_by(tables.Cell.code)))[:2]
    store.close()
    assert add(monkeypatch, "mei", "--role", "grid_manager", "--cells", *codes) == 0
    assert add(monkeypatch, "hedda", "--role", "head", "--field", "repair") == 0
    assert add(monkeypatch, "max", "--role", "grid_manager") == REFUSED
    assert add(monkeypatch, "max", "--role", "grid_manager", "--cells", "nowhere") == REFUSED
    assert "nowhere" in capsys.readouterr().err
    assert main(["user", "role", "mei", "--role", "agent"]) == 0
    capsys.readouterr()
    assert main(["user", "list"]) == 0
    assert [line.split("  ")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["hedda", "head of department Repair"],
        ["mei", "hotline agent"],
    ]
    people = tmp_path / "客户.csv"
    people.write_bytes(customers_csv())
    main(["import", str(people)])
    assert "user add" not in capsys.readouterr().out


def test_accounts_are_locked_out_and_let_in_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add(monkeypatch, "ada", "--role", "administrator")
    add(monkeypatch, "dora", "--role", "dispatcher")
    assert main(["user", "disable", "ada"]) == REFUSED
    assert "last administrator" in capsys.readouterr().err
    assert main(["user", "disable", "dora"]) == 0
    main(["user", "list"])
    assert "dora  dispatcher  disabled" in capsys.readouterr().out
    assert main(["user", "enable", "dora"]) == 0
    assert main(["user", "signout", "dora"]) == 0
    assert main(["user", "signout", "nobody"]) == REFUSED
    assert main(["user", "bind", "dora", "s-1"]) == 0
    typed(monkeypatch, "short")
    assert main(["user", "password", "dora", "--password-stdin"]) == REFUSED
    assert "at least 10" in capsys.readouterr().err


def test_a_token_is_shown_once_and_kept_as_a_digest(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "add", "meter", "--role", "dispatcher", "--scope", "import"]) == 0
    told, secret = capsys.readouterr().out.splitlines()
    assert "import only" in told
    assert secret.startswith("bm_")
    with store.reading() as connection:
        row = connection.execute(select(tables.Token)).one()
    assert row.digest == digest_of(secret)
    assert (row.expires_at - row.made_at).days == 90
    assert main(["token", "list"]) == 0
    listed = capsys.readouterr().out
    assert "meter  dispatcher  import only  until" in listed
    assert secret not in listed
    assert main(["token", "revoke", "meter"]) == 0
    main(["token", "list"])
    assert "revoked" in capsys.readouterr().out
    assert main(["token", "add", "x", "--role", "agent", "--days", "9999"]) == REFUSED
    assert main(["token", "revoke", "nobody"]) == REFUSED


@pytest.mark.parametrize(
    "words",
    [
        ["user"],
        ["user", "add"],
        ["user", "add", "x"],
        ["user", "add", "x", "--role", "king"],
        ["user", "add", "x", "--role", "system"],
        ["token", "add", "x", "--role", "agent", "--days", "many"],
        ["token", "add", "x", "--role", "agent", "--scope", "write"],
    ],
)
def test_half_a_command_is_explained(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    "reachable",
    [{"BATTLEMAP_HOST": "0.0.0.0"}, {"BATTLEMAP_PROXIES": "10.0.0.1"}],  # noqa: S104
)
def test_a_demo_is_never_served_to_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reachable: dict[str, str]
) -> None:
    for name, value in reachable.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PORT", str(spare_port()))
    assert main(["serve"]) == REFUSED, "an empty store would be filled with a demo"
    assert "this machine only" in capsys.readouterr().err
    assert main(["demo", "--customers", "500"]) == 0
    monkeypatch.setenv("BATTLEMAP_DEMO", "0")
    capsys.readouterr()
    assert main(["serve"]) == REFUSED
    assert "BATTLEMAP_HOST" in capsys.readouterr().err
