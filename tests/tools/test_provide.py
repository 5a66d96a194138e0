from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools import provide
from tools.provide import Need


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a machine with nothing on its PATH but what the test puts there."""
    monkeypatch.setenv("PATH", f"{tmp_path}")
    return tmp_path


@pytest.fixture
def missing(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file whose absence is the one thing missing."""
    lamp = machine / "lamp"
    need = Need("a lamp", ("lamp-package",), lamp.exists, "it stays dark")
    monkeypatch.setattr(provide, "NEEDS", (need,))
    return lamp


def test_nothing_is_said_when_nothing_is_missing(
    missing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing.touch()
    assert provide.main() == 0
    assert capsys.readouterr().out == ""


def test_without_apt_it_says_what_is_lost_and_goes_on(
    missing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert provide.main() == 0
    assert not missing.exists()
    said = capsys.readouterr().out
    assert "Missing for the tests: a lamp." in said
    assert "Not installed: that takes apt-get" in said
    assert "Going on without a lamp: it stays dark." in said


@pytest.mark.parametrize("root", [True, False])
def test_with_apt_it_installs(
    missing: Path, monkeypatch: pytest.MonkeyPatch, *, root: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    program(missing.parent / "true", "exit 0")
    program(missing.parent / "sudo", f'echo sudo "$@" >> {missing}.log\nshift\n/usr/bin/env "$@"')
    orders = f'echo "$@" >> {missing}.log; case "$*" in *lamp-package*) : > {missing};; esac'
    program(missing.parent / "apt-get", orders)
    assert provide.main() == 0
    assert missing.exists()
    log = Path(f"{missing}.log").read_text(encoding="utf-8")
    assert "-qq update\n" in log
    assert "-qq install --yes --no-install-recommends lamp-package\n" in log
    assert ("sudo -n" in log) is not root


def test_apt_that_fails_is_quoted_and_the_tests_go_on(
    missing: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program(missing.parent / "apt-get", "echo no network; exit 100")
    assert provide.main() == 0
    said = capsys.readouterr().out
    assert "apt-get update failed:\nno network" in said
    assert "Going on without a lamp" in said


def test_sudo_that_asks_for_a_password_is_not_used(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(machine / "apt-get", "exit 0")
    program(machine / "sudo", "exit 1")
    assert provide.apt_command() is None


@pytest.mark.parametrize(
    ("answer", "version"), [("postgres (PostgreSQL) 15.13 (Debian)", 15), ("unclear", 0)]
)
def test_the_version_of_a_server_is_read(tmp_path: Path, answer: str, version: int) -> None:
    assert provide.postgresql_version(tmp_path) == 0
    program(tmp_path / "initdb", "exit 0")
    program(tmp_path / "postgres", f"echo '{answer}'")
    assert provide.postgresql_version(tmp_path) == version


def test_a_browser_goes_by_several_names(machine: Path) -> None:
    assert provide.browser_path() is None
    program(machine / "chromium-browser", "exit 0")
    assert provide.browser_path() == str(machine / "chromium-browser")


def test_glyphs_need_a_font_that_has_them(machine: Path) -> None:
    assert not provide.has_glyphs()
    program(machine / "fc-list", "exit 0")
    assert not provide.has_glyphs()
    program(machine / "fc-list", f'[ "$1" = ":charset={ord("力"):x}" ] && echo a font')
    assert provide.has_glyphs()


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
