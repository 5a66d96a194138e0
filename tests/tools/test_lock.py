from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tools.lock import PYTHON_LOCKS, ROOT, refuse_addresses, without_addresses

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = [*(ROOT / f"{name}.txt" for name in PYTHON_LOCKS), ROOT / "package-lock.json"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_an_address(lock: Path) -> None:
    refuse_addresses(lock)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://wheels.example/simple",
        "-f ./wheels",
        "x @ https://wheels.example/x.whl",
    ],
)
def test_an_address_in_a_lock_is_refused(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"numpy==2.4.6\n{line}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"requirements\.txt:2 names an address"):
        refuse_addresses(lock)


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_wanted_version_is_the_locked_one(name: str) -> None:
    wanted = {without_extras(line) for line in requirements(ROOT / f"{name}.in")}
    assert wanted <= requirements(ROOT / f"{name}.txt")


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.partition("make lock\n")[2].rstrip())
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_the_tests_run_on_is_what_the_product_runs_on() -> None:
    assert requirements(ROOT / "requirements.txt") <= requirements(ROOT / "requirements-dev.txt")


def test_a_package_lock_keeps_its_integrity_and_loses_its_addresses() -> None:
    entry = {"version": "1.0.0", "integrity": "sha512-x", "funding": {"url": "https://a.example"}}
    lock = {"name": "battlemap", "packages": {"node_modules/a": {**entry, "resolved": "https://b"}}}
    assert without_addresses(lock) == {
        "name": "battlemap",
        "packages": {"node_modules/a": {"version": "1.0.0", "integrity": "sha512-x"}},
    }


def requirements(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if re.match(r"[a-z]\S*==", line)}


def without_extras(requirement: str) -> str:
    return re.sub(r"\[.*?\]", "", requirement)
