"""The house rules hold in the tree, and each of them is seen to fail where it is broken."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house import FLOORS, ROOT, SINGLE_FILES, Source, offences, sources

NOT_PART_OF_THE_PRODUCT = {"bench", "tests", "tools"}
LINT_IMPORTS = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as lint; lint()",
]
LONG = "\n".join(["def long():", *["    x = 1"] * 40])


def test_the_house_rules_hold() -> None:
    found = [offence for source in sources() for offence in offences(source)]
    assert not found, "\n".join(found)


def test_the_whole_tree_is_looked_at_and_nothing_else() -> None:
    paths = {str(source.path) for source in sources()}
    assert {"settings.py", "geo/__init__.py", "tests/house.py", ".ci/run", "Makefile"} <= paths
    assert not any(path.startswith((".venv/", "var/", "assets/vendor/")) for path in paths)


# What stands in these strings is never run: each is a planted offence that the house must find.
@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("geo/a.py", "x = 1\n" * 301, "301 lines, and 300 are the most"),
        ("assets/map.mjs", "let x;\n" * 301, "301 lines"),
        ("geo/a.py", LONG, "long has 41 lines of at most 40"),
        ("geo/utils.py", "", "the name 'utils' says nothing"),
        ("data/import_helpers/csv.py", "", "the name 'helpers' says nothing"),
        ("Makefile", "pip install -i https://mirror." + "pypi." + "org/simple", "names the host"),
        ("assets/page.html", "<script src=//cdn." + "jsdelivr." + "net/x.js>", "names the host"),
        ("desk/a.py", "try:\n    f()\nexcept Exception:\n    pass", "catches everything"),
        ("desk/a.py", "try:\n    f()\nexcept (OSError, BaseException) as e:\n    pass", "catches"),
        ("desk/a.py", "try:\n    f()\nexcept:\n    pass", "catches everything"),
        ("app.py", "Dash(suppress_callback_exceptions=True)", "suppress_callback_exceptions"),
        ("app.py", "Dash(**{'suppress_callback_exceptions': True})", "suppress_callback"),
        ("callbacks/a.py", "Output('a', 'b', allow_duplicate=True)", "allow_duplicate"),
        ("callbacks/a.py", "from dash import callback", "imports the global callback"),
        ("callbacks/a.py", "import dash\n@dash.callback\ndef f(): ...", "dash.callback"),
        ("tests/a.py", "import time\ntime.sleep(1)", "2: sleeps"),
        ("tests/a.py", "from time import sleep", "1: sleeps"),
        ("tests/a.py", "page.wait_for_timeout(100)", "1: sleeps"),
        ("desk/a.py", "from rules.clocks import _step", "imports the private _step"),
        ("desk/a.py", "from rules._clocks import step", "imports the private _clocks"),
        ("errors.py", "import settings", "errors stands alone but imports settings"),
        ("settings.py", "def f():\n    from data.store import Store", "imports data.store"),
        ("texts/a.py", "from geo import crs", "texts stands alone but imports geo"),
    ],
)
def test_a_broken_rule_is_found(path: str, text: str, reason: str) -> None:
    (found,) = offences(Source(Path(path), text))
    assert found.startswith(f"{path}:")
    assert reason in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("geo/a.py", "x = 1\n" * 300),
        ("data/migrations/versions/v0001_first.py", "x = 1\n" * 301),
        ("docs/import.md", "a line\n" * 301),
        ("desk/a.py", "try:\n    f()\nexcept StoreAway:\n    pass"),
        ("callbacks/a.py", "def register(app):\n    app.callback(output)(tip)"),
        ("api/live.py", "import asyncio\nasyncio.sleep(1)"),
        ("desk/a.py", "from rules.clocks import step\nfrom __future__ import annotations"),
        ("settings.py", "from errors import BattlemapError"),
        ("desk/a.py", "import settings"),
    ],
)
def test_what_is_allowed_is_let_through(path: str, text: str) -> None:
    assert offences(Source(Path(path), text)) == []


def test_every_room_is_under_the_import_contracts() -> None:
    rooms = {source.path.parts[0] for source in sources() if source.path.suffix == ".py"}
    known = {*FLOORS, *(f"{name}.py" for name in SINGLE_FILES), *NOT_PART_OF_THE_PRODUCT}
    assert rooms - known == set()
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert set(tomllib.load(file)["tool"]["importlinter"]["root_packages"]) == set(FLOORS)


def test_the_import_contracts_are_kept() -> None:
    kept = lint(ROOT)
    assert kept.returncode == 0, kept.stdout + kept.stderr


@pytest.mark.parametrize(
    ("room", "text", "contract"),
    [
        ("geo", "import rules", "Each floor uses only those below it"),
        ("data", "from desk.inner import room", "Each floor uses only those below it"),
        ("api", "import callbacks", "Each floor uses only those below it"),
        ("callbacks", "import api", "Each floor uses only those below it"),
        ("rules", "if False:\n    import screens", "Each floor uses only those below it"),
        ("desk", "import app", "Nobody imports the composition root"),
        ("rules", "from sqlalchemy import select", "Rules and geometry know no web"),
        ("geo", "def f():\n    import plotly.express", "Rules and geometry know no web"),
        ("layers", "import data", "What is shown never opens the store itself"),
        ("callbacks", "import sqlalchemy.orm", "What is shown never opens the store itself"),
        ("texts", "import settings", "The texts stand alone"),
    ],
)
def test_a_broken_contract_is_found(tmp_path: Path, room: str, text: str, contract: str) -> None:
    house_of_cards(tmp_path)
    (tmp_path / room / "inner.py").write_text(text, encoding="utf-8")
    broken = lint(tmp_path)
    assert broken.returncode == 1
    assert contract in broken.stdout
    assert "BROKEN" in broken.stdout


def test_what_the_contracts_allow_is_let_through(tmp_path: Path) -> None:
    house_of_cards(tmp_path)
    kept = lint(tmp_path)
    assert kept.returncode == 0, kept.stdout


def house_of_cards(root: Path) -> None:
    """Build the rooms, empty but for the imports that are allowed, under the real contracts."""
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for name in SINGLE_FILES:
        (root / f"{name}.py").touch()
    for room in FLOORS:
        (root / room).mkdir()
        (root / room / "__init__.py").touch()
        (root / room / "inner.py").touch()
    (root / "screens" / "inner.py").write_text("import desk.inner\n", encoding="utf-8")
    (root / "desk" / "inner.py").write_text("import data.inner\n", encoding="utf-8")
    (root / "data" / "inner.py").write_text("import sqlalchemy\n", encoding="utf-8")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LINT_IMPORTS, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
