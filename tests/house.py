"""What the house forbids, found in a file: each finder returns the offences as ``line: reason``.

Ruff, mypy and import-linter hold most of the house up; here is what they do not know.
"""

from __future__ import annotations

import ast
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("api", "callbacks", "screens", "layers", "desk", "data", "rules", "geo", "texts")
SINGLE_FILES = ("app", "settings", "errors")
MAY_IMPORT = {"errors": frozenset[str](), "settings": {"errors"}, "texts": {"errors"}}
"""Modules that stand alone → what of ours they may import all the same."""
# One migration is one step, written once and never edited: it may be as long as its tables.
MIGRATIONS = Path("data", "migrations", "versions")
FOREIGN_FOLDERS = frozenset({"node_modules", "var", "vendor", "__pycache__"})
HIDDEN_BUT_OURS = frozenset({".ci"})
CODE = frozenset({".py", ".mjs", ".js", ".css"})
WRITTEN_BY_TOOLS = frozenset({"package-lock.json"})

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FORBIDDEN_NAMES = frozenset({"utils", "helpers", "manager", "common"})
FORBIDDEN_OPTIONS = frozenset({"suppress_callback_exceptions", "allow_duplicate"})
GLOBAL_CALLBACKS = frozenset({"callback", "clientside_callback"})
GLOBAL_CALLBACKS_BY_PATH = frozenset(f"dash.{name}" for name in GLOBAL_CALLBACKS)
SLEEPS = frozenset({"sleep", "wait_for_timeout"})
BLIND = frozenset({"Exception", "BaseException"})
# In parts, so that this file may stay where it looks.
FOREIGN_HOSTS = re.compile(
    "|".join(
        re.escape(f"{name}.{end}")
        for name, end in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("npmmirror", "com"),
            ("yarnpkg", "com"),
            ("unpkg", "com"),
            ("jsdelivr", "net"),
            ("cdnjs", "cloudflare"),
            ("deb.debian", "org"),
            ("tuna.tsinghua", "edu"),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the project: its path below the root, and its text."""

    path: Path
    text: str

    @property
    def is_frozen(self) -> bool:
        """Tell whether it is a migration: written by a tool, and never changed again."""
        return self.path.parent == MIGRATIONS

    @property
    def is_test(self) -> bool:
        """Tell whether it belongs to the tests."""
        return self.path.parts[0] == "tests"

    def tree(self) -> ast.Module:
        """Parse it as Python."""
        return ast.parse(self.text, str(self.path))


def sources(root: Path = ROOT) -> list[Source]:
    """Read every text file of the project, leaving out what is installed or made."""
    found = []
    for folder, subfolders, files in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if is_ours(name))
        for path in (Path(folder, name) for name in sorted(files)):
            text = text_of(path)
            if text is not None and path.name not in WRITTEN_BY_TOOLS:
                found.append(Source(path.relative_to(root), text))
    return found


def is_ours(folder: str) -> bool:
    """Tell by its name whether a folder holds what we wrote."""
    return folder in HIDDEN_BUT_OURS or not (folder.startswith(".") or folder in FOREIGN_FOLDERS)


def text_of(path: Path) -> str | None:
    """Return the text of a file, or None for a picture and the like."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def long_files(source: Source) -> Iterator[str]:
    """Find a file of code that no longer fits in the head."""
    lines = source.text.count("\n")
    if source.path.suffix in CODE and lines > LONGEST_FILE and not source.is_frozen:
        yield f"1: {lines} lines, and {LONGEST_FILE} are the most"


def vague_names(source: Source) -> Iterator[str]:
    """Find a file or folder whose name says nothing about what is in it."""
    words = {word for part in source.path.parts for word in re.split(r"[\W_]+", part)}
    for word in sorted(words & FORBIDDEN_NAMES):
        yield f"1: the name {word!r} says nothing"


def foreign_hosts(source: Source) -> Iterator[str]:
    """Find the name of a host that packages or scripts are fetched from."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if host := FOREIGN_HOSTS.search(line):
            yield f"{number}: names the host {host[0]}"


def long_functions(source: Source) -> Iterator[str]:
    """Find functions that are too long, docstring included."""
    if source.is_frozen:
        return
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.lineno}: {node.name} has {lines} lines of at most {LONGEST_FUNCTION}"


def blind_handlers(source: Source) -> Iterator[str]:
    """Find handlers that catch whatever comes."""
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.walk(node.type) if node.type else iter([ast.Name("Exception")])
            names = {part.id for part in caught if isinstance(part, ast.Name)}
            if names & BLIND:
                yield f"{node.lineno}: catches everything; name the errors"


def forbidden_options(source: Source) -> Iterator[str]:
    """Find options of Dash that hide mistakes."""
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.keyword) and node.arg in FORBIDDEN_OPTIONS:
            yield f"{node.lineno}: uses {node.arg}"
        if isinstance(node, ast.Constant) and node.value in FORBIDDEN_OPTIONS and outside(source):
            yield f"{node.lineno}: uses {node.value}"


def outside(source: Source) -> bool:
    """Tell whether a file is any but those that speak of what is forbidden."""
    return source.path.name not in {"house.py", "test_house.py"}


def global_callbacks(source: Source) -> Iterator[str]:
    """Find callbacks wired to whatever app there is, instead of in ``register``."""
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.ImportFrom) and node.module == "dash":
            for alias in node.names:
                if alias.name in GLOBAL_CALLBACKS:
                    yield f"{node.lineno}: imports the global {alias.name} of dash"
        if isinstance(node, ast.Attribute) and ast.unparse(node) in GLOBAL_CALLBACKS_BY_PATH:
            yield f"{node.lineno}: uses the global {ast.unparse(node)}"


def sleeps(source: Source) -> Iterator[str]:
    """Find tests that wait for the clock instead of for what they test."""
    if not source.is_test:
        return
    for node in ast.walk(source.tree()):
        imported = isinstance(node, ast.ImportFrom) and any(n.name in SLEEPS for n in node.names)
        called = isinstance(node, ast.Attribute) and node.attr in SLEEPS
        if imported or called:
            yield f"{node.lineno}: sleeps"  # type: ignore[attr-defined]


def private_imports(source: Source) -> Iterator[str]:
    """Find imports of what another room keeps to itself."""
    for node in ast.walk(source.tree()):
        if isinstance(node, ast.ImportFrom) and room_of(node.module) in {*FLOORS, *SINGLE_FILES}:
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            for name in names:
                if name.startswith("_") and not name.startswith("__"):
                    yield f"{node.lineno}: imports the private {name} of {node.module}"


def dependent(source: Source) -> Iterator[str]:
    """Find imports in the modules that stand alone."""
    own = room_of(".".join(source.path.with_suffix("").parts))
    if own not in MAY_IMPORT:
        return
    for node in ast.walk(source.tree()):
        for module in imported_modules(node):
            room = room_of(module)
            if room in {*FLOORS, *SINGLE_FILES} - {own} - MAY_IMPORT[own]:
                yield f"{getattr(node, 'lineno', 1)}: {own} stands alone but imports {module}"


def imported_modules(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports, none for any other statement."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module]
    return []


def room_of(module: str | None) -> str:
    """Return the top-level package or module."""
    return (module or "").partition(".")[0]


ANY_FILE = (long_files, vague_names, foreign_hosts)
PYTHON_FILE = (
    long_functions,
    blind_handlers,
    forbidden_options,
    global_callbacks,
    sleeps,
    private_imports,
    dependent,
)


def offences(source: Source) -> list[str]:
    """Return everything the house forbids in a file, as ``path:line: reason``."""
    finders = ANY_FILE + (PYTHON_FILE if source.path.suffix == ".py" else ())
    return [f"{source.path}:{found}" for find in finders for found in find(source)]
